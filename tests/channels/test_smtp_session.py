"""One conversation with a mail server, without a socket: whatever it says has one defined outcome."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.mail import Answer, Deferred, Letter, Rejected, Unconfirmed, Unreachable
from desktop.channels.smtp_session import Phase, SmtpSession, stuffed
from desktop.models.mail_server import MailServer

SERVER = MailServer("mail.example", from_address="office@broker.example")
LETTER = Letter("office@broker.example", "a@client.example", b"Subject: Hi\r\n\r\n.Hello\r\n", "U1")
ENVELOPE = b"MAIL FROM:<office@broker.example>\r\nRCPT TO:<a@client.example>\r\nDATA\r\n"
CONTENT = b"Subject: Hi\r\n\r\n..Hello\r\n.\r\n"
WELL = b"250 OK\r\n250 OK\r\n354 Go on\r\n"


def talking(*offers: str) -> SmtpSession:
    return SmtpSession(SERVER, offers or ("pipelining",))


def outcome(session: SmtpSession) -> Answer:
    (answer,) = session.answers()
    assert answer.letter is LETTER
    return answer


def test_sender_recipient_and_wish_go_in_one_write() -> None:
    session = talking()
    assert session.begin(LETTER) == ENVELOPE
    assert session.take(WELL, all_written=True) == CONTENT
    assert session.take(b"250-Taken\r\n250 as 12\r\n", all_written=True) == b""
    answer = outcome(session)
    assert (answer.failure, answer.words) == (None, "250 Taken as 12")
    assert session.phase is Phase.READY


def test_without_pipelining_each_answer_is_waited_for() -> None:
    session = talking("8bitmime")
    assert session.begin(LETTER) == ENVELOPE[:35]
    assert session.take(b"250 OK\r\n", all_written=True) == b"RCPT TO:<a@client.example>\r\n"
    assert session.take(b"250 OK\r\n", all_written=True) == b"DATA\r\n"
    assert session.take(b"354 Go on\r\n", all_written=True) == CONTENT


@pytest.mark.parametrize(
    "words", [b"", b" ", b" OK", b" 2.0.0 taken\t as 1", b"-a\r\n250 b", b" " + b"w" * 1_500]
)
@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_an_answer_is_heard_however_it_is_put(words: bytes, ending: bytes) -> None:
    session = talking()
    session.begin(LETTER)
    assert session.take(WELL, all_written=True) == CONTENT
    session.take(b"250" + words + ending, all_written=True)
    answer = outcome(session)
    assert (answer.failure, session.phase) == (None, Phase.READY)
    assert (
        answer.words == f"250 {' '.join(words.decode().replace('-a', 'a').replace('250 ', '').split())[:500]}"
    )


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
    assert session.answers() == []


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
        assert session.answers() == []
        session.end(TimeoutError(), all_written=True)
        kind = Unconfirmed
    assert isinstance(outcome(session).failure, kind)


@pytest.mark.parametrize("said", [b"", b"25", b"250 OK\r\n25", b"250 OK\r\n250 OK\r\n354 Go on"])
@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError()])
def test_half_a_line_before_the_letter_was_wanted_leaves_nothing(said: bytes, error: Exception) -> None:
    session = talking()
    session.begin(LETTER)
    assert session.take(said, all_written=True) == b""
    assert session.answers() == []
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
    (answer,) = session.answers()
    assert isinstance(answer.failure, Rejected)


SECOND = Letter("office@broker.example", "b@client.example", b"Subject: Two\r\n\r\nTwo\r\n", "U2")
THIRD = Letter("office@broker.example", "c@client.example", b"Subject: Three\r\n\r\nThree\r\n", "U3")
SECOND_ENVELOPE = ENVELOPE.replace(b"a@client", b"b@client")


def chained(*offers: str) -> tuple[SmtpSession, bytes]:
    """A session that has answered a letter and is given the next one with another behind it, and what it wrote."""
    session = talking(*offers)
    session.begin(THIRD)
    session.take(WELL, all_written=True)
    session.take(b"250 Taken\r\n", all_written=True)
    assert [answer.letter for answer in session.answers()] == [THIRD]
    session.begin(LETTER)
    waiting = [SECOND]
    return session, session.take(WELL, all_written=True, following=lambda: waiting.pop() if waiting else None)


def test_the_next_envelope_goes_behind_the_end_of_a_letter() -> None:
    session, written = chained()
    assert written == CONTENT + SECOND_ENVELOPE
    assert session.behind == len(SECOND_ENVELOPE)
    said = b"250 First\r\n" + WELL
    assert session.take(said, all_written=True) == b"Subject: Two\r\n\r\nTwo\r\n.\r\n"
    assert session.behind == 0
    assert outcome(session).words == "250 First"
    session.take(b"250 Second\r\n", all_written=True)
    assert [(each.letter, each.words, each.failure) for each in session.answers()] == [
        (SECOND, "250 Second", None)
    ]
    assert session.phase is Phase.READY


def test_nothing_goes_behind_the_first_letter_nor_without_pipelining() -> None:
    session = talking()
    session.begin(LETTER)
    assert session.take(WELL, all_written=True, following=lambda: SECOND) == CONTENT
    plain = talking("size")
    plain.begin(LETTER)
    plain.concluded = 1
    for _ in range(2):
        plain.take(b"250 OK\r\n", all_written=True, following=lambda: SECOND)
    assert plain.take(b"354 Go on\r\n", all_written=True, following=lambda: SECOND) == CONTENT


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        (b"", Unconfirmed, Unreachable),
        (b"250 Taken\r\n", None, Unreachable),
        (b"250 Taken\r\n250 OK\r\n250 OK\r\n", None, Unreachable),
        (b"250 Taken\r\n" + WELL, None, Unconfirmed),
        (b"250 Taken\r\n250 OK\r\n550 Nobody\r\n503 No\r\n", None, Rejected),
        (b"552 Too big\r\n" + WELL, Rejected, Unconfirmed),
        (b"421 Closing\r\n", Unreachable, Unreachable),
        (b"250 Taken\r\n421 Closing\r\n", None, Unreachable),
        (b"250 Taken\r\n250 And again\r\n" + WELL, None, Unreachable),
        (b"nonsense\r\n", Unconfirmed, Unreachable),
    ],
)
def test_a_connection_lost_with_two_letters_has_one_outcome_for_each(
    said: bytes, first: type[Exception] | None, second: type[Exception]
) -> None:
    session, _ = chained()
    session.take(said, all_written=True)
    session.end(ConnectionResetError(), all_written=True)
    answers = {answer.letter: answer.failure for answer in session.answers()}
    assert set(answers) == {LETTER, SECOND}
    assert answers[LETTER] is None if first is None else isinstance(answers[LETTER], first)
    assert isinstance(answers[SECOND], second)


def test_a_letter_whose_address_cannot_leave_is_passed_over() -> None:
    wrong = Letter("office@broker.example", "a b@client.example", b"", "U9")
    session = talking()
    session.begin(THIRD)
    session.take(WELL + b"", all_written=True)
    session.take(b"250 Taken\r\n", all_written=True)
    session.answers()
    session.begin(LETTER)
    waiting = [SECOND, wrong]
    written = session.take(WELL, all_written=True, following=waiting.pop)
    assert written == CONTENT + SECOND_ENVELOPE
    assert [(each.letter, type(each.failure)) for each in session.answers()] == [(wrong, Rejected)]


REPLIES = [b"250 OK\r\n", b"354 Go\r\n", b"550 No\r\n", b"451 Later\r\n", b"421 Bye\r\n",
           b"250-x\r\n", b"2", b"\r\n", b"junk\r\n", b"503 Bad\r\n"]  # fmt: skip


@given(st.lists(st.sampled_from([*REPLIES, WELL]), max_size=12))
def test_whatever_it_says_each_of_many_letters_has_exactly_one_outcome(said: list[bytes]) -> None:
    waiting = [
        Letter(LETTER.envelope_from, f"{number}@client.example", b"Number %d\r\n" % number, "")
        for number in range(4)
    ]
    session, begun = talking(), [LETTER]

    def following() -> Letter | None:
        begun.extend(waiting[:1])
        return waiting.pop(0) if waiting else None

    written = session.begin(LETTER)
    answers: list[Answer] = []
    for part in said:
        written += session.take(part, all_written=True, following=following)
        answers += session.answers()
        if session.phase is Phase.READY and waiting:
            begun.append(waiting.pop(0))
            written += session.begin(begun[-1])
    session.end(ConnectionResetError(), all_written=True)
    answers += session.answers()
    assert sorted(map(id, begun)) == sorted(id(answer.letter) for answer in answers)
    for answer in answers:
        has_left = stuffed(answer.letter.raw) in written
        if answer.failure is None or isinstance(answer.failure, Unconfirmed):
            assert has_left
        if isinstance(answer.failure, Unreachable) and has_left:
            assert "421" in answer.failure.sentence or "Bye" in answer.failure.sentence


@given(st.lists(st.sampled_from(REPLIES), max_size=12), st.booleans())
def test_whatever_it_says_a_letter_has_exactly_one_outcome(said: list[bytes], pipelined: bool) -> None:
    session = talking("pipelining") if pipelined else talking("size")
    written = session.begin(LETTER)
    outcomes: list[Answer] = []
    for part in said:
        written += session.take(part, all_written=True)
        outcomes += session.answers()
    session.end(ConnectionResetError(), all_written=True)
    outcomes += session.answers()
    assert len(outcomes) == 1
    failure = outcomes[0].failure
    if failure is None or isinstance(failure, Unconfirmed):
        assert CONTENT in written
    if isinstance(failure, Unreachable) and CONTENT in written:
        assert "421" in failure.sentence or "Bye" in failure.sentence
