"""To Be Sent By IB: held messages, what is decided on them, and who was first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change, ChangeKind, Subject
from desktop.models.held_message import HeldEvent, HeldFilter, HeldLine, StagingEvent
from desktop.models.office import Role, User
from desktop.models.staging import Decision, HeldState, StagingRefusal, Standing, decided, reversed_
from desktop.services.permission import require
from desktop.services.sending_rules import rules_in
from desktop.services.staging_words import why_not
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.services.sending_rules import Absence
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork

_TOGETHER = 200
Chosen = Sequence[tuple[int, int]]
"""Held messages by id, each with the version that was looked at."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Look:
    """Messages as they were looked at, with how many recipients they have and of which types they are.

    What is sent of them can be kept back for ``undo_seconds``.
    """

    chosen: Chosen
    recipients: int
    types: tuple[str, ...]
    undo_seconds: int = 0


@dataclass(slots=True)
class Outcome:
    """What came of deciding on some messages: those that changed, and each of the others with the reason.

    What is sent can be kept back for ``undo_seconds``.
    """

    done: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    elections_ended: int = 0
    undo_seconds: int = 0
    change: Change = field(default_factory=Change)


def held_list(store: Store) -> StoreList[HeldLine, HeldFilter]:
    """The held messages, by ``delivery`` (the nearest delivery date first, then what has ended), ``at``, ``subject``,
    ``type`` or ``recipients``.
    """
    return StoreList(
        store,
        lambda unit, narrowed: unit.held.listed(narrowed),
        lambda held: held.id,
        {
            "delivery": lambda held: held.place,
            "at": lambda held: held.id,
            "subject": lambda held: held.line.subject,
            "type": lambda held: held.line.type_name,
            "recipients": lambda held: held.line.recipients,
        },
    )


def held_message(store: Store, message_id: int) -> HeldLine:
    """How one held message stands now. Raises Refused where it never was held."""
    with store.read() as unit:
        found = unit.held.get(message_id)
    if found is None:
        raise Refused(tr("There is no such message"), tr("It was never held."))
    return found


def history(store: Store, message_id: int) -> list[HeldEvent]:
    """What happened to a held message, in order."""
    with store.read() as unit:
        return unit.held.events(message_id)


def earlier_of_type(store: Store, held: HeldLine, limit: int = 20) -> list[HeldLine]:
    """Other messages of its type that were held, the latest first, and how they ended."""
    with store.read() as unit:
        return unit.held.earlier(held.line.type, held.id, limit)


def types_of(store: Store, ids: Collection[int]) -> list[str]:
    """The types of these messages."""
    with store.read() as unit:
        return unit.held.types(ids)


def types_held(store: Store) -> list[tuple[str, str]]:
    """Every type of which a message was ever held, with its name."""
    with store.read() as unit:
        known = unit.held.types()
        return [(type_, name) for type_, name in unit.broker.types() if type_ in set(known)]


def was_used(store: Store) -> bool:
    """Whether anything was ever held."""
    with store.read() as unit:
        return unit.held.any()


def waiting(store: Store) -> tuple[int, datetime | None]:
    """How many messages wait for a decision, and when the first of them goes out."""
    with store.read() as unit:
        return unit.held.waiting()


def waiting_unseen(store: Store, absence: Absence) -> int:
    """How many go out while nobody is in the office, if nobody decides."""
    with store.read() as unit:
        return unit.held.waiting(absence.begins, absence.ends)[0]


def look_at(
    store: Store,
    narrowed: HeldFilter,
    ids: Collection[int] | None,
    but: Collection[int] = (),
    *,
    takes_back: bool = False,
) -> Look:
    """Those of the chosen messages that can be decided on (or whose decision can be taken back), as they stand now.

    Chosen are ``ids``, or where they are None all under the filter without ``but``.
    """
    states = (HeldState.LEAVING, HeldState.REJECTED) if takes_back else (HeldState.PENDING,)
    with store.read() as unit:
        rows = unit.held.picked(narrowed, ids, but, states)
        undo = rules_in(unit.office.settings()).undo_seconds
    types = Counter(row[3] for row in rows)
    return Look(
        [row[:2] for row in rows],
        sum(row[2] for row in rows),
        tuple(name for name, _ in types.most_common()),
        undo,
    )


