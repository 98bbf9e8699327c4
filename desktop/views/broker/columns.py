"""The columns of Sent By IB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.subject_words import subject_words
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.marks import paint_letters
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.lists.column import Align, Column
from desktop.views.lists.painters import paint_subject_cell
from desktop.views.message.broker_words import priority_word, type_words

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.broker_message import BrokerLine


def broker_columns(desk: Desk) -> list[Column[BrokerLine]]:
    """Sent By IB; what nobody has read is bold."""
    at: Column[BrokerLine] = Column(
        "at",
        tr("Date/Time"),
        lambda line: line.sent_at,
        lambda moment: short_moment(moment, desk.zone, desk.now()),
        whole=lambda moment: whole_moment(moment, desk.zone),
        strong=_is_unread,
        width=13,
        has_figures=True,
    )
    subject: Column[BrokerLine] = Column(
        "subject",
        tr("Subject"),
        lambda line: line.subject,
        subject_words,
        strong=_is_unread,
        width=46,
        painter=paint_subject_cell,
    )
    kind: Column[BrokerLine] = Column("type", tr("Type"), type_words, strong=_is_unread, width=24, spare=True)
    return [at, subject, kind, *_ways()]


def _ways() -> list[Column[BrokerLine]]:
    return [
        Column(
            "recipients",
            tr("Recipients"),
            lambda line: line.recipients,
            "{:,}".format,
            align=Align.END,
            width=10,
        ),
        Column(
            "channels",
            tr("Channel"),
            lambda line: line.channels,
            channel_words,
            width=9,
            sortable=False,
            painter=paint_letters,
        ),
        Column(
            "priority", tr("Priority"), lambda line: line.priority, priority_word, sortable=False, width=9
        ),
    ]


def _is_unread(line: BrokerLine) -> bool:
    return not line.is_read
