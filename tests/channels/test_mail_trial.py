"""Trying a mail server says in words which step failed and what to do."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail_trial import try_connection
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.models.mail_trial import TrialStep
from tests.support.scripted_smtp import HANG_UP, scripted
from tests.support.smtp import SmtpServer

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFICE = "office@broker.example"


@pytest.fixture
def secured(smtp_server: SmtpServer) -> SmtpServer:
    smtp_server.offer_starttls()
    smtp_server.login = ("office", "right")
    return smtp_server


@pytest.fixture
def tls_server() -> Iterator[SmtpServer]:
    server = SmtpServer().start(tls=True)
    yield server
    server.stop()


def at(port: int, security: MailSecurity, user: str = "office", host: str = "127.0.0.1") -> MailServer:
    return MailServer(host, port, security, user, OFFICE)


def failed(
    server: MailServer, password: str = "", trusted: SmtpServer | None = None
) -> tuple[int, TrialStep]:
    """How many steps went well, and the one that did not."""
    context = ssl.create_default_context(cafile=str(trusted.ca_file)) if trusted else None
    report = try_connection(server, password, context=context, timeout_s=0.5)
    assert not report.ok
    assert all(step.ok for step in report.steps[:-1])
    return len(report.steps) - 1, report.steps[-1]


def test_all_is_well(secured: SmtpServer) -> None:
    context = ssl.create_default_context(cafile=str(secured.ca_file))
    server = at(secured.port, MailSecurity.STARTTLS, host="localhost")
    report = try_connection(server, "right", context=context)
    assert report.ok
    words = [step.words for step in report.steps]
    assert len(words) == 5
    assert "The certificate is for localhost" in words[2]
    assert "valid until 3000-01-01" in words[2]
    assert words[3] == "Logged in as office."
    assert words[4] == f"The server takes mail from {OFFICE}: 250 OK"
    assert secured.mails == []


def test_no_name_and_an_unknown_name() -> None:
    assert failed(at(587, MailSecurity.STARTTLS, host=""))[1].words == "No mail server is named."
    done, step = failed(at(587, MailSecurity.STARTTLS, host="smtp.office.example"))
    assert (done, step.words) == (0, "There is no mail server called smtp.office.example.")


def test_a_port_where_nobody_listens(smtp_server: SmtpServer) -> None:
    smtp_server.stop()
    done, step = failed(at(smtp_server.port, MailSecurity.STARTTLS))
    assert done == 1
    assert "takes no mail on port" in step.words


def test_tls_asked_of_a_port_that_begins_in_plain(secured: SmtpServer) -> None:
    done, step = failed(at(secured.port, MailSecurity.TLS))
    assert done == 1
    assert "begins without encryption" in step.words
    assert "Choose STARTTLS" in step.remedy


def test_starttls_asked_of_a_port_that_speaks_tls(tls_server: SmtpServer) -> None:
    done, step = failed(at(tls_server.port, MailSecurity.STARTTLS))
    assert done == 1
    assert "speaks only TLS" in step.words
    assert "Choose TLS" in step.remedy


def test_starttls_that_is_not_offered(smtp_server: SmtpServer) -> None:
    done, step = failed(at(smtp_server.port, MailSecurity.STARTTLS))
    assert done == 2
    assert "offers no STARTTLS" in step.words


def test_a_certificate_nobody_knows(secured: SmtpServer) -> None:
    done, step = failed(at(secured.port, MailSecurity.STARTTLS))
    assert done == 2
    assert "does not trust the certificate" in step.words


def test_a_certificate_of_another_name(secured: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", _here)
    server = at(secured.port, MailSecurity.STARTTLS, host="mail.office.example")
    done, step = failed(server, trusted=secured)
    assert done == 2
    assert step.words == "The certificate shown by mail.office.example belongs to another name."


def _here(host: str, port: int, *args: object, **named: object) -> list[tuple[object, ...]]:
    return [(2, 1, 6, "", ("127.0.0.1", port))]


def test_a_refused_login(secured: SmtpServer) -> None:
    done, step = failed(at(secured.port, MailSecurity.STARTTLS), "wrong", secured)
    assert done == 3
    assert "refused the login" in step.words
    assert "Check the user name and the password" in step.remedy


def test_a_from_address_the_server_does_not_take(secured: SmtpServer) -> None:
    done, step = failed(at(secured.port, MailSecurity.STARTTLS, user=""), "", secured)
    assert done == 4
    assert f"takes no mail from {OFFICE}: 530" in step.words


def test_a_server_that_hangs_up_at_once() -> None:
    with scripted("554 No service for you", HANG_UP) as port:
        done, step = failed(at(port, MailSecurity.NONE))
    assert done == 1
    assert "554 No service for you" in step.words
