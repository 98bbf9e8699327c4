"""The columns of Sent By IB and of a message's recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.notice import Priority
from desktop.models.subject_words import subject_words
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.one_line import one_line
from desktop.views.lists.column import Align, Column
from desktop.views.lists.painters import paint_channels_cell, paint_subject_cell

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.broker_message import BrokerLine, BrokerRecipient


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
    kind: Column[BrokerLine] = Column("type", tr("Type"), type_words, strong=_is_unread, width=24)
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
            painter=paint_channels_cell,
        ),
        Column(
            "priority", tr("Priority"), lambda line: line.priority, priority_word, sortable=False, width=9
        ),
    ]


def recipient_columns() -> list[Column[BrokerRecipient]]:
    """Whom a message concerns."""
    return [
        Column("number", tr("Account"), lambda row: row.number, width=13),
        Column("title", tr("Title"), lambda row: row.title, lambda title: " ".join(title.split()), width=30),
    ]


def type_words(line: BrokerLine) -> str:
    """The broker's name for the type; without one, its key."""
    return one_line(line.type_name or line.type)


def priority_word(priority: Priority) -> str:
    """What is usual says nothing."""
    return {Priority.HIGH: tr("High"), Priority.NORMAL: "", Priority.LOW: tr("Low")}[priority]


def _is_unread(line: BrokerLine) -> bool:
    return not line.is_read
