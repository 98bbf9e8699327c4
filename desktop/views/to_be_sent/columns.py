"""The columns of To Be Sent By IB, as the broker's guide names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.staging import HeldState
from desktop.models.subject_words import subject_words
from desktop.views.kit.delivery_words import channel_words, totals_words
from desktop.views.kit.marks import paint_letters, paint_marked
from desktop.views.kit.moments import coming_moment, short_moment, whole_minute, whole_moment
from desktop.views.lists.column import Align, Column
from desktop.views.lists.painters import paint_subject_cell
from desktop.views.message.held_words import decided_words, is_overdue, is_soon, status_words, time_left

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from desktop.bridge.desk import Desk
    from desktop.models.held_message import HeldLine

    Unseen = Callable[[datetime], bool]


def held_columns(desk: Desk, unseen: Unseen) -> list[Column[HeldLine]]:
    """Delivery dates have the time left beside them, as long as something can be decided.

    ``unseen`` tells whether nobody is in the office before a moment comes.
    """

    def delivery(held: HeldLine) -> str:
        return delivery_words(held, desk, unseen)

    return [
        Column(
            "at",
            tr("Date/Time"),
            lambda held: held.line.sent_at,
            lambda moment: short_moment(moment, desk.zone, desk.now()),
            whole=lambda moment: whole_moment(moment, desk.zone),
            width=13,
            has_figures=True,
            # In a low and narrow window what is left of the time to decide counts for more.
            spare=True,
        ),
        Column(
            "delivery",
            tr("Delivery Date"),
            lambda held: held,
            delivery,
            whole=lambda held: _whole(held, desk, unseen),
            strong=_is_pending,
            width=40,
            grows=False,
            painter=_delivery_painter(desk, delivery, unseen),
        ),
        *_others(desk),
    ]


def _others(desk: Desk) -> list[Column[HeldLine]]:
    return [
        Column(
            "subject",
            tr("Subject"),
            lambda held: held.line.subject,
            subject_words,
            strong=_is_pending,
            width=36,
            painter=paint_subject_cell,
        ),
        Column(
            "recipients",
            tr("#Recipients"),
            lambda held: held.line.recipients,
            "{:,}".format,
            align=Align.END,
            width=11,
        ),
        Column(
            "status",
            tr("Message Status"),
            lambda held: held,
            status_words,
            whole=lambda held: _whole_status(held, desk),
            sortable=False,
            width=19,
        ),
        Column(
            "channels",
            tr("Channel"),
            lambda held: held.line.channels,
            channel_words,
            sortable=False,
            width=9,
            painter=paint_letters,
        ),
    ]


def delivery_words(held: HeldLine, desk: Desk, unseen: Unseen) -> str:
    """The delivery date in short; while it waits, with the time left, and whether nobody will be there before."""
    deliver_at, now = held.standing.deliver_at, desk.now()
    date = coming_moment(deliver_at, desk.zone, now)
    if held.standing.state is not HeldState.PENDING:
        return date
    if is_overdue(held, now):
        return tr("{date}, overdue").format(date=date)
    left = time_left(deliver_at, now)
    if unseen(deliver_at):
        return tr("{date}, {left}, closed").format(date=date, left=left)
    return tr("{date}, {left}").format(date=date, left=left)


def _whole(held: HeldLine, desk: Desk, unseen: Unseen) -> str:
    words = whole_minute(held.standing.deliver_at, desk.zone)
    if held.standing.state is HeldState.PENDING and unseen(held.standing.deliver_at):
        return tr("{moment}. It goes out before the office opens again.").format(moment=words)
    return words


def _whole_status(held: HeldLine, desk: Desk) -> str:
    words = status_words(held)
    if held.standing.decision:
        words = decided_words(held, desk.zone, desk.now())
    return words if held.totals is None else f"{words}: {totals_words(held.totals)}"


def _delivery_painter(
    desk: Desk, words: Callable[[HeldLine], str], unseen: Unseen
) -> Callable[[QPainter, QRectF, HeldLine, str], None]:
    def paint(painter: QPainter, place: QRectF, held: HeldLine, role: str) -> None:
        is_pending = held.standing.state is HeldState.PENDING
        if is_pending and unseen(held.standing.deliver_at):
            icon, tint = "warning", "warning"
        elif is_soon(held, desk.now()):
            icon, tint = "clock", "danger"
        else:
            icon, tint = "clock" if is_pending else _ICONS[held.standing.state], "text-quiet"
        paint_marked(painter, place, icon, tint, words(held), role)

    return paint


_ICONS = {HeldState.LEAVING: "send", HeldState.REJECTED: "skip", HeldState.DELIVERED: "check"}


def _is_pending(held: HeldLine) -> bool:
    return held.standing.state is HeldState.PENDING
