"""What the list of inquiries shows of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.subject_words import subject_words
from desktop.views.inquiries.inquiry_words import STATUS_MARKS, status_word
from desktop.views.kit.marks import paint_marked
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.lists.column import Column
from desktop.views.lists.painters import paint_subject_cell

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from desktop.bridge.desk import Desk
    from desktop.models.inquiry import Inquiry, InquiryStatus


def inquiry_columns(desk: Desk) -> list[Column[Inquiry]]:
    """The columns, in their first order. An inquiry with an answer that nobody has read is bold."""
    return [
        Column("number", tr("Number"), lambda row: row.number, strong=_is_unread, width=14, has_figures=True),
        Column(
            "at",
            tr("Date/Time"),
            lambda row: row.changed_at,
            lambda moment: short_moment(moment, desk.zone, desk.now()),
            whole=lambda moment: whole_moment(moment, desk.zone),
            strong=_is_unread,
            width=13,
            has_figures=True,
        ),
        Column(
            "subject",
            tr("Subject"),
            lambda row: row.subject,
            subject_words,
            strong=_is_unread,
            sortable=False,
            width=40,
            painter=paint_subject_cell,
        ),
        Column(
            "latest",
            tr("Latest answer"),
            lambda row: row.latest,
            strong=_is_unread,
            sortable=False,
            width=40,
        ),
        Column(
            "status",
            tr("Status"),
            lambda row: row.status,
            status_word,
            sortable=False,
            width=18,
            painter=_paint_status,
        ),
    ]


def _is_unread(row: Inquiry) -> bool:
    return not row.is_read


def _paint_status(painter: QPainter, place: QRectF, status: InquiryStatus, role: str) -> None:
    icon, tint = STATUS_MARKS[status]
    paint_marked(painter, place, icon, tint, status_word(status), role)
