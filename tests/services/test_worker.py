"""The worker: ends when nothing is due, says that it is alive, stops cleanly, picks the right way out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from desktop.channels.mail import Unreachable
from desktop.channels.mail_folder import MailFolder
from desktop.channels.smtp import SmtpChannel
from desktop.errors import Refused, StoreUnavailable
from desktop.models.delivery import DeliveryState, DeliveryTotals
from desktop.models.listing import Order
from desktop.models.step_report import StepReport
from desktop.services import heartbeat, worker
from desktop.services.sent import (
    DeliveryFilter,
    content_of,
    delivery_list,
    mail_trouble,
    under_way,
)
from desktop.services.sent_lines import sent_list
from desktop.services.ways import Ways, leaves_by_server
from desktop.settings import (
    MAIL_CONNECTIONS,
    MAIL_FROM,
    MAIL_HOST,
    MAIL_PORT,
    MAIL_SECURITY,
    MAIL_USER,
    OFFICE_IS_SAMPLE,
)
from tests.support.fake_mail import FakeMail, later
from tests.support.sending import lines, sent_message, totals

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from desktop.store.store import Store
    from tests.support.clock import Clock
    from tests.support.smtp import SmtpServer


def run_once(store: Store, ways: Ways) -> list[StepReport]:
    reports: list[StepReport] = []
    worker.run(store, ways, threading.Event(), once=True, report=reports.append)
    return reports


def save(store: Store, **values: Any) -> None:
    with store.write() as unit:
        unit.office.save_settings(values["settings"])
        unit.commit()


def test_once_delivers_all_that_is_due_and_ends(store: Store) -> None:
    message = sent_message(store, 120, "WE")
    mail = FakeMail(answers={"client3@clients.example": later(1)})
    reports = run_once(store, mail.ways())
    assert sum(report.delivered for report in reports) == 239
    assert totals(store, message) == DeliveryTotals(queued=1, delivered=239)
    assert under_way(store)[0] == 1
    with store.read() as unit:
        assert unit.outbox.workers() == []


def test_the_loop_delivers_reports_and_stops(store: Store) -> None:
    message = sent_message(store, 3)
    mail, stop = FakeMail(), threading.Event()
    seen: list[str] = []

    def look(report: StepReport) -> None:
        with store.read() as unit:
            seen.extend(standing for _, _, standing in unit.outbox.workers())
        stop.set()

    worker.run(store, mail.ways(), stop, report=look)
    assert totals(store, message) == DeliveryTotals(delivered=3)
    assert seen == ["Delivering"]
    with store.read() as unit:
        assert unit.outbox.workers() == []


def test_in_the_middle_of_something_long_it_says_that_it_is_there(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_message(store, 1)
    mail, stop = FakeMail(), threading.Event()
    seen: list[bool] = []

    def slowly(envelope_from: str, to: str, raw: bytes, label: str) -> str:
        clock.move(seconds=30)
        now, looked = store.clock(), 0
        while not (is_seen := last_seen(store) == now) and looked < 1_000:
            looked += 1
            threading.Event().wait(0.01)
        seen.append(is_seen)
        stop.set()
        return "250 OK"

    monkeypatch.setattr(heartbeat, "_LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(mail, "send", slowly)
    worker.run(store, mail.ways(), stop)
    assert seen == [True]
    with store.read() as unit:
        assert unit.outbox.workers() == []


def last_seen(store: Store) -> datetime:
    with store.read() as unit:
        return unit.outbox.workers()[0][1]


def test_trouble_can_be_read_by_all_who_share_the_store(store: Store, clock: Clock) -> None:
    sent_message(store, 1)
    mail = FakeMail(trouble=Unreachable("mail.example did not answer."))
    assert run_once(store, mail.ways())[-1].trouble == "mail.example did not answer."
    assert mail_trouble(store) == "mail.example did not answer."
    mail.trouble = None
    clock.move(minutes=1)
    run_once(store, mail.ways())
    assert mail_trouble(store) == ""


def test_a_store_that_is_away_is_waited_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    message = sent_message(store, 3)
    mail, stop, away = FakeMail(), threading.Event(), [True, True]
    write, waited = store.write, list[float]()

    def sometimes(actor: str = "", *, lasting: bool = True) -> Any:
        if away and mail.sent:
            away.pop()
            raise StoreUnavailable("The store cannot be reached", "It is away.")
        return write(actor, lasting=lasting)

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        if totals(store, message).is_settled:
            stop.set()
        return stop.is_set()

    monkeypatch.setattr(store, "write", sometimes)
    monkeypatch.setattr(stop, "wait", wait)
    worker.run(store, mail.ways(), stop)
    assert sorted(mail.recipients) == sorted(line.address for line in lines(store, message))
    assert totals(store, message) == DeliveryTotals(delivered=3)
    assert waited[:2] == [1, 2]


def test_that_the_store_is_back_is_told_where_nothing_is_due(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, reports, stop = (
        StoreUnavailable("The disk is full", "No room."),
        list[StepReport](),
        threading.Event(),
    )
    away, write = [True, True], store.write

    def sometimes(actor: str = "", *, lasting: bool = True) -> Any:
        if away:
            away.pop()
            raise full
        return write(actor, lasting=lasting)

    def report(told: StepReport) -> None:
        reports.append(told)
        if told.store_trouble is None:
            stop.set()

    monkeypatch.setattr(store, "write", sometimes)
    monkeypatch.setattr(stop, "wait", lambda _seconds: stop.is_set())
    worker.run(store, FakeMail().ways(), stop, report=report)
    assert [told.store_trouble for told in reports] == [full, full, None]


def ways_of(folder: Path, password: str | None = None) -> Ways:
    return Ways(SmtpChannel, lambda: MailFolder(folder), lambda: password)


def test_that_the_office_cannot_be_told_of_held_messages_is_said_and_clients_get_theirs(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_store: Store, **_how: bool) -> bool:
        raise LookupError

    monkeypatch.setattr(worker, "tell_due", fail)
    message = sent_message(store, 3, "W")
    run_once(store, FakeMail().ways())
    assert totals(store, message).delivered == 3
    with store.read() as unit:
        found = unit.notices.listed(()).page(Order("at"), None, 9)
    (told,) = [each for each in found if each.subject == "The office is not told of held messages"]
    assert told.is_of_staging
    assert "LookupError" in told.body


def test_until_a_server_is_set_up_mail_becomes_files(store: Store, tmp_path: Path) -> None:
    message = sent_message(store, 2)
    run_once(store, ways_of(tmp_path / "mail"))
    files = sorted((tmp_path / "mail").iterdir())
    kept = [content_of(store, line.id) for line in lines(store, message)]
    assert [path.read_bytes() for path in files] == [each.raw for each in kept if each]
    assert len(files) == 2
    assert lines(store, message)[0].words == f"Written to {files[0].name}"


def test_what_the_server_got_is_what_is_kept(store: Store, tmp_path: Path, smtp_server: SmtpServer) -> None:
    message = sent_message(store, 40)
    smtp_server.refused["client7@clients.example"] = "550 5.1.1 No such user"
    server = {
        MAIL_HOST.key: smtp_server.host,
        MAIL_PORT.key: smtp_server.port,
        MAIL_SECURITY.key: "none",
        MAIL_FROM.key: "office@office.example",
    }
    save(store, settings=server)
    run_once(store, ways_of(tmp_path))
    kept = {line.address: content_of(store, line.id) for line in lines(store, message)}
    assert kept.pop("client7@clients.example") is None
    assert {mail.recipients[0]: mail.content for mail in smtp_server.mails} == {
        address: content.raw for address, content in kept.items() if content is not None
    }
    assert len(smtp_server.mails) == 39
    assert 1 <= smtp_server.connections <= MAIL_CONNECTIONS.default
    assert {mail.sender for mail in smtp_server.mails} == {"office@office.example"}
    failed = delivery_list(store, message).page(
        Order("state"), DeliveryFilter("CLIENT 7", frozenset({DeliveryState.FAILED})), None, 5
    )
    assert failed[0].words == "550 5.1.1 No such user"
    (line,) = sent_list(store).page(Order("sent_at"), "statement", None, 5)
    assert (line.totals.delivered, line.totals.failed) == (39, 1)


def test_a_sample_office_never_writes_to_a_server() -> None:
    server = {MAIL_HOST.key: "mail.example", MAIL_FROM.key: "office@office.example"}
    assert leaves_by_server(server)
    assert not leaves_by_server({**server, OFFICE_IS_SAMPLE.key: True})
    assert not leaves_by_server({MAIL_HOST.key: "mail.example"})


def test_a_keyring_that_is_locked_is_trouble_and_blames_no_recipient(store: Store, tmp_path: Path) -> None:
    def locked() -> str | None:
        raise Refused("The keyring", "It is locked.", "Unlock it.")

    message = sent_message(store, 2)
    server = {
        MAIL_HOST.key: "mail.example",
        MAIL_FROM.key: "office@office.example",
        MAIL_USER.key: "office",
    }
    save(store, settings=server)
    reports = run_once(store, Ways(SmtpChannel, lambda: MailFolder(tmp_path), locked))
    assert reports[-1].trouble == "It is locked."
    assert totals(store, message) == DeliveryTotals(queued=2)
