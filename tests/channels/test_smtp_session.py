"""One conversation with a mail server, without a socket: whatever it says has one defined outcome."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.mail import Answer, Deferred, Letter, Rejected, Unconfirmed, Unreachable
from desktop.channels.smtp_session import Phase, SmtpSession
from desktop.models.mail_server import MailServer

SERVER = MailServer("mail.example", from_address="office@broker.example")
LETTER = Letter("office@broker.example", "a@client.example", b"Subject: Hi\r\n\r\n.Hello\r\n", "U1")
ENVELOPE = b"MAIL FROM:<office@broker.example>\r\nRCPT TO:<a@client.example>\r\nDATA\r\n"
CONTENT = b"Subject: Hi\r\n\r\n..Hello\r\n.\r\n"
WELL = b"250 OK\r\n250 OK\r\n354 Go on\r\n"


def talking(*offers: str) -> SmtpSession:
    return SmtpSession(SERVER, offers or ("pipelining",))


def outcome(session: SmtpSession) -> Answer:
    assert session.settled is not None
    assert session.settled.letter is LETTER
    return session.settled


def test_sender_recipient_and_wish_go_in_one_write() -> None:
    session = talking()
    assert session.begin(LETTER) == ENVELOPE
    assert session.take(WELL, all_written=True) == CONTENT
    assert session.take(b"250-Taken\r\n250 as 12\r\n", all_written=True) == b""
    assert (outcome(session).failure, outcome(session).words) == (None, "250 Taken as 12")
    assert session.phase is Phase.READY


def test_without_pipelining_each_answer_is_waited_for() -> None:
    session = talking("8bitmime")
    assert session.begin(LETTER) == ENVELOPE[:35]
    assert session.take(b"250 OK\r\n", all_written=True) == b"RCPT TO:<a@client.example>\r\n"
    assert session.take(b"250 OK\r\n", all_written=True) == b"DATA\r\n"
    assert session.take(b"354 Go on\r\n", all_written=True) == CONTENT


@given(st.lists(st.integers(1, 60), max_size=8), st.booleans())
def test_replies_may_come_in_any_portions(cuts: list[int], pipelined: bool) -> None:
    said = b"250-One\r\n250 OK\r\n251 Will forward\r\n354 Go on\r\n"
    session = talking("pipelining") if pipelined else talking("size")
    session.begin(LETTER)
    written, at = b"", 0
    for cut in [*cuts, len(said)]:
        written += session.take(said[at : at + cut], all_written=True)
        at += cut
    assert written.endswith(CONTENT)
    assert written.count(CONTENT) == 1
    assert session.settled is None


@pytest.mark.parametrize(
    ("said", "kind", "words", "written"),
    [
        (b"250 OK\r\n550 5.1.1 Nobody\r\n503 No\r\n", Rejected, "550 5.1.1 Nobody", b"RSET\r\n"),
        (b"250 OK\r\n450 4.2.0 Busy\r\n503 No\r\n", Deferred, "450 4.2.0 Busy", b"RSET\r\n"),
        (b"250 OK\r\n250 OK\r\n451 Later\r\n", Deferred, "451 Later", b"RSET\r\n"),
    ],
)
def test_a_refused_recipient_is_cleared_away(
    said: bytes, kind: type[Exception], words: str, written: bytes
) -> None:
    session = talking()
    session.begin(LETTER)
    assert session.take(said, all_written=True) == written
    failure = outcome(session).failure
    assert isinstance(failure, kind)
    assert str(failure) == words
    session.take(b"250 Forgotten\r\n", all_written=True)
    assert session.phase is Phase.READY


def test_a_server_that_wants_a_letter_it_has_refused_gets_none() -> None:
    session = talking()
    session.begin(LETTER)
    assert session.take(b"250 OK\r\n550 Nobody\r\n354 Go on\r\n", all_written=True) == b".\r\n"
    session.take(b"250 Taken all the same\r\n", all_written=True)
    assert isinstance(outcome(session).failure, Rejected)
    assert session.phase is Phase.READY


@pytest.mark.parametrize(
    "said",
    [
        b"421 4.3.2 Closing\r\n",
        b"530 Log in first\r\n",
        b"550 Not from this sender\r\n",
        b"250 OK\r\n421 Closing\r\n",
        b"250 OK\r\n250 OK\r\n250 What?\r\n",
        b"HTTP/1.1 400 Bad Request\r\n",
        b"250 OK\r\nnonsense\r\n",
        b"2" * 5_000,
        b"250-more\r\n" * 101,
        WELL + b"250 Taken before it was sent\r\n",
        b"\x00\xff\r\n",
    ],
)
def test_what_concerns_all_or_makes_no_sense_leaves_nothing(said: bytes) -> None:
    session = talking()
    session.begin(LETTER)
    assert CONTENT not in session.take(said, all_written=True)
    assert isinstance(outcome(session).failure, Unreachable)
    assert session.phase is Phase.OVER


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"554 5.7.1 Not wanted\r\n", Rejected),
        (b"452 4.3.1 Full\r\n", Deferred),
        (b"421 Closing\r\n", Unreachable),
        (b"25", None),
        (b"354 Go on\r\n", Unconfirmed),
        (b"what is this\r\n", Unconfirmed),
    ],
)
def test_the_answer_to_the_whole_letter(said: bytes, kind: type[Exception] | None) -> None:
    session = talking()
    session.begin(LETTER)
    session.take(WELL, all_written=True)
    session.take(said, all_written=True)
    if kind is None:
        assert session.settled is None
        session.end(TimeoutError(), all_written=True)
        kind = Unconfirmed
    assert isinstance(outcome(session).failure, kind)


@pytest.mark.parametrize("said", [b"", b"25", b"250 OK\r\n25", b"250 OK\r\n250 OK\r\n354 Go on"])
@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError()])
def test_half_a_line_before_the_letter_was_wanted_leaves_nothing(said: bytes, error: Exception) -> None:
    session = talking()
    session.begin(LETTER)
    assert session.take(said, all_written=True) == b""
    assert session.settled is None
    session.end(error, all_written=True)
    assert isinstance(outcome(session).failure, Unreachable)


@pytest.mark.parametrize(("all_written", "kind"), [(True, Unconfirmed), (False, Unreachable)])
def test_a_connection_lost_after_data_is_judged_by_the_closing_dot(
    all_written: bool, kind: type[Exception]
) -> None:
    session = talking()
    session.begin(LETTER)
    session.take(WELL, all_written=True)
    session.end(ConnectionResetError(), all_written=all_written)
    assert isinstance(outcome(session).failure, kind)


def test_a_letter_refused_before_it_was_sent_whole_has_that_answer() -> None:
    session = talking()
    session.begin(LETTER)
    session.take(WELL, all_written=True)
    session.take(b"552 5.3.4 Too big\r\n", all_written=False)
    assert isinstance(outcome(session).failure, Rejected)
    assert session.phase is Phase.OVER


def test_who_speaks_out_of_turn_is_not_spoken_to_again() -> None:
    session = talking()
    session.begin(LETTER)
    session.take(WELL, all_written=True)
    session.take(b"250 Taken\r\n250 And again\r\n", all_written=True)
    assert outcome(session).words == "250 Taken"
    assert session.phase is Phase.OVER


@pytest.mark.parametrize("address", ["a b@client.example", "a@client.example>\r\nDATA", "<a@client.example"])
def test_no_address_becomes_a_command(address: str) -> None:
    session = talking()
    assert session.begin(Letter("office@broker.example", address, b"", "U1")) == b""
    assert session.settled is not None
    assert isinstance(session.settled.failure, Rejected)


@given(st.lists(st.sampled_from([b"250 OK\r\n", b"354 Go\r\n", b"550 No\r\n", b"451 Later\r\n", b"421 Bye\r\n",
                                 b"250-x\r\n", b"2", b"\r\n", b"junk\r\n", b"503 Bad\r\n"]), max_size=12),
       st.booleans())  # fmt: skip
def test_whatever_it_says_a_letter_has_exactly_one_outcome(said: list[bytes], pipelined: bool) -> None:
    session = talking("pipelining") if pipelined else talking("size")
    written = session.begin(LETTER)
    outcomes = []
    for part in said:
        written += session.take(part, all_written=True)
        if session.settled is not None:
            outcomes.append(session.settled)
            session.settled = None
    session.end(ConnectionResetError(), all_written=True)
    outcomes += [session.settled] if session.settled is not None else []
    assert len(outcomes) == 1
    failure = outcomes[0].failure
    if failure is None or isinstance(failure, Unconfirmed):
        assert CONTENT in written
    if isinstance(failure, Unreachable) and CONTENT in written:
        assert "421" in failure.sentence or "Bye" in failure.sentence
