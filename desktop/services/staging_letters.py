"""What notices and mails say of held messages. A mail says how each stands when it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.content.office_letter import OfficeLetter
from desktop.language import tr, trn
from desktop.models.channel import channel_letters
from desktop.models.held_message import HeldEvent, HeldLine, StagingEvent
from desktop.models.office_mail import OfficeMail, OfficeMailKind
from desktop.models.staging import Decision, HeldState
from desktop.models.subject_words import subject_words
from desktop.services.office_day import moment_words
from desktop.services.staging_policy import staging_policy
from desktop.services.staging_words import decision_name
from desktop.settings import OFFICE_ZONE

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

ABOUT_MESSAGES, ABOUT_COUNT, ABOUT_DECIDED, ABOUT_SINCE = "messages", "count", "decided", "since"

Decided = tuple[str, str, int]
"""By whom, what (a decision by its value, empty where one was taken back), and on how many messages."""
Words = tuple[str, str]
"""A title and what stands below it."""


def arrived_words(unit: UnitOfWork, ids: Sequence[int], count: int, settings: Mapping[str, Any]) -> Words:
    """Of messages that wait for a decision from now on."""
    return _waiting_words(
        unit,
        ids,
        count,
        settings,
        (
            tr("To be decided until {moment}: {subject}"),
            trn(
                "{n} message of IB waits for a decision, the first until {moment}",
                "{n} messages of IB wait for a decision, the first until {moment}",
                count,
            ),
        ),
    )


def reminded_words(unit: UnitOfWork, ids: Sequence[int], count: int, settings: Mapping[str, Any]) -> Words:
    """Of messages that still wait shortly before their delivery dates."""
    return _waiting_words(
        unit,
        ids,
        count,
        settings,
        (
            tr("Still undecided, goes out {moment}: {subject}"),
            trn(
                "{n} message is still undecided, the first goes out {moment}",
                "{n} messages are still undecided, the first goes out {moment}",
                count,
            ),
        ),
    )


def gone_words(unit: UnitOfWork, ids: Sequence[int], count: int, settings: Mapping[str, Any]) -> Words:
    """Of messages that had gone out before anybody could be told that they were held."""
    title = trn(
        "{n} message went out before anybody could decide on it",
        "{n} messages went out before anybody could decide on them",
        count,
    )
    head = tr(
        "Nobody could be told of them in time: their delivery dates had passed, or were too near, when they"
        " arrived, or no program of the office ran until then."
    )
    return title, "\n".join([head, *_described(unit, ids, count, settings)])


def decided_title(decided: Sequence[Decided]) -> str:
    """What was decided, in a line: ``Ada Byron: Send As Is (3)``."""
    return "; ".join(
        tr("{name}: {decision} ({n})").format(name=name, decision=_decision_words(value), n=f"{count:,}")
        for name, value, count in decided
    )


def decided_words(
    unit: UnitOfWork, taken: Sequence[tuple[int, HeldEvent]], settings: Mapping[str, Any]
) -> str:
    """The messages on which was decided, as far as they are named."""
    lines = []
    for number, event in taken[: staging_policy().most_named]:
        held = unit.held.get(number)
        if held is not None:
            value = event.decision.value if event.what is StagingEvent.DECIDED else ""
            lines.append(
                f"{_subject(held)}: {_decision_words(value)}, {event.by}, {_moment(event.at, settings)}"
            )
    return "\n".join([*lines, *_more(len(taken) - len(lines))])


def decisions_by(taken: Sequence[tuple[int, HeldEvent]]) -> list[Decided]:
    """By whom what was decided how often, in the order in which it began."""
    counted: dict[tuple[str, str], int] = {}
    for _, event in taken:
        value = event.decision.value if event.what is StagingEvent.DECIDED else ""
        counted[event.by, value] = counted.get((event.by, value), 0) + 1
    return [(name, value, count) for (name, value), count in counted.items()]


def held_letter(unit: UnitOfWork, mail: OfficeMail) -> OfficeLetter:
    """The mail about arrivals, or the reminder."""
    settings = unit.office.settings()
    ids, count = mail.about[ABOUT_MESSAGES], mail.about[ABOUT_COUNT]
    words = arrived_words if mail.kind is OfficeMailKind.HELD else reminded_words
    title, body = words(unit, ids, count, settings)
    return OfficeLetter(title, f"{body}\n\n{_way()}\n")


def decided_letter(unit: UnitOfWork, mail: OfficeMail) -> OfficeLetter:
    """The mail about what others have decided."""
    settings = unit.office.settings()
    decided: list[Decided] = [(name, value, count) for name, value, count in mail.about[ABOUT_DECIDED]]
    lines = _described(unit, mail.about[ABOUT_MESSAGES], mail.about[ABOUT_COUNT], settings)
    title = trn("Decided on {n} held message", "Decided on {n} held messages", int(mail.about[ABOUT_COUNT]))
    head = [*(each.strip() for each in decided_title(decided).split("; "))]
    return OfficeLetter(title, "\n".join([*head, *lines, "", _way_back()]) + "\n")


def digest_letter(unit: UnitOfWork, mail: OfficeMail) -> OfficeLetter:
    """The mail that comes once a day: what waits now, and what others decided since the last one."""
    settings = unit.office.settings()
    since = datetime.fromisoformat(mail.about[ABOUT_SINCE])
    waiting, first = unit.held.waiting()
    ids = unit.held_telling.nearest(staging_policy().most_named)
    title = trn("Held messages: {n} waits for a decision", "Held messages: {n} wait for a decision", waiting)
    lines = []
    if first is not None:
        lines = [tr("The first goes out {moment}.").format(moment=_moment(first, settings))]
        lines += _described(unit, ids, waiting, settings)
    others = [
        (name, decision.value, count)
        for name, decision, count in unit.held_telling.decided_since(since)
        if name != mail.user_name
    ]
    if others:
        lines += ["", tr("Decided since {moment}:").format(moment=_moment(since, settings))]
        lines += decided_title(others).split("; ")
    way = _way() if waiting else _way_back()
    return OfficeLetter(title, "\n".join([*lines, "", way]) + "\n")


def _waiting_words(
    unit: UnitOfWork,
    ids: Sequence[int],
    count: int,
    settings: Mapping[str, Any],
    titles: tuple[str, str],
) -> Words:
    one, several = titles
    first = unit.held.get(ids[0])
    moment = "" if first is None else _moment(first.standing.deliver_at, settings)
    subject = "" if first is None else _subject(first)
    title = one.format(moment=moment, subject=subject) if count == 1 else several.format(moment=moment)
    head = tr("Where nobody decides, a message goes out as it is at its delivery date.")
    return title, "\n".join([head, *_described(unit, ids, count, settings)])


def _described(unit: UnitOfWork, ids: Sequence[int], count: int, settings: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    known = 0
    for number in ids:
        held = unit.held.get(number)
        if held is not None:
            lines += ["", *_facts(held, settings)]
            known += 1
    return [*lines, *(["", *_more(count - known)] if count > known else [])]


def _facts(held: HeldLine, settings: Mapping[str, Any]) -> list[str]:
    line = held.line
    return [
        tr("Subject: {subject}").format(subject=_subject(held)),
        tr("Type: {type}").format(type=" ".join((line.type_name or line.type).split())),
        trn("{n} recipient", "{n} recipients", line.recipients)
        + f" ({', '.join(channel_letters(line.channels))})",
        _standing_words(held, settings),
    ]


def _standing_words(held: HeldLine, settings: Mapping[str, Any]) -> str:
    standing, date = held.standing, _moment(held.standing.deliver_at, settings)
    if standing.state is HeldState.PENDING:
        return tr("Delivery date: {moment}").format(moment=date)
    if standing.state is HeldState.DELIVERED and held.released_at is not None:
        return tr("It went out {moment}.").format(moment=_moment(held.released_at, settings))
    by = held.decided_by or tr("an election")
    words = tr("Decided: {decision}, by {name}. Its delivery date: {moment}")
    return words.format(decision=decision_name(standing.decision), name=by, moment=date)


def _decision_words(value: str) -> str:
    return decision_name(Decision(value)) if value else tr("decision taken back")


def _subject(held: HeldLine) -> str:
    return " ".join(subject_words(held.line.subject).split())


def _more(count: int) -> list[str]:
    return [trn("and {n} more", "and {n} more", count)] if count > 0 else []


def _way() -> str:
    return tr("Decide in the Message Center, on the tab “To Be Sent By IB”.")


def _way_back() -> str:
    return tr(
        "Until its delivery date a decision can be taken back in the Message Center, on the tab “To Be Sent By IB”,"
        " as long as the message has not gone out."
    )


def _moment(at: datetime, settings: Mapping[str, Any]) -> str:
    return moment_words(at, OFFICE_ZONE.of(settings))
