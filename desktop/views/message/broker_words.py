"""What is said of a message of the broker: its type, its priority, and the line below its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr, trn
from desktop.models.notice import Priority
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.moments import whole_moment
from desktop.views.kit.one_line import one_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop.models.broker_message import BrokerLine


def meta_words(line: BrokerLine, zone: tzinfo) -> str:
    """Type, time, ways, recipients, and a priority that is unusual."""
    priority = {Priority.HIGH: tr("High priority"), Priority.LOW: tr("Low priority"), Priority.NORMAL: ""}
    parts = (
        type_words(line),
        whole_moment(line.sent_at, zone),
        channel_words(line.channels),
        trn("{n} recipient", "{n} recipients", line.recipients),
        priority[line.priority],
        tr("In the trash") if line.deleted_at else "",
    )
    return " · ".join(part for part in parts if part)


def type_words(line: BrokerLine) -> str:
    """The broker's name for the type; without one, its key."""
    return one_line(line.type_name or line.type)


def priority_word(priority: Priority) -> str:
    """What is usual says nothing."""
    return {Priority.HIGH: tr("High"), Priority.NORMAL: "", Priority.LOW: tr("Low")}[priority]
