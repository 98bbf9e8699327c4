"""Email Details: the complete content to the user's own address, in the mail or as an archive."""

from __future__ import annotations

import io
import threading
import zipfile
from dataclasses import replace
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from desktop.composition import mail_builders
from desktop.content.office_letter import OfficeLetter
from desktop.errors import Refused
from desktop.models.broker_filter import BrokerFilter
from desktop.models.listing import Order
from desktop.models.notice import NoticeFilter
from desktop.services import complete_letter, email_details, worker
from desktop.services.broker_messages import broker_list
from desktop.services.email_details import ask_for_details
from desktop.services.email_details_policy import EmailDetailsPolicy, email_details_policy
from desktop.services.notices import notice_list
from tests.support.fake_mail import FakeMail
from tests.support.feeds import fed, message
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from email.message import EmailMessage

    from desktop.models.office import User
    from desktop.store.store import Store


@pytest.fixture
def user(store: Store) -> User:
    add_accounts(store, [details(1), details(2), details(3)])
    user = add_user(store)
    values = {"U0000001": {"amount": "<b>1</b>"}, "U0000002": {"amount": "2"}, "U0000003": {}}
    fed(store, user, message(1, values))
    return user


def message_id(store: Store) -> int:
    return broker_list(store).page(Order("at"), BrokerFilter(), None, 1)[0].id


def sent(store: Store) -> list[EmailMessage]:
    mail = FakeMail()
    worker.run(store, mail.ways(), threading.Event(), once=True, builders=mail_builders())
    return [message_from_bytes(raw, policy=policy.default) for _, raw in mail.sent]


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_few_stand_in_the_mail_and_a_missing_value_is_named(store: Store, user: User) -> None:
    ask_for_details(store, user, message_id(store))
    (mail,) = sent(store)
    words = body(mail)
    assert "Recipients: 3" in words
    assert "We have received <b>1</b> for account U0000001." in words
    assert "[no value: amount]" in words
    assert sent(store) == []


def test_the_mail_can_be_read_as_html_too_with_a_table_of_recipients(store: Store, user: User) -> None:
    ask_for_details(store, user, message_id(store))
    part = sent(store)[0].get_body(("html",))
    assert part is not None
    read = str(part.get_content())
    assert '<td dir="auto">U0000001</td><td dir="auto">Client 1</td><td dir="auto">none</td>' in read
    assert '<td dir="auto">U0000003</td><td dir="auto">Client 3</td><td dir="auto">amount</td>' in read
    assert "We have received <strong>&lt;b&gt;1&lt;/b&gt;</strong> for account U0000001." in read
    assert '<span class="missing">&nbsp;[no&nbsp;value:&nbsp;amount]&nbsp;</span>' in read
    assert "remark" not in read.partition("</style>")[2]


def test_those_chosen_and_no_other(store: Store, user: User) -> None:
    with store.read() as unit:
        chosen = unit.broker.recipients(message_id(store)).page(Order("number"), None, 3)[1].account_id
    ask_for_details(store, user, message_id(store), [chosen])
    words = body(sent(store)[0])
    assert "U0000002" in words
    assert "U0000001" not in words


def _use(monkeypatch: pytest.MonkeyPatch, limits: EmailDetailsPolicy) -> None:
    for module in (email_details, complete_letter):
        monkeypatch.setattr(module, "email_details_policy", lambda: limits)


def test_many_go_as_an_archive_and_too_much_is_refused(
    store: Store, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(email_details_policy(), most_in_mail=1, most_listed=2)
    _use(monkeypatch, few)
    ask_for_details(store, user, message_id(store))
    (mail,) = sent(store)
    assert "U0000002" in body(mail)
    assert "U0000003" not in body(mail)
    assert "1 more is in the attached list." in body(mail)
    file, listed = mail.iter_attachments()
    assert "U0000003,Client 3,amount" in listed.get_content()
    with zipfile.ZipFile(io.BytesIO(file.get_content())) as archive:
        assert archive.namelist() == ["U0000001.eml", "U0000002.eml", "U0000003.eml"]
        assert (
            "[no value: amount]"
            in message_from_bytes(archive.read("U0000003.eml"), policy=policy.default)["Subject"]
        )
    _use(monkeypatch, replace(few, most_bytes_of_archive=10))
    ask_for_details(store, user, message_id(store))
    assert sent(store) == []
    assert (
        "too large" in notice_list(store).page(Order("at", descending=True), NoticeFilter(), None, 1)[0].body
    )
    _use(monkeypatch, replace(few, most_recipients=2))
    with pytest.raises(Refused):
        ask_for_details(store, user, message_id(store))


def test_a_fault_in_making_a_mail_does_not_end_the_worker(store: Store, user: User) -> None:
    ask_for_details(store, user, message_id(store))

    def faulty(_unit: object, _mail: object) -> OfficeLetter:
        raise ZeroDivisionError

    kinds = dict.fromkeys(mail_builders(), faulty)
    worker.run(store, FakeMail().ways(), threading.Event(), once=True, builders=kinds)
    assert (
        "could not make it"
        in notice_list(store).page(Order("at", descending=True), NoticeFilter(), None, 1)[0].body
    )
