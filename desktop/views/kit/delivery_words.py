"""The states of a delivery and the channels in words, with the mark that goes with each."""

from __future__ import annotations

from desktop.language import tr, trn
from desktop.models.channel import Channel, Channels
from desktop.models.delivery import DeliveryState, DeliveryTotals

# The icon and the colour role of each state; the word is always beside them.
MARKS: dict[DeliveryState, tuple[str, str]] = {
    DeliveryState.QUEUED: ("clock", "text-quiet"),
    DeliveryState.SENDING: ("send", "info"),
    DeliveryState.DELIVERED: ("check", "success"),
    DeliveryState.FAILED: ("error-circle", "danger"),
    DeliveryState.SKIPPED: ("skip", "text-quiet"),
    DeliveryState.UNCONFIRMED: ("question", "warning"),
    DeliveryState.CANCELLED: ("minus", "text-quiet"),
}


def state_word(state: DeliveryState) -> str:
    """The state as a person reads it."""
    return {
        DeliveryState.QUEUED: tr("Queued"),
        DeliveryState.SENDING: tr("Sending"),
        DeliveryState.DELIVERED: tr("Delivered"),
        DeliveryState.FAILED: tr("Failed"),
        DeliveryState.SKIPPED: tr("Skipped"),
        DeliveryState.UNCONFIRMED: tr("Unconfirmed"),
        DeliveryState.CANCELLED: tr("Cancelled"),
    }[state]


def channel_word(channel: Channel) -> str:
    """The channel by the guide's name."""
    return {
        Channel.MESSAGE_CENTER: tr("Message Center"),
        Channel.EMAIL: tr("Email"),
        Channel.BULLETIN: tr("TWS Bulletin"),
    }[channel]


def channel_words(channels: Channels) -> str:
    """All of them, in their fixed order."""
    return ", ".join(channel_word(channel) for channel in Channel if channel in channels)


def totals_words(totals: DeliveryTotals) -> str:
    """``3 failed, 408 of 412 delivered, 1 skipped``: what asks for a person stands where it is cut last."""
    if totals.total == 0:
        return tr("No deliveries")
    delivered = tr("{delivered} of {all} delivered").format(
        delivered=f"{totals.delivered:,}", all=f"{totals.total:,}"
    )
    counts = (
        (totals.failed, trn("{n} failed", "{n} failed", totals.failed)),
        (totals.unconfirmed, trn("{n} unconfirmed", "{n} unconfirmed", totals.unconfirmed)),
        (totals.total, delivered),
        (totals.skipped, trn("{n} skipped", "{n} skipped", totals.skipped)),
        (totals.cancelled, trn("{n} cancelled", "{n} cancelled", totals.cancelled)),
        (totals.sending, trn("{n} sending", "{n} sending", totals.sending)),
        (totals.queued, trn("{n} queued", "{n} queued", totals.queued)),
    )
    return ", ".join(words for count, words in counts if count)
