"""Progress, reasons, subjects and file names in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryLine, DeliveryState, DeliveryTotals, SkipReason
from desktop.models.pace import Pace
from desktop.models.subject_words import subject_words
from desktop.views.kit.file_names import file_name
from desktop.views.sent.delivery_explained import explained, outcome_words
from desktop.views.sent.progress_words import left_words, progress_words, rate_words

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LINE = DeliveryLine(
    id=1,
    recipient_id=1,
    account_id=1,
    number="U0000001",
    title="Client 1",
    channel=Channel.EMAIL,
    state=DeliveryState.QUEUED,
    address="client1@clients.example",
    words="",
    skip_reason=None,
    tries=0,
    changed_at=NOW,
    next_try_at=NOW,
)


def test_progress_says_count_rate_and_time_left() -> None:
    pace = Pace()
    totals = DeliveryTotals(delivered=110, failed=5, skipped=3, queued=294)
    assert progress_words(totals, pace, NOW) == "118 of 412"
    pace.note(38, NOW - timedelta(seconds=2))
    pace.note(118, NOW)
    assert progress_words(totals, pace, NOW) == "118 of 412 · 40 a second · about 7 s left"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about 1 s left"),
        (90, "about 90 s left"),
        (150, "about 2 min left"),
        (7199, "about 120 min left"),
        (3 * 3600, "about 3 h left"),
    ],
)
def test_time_left_is_as_exact_as_a_guess_may_be(seconds: float, words: str) -> None:
    assert left_words(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [(1234.4, "1,234 a second"), (0.5, "30 a minute"), (0.001, "1 a minute")],
)
def test_slow_rates_are_said_by_the_minute(rate: float, words: str) -> None:
    assert rate_words(rate) == words


@pytest.mark.parametrize("state", list(DeliveryState))
def test_every_state_is_explained(state: DeliveryState) -> None:
    reason = SkipReason.NO_EMAIL if state is DeliveryState.SKIPPED else None
    title, sentence = explained(LINE._replace(state=state, skip_reason=reason))
    assert title
    assert sentence


def test_a_later_try_says_what_was_answered() -> None:
    waits = LINE._replace(tries=1, words="451 Try again later")
    assert explained(waits, is_paused=True)[0] == "It will be tried again when the message goes on"
    title, sentence = explained(waits)
    assert title == "It will be tried again by itself"
    assert explained(waits, again="at 14:30")[0] == "It will be tried again by itself at 14:30"
    assert sentence == "The answer was: “451 Try again later”."
    _, sentence = explained(LINE._replace(tries=1, words="It hung up."))
    assert sentence == "The answer was: “It hung up.”", "words that end their sentence themselves"


@pytest.mark.parametrize("reason", list(SkipReason))
def test_every_reason_has_words(reason: SkipReason) -> None:
    assert outcome_words(LINE._replace(skip_reason=reason)).startswith("The ")


def test_keywords_of_a_subject_are_shown_by_name() -> None:
    written = 'Letter for {{account_title|default: "Client"}} and {{ account_number }}, {{ }} and {% if a %}'
    shown = "Letter for ‹account title› and ‹account number›, {{ }} and {% if a %}"
    assert subject_words(written) == shown


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Statement", "U0000001 Statement.eml"),
        ('a/b\\c:d*e?f"g<h>i|j', "U0000001 a b c d e f g h i j.eml"),
        ("../../etc/passwd", "U0000001 .. .. etc passwd.eml"),
        ("one\r\ntwo\ttree\u202eexe", "U0000001 one two tree exe.eml"),
        ("ends with dots...", "U0000001 ends with dots.eml"),
        ("四半期のお知らせ", "U0000001 四半期のお知らせ.eml"),
        ("x" * 300, f"U0000001 {'x' * 71}.eml"),
        ("🦉" * 300, f"U0000001 {'🦉' * 47}.eml"),
    ],
)
def test_file_names_are_safe_and_readable(subject: str, name: str) -> None:
    assert file_name("U0000001", subject, "eml") == name


@given(st.text())
def test_no_subject_makes_a_name_that_leads_elsewhere(subject: str) -> None:
    name = file_name("U0000001", subject, "pdf")
    assert name.startswith("U0000001")
    assert name.endswith(".pdf")
    assert not set(name) & set('<>:"/\\|?*\r\n\t\0')
    assert len(name) <= 84
    assert len(name.encode()) <= 204
