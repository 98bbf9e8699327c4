"""The columns of the two lists of what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.subject_words import subject_words
from desktop.views.kit.delivery_words import channel_word, channel_words, state_word
from desktop.views.kit.marks import paint_letters, paint_state
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.lists.column import Align, Column
from desktop.views.lists.painters import paint_subject_cell
from desktop.views.sent.delivery_explained import outcome_words
from desktop.views.sent.standing_cell import standing_painter
from desktop.views.sent.standing_words import line_words, stands_still

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desktop.bridge.desk import Desk
    from desktop.models.delivery import DeliveryLine
    from desktop.models.sent_line import SentLine
    from desktop.views.sent.openings import Openings


def sent_columns(desk: Desk, openings: Openings) -> list[Column[SentLine]]:
    """Sent By Me."""

    return [
        Column(
            "sent_at",
            tr("Date/Time"),
            lambda line: line.sent_at,
            _shortly(desk),
            whole=_wholly(desk),
            width=13,
            has_figures=True,
        ),
        Column(
            "subject",
            tr("Subject"),
            _subject,
            subject_words,
            width=40,
            painter=paint_subject_cell,
        ),
        Column(
            "recipients",
            tr("Recipients"),
            lambda line: line.recipients,
            lambda count: f"{count:,}",
            align=Align.END,
            width=10,
        ),
        _standing_column(desk, openings),
        Column(
            "channels",
            tr("Channel"),
            lambda line: line.channels,
            channel_words,
            width=9,
            painter=paint_letters,
        ),
    ]


def _standing_column(desk: Desk, openings: Openings) -> Column[SentLine]:
    def standing(line: SentLine) -> str:
        now = desk.now()
        return line_words(line, desk.zone, now, openings.after, is_delivering=desk.is_delivering)

    def is_still(line: SentLine) -> bool:
        return not desk.is_delivering and stands_still(line, desk.now())

    return Column(
        "totals",
        tr("Delivery status"),
        lambda line: line,
        standing,
        width=56,
        sortable=False,
        painter=standing_painter(standing, is_still),
    )


def _subject(line: SentLine) -> str:
    """Where one was sent again, both stand in the list: the mark comes first, since long subjects are cut."""
    return tr("Resent: {subject}").format(subject=line.subject) if line.is_resend else line.subject


def delivery_columns(desk: Desk) -> list[Column[DeliveryLine]]:
    """The deliveries of one message."""
    return [
        Column("number", tr("Account"), lambda line: line.number, width=11, has_figures=True),
        Column("title", tr("Title"), lambda line: line.title, width=24, sortable=False),
        Column(
            "channel",
            tr("Channel"),
            lambda line: line.channel,
            channel_word,
            width=18,
            sortable=False,
            gives=True,
        ),
        Column("state", tr("Status"), lambda line: line.state, state_word, width=19, painter=paint_state),
        Column("words", tr("Answer or reason"), outcome_words, width=26, sortable=False),
        Column(
            "tries",
            tr("Tries"),
            lambda line: line.tries,
            lambda count: f"{count:,}" if count else "",
            align=Align.END,
            width=6,
            sortable=False,
        ),
        Column(
            "changed_at",
            tr("Time"),
            lambda line: line.changed_at,
            _shortly(desk),
            whole=_wholly(desk),
            width=13,
            sortable=False,
            has_figures=True,
        ),
    ]


def _shortly(desk: Desk) -> Callable[[datetime], str]:
    return lambda moment: short_moment(moment, desk.zone, desk.now())


def _wholly(desk: Desk) -> Callable[[datetime], str]:
    return lambda moment: whole_moment(moment, desk.zone)
