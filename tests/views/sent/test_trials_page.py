"""Test mails are found whatever became of the draft: by their sender, and all of them by an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.models.outgoing import MessageDraft
from desktop.models.trial_record import TrialResult
from desktop.services.drafts import delete_drafts, keep
from desktop.services.trials import trial_list
from desktop.views.sent.trials_page import TrialsPage
from tests.pages.sent import Listing
from tests.support.looks import Memory
from tests.support.stores import add_user, details

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.sent_office import SentOffice


def try_out(store: Store, actor: User, uid: str, subject: str) -> None:
    with store.write(actor.name) as unit:
        number = unit.trials.note(uid, actor.email, "U0000001", subject)
        unit.trials.conclude(number, TrialResult.TAKEN, "250 OK")
        unit.commit()


def drafted(store: Store, actor: User, subject: str) -> tuple[int, str]:
    with store.write(actor.name) as unit:
        number = keep(unit, actor, MessageDraft(subject=subject))
        unit.commit()
        kept = unit.drafts.get(number, actor.id)
        assert kept is not None
        return number, kept.uid


def test_each_sees_their_own_and_an_administrator_all(store: Store) -> None:
    ada, bob = add_user(store), add_user(store, Role.SENDER, "Bob Ross")
    try_out(store, ada, "one", "[Test] First letter")
    try_out(store, bob, "two", "[Test] Second")

    def seen(user: User, text: str = "") -> list[str]:
        rows = trial_list(store, lambda: user).page(Order("at", descending=True), text, None, 9)
        return [row.record.subject for row in rows]

    assert seen(ada) == ["[Test] Second", "[Test] First letter"]
    assert seen(bob) == ["[Test] Second"]
    assert seen(ada, "LETTER first") == ["[Test] First letter"]
    assert seen(ada, "bob") == ["[Test] Second"]


@pytest.fixture
def page(office: SentOffice, qtbot: QtBot) -> TrialsPage:
    store, actor = office.store, office.desk.actor
    number = office.send([details(1)], "W")
    with store.read() as unit:
        uid = unit.messages.origin(number)[0]
    try_out(store, actor, uid, "[Test] Sent")
    kept, uid = drafted(store, actor, "Kept")
    try_out(store, actor, uid, "[Test] Kept")
    given_up, uid = drafted(store, actor, "Given up")
    try_out(store, actor, uid, "[Test] Given up")
    delete_drafts(store, actor, [given_up])
    page = TrialsPage(office.desk, Memory())
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.setProperty("kept", kept)
    page.setProperty("sent", number)
    return page


def test_one_of_a_draft_that_was_given_up_is_listed_and_a_draft_is_opened(
    page: TrialsPage, office: SentOffice, qtbot: QtBot
) -> None:
    listing = Listing(page.list, qtbot)
    listing.wait_for("Became", ["never sent", "still a draft", "a message"])
    assert listing.column("Result") == ["taken by the mail server (250 OK)"] * 3
    listing.choose(0)
    assert not page.open_button.isEnabled()
    listing.choose(1)
    with qtbot.waitSignal(page.draft_wanted) as wanted:
        listing.press(Qt.Key.Key_Return)
    assert wanted.args == [page.property("kept")]
    listing.choose(2)
    with qtbot.waitSignal(page.message_wanted) as wanted:
        page.open_button.click()
    assert wanted.args == [page.property("sent")]
    listing.choose(1)
    colleague = add_user(office.store, name="Eve Moore")._replace(role=Role.ADMIN)
    office.desk.take_office(office.desk.office, office.desk.zone, colleague)
    assert not page.open_button.isEnabled()
