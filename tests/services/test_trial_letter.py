"""A test mail: to its writer alone, as a chosen recipient gets it, never counted and always recorded."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Deferred, Rejected, Unconfirmed, Unreachable
from desktop.channels.mail_folder import MailFolder
from desktop.channels.smtp import SmtpChannel
from desktop.errors import Cancelled, Refused
from desktop.models.channel import channels_of
from desktop.models.missing_rule import MissingRule, MissingWay
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft
from desktop.models.phase import MessageAct
from desktop.models.trial_record import TrialRecord, TrialResult
from desktop.services.sending import send
from desktop.services.sent import events
from desktop.services.trial_letter import send_trial
from desktop.services.ways import Ways
from desktop.settings import MAIL_FROM, MAIL_HOST, MAIL_PORT, MAIL_SECURITY
from tests.support.fake_mail import FakeMail
from tests.support.stores import add_accounts, add_user, details

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.store.store import Store
    from tests.support.clock import Clock
    from tests.support.smtp import SmtpServer

UID = "draft-1"


@pytest.fixture
def user(store: Store) -> User:
    return add_user(store, Role.SENDER)


@pytest.fixture
def draft(store: Store, user: User) -> MessageDraft:
    return MessageDraft(
        channels=channels_of("W"),
        accounts=add_accounts(store, [details(1), details(2, title="株式会社 東京")]),
        reply_to=user.email,
        subject="For {{ account_title }}",
        content="Dear {{ account_title }} in {{ city }}",
        missing=(MissingRule("city", MissingWay.DEFAULT, "your city"),),
    )


def trials(store: Store) -> list[TrialRecord]:
    with store.read() as unit:
        return unit.trials.of(UID)


def _go_on() -> None:
    """Nobody calls it off."""


def test_it_goes_to_its_writer_alone_as_the_recipient_gets_it(
    store: Store, user: User, draft: MessageDraft
) -> None:
    mail = FakeMail()
    told = send_trial(store, user, mail.ways(), draft, draft.accounts[1], _go_on, UID)
    assert (told.address, told.words, mail.recipients) == (user.email, "250 OK", [user.email])
    parsed = message_from_bytes(mail.sent[0][1], policy=default)
    assert (parsed["To"], parsed["Subject"]) == (user.email, "[Test] For 株式会社 東京")
    body = parsed.get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == [
        "Dear",
        "株式会社",
        "東京",
        "in",
        "your",
        "city",
    ]
    assert mail.closed == 1
    with store.read() as unit:
        assert unit.outbox.under_way()[0] == 0
        assert unit.survey.also_reached(1, draft.accounts) == 0


def test_it_leaves_by_the_mail_server(
    store: Store, user: User, draft: MessageDraft, smtp_server: SmtpServer
) -> None:
    server = {
        MAIL_HOST.key: "127.0.0.1",
        MAIL_PORT.key: smtp_server.port,
        MAIL_SECURITY.key: "none",
        MAIL_FROM.key: "news@office.example",
    }
    with store.write() as unit:
        unit.office.save_settings(server)
        unit.commit()
    ways = Ways(smtp=SmtpChannel, folder=FakeMail, password=lambda: None)
    assert send_trial(store, user, ways, draft, draft.accounts[0], _go_on, UID).by_server
    assert [mail.recipients for mail in smtp_server.mails] == [(user.email,)]


def test_without_a_server_it_is_written_into_the_folder(
    store: Store, user: User, draft: MessageDraft, tmp_path: Path
) -> None:
    ways = Ways(smtp=SmtpChannel, folder=lambda: MailFolder(tmp_path / "mail"), password=lambda: None)
    told = send_trial(store, user, ways, draft, draft.accounts[0], _go_on, UID)
    assert not told.by_server
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


@pytest.mark.parametrize(
    ("answer", "words", "result"),
    [
        (Rejected("550 no such user", 550), "550 no such user", TrialResult.REFUSED),
        (Deferred("451 later"), "451 later", TrialResult.REFUSED),
        (Unconfirmed("no answer came"), "no answer came", TrialResult.UNCONFIRMED),
        (Unreachable("It does not answer.", "Look at it."), "It does not answer", TrialResult.NOT_SENT),
    ],
)
def test_what_goes_wrong_is_said_in_words(
    store: Store, user: User, draft: MessageDraft, answer: Exception, words: str, result: TrialResult
) -> None:
    mail = FakeMail(answers={user.email: [answer]})
    with pytest.raises(Refused, match=words):
        send_trial(store, user, mail.ways(), draft, draft.accounts[0], _go_on, UID)
    assert mail.closed == 1
    (kept,) = trials(store)
    assert words in kept.words
    assert kept.result is result


def test_who_tested_what_stands_in_the_history_of_the_message(
    store: Store, user: User, draft: MessageDraft, clock: Clock
) -> None:
    mail = FakeMail(answers={user.email: [Rejected("550 not so", 550)]})
    with pytest.raises(Refused):
        send_trial(store, user, mail.ways(), draft, draft.accounts[1], _go_on, UID)
    clock.move(minutes=1)
    send_trial(store, user, mail.ways(), draft, draft.accounts[0], _go_on, UID)
    message = send(store, user, draft, uid=UID).message_id
    first, second, *_ = events(store, message)
    assert (second.at - first.at, first.by, first.act) == (timedelta(minutes=1), user.name, MessageAct.TESTED)
    assert first.words == "to ada.byron@office.example, as U0000002 gets it: refused (550 not so)"
    assert second.words.endswith("as U0000001 gets it: written into the folder for mail (250 OK)")
    assert [each.subject for each in trials(store)] == ["[Test] For 株式会社 東京", "[Test] For Client 1"]


def test_a_test_whose_program_ends_is_known_to_have_been_tried(
    store: Store, user: User, draft: MessageDraft
) -> None:
    mail = FakeMail()

    def look(*_: object) -> str:
        (kept,) = trials(store)
        assert (kept.result, kept.address) == (TrialResult.UNKNOWN, user.email)
        return "250 OK"

    mail.send = look  # type: ignore[method-assign,assignment]
    send_trial(store, user, mail.ways(), draft, draft.accounts[1], _go_on, UID)
    assert trials(store)[0].result is TrialResult.WRITTEN


def test_called_off_in_time_nothing_leaves(store: Store, user: User, draft: MessageDraft) -> None:
    mail = FakeMail()

    def call_off() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        send_trial(store, user, mail.ways(), draft, draft.accounts[0], call_off, UID)
    assert mail.sent == []


def test_who_may_not_write_and_what_is_gone_are_refused(
    store: Store, user: User, draft: MessageDraft
) -> None:
    mail = FakeMail()
    with pytest.raises(Refused, match="sender"):
        send_trial(store, user._replace(role=Role.VIEWER), mail.ways(), draft, draft.accounts[0], _go_on, UID)
    with pytest.raises(Refused, match="no longer in the store"):
        send_trial(store, user, mail.ways(), draft, 999, _go_on, UID)
