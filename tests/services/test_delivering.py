"""Delivering: each gets it once, one bad recipient holds up no other, and trouble is told once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from desktop.channels.mail import Rejected, Unconfirmed, Unreachable
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, DeliveryTotals, SkipReason
from desktop.models.mail_server import MailServer
from desktop.services import delivering
from desktop.services.delivering import LEASE, Deliverer, next_step_at
from desktop.services.delivery_policy import delivery_policy
from desktop.services.office import save_mail_server
from desktop.services.sent import client_view, content_of, mail_trouble
from tests.support.fake_mail import PATIENCE_S, ClearingMail, FakeMail, ListenedToMail, later
from tests.support.sending import lines, notices, sent_message, states, totals
from tests.support.stores import details

if TYPE_CHECKING:
    from desktop.models.office import User
    from desktop.store.store import Store
    from tests.support.clock import Clock

S = DeliveryState


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


@pytest.fixture
def worker(store: Store, mail: FakeMail) -> Deliverer:
    return Deliverer(store, mail.ways(), "me")


def address(number: int) -> str:
    return f"client{number}@clients.example"


def test_every_recipient_gets_it_over_every_channel(store: Store, mail: FakeMail, worker: Deliverer) -> None:
    message = sent_message(store, 3, "WEB")
    report = worker.step()
    assert report.delivered == 9
    assert totals(store, message) == DeliveryTotals(delivered=9)
    assert mail.recipients == [address(1), address(2), address(3)]
    account = lines(store, message)[0]
    with store.read() as unit:
        account_id = unit.accounts.by_number([account.number])[account.number].id
    view = client_view(store, account_id)
    assert [each.subject for each in view.messages] == ["Statement for U0000001"]
    assert view.bulletins[0].text.startswith("Statement for U0000001\nDear Client 1,")
    assert notices(store) == ["“Statement for ‹account number›”: 9 of 9 delivered"]


def test_what_left_is_kept_byte_for_byte(store: Store, mail: FakeMail, worker: Deliverer) -> None:
    message = sent_message(store, 3, "WEB")
    worker.step()
    kept = [content_of(store, line.id) for line in lines(store, message)]
    by_mail = [each for each in kept if each is not None and each.channel is Channel.EMAIL]
    assert [each.raw for each in by_mail] == [raw for _, raw in mail.sent]
    assert by_mail[1].subject == "Statement for U0000002"
    assert "Dear Client 2," in by_mail[1].text
    assert "<strong>statement</strong>" in by_mail[1].html
    view = next(each for each in kept if each is not None and each.channel is Channel.MESSAGE_CENTER)
    assert "Dear Client 1," in view.html
    assert all(kept)


def test_one_refused_address_among_forty(store: Store, mail: FakeMail, worker: Deliverer) -> None:
    message = sent_message(store, 40)
    mail.answers[address(17)] = [Rejected("550 5.1.1 No such user", 550)]
    worker.step()
    assert totals(store, message) == DeliveryTotals(delivered=39, failed=1)
    failed = lines(store, message)[16]
    assert (failed.state, failed.words) == (S.FAILED, "550 5.1.1 No such user")
    assert content_of(store, failed.id) is None
    assert notices(store) == ["“Statement for ‹account number›”: 39 of 40 delivered, 1 failed"]


def test_a_way_out_that_clears_away_what_it_refused_is_listened_to_and_the_rest_leaves(store: Store) -> None:
    message = sent_message(store, 40)
    mail = ClearingMail(answers={address(each): [Rejected("550 No", 550)] for each in range(3, 40, 4)})
    Deliverer(store, mail.ways(), "me").step()
    assert totals(store, message) == DeliveryTotals(delivered=30, failed=10)


def test_answers_are_heard_while_the_store_writes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "_LISTEN_S", 3 * PATIENCE_S)
    message = sent_message(store, 16)
    heard, commits = threading.Event(), list[bool]()

    def on_commit(_connection: Any) -> None:
        commits.append(len(commits) != 2 or heard.wait(PATIENCE_S))

    class Telling(ListenedToMail):
        def hear(self, wait_s: float) -> list[Any]:
            answers = super().hear(wait_s)
            # The claim, the first mails begin, the next ones begin: that one waits for all of the first.
            if self.answered >= 2 * self.lanes:
                heard.set()
            return answers

    mail = Telling()
    with ThreadPoolExecutor(2) as lane:
        worker = Deliverer(store, mail.ways(), "me", lane=lane, batch=16)
        event.listen(store.engine, "commit", on_commit)
        worker.step()
        event.remove(store.engine, "commit", on_commit)
    assert all(commits)
    assert totals(store, message) == DeliveryTotals(delivered=16)


def test_whoever_listens_is_told_that_the_next_mails_may_leave(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "_LISTEN_S", 3 * PATIENCE_S)
    message = sent_message(store, 16)
    mail = ListenedToMail(letters=16, keeps=4)
    with ThreadPoolExecutor(2) as lane:
        Deliverer(store, mail.ways(), "me", lane=lane, batch=16).step()
    assert totals(store, message) == DeliveryTotals(delivered=16)


def test_what_needs_no_mail_server_leaves_while_one_does_not_answer(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "_POSTS_EVERY_S", 0.0)
    first = sent_message(store, 1)
    later_one: list[int] = []
    begun = clock.now

    class Silent(FakeMail):
        def hear(self, wait_s: float) -> list[Any]:
            if not later_one:
                later_one.append(sent_message(store, 3, "W"))
            clock.move(seconds=1)
            assert clock.now < begun + timedelta(minutes=1), "they wait for the mail server"
            is_answered = totals(store, later_one[0]).delivered == 3
            return super().hear(wait_s) if is_answered else []

    mail = Silent()
    Deliverer(store, mail.ways(), "me", batch=1).step()
    assert totals(store, first) == DeliveryTotals(delivered=1)
    assert totals(store, later_one[0]) == DeliveryTotals(delivered=3)


def test_a_deferred_mail_is_tried_again_at_growing_intervals(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 2)
    mail.answers[address(1)] = later(2)
    assert worker.step().again == 1
    assert states(store, message) == [S.QUEUED, S.DELIVERED]
    assert worker.step().was_idle
    clock.move(seconds=61)
    assert worker.step().again == 1
    clock.move(seconds=61)
    assert worker.step().was_idle
    clock.move(minutes=5)
    assert worker.step().delivered == 1
    assert mail.tried.count(address(1)) == 3
    assert totals(store, message) == DeliveryTotals(delivered=2)


def test_tries_run_out(store: Store, mail: FakeMail, worker: Deliverer, clock: Clock) -> None:
    message = sent_message(store, 1)
    mail.answers[address(1)] = later(20)
    for _ in range(len(delivery_policy().waits) + 1):
        worker.step()
        clock.move(hours=5)
    assert states(store, message) == [S.FAILED]
    assert "451 4.7.1 Try again later" in lines(store, message)[0].words
    assert len(mail.tried) == 6


def test_a_lost_answer_is_unconfirmed_and_never_sent_again(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 2)
    mail.answers[address(1)] = [Unconfirmed("no answer")]
    worker.step()
    clock.move(days=3)
    worker.step()
    assert states(store, message) == [S.UNCONFIRMED, S.DELIVERED]
    assert mail.tried.count(address(1)) == 1
    kept = content_of(store, lines(store, message)[0].id)
    assert kept is not None
    assert kept.headers[2] == ("To", address(1))


def test_an_unreachable_server_blames_nobody_and_the_other_channels_go_on(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 3, "WEB")
    mail.trouble = Unreachable("mail.example did not answer.", "Check the port.")
    report = worker.step()
    assert (report.delivered, report.trouble) == (6, "mail.example did not answer.")
    assert states(store, message, Channel.EMAIL) == [S.QUEUED] * 3
    assert [line.tries for line in lines(store, message) if line.channel is Channel.EMAIL] == [0, 0, 0]
    for seconds in (31, 61, 121, 241, 481):
        assert report.mail_waits_until is not None
        assert next_step_at(worker, store) == report.mail_waits_until
        clock.move(seconds=seconds)
        report = worker.step()
    assert notices(store) == ["E-mail does not leave at the moment"]
    mail.trouble = None
    clock.move(minutes=11)
    assert worker.step().delivered == 3
    assert notices(store)[1:] == [
        "E-mail leaves again",
        "“Statement for ‹account number›”: 9 of 9 delivered",
    ]


def test_where_one_trouble_follows_another_the_latest_is_said(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    sent_message(store, 1)
    for sentence in ("mail.example did not answer.", "mail.example offers no STARTTLS.") * 2:
        mail.trouble = Unreachable(sentence)
        worker.step()
        assert mail_trouble(store) == sentence
        clock.move(minutes=11)
    assert notices(store) == ["E-mail does not leave at the moment"]


def test_mail_rests_no_longer_than_ten_minutes(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    sent_message(store, 1)
    mail.trouble = Unreachable("away")
    waits = []
    for _ in range(8):
        until = worker.step().mail_waits_until
        assert until is not None
        waits.append((until - clock.now).total_seconds())
        clock.now = until
    assert waits == [30, 60, 120, 240, 480, 600, 600, 600]


@pytest.fixture
def waiting(store: Store, mail: FakeMail, worker: Deliverer, clock: Clock) -> User:
    """A mail has waited for its server for half an hour; gives who may change the settings."""
    sent_message(store, 1)
    mail.trouble = Unreachable("The certificate shown by localhost belongs to another name.")
    for _ in range(3):
        worker.step()
        clock.move(minutes=11)
    with store.read() as unit:
        return unit.office.users()[0]


def test_mail_rests_no_longer_once_its_settings_were_saved(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock, waiting: User
) -> None:
    until = worker.step().mail_waits_until
    assert next_step_at(worker, store) == until == clock.now + timedelta(minutes=4)
    mail.trouble = None
    save_mail_server(store, waiting, MailServer("mail.example", from_address="post@office.example"))
    assert mail_trouble(store) == "The certificate shown by localhost belongs to another name."
    due_at = next_step_at(worker, store)
    assert due_at is not None
    assert due_at <= clock.now
    assert worker.step().delivered == 1
    assert mail_trouble(store) == ""


def test_settings_that_do_not_help_begin_the_rest_anew(
    store: Store, worker: Deliverer, clock: Clock, waiting: User
) -> None:
    save_mail_server(store, waiting, MailServer("mail.example", from_address="post@office.example"))
    next_step_at(worker, store)
    assert worker.step().mail_waits_until == clock.now + timedelta(seconds=30)
    assert next_step_at(worker, store) == clock.now + timedelta(seconds=30)


def test_a_recipient_whose_mail_cannot_be_made_fails_alone(
    store: Store, mail: FakeMail, worker: Deliverer
) -> None:
    message = sent_message(store, accounts=[details(1, email="not@@an.address"), details(2)])
    worker.step()
    assert states(store, message) == [S.FAILED, S.DELIVERED]
    assert "not@@an.address" in lines(store, message)[0].words


def test_an_unforeseen_fault_in_one_handover_holds_up_no_other(
    store: Store, mail: FakeMail, worker: Deliverer
) -> None:
    message = sent_message(store, 2)
    mail.answers[address(1)] = [RuntimeError("a fault")]
    worker.step()
    assert states(store, message) == [S.UNCONFIRMED, S.DELIVERED]


def test_who_cannot_be_reached_is_skipped_and_said(store: Store, worker: Deliverer) -> None:
    message = sent_message(store, channels="EB", accounts=[details(1, email="", tws_access=False)])
    assert worker.step().was_idle
    assert [line.skip_reason for line in lines(store, message)] == [
        SkipReason.NO_EMAIL,
        SkipReason.NO_TWS_ACCESS,
    ]
    assert notices(store) == ["“Statement for ‹account number›”: 0 of 2 delivered, 2 skipped"]


def test_two_workers_share_the_work_and_tell_once(store: Store, mail: FakeMail, worker: Deliverer) -> None:
    message = sent_message(store, 120)
    other = Deliverer(store, mail.ways(), "other")
    while not (worker.step().was_idle and other.step().was_idle):
        pass
    assert sorted(mail.recipients) == sorted(line.address for line in lines(store, message))
    assert notices(store) == ["“Statement for ‹account number›”: 120 of 120 delivered"]


def test_what_a_vanished_worker_had_begun_is_marked_and_the_rest_is_sent(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 2, "WEB")
    with store.write() as unit:
        claims = unit.outbox.claim("vanished", clock.now + LEASE, 10, list(Channel))
        first = [claim.delivery_id for claim in claims if claim.recipient.number == "U0000001"]
        assert len(unit.outbox.record("vanished", first, [], [])[1]) == 1
        unit.commit()
    assert worker.step().was_idle
    assert next_step_at(worker, store) == clock.now + LEASE
    clock.move(seconds=61)
    worker.step()
    assert states(store, message, Channel.EMAIL) == [S.UNCONFIRMED, S.DELIVERED]
    words = "The program ended while this was leaving or next in line. It may or may not have left."
    assert words in {line.words for line in lines(store, message)}
    assert states(store, message, Channel.MESSAGE_CENTER) == [S.DELIVERED] * 2
    assert states(store, message, Channel.BULLETIN) == [S.DELIVERED] * 2
    assert mail.recipients == [address(2)]


def test_a_deferred_mail_that_is_claimed_again_is_not_begun(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 1)
    mail.answers[address(1)] = later(1)
    worker.step()
    clock.move(seconds=61)
    with store.write() as unit:
        assert len(unit.outbox.claim("vanished", clock.now + LEASE, 10, list(Channel))) == 1
        unit.commit()
    clock.move(seconds=61)
    worker.step()
    assert states(store, message) == [S.DELIVERED]


def test_at_most_a_few_mails_are_under_way_without_a_record(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 35)
    take = mail.send

    def cut_off(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        answer = take(envelope_from, to, raw, label)
        if to == address(24):
            raise KeyboardInterrupt
        return answer

    mail.send = cut_off  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        worker.step()
    clock.move(seconds=61)
    mail.send = take  # type: ignore[method-assign]
    Deliverer(store, mail.ways(), "next").step()
    assert states(store, message) == [S.DELIVERED] * 20 + [S.UNCONFIRMED] * 8 + [S.DELIVERED] * 7
    assert len(mail.recipients) == len(set(mail.recipients)) == 31


def test_what_somebody_else_has_claimed_meanwhile_does_not_leave(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    """Two computers whose clocks disagree: the store decides who may hand a mail over."""
    message = sent_message(store, 14)
    take = mail.send

    def ahead(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        if to == address(6):
            clock.move(seconds=61)
            Deliverer(store, mail.ways(), "ahead").step()
            clock.move(seconds=-61)
        return take(envelope_from, to, raw, label)

    mail.send = ahead  # type: ignore[method-assign]
    worker.step()
    assert states(store, message) == [S.DELIVERED] * 4 + [S.UNCONFIRMED] * 8 + [S.DELIVERED] * 2
    assert sorted(mail.recipients) == sorted(address(number) for number in range(1, 15))


def test_a_worker_whose_lease_has_lapsed_sends_and_writes_nothing_more(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    message = sent_message(store, 3)
    other = Deliverer(store, mail.ways(), "other")

    def asleep(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        mail.sent.append((to, raw))
        clock.move(minutes=5)
        other.step()
        return "250 OK"

    slow = FakeMail()
    slow.send = asleep  # type: ignore[method-assign]
    Deliverer(store, slow.ways(), "slow").step()
    assert len(mail.sent) == 1
    assert states(store, message) == [S.UNCONFIRMED] * 3
    assert "claims lapsed before they were recorded: 1" in caplog.text


def test_leases_are_renewed_while_work_goes_on(
    store: Store, mail: FakeMail, worker: Deliverer, clock: Clock
) -> None:
    message = sent_message(store, 10)
    take = mail.send

    def slowly(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        clock.move(seconds=20)
        with store.write() as unit:
            assert unit.outbox.give_up_abandoned("gone") == 0
            unit.commit()
        return take(envelope_from, to, raw, label)

    mail.send = slowly  # type: ignore[method-assign]
    worker.step()
    assert states(store, message) == [S.DELIVERED] * 10


def test_stopping_puts_back_what_was_not_begun(store: Store, mail: FakeMail, worker: Deliverer) -> None:
    message = sent_message(store, 10)
    take = mail.send

    def stopped(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        if to == address(4):
            worker.stop()
        return take(envelope_from, to, raw, label)

    mail.send = stopped  # type: ignore[method-assign]
    worker.step()
    worker.close()
    assert states(store, message) == [S.DELIVERED] * 4 + [S.QUEUED] * 6
    assert [line.tries for line in lines(store, message)][4:] == [0] * 6
    assert mail.closed == 1
