"""What the sample office has sent in the past months, with what became of it, as rows of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Any

from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState, SkipReason, delivery_id
from desktop.models.folding import fold
from desktop.models.office import User
from desktop.services.sample.people import Row

_DAYS = 210
_OFFICE_OPENS, _OFFICE_HOURS = time(9), 8
_FAILING = 0.02
_LATEST_LARGE = 12
_FEW = 2_000


@dataclass(frozen=True, slots=True)
class Letter:
    """Something that was sent: a template or a message written once."""

    language: str
    channels: str
    subject: str
    content: str
    template_id: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """Messages in the order they were sent, with their recipients and deliveries."""

    messages: list[Row]
    recipients: list[Row]
    deliveries: list[Row]


class History:
    """Makes messages from the oldest to the newest; the same seed makes the same."""

    def __init__(
        self,
        letters: Sequence[Letter],
        senders: Sequence[User],
        readers: dict[str, list[Row]],
        failures: Sequence[str],
        branding_id: int | None,
        seed: int,
    ) -> None:
        self._readers, self._failures, self._branding_id = readers, failures, branding_id
        self._letters = [letter for letter in letters if readers.get(letter.language)]
        self._senders = senders
        self._seed = seed
        self._rng = Random(seed + 1)  # noqa: S311 - an invented history is no secret
        self._recipient = self._delivery = 0

    def parts(self, count: int, times: Sequence[int], size: int) -> Iterator[Part]:
        """``count`` messages in parts of ``size``; ``times`` are the instants they were sent at."""
        part = Part([], [], [])
        for place in range(count if self._letters else 0):
            self._add(part, place, count, times[place])
            if len(part.messages) == size:
                yield part
                part = Part([], [], [])
        yield part

    def _add(self, part: Part, place: int, count: int, at: int) -> None:
        rng = self._rng
        letter = self._letters[int(rng.random() * len(self._letters))]
        sender = self._senders[int(rng.random() * len(self._senders))]
        to = self._choose(self._readers[letter.language], self._size(place, count))
        tally = {DeliveryState.DELIVERED: 0, DeliveryState.FAILED: 0, DeliveryState.SKIPPED: 0}
        number = place + 1
        for reader in to:
            self._recipient += 1
            part.recipients.append((self._recipient, number, *reader))
            for channel in letter.channels:
                self._deliver(part, (number, channel, at), reader, tally)
        part.messages.append(
            (
                number, f"sample-{self._seed}-{number}", letter.subject, letter.content, letter.channels,
                sender.email, True, self._branding_id, sender.signature, sender.id, sender.name, sender.name,
                at, len(to), letter.template_id, *tally.values(), fold(letter.subject),
            )
        )  # fmt: skip

    def _size(self, place: int, count: int) -> int:
        draw = self._rng.random()
        if count > _FEW:
            large = place >= count - _LATEST_LARGE
            return 40 + int(draw * 400) if large else 1 + int(draw * 3)
        if draw < 0.55:
            return 1 + int(draw * 5)
        if draw < 0.85:
            return 5 + int((draw - 0.55) * 100)
        return 50 + int((draw - 0.85) * 2_600)

    def _choose(self, readers: list[Row], size: int) -> list[Row]:
        start = int(self._rng.random() * max(len(readers) - size, 1))
        return readers[start : start + size]

    def _deliver(
        self, part: Part, what: tuple[int, str, int], reader: Row, tally: dict[DeliveryState, int]
    ) -> None:
        message, channel, at = what
        self._delivery += 1
        email: str = reader[3]
        state, words, reason = DeliveryState.DELIVERED, "", ""
        if channel == "E" and not email:
            state, reason = DeliveryState.SKIPPED, SkipReason.NO_EMAIL.value
        elif channel == "E" and self._rng.random() < _FAILING:
            state = DeliveryState.FAILED
            words = self._failures[self._delivery % len(self._failures)].format(address=email)
        elif channel == "B" and not reader[12]:
            state, reason = DeliveryState.SKIPPED, SkipReason.NO_TWS_ACCESS.value
        tally[state] += 1
        tries = 0 if state is DeliveryState.SKIPPED else 1
        settled = at + self._delivery % 40_000_000
        part.deliveries.append(
            (
                delivery_id(self._recipient, Channel(channel)), message, self._recipient, channel, state.value,
                email if channel == "E" else reader[1], words, reason, tries, at, settled,
            )
        )  # fmt: skip


def sending_times(count: int, today: date, zone: tzinfo) -> Iterator[datetime]:
    """``count`` moments in office hours of the working days before ``today``, from the oldest on."""
    days = [today - timedelta(days=back) for back in range(_DAYS, 0, -1)]
    working = [day for day in days if day.weekday() < 5]
    for place in range(count):
        whole, rest = divmod((place + 0.5) * len(working) / count, 1)
        opened = datetime.combine(working[int(whole)], _OFFICE_OPENS, zone)
        yield opened + timedelta(hours=rest * _OFFICE_HOURS)


def reader_of(account: Sequence[Any]) -> Row:
    """An account's row as its recipient's: account id, number, title, e-mail and so on."""
    (
        number_id, number, title, kind, _status, client, _tax, email, phone, language, username, _device,
        _serial, tws, _street, city, _region, _code, country, opened,
    ) = account  # fmt: skip
    return (
        number_id, number, title, email, kind, client, username, language, phone, city, country, opened, tws,
        fold(f"{number} {title} {email} {username}"),
    )  # fmt: skip