def decide(
    store: Store,
    actor: User,
    chosen: Chosen,
    decision: Decision,
    progress: Progress = lambda _done, _total: None,
) -> Outcome:
    """Decide on messages as they were looked at. What is sent leaves after the office's undo period.

    Whoever was first has decided: a message that has changed since is left as it is, and the outcome says why.
    An ALWAYS also makes an election of its type. Raises Refused where ``actor`` may not, StoreUnavailable,
    and what ``progress`` raises between two parts.
    """
    require(actor, Role.APPROVER)

    def change(unit: UnitOfWork, line: HeldLine, undo: timedelta) -> Standing | StagingRefusal:
        after = decided(line.standing, decision, unit.now, undo)
        if isinstance(after, Standing) and _moved(unit, line, after, StagingEvent.DECIDED):
            if decision.elects:
                _elect(unit, line, decision)
            return after
        return after if isinstance(after, StagingRefusal) else StagingRefusal.DECIDED

    return _each(store, actor, chosen, change, progress)


def reverse(
    store: Store, actor: User, chosen: Chosen, progress: Progress = lambda _done, _total: None
) -> Outcome:
    """Take decisions back: the messages wait again. Possible until they leave, or until their delivery date.

    An election that came of the decision, and has decided nothing yet, ends with it. Raises as ``decide``.
    """
    require(actor, Role.APPROVER)
    ended = 0

    def change(unit: UnitOfWork, line: HeldLine, _undo: timedelta) -> Standing | StagingRefusal:
        nonlocal ended
        after = reversed_(line.standing, unit.now)
        if isinstance(after, Standing) and _moved(unit, line, after, StagingEvent.REVERSED):
            ended += _end_election_of(unit, line)
            return after
        return after if isinstance(after, StagingRefusal) else StagingRefusal.DECIDED

    outcome = _each(store, actor, chosen, change, progress)
    outcome.elections_ended = ended
    return outcome


def add_note(store: Store, actor: User, message_id: int, text: str) -> Change:
    """Leave a note to colleagues with a held message. Raises Refused for an empty one."""
    require(actor, Role.SENDER if actor.may(Role.SENDER) else Role.APPROVER)
    if not text.strip():
        raise Refused(tr("The note was not kept"), tr("It says nothing yet."))
    with store.write(actor.name) as unit:
        unit.held.note(message_id, StagingEvent.NOTED, text=text.strip())
        unit.touch(Subject.STAGING, ChangeKind.CHANGED, message_id)
        return unit.commit()


def _each(
    store: Store,
    actor: User,
    chosen: Chosen,
    change: Callable[[UnitOfWork, HeldLine, timedelta], Standing | StagingRefusal],
    progress: Progress,
) -> Outcome:
    """In parts, each whole, so that others write between them."""
    outcome = Outcome()
    for start in range(0, len(chosen), _TOGETHER):
        progress(start, len(chosen))
        with store.write(actor.name) as unit:
            settings = unit.office.settings()
            outcome.undo_seconds = rules_in(settings).undo_seconds
            undo = timedelta(seconds=outcome.undo_seconds)
            for message_id, version in chosen[start : start + _TOGETHER]:
                line = unit.held.get(message_id)
                if line is None:
                    continue
                if line.version != version:
                    outcome.refused.append((message_id, why_not(line, None, settings)))
                    continue
                after = change(unit, line, undo)
                if isinstance(after, Standing):
                    outcome.done.append(message_id)
                else:
                    now = unit.held.get(message_id) or line
                    outcome.refused.append((message_id, why_not(now, after, settings)))
            outcome.change = unit.commit()
    return outcome


def _moved(unit: UnitOfWork, line: HeldLine, after: Standing, what: StagingEvent) -> bool:
    return unit.held.change(line, after, what, unit.actor)


def _elect(unit: UnitOfWork, line: HeldLine, decision: Decision) -> None:
    stands = unit.elections.standing().get(line.line.type)
    if stands is None or stands.decision is not decision:
        unit.elections.make(line.line.type, decision, None if stands is None else stands.id, line.id)


def _end_election_of(unit: UnitOfWork, line: HeldLine) -> bool:
    """End the election that was made with the decision on ``line``; one that has decided since stays."""
    if not line.standing.decision.elects or line.election_id is not None:
        return False
    stands = unit.elections.standing().get(line.line.type)
    return (
        stands is not None
        and stands.made_with == line.id
        and not stands.applied
        and unit.elections.end(stands.id)
    )
