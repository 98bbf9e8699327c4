"""Several connections at once: each letter is answered once, whatever the server does to some of them."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from desktop.channels.mail import Answer, Letter, Rejected, Unconfirmed, Unreachable
from desktop.channels.smtp import SmtpChannel
from desktop.models.mail_server import MailSecurity, MailServer
from tests.channels.test_smtp import OFFICE, PATIENCE, at, trusting
from tests.support.scripted_smtp import Pause, scripted

if TYPE_CHECKING:
    from tests.support.smtp import SmtpServer


def channel_to(port: int, connections: int = 3, **others: object) -> SmtpChannel:
    server = MailServer("127.0.0.1", port, MailSecurity.NONE, "", OFFICE, connections=connections)
    return SmtpChannel(server, patience=PATIENCE, **others)  # type: ignore[arg-type]


def letters(count: int, size: int = 100) -> list[Letter]:
    return [
        Letter(
            OFFICE,
            f"client{number}@client.example",
            b"Subject: Hi\r\n\r\n" + b"x" * 60 * (size // 60) + b"\r\n",
            "",
        )
        for number in range(count)
    ]


def carried(channel: SmtpChannel, waiting: list[Letter]) -> list[Answer]:
    """Hand all over as there is room, and hear of all."""
    answers: list[Answer] = []
    left = list(reversed(waiting))
    while len(answers) < len(waiting):
        while left and channel.room:
            channel.hand(left.pop())
        answers += channel.hear(5)
    channel.close()
    assert Counter(id(answer.letter) for answer in answers) == Counter(id(letter) for letter in waiting)
    return answers


def test_many_letters_share_a_few_connections(smtp_server: SmtpServer) -> None:
    smtp_server.refused["client7@client.example"] = "550 5.1.1 No such user"
    waiting = letters(30)
    answers = carried(channel_to(smtp_server.port), waiting)
    failed = [answer for answer in answers if answer.failure is not None]
    assert [answer.letter.to for answer in failed] == ["client7@client.example"]
    assert isinstance(failed[0].failure, Rejected)
    taken = [mail.recipients[0] for mail in smtp_server.mails]
    assert sorted(taken) == sorted(letter.to for letter in waiting if letter is not failed[0].letter)
    assert smtp_server.connections == 3


def test_few_letters_open_few_connections(smtp_server: SmtpServer) -> None:
    channel = channel_to(smtp_server.port, 50)
    carried(channel, letters(2))
    assert smtp_server.connections == 2


@pytest.mark.parametrize("most", [1, 2])
def test_a_server_that_limits_connections_gets_as_many_as_it_allows(
    smtp_server: SmtpServer, most: int
) -> None:
    smtp_server.most_connections = most
    answers = carried(channel_to(smtp_server.port, 6), letters(20))
    assert [answer.failure for answer in answers] == [None] * 20
    assert len(smtp_server.mails) == 20


def test_a_server_that_takes_few_mails_a_connection_gets_more_connections(smtp_server: SmtpServer) -> None:
    smtp_server.mails_a_connection = 1
    answers = carried(channel_to(smtp_server.port), letters(8))
    assert [answer.failure for answer in answers] == [None] * 8
    assert len({mail.recipients for mail in smtp_server.mails}) == len(smtp_server.mails) == 8


def test_what_was_handed_over_whole_and_not_answered_is_unconfirmed_once(smtp_server: SmtpServer) -> None:
    smtp_server.silent_after = 5
    answers = carried(channel_to(smtp_server.port), letters(12))
    unconfirmed = {answer.letter.to for answer in answers if isinstance(answer.failure, Unconfirmed)}
    assert len(unconfirmed) == 7
    assert len({mail.recipients for mail in smtp_server.mails}) == len(smtp_server.mails) == 12


def test_over_tls_large_letters_arrive_whole(smtp_server: SmtpServer) -> None:
    smtp_server.offer_starttls()
    server = MailServer("127.0.0.1", smtp_server.port, MailSecurity.STARTTLS, "", OFFICE, connections=3)
    channel = SmtpChannel(server, context=trusting(smtp_server), patience=PATIENCE)
    waiting = [
        Letter(OFFICE, f"c{n}@client.example", b"Subject: L\r\n\r\n" + (b"y" * 70 + b"\r\n") * 20_000, "")
        for n in range(6)
    ]
    assert all(answer.failure is None for answer in carried(channel, waiting))
    assert {mail.content for mail in smtp_server.mails} == {waiting[0].raw}
    assert all(mail.encrypted for mail in smtp_server.mails)


def test_a_server_out_of_reach_gives_every_letter_back(smtp_server: SmtpServer) -> None:
    smtp_server.stop()
    answers = carried(channel_to(smtp_server.port), letters(3))
    assert all(isinstance(answer.failure, Unreachable) for answer in answers)


def test_a_sender_that_is_refused_is_nobodys_fault_and_asked_for_once(smtp_server: SmtpServer) -> None:
    smtp_server.login = ("office", "secret")  # wanted for MAIL, and not given
    answers = carried(channel_to(smtp_server.port), letters(3))
    assert all(isinstance(answer.failure, Unreachable) for answer in answers)
    assert smtp_server.mails == []


def hear_nothing_until(silent: threading.Event, channel: SmtpChannel) -> None:
    """Until the server has heard what it will never answer."""
    give_up = time.monotonic() + PATIENCE.to_answer
    while not silent.is_set():
        assert channel.hear(0.05) == []
        assert time.monotonic() < give_up


def test_a_wait_is_ended_from_another_thread() -> None:
    silent = threading.Event()
    with scripted("220 mail.example", "250 mail.example", hold=True, silent=silent) as port:
        channel = channel_to(port, 1)
        channel.wake()
        channel.hand(letters(1)[0])
        hear_nothing_until(silent, channel)
        waker = threading.Thread(target=channel.wake)
        waker.start()
        # Nobody wakes it: the server is given up in that time, which is an answer.
        assert channel.hear(2 * PATIENCE.to_answer) == []
        waker.join()
        assert channel.hear(0.01) == []
        channel.close()
        channel.wake()


class Silence:
    """A clock that can be moved on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (("220 mail.example", "250 mail.example"), Unreachable),
        (("220 mail.example", "250 mail.example", "250 OK", "250 OK"), Unreachable),
        (("220 mail.example", "250 mail.example", "250 OK", "250 OK", "354 Go on"), Unconfirmed),
    ],
)
def test_a_server_that_falls_silent_is_given_up_in_time(said: tuple[str, ...], kind: type[Exception]) -> None:
    clock, silent = Silence(), threading.Event()
    with scripted(*said, hold=True, silent=silent) as port:
        channel = channel_to(port, 1, clock=clock)
        (letter,) = letters(1)
        channel.hand(letter)
        hear_nothing_until(silent, channel)
        clock.now += PATIENCE.to_answer + 1
        (answer,) = channel.hear(0.2)
        channel.close()
    assert isinstance(answer.failure, kind)


