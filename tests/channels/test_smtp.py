"""Mail by SMTP against a real server: what is taken, refused, put off, lost, and never sent in plain."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels import smtp, smtp_line
from desktop.channels.mail import Deferred, Rejected, Unconfirmed, Unreachable
from desktop.channels.smtp import SmtpChannel
from desktop.channels.smtp_connection import Patience
from desktop.channels.smtp_session import stuffed
from desktop.models.mail_server import MailSecurity, MailServer
from tests.support.scripted_smtp import HANG_UP, scripted
from tests.support.smtp import SmtpServer

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFICE = "office@broker.example"
# Nobody waits as long as that: it only says when a test that waits in vain gives up.
PATIENCE = Patience(60, 60, 60)
MAIL = b"Subject: Hello\r\n\r\nGood morning\r\n.\r\n..\r\nBye\r\n"


def at(port: int, security: MailSecurity = MailSecurity.NONE, user: str = "") -> MailServer:
    return MailServer("127.0.0.1", port, security, user, OFFICE)


def trusting(server: SmtpServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(server.ca_file))


def send(channel: SmtpChannel, to: str = "a@client.example", raw: bytes = MAIL) -> str:
    return channel.send(OFFICE, to, raw, "U1234567")


@pytest.fixture
def channel(smtp_server: SmtpServer) -> Iterator[SmtpChannel]:
    channel = SmtpChannel(at(smtp_server.port), patience=PATIENCE)
    yield channel
    channel.close()


def test_every_byte_arrives_over_one_connection(smtp_server: SmtpServer, channel: SmtpChannel) -> None:
    assert send(channel).startswith("250")
    send(channel, "b@client.example")
    assert [(mail.recipients, mail.content) for mail in smtp_server.mails] == [
        (("a@client.example",), MAIL),
        (("b@client.example",), MAIL),
    ]
    assert smtp_server.mails[0].sender == OFFICE
    assert smtp_server.connections == 1


def test_one_refused_address_does_not_end_the_connection(
    smtp_server: SmtpServer, channel: SmtpChannel
) -> None:
    smtp_server.refused["gone@client.example"] = "550 5.1.1 No such user"
    with pytest.raises(Rejected) as refusal:
        send(channel, "gone@client.example")
    assert (refusal.value.code, refusal.value.words) == (550, "550 5.1.1 No such user")
    send(channel)
    assert (len(smtp_server.mails), smtp_server.connections) == (1, 1)


def test_a_mailbox_that_is_busy_is_tried_later(smtp_server: SmtpServer, channel: SmtpChannel) -> None:
    smtp_server.refused["busy@client.example"] = "450 4.2.0 Try again later"
    with pytest.raises(Deferred, match=r"450 4\.2\.0 Try again later"):
        send(channel, "busy@client.example")


@pytest.mark.parametrize(
    ("answer", "kind"), [("554 5.7.1 Not wanted", Rejected), ("452 4.3.1 Full", Deferred)]
)
def test_a_refused_content_concerns_this_recipient(
    smtp_server: SmtpServer, channel: SmtpChannel, answer: str, kind: type[Exception]
) -> None:
    smtp_server.refused_contents.append(answer)
    with pytest.raises(kind, match=answer):
        send(channel)
    assert send(channel)


@pytest.mark.parametrize("answer", ["530 5.7.0 Log in first", "421 4.3.2 Closing"])
def test_an_answer_about_all_blames_no_recipient(
    smtp_server: SmtpServer, channel: SmtpChannel, answer: str
) -> None:
    smtp_server.refused["a@client.example"] = answer
    with pytest.raises(Unreachable, match=answer[4:]):
        send(channel)


def test_a_connection_that_went_stale_is_opened_anew(smtp_server: SmtpServer, channel: SmtpChannel) -> None:
    send(channel)
    smtp_server.hang_up()
    send(channel)
    assert (len(smtp_server.mails), smtp_server.connections) == (2, 2)


def test_a_connection_is_renewed_after_many_mails(
    smtp_server: SmtpServer, channel: SmtpChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_MAILS_A_CONNECTION", 2)
    for _ in range(5):
        send(channel)
    assert (len(smtp_server.mails), smtp_server.connections) == (5, 3)


@pytest.mark.parametrize("how", ["drop_after", "silent_after"])
def test_no_answer_to_a_whole_mail_is_unconfirmed(
    smtp_server: SmtpServer, channel: SmtpChannel, how: str
) -> None:
    setattr(smtp_server, how, 0)
    with pytest.raises(Unconfirmed, match="before it answered"):
        send(channel)
    assert len(smtp_server.mails) == (how == "silent_after")


def test_a_connection_lost_before_the_end_of_the_mail_left_nothing() -> None:
    large = b"Subject: Long\r\n\r\n" + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 200_000
    script = ("220 mail.example", "250 mail.example", "250 OK", "250 OK", "354 Go on", HANG_UP)
    with scripted(*script) as port, pytest.raises(Unreachable):
        send(SmtpChannel(at(port), patience=PATIENCE), raw=large)


@pytest.mark.parametrize("said", [(), ("220 mail.example",)])
def test_a_server_that_says_nothing_did_not_answer(said: tuple[str, ...]) -> None:
    with scripted(*said, hold=True) as port, pytest.raises(Unreachable, match="did not answer on port"):
        SmtpChannel(at(port), patience=Patience(0.1, 60, 60)).open()


def test_a_server_that_does_not_listen_is_unreachable(smtp_server: SmtpServer) -> None:
    smtp_server.stop()
    with pytest.raises(Unreachable, match="takes no mail on port") as trouble:
        SmtpChannel(at(smtp_server.port)).open()
    assert "587 goes with STARTTLS" in trouble.value.remedy


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(Unreachable, match=r"no mail server called smtp\.office\.example"):
        SmtpChannel(MailServer("smtp.office.example", from_address=OFFICE)).open()


def test_starttls_encrypts_and_logs_in(smtp_server: SmtpServer) -> None:
    smtp_server.offer_starttls()
    smtp_server.login = ("office", "geheim-für-alle")
    server = at(smtp_server.port, MailSecurity.STARTTLS, "office")
    channel = SmtpChannel(server, "geheim-für-alle", context=trusting(smtp_server), patience=PATIENCE)
    send(channel)
    channel.close()
    assert (smtp_server.mails[0].encrypted, smtp_server.mails[0].user) == (True, "office")


def test_without_starttls_nothing_is_sent_in_plain(smtp_server: SmtpServer) -> None:
    smtp_server.login = ("office", "secret")
    with pytest.raises(Unreachable, match="offers no STARTTLS"):
        send(SmtpChannel(at(smtp_server.port, MailSecurity.STARTTLS, "office"), "secret", patience=PATIENCE))
    assert smtp_server.mails == []


def test_a_certificate_nobody_knows_is_not_accepted(smtp_server: SmtpServer) -> None:
    smtp_server.offer_starttls()
    with pytest.raises(Unreachable, match="does not trust the certificate"):
        send(SmtpChannel(at(smtp_server.port, MailSecurity.STARTTLS), patience=PATIENCE))
    assert smtp_server.mails == []


def test_a_refused_login_tells_the_answer_and_not_the_password(smtp_server: SmtpServer) -> None:
    smtp_server.offer_starttls()
    smtp_server.login = ("office", "right")
    server = at(smtp_server.port, MailSecurity.STARTTLS, "office")
    for wrong in ("wrong-one", "fälsch"):
        with pytest.raises(Unreachable, match="refused the login: 535") as trouble:
            send(SmtpChannel(server, wrong, context=trusting(smtp_server), patience=PATIENCE))
        assert wrong not in f"{trouble.value!r} {trouble.value.__cause__!r} {trouble.value.remedy}"


def test_tls_from_the_first_byte() -> None:
    server = SmtpServer().start(tls=True)
    channel = SmtpChannel(at(server.port, MailSecurity.TLS), context=trusting(server), patience=PATIENCE)
    send(channel)
    channel.close()
    server.stop()
    assert server.mails[0].encrypted


def test_international_addresses_are_asked_for_only_when_needed(
    smtp_server: SmtpServer, channel: SmtpChannel
) -> None:
    send(channel, "用户@client.example")
    send(channel)
    assert smtp_server.mails[0].recipients == ("用户@client.example",)
    assert smtp_server.mails[0].options == ("SMTPUTF8", "BODY=8BITMIME")
    assert smtp_server.mails[1].options == ()


def test_a_server_without_international_addresses_fails_this_recipient_only() -> None:
    with scripted("220 mail.example", "250 mail.example", "221 Bye") as port:
        channel = SmtpChannel(at(port), patience=PATIENCE)
        with pytest.raises(Rejected, match="cannot deliver"):
            send(channel, "用户@client.example")
        channel.close()


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)))
def test_dots_are_stuffed_so_that_any_text_arrives(lines: list[str]) -> None:
    raw = "".join(f"{line}\r\n" for line in lines).encode()
    written = stuffed(raw)
    assert written.endswith(b".\r\n")
    content = written.removesuffix(b".\r\n")
    received = b"".join(
        line[1:] if line.startswith(b".") else line for line in content.splitlines(keepends=True)
    )
    assert received == raw
    assert b"\r\n.\r\n" not in b"\r\n" + content


def test_the_end_of_a_mail_does_not_wait_for_what_went_before(smtp_server: SmtpServer) -> None:
    line = smtp_line.connect(at(smtp_server.port), ssl.create_default_context(), 5)
    assert line.sock is not None
    assert line.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    smtp_line.hang_up(line)
