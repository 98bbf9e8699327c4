"""The mail server of the tests records and misbehaves as told."""

from __future__ import annotations

import smtplib
import ssl

import pytest

from tests.support.smtp import SmtpServer

MAIL = b"Subject: Hello\r\n\r\nGood morning\r\n"


def client(server: SmtpServer) -> smtplib.SMTP:
    return smtplib.SMTP(server.host, server.port, timeout=5)


def send(smtp: smtplib.SMTP, *recipients: str) -> dict[str, tuple[int, bytes]]:
    return smtp.sendmail("office@broker.example", list(recipients), MAIL)


def test_it_records_every_byte(smtp_server: SmtpServer) -> None:
    with client(smtp_server) as smtp:
        send(smtp, "a@client.example")
        send(smtp, "b@client.example")
    assert [mail.recipients for mail in smtp_server.mails] == [("a@client.example",), ("b@client.example",)]
    assert {mail.content for mail in smtp_server.mails} == {MAIL}
    assert smtp_server.connections == 1


def test_it_refuses_an_address_in_its_own_words(smtp_server: SmtpServer) -> None:
    smtp_server.refused["gone@client.example"] = "550 5.1.1 No such user"
    with client(smtp_server) as smtp:
        refused = send(smtp, "gone@client.example", "here@client.example")
    assert refused == {"gone@client.example": (550, b"5.1.1 No such user")}
    assert smtp_server.mails[0].recipients == ("here@client.example",)


def test_it_demands_a_login(smtp_server: SmtpServer) -> None:
    smtp_server.login = ("office", "open sesame")
    with client(smtp_server) as smtp:
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(smtp, "a@client.example")
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login("office", "wrong")
        smtp.login("office", "open sesame")
        send(smtp, "a@client.example")
    assert smtp_server.mails[0].user == "office"


def test_it_offers_starttls_with_a_certificate_nobody_knows(smtp_server: SmtpServer) -> None:
    smtp_server.offer_starttls()
    with client(smtp_server) as smtp, pytest.raises(ssl.SSLCertVerificationError):
        smtp.starttls(context=ssl.create_default_context())
    with client(smtp_server) as smtp:
        smtp.starttls(context=ssl.create_default_context(cafile=str(smtp_server.ca_file)))
        send(smtp, "a@client.example")
    assert smtp_server.mails[0].encrypted
    assert smtp_server.connections == 2


def test_it_hangs_up(smtp_server: SmtpServer) -> None:
    smtp_server.drop_after = 1
    with client(smtp_server) as smtp:
        send(smtp, "a@client.example")
        with pytest.raises(smtplib.SMTPServerDisconnected):
            send(smtp, "b@client.example")
    assert len(smtp_server.mails) == 1


def test_once_stopped_nobody_answers(smtp_server: SmtpServer) -> None:
    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        client(smtp_server)


def test_it_hangs_up_on_whoever_is_still_connected_when_stopped(smtp_server: SmtpServer) -> None:
    with client(smtp_server) as smtp:
        smtp.ehlo()
        smtp_server.stop()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            smtp.noop()


def test_it_speaks_tls_from_the_first_byte() -> None:
    server = SmtpServer().start(tls=True)
    trusted = ssl.create_default_context(cafile=str(server.ca_file))
    with smtplib.SMTP_SSL(server.host, server.port, context=trusted, timeout=5) as smtp:
        send(smtp, "a@client.example")
    server.stop()
    assert server.mails[0].encrypted