@pytest.mark.parametrize("before", [1, 2, 4])
def test_a_server_that_takes_a_minute_for_an_answer_is_waited_for(before: int) -> None:
    clock, pause = Silence(), Pause()
    said = ["220 mail.example", "250 mail.example", "250 OK", "250 OK", "354 Go on", "250 Taken"]
    with scripted(*said[: before + 1], pause, *said[before + 1 :]) as port:
        server = MailServer("127.0.0.1", port, MailSecurity.NONE, "", OFFICE, connections=1)
        channel = SmtpChannel(server, clock=clock)
        (letter,) = letters(1)
        channel.hand(letter)
        hear_nothing_until(pause.reached, channel)
        clock.now += 60
        assert channel.hear(0.01) == []
        pause.over.set()
        answers: list[Answer] = []
        while not answers:
            answers = channel.hear(5)
        channel.close()
    (answer,) = answers
    assert (answer.failure, answer.words) == (None, "250 Taken")


def test_to_wait_no_longer_answers_what_is_under_way() -> None:
    said = ("220 mail.example", "250 mail.example", "250 OK", "250 OK", "354 Go on")
    silent = threading.Event()
    with scripted(*said, hold=True, silent=silent) as port:
        channel = channel_to(port, 1)
        first, second = letters(2)
        channel.hand(first)
        channel.hand(second)
        hear_nothing_until(silent, channel)
        answers = {answer.letter: answer.failure for answer in channel.give_up()}
    assert isinstance(answers[first], Unconfirmed)
    assert isinstance(answers[second], Unreachable)


def test_a_plain_channel_is_the_case_of_one(smtp_server: SmtpServer) -> None:
    channel = SmtpChannel(at(smtp_server.port), patience=PATIENCE)
    assert channel.send(OFFICE, "a@client.example", b"Subject: Hi\r\n\r\nHi\r\n", "").startswith("250")
    channel.close()
    assert channel.room == channel.lanes
