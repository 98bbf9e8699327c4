"""What is decided on held messages, from the list or from a preview: asked, done, told, and taken back."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.bridge.under_way import UnderWay
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.held_message import HeldFilter
from desktop.models.staging import Decision
from desktop.services import elections, staging
from desktop.views.kit.confirm import Confirm
from desktop.views.to_be_sent.effect_dialog import EffectDialog, types_named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.cancel import CancelToken
    from desktop.bridge.desk import Desk
    from desktop.bridge.progress import Progress
    from desktop.models.held_message import ElectionEffect, HeldLine
    from desktop.models.office import User
    from desktop.services.staging import Chosen, Look, Outcome
    from desktop.store.store import Store

_NAMED = 3
_TOGETHER = 200


class Deciding(QObject):
    """``begun`` carries the ids that are about to be decided on, ``done`` those that were."""

    begun = Signal(object)
    done = Signal(object)

    def __init__(self, desk: Desk, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self.under_way = UnderWay(desk, self)
        self._last: Chosen = ()

    def decide(self, held: HeldLine, decision: Decision) -> None:
        """On one message that was looked at just now. Before an Always Reject its effect is shown."""
        look = staging.Look(
            [(held.id, held.version)], held.line.recipients, (held.line.type_name or held.line.type,)
        )
        if decision is Decision.ALWAYS_REJECT:
            self._ask_always(look, (held.line.type,))
        else:
            self._do(look.chosen, decision)

    def send(self, held: HeldLine) -> None:
        """Send one message as it is."""
        self.decide(held, Decision.SEND_AS_IS)

    def take_back(self, held: HeldLine) -> None:
        """The decision on one message."""
        self._reverse([(held.id, held.version)])

    def ask(
        self,
        decision: Decision,
        narrowed: HeldFilter,
        ids: Collection[int] | None,
        but: Collection[int],
        count: int,
    ) -> None:
        """On several: one question names how many they are, their recipients and their types.

        ``count`` are chosen, of which some may wait no longer. One alone is decided on at once, unless it
        is to be sent and could not be kept back.
        """
        desk = self._desk
        desk.jobs.read(
            staging.look_at,
            desk.store,
            narrowed,
            ids,
            but,
            then=functools.partial(self._on_looked, decision, count),
            owner=self,
        )

    def ask_back(self, narrowed: HeldFilter, ids: Collection[int] | None, but: Collection[int]) -> None:
        """Take the decisions on several back."""
        desk = self._desk
        desk.jobs.read(
            _look_back,
            desk.store,
            narrowed,
            ids,
            but,
            then=self._on_looked_back,
            owner=self,
        )

    def _on_looked_back(self, look: Look) -> None:
        if look.chosen:
            self._reverse(look.chosen)
        else:
            self._desk.notices.tell(tr("None of their decisions can be taken back."), kind=NoticeKind.INFO)

    def _on_looked(self, decision: Decision, count: int, look: Look) -> None:
        if not look.chosen:
            self._desk.notices.tell(tr("None of them waits for a decision."), kind=NoticeKind.INFO)
        elif decision is Decision.ALWAYS_REJECT:
            self._ask_always(look, None)
        elif count == 1 and (decision.rejects or look.undo_seconds):
            self._do(look.chosen, decision)
        else:
            Confirm(
                self._window, _question(look, decision), _sentence(look, count), _verb(look, decision),
                lambda: self._do(look.chosen, decision),
            ).open()  # fmt: skip

    def _ask_always(self, look: Look, types: tuple[str, ...] | None) -> None:
        desk = self._desk
        desk.jobs.read(
            _effects,
            desk.store,
            types,
            [number for number, _ in look.chosen],
            then=functools.partial(self._show_effects, look),
            owner=self,
        )

    def _show_effects(self, look: Look, effects: list[ElectionEffect]) -> None:
        dialog = EffectDialog(look.types, effects, len(look.chosen), self._window)
        dialog.chosen.connect(lambda: self._do(look.chosen, Decision.ALWAYS_REJECT))
        dialog.open()

    def _do(self, chosen: Chosen, decision: Decision) -> None:
        if self.under_way.busy and chosen == self._last:
            return  # pressed twice: it was not somebody else who was first
        self._last = chosen
        self.begun.emit([number for number, _ in chosen])
        self._begin(
            chosen,
            functools.partial(_decide, decision=decision),
            functools.partial(self._on_decided, chosen, decision),
        )

    def _begin(
        self, chosen: Chosen, act: Callable[[Store, User, Chosen], Outcome], then: Callable[[Outcome], object]
    ) -> None:
        desk = self._desk
        self.under_way.begin(len(chosen), _in_parts, desk.store, desk.actor, chosen, act, then=then)

    def _on_decided(self, chosen: Chosen, decision: Decision, outcome: Outcome) -> None:
        if outcome.done:
            done = set(outcome.done)
            # As they are now: what a colleague has decided on since is not taken back.
            undo = [(number, version + 1) for number, version in chosen if number in done]
            self._tell(decision, outcome, functools.partial(self._reverse, undo))
            self.done.emit(outcome.done)
        self._tell_refused(outcome)

    def _tell(self, decision: Decision, outcome: Outcome, undo: Callable[[], object]) -> None:
        count = len(outcome.done)
        if decision.rejects:
            words = trn("{n} message rejected.", "{n} messages rejected.", count)
            if decision.elects:
                later = tr("Later ones of the type are rejected too: an election has been made.")
                words = f"{words} {later}"
            self._desk.notices.tell(words, undo=undo)
            return
        words = trn("{n} message is sent as it is.", "{n} messages are sent as they are.", count)
        if not outcome.undo_seconds:
            self._desk.notices.tell(words)
            return
        self._desk.notices.show(
            ShownNotice(
                NoticeKind.SUCCESS,
                words,
                action_label=tr("Undo"),
                action=undo,
                seconds=outcome.undo_seconds,
            )
        )

    def _reverse(self, chosen: Chosen) -> None:
        self._begin(chosen, staging.reverse, self._on_reversed)

    def _on_reversed(self, outcome: Outcome) -> None:
        if outcome.done:
            words = trn(
                "{n} message waits for a decision again.",
                "{n} messages wait for a decision again.",
                len(outcome.done),
            )
            if outcome.elections_ended:
                ended = trn(
                    "The election that came with it has ended.",
                    "{n} elections that came with them have ended.",
                    outcome.elections_ended,
                )
                words = f"{words} {ended}"
            self._desk.notices.tell(words)
        self._tell_refused(outcome)

    def _tell_refused(self, outcome: Outcome) -> None:
        """Who was first, for those that were not changed."""
        if not outcome.refused:
            return
        reasons = list(dict.fromkeys(words for _, words in outcome.refused))
        more = len(reasons) - _NAMED
        detail = " ".join(reasons[:_NAMED])
        if more > 0:
            detail = f"{detail} {trn('And {n} other reason.', 'And {n} other reasons.', more)}"
        words = trn("{n} message was not changed", "{n} messages were not changed", len(outcome.refused))
        self._desk.notices.show(ShownNotice(NoticeKind.WARNING, words, detail))


def _decide(store: Store, actor: User, chosen: Chosen, decision: Decision) -> Outcome:
    return staging.decide(store, actor, chosen, decision)


def _in_parts(
    store: Store,
    actor: User,
    chosen: Chosen,
    act: Callable[[Store, User, Chosen], Outcome],
    stop: CancelToken,
    *,
    progress: Progress,
) -> tuple[Outcome, Refused | None]:
    """Called off or failing between two parts, what was done till then is known, and what stopped it."""
    whole = staging.Outcome()
    for start in range(0, len(chosen), _TOGETHER):
        progress.check()
        if stop.cancelled:
            break
        progress.report(start, len(chosen))
        try:
            part = act(store, actor, chosen[start : start + _TOGETHER])
        except Refused as refusal:
            if not whole.done:
                raise
            return whole, refusal
        whole.done += part.done
        whole.refused += part.refused
        whole.elections_ended += part.elections_ended
        whole.undo_seconds = part.undo_seconds
    return whole, None


def _look_back(store: Store, narrowed: HeldFilter, ids: Collection[int] | None, but: Collection[int]) -> Look:
    return staging.look_at(store, narrowed, ids, but, takes_back=True)


def _effects(store: Store, types: tuple[str, ...] | None, ids: list[int]) -> list[ElectionEffect]:
    known = types if types is not None else staging.types_of(store, ids)
    return [elections.effect_of(store, each) for each in known]


def _question(look: Look, decision: Decision) -> str:
    count = len(look.chosen)
    if decision.rejects:
        return trn("Reject {n} message?", "Reject {n} messages?", count)
    return trn("Send {n} message as it is?", "Send {n} messages as they are?", count)


def _sentence(look: Look, count: int) -> str:
    to = trn("To {n} recipient.", "To {n} recipients.", look.recipients)
    words = f"{to} {tr('Types: {types}.').format(types=types_named(look.types))}"
    others = count - len(look.chosen)
    if others <= 0:
        return words
    left = trn(
        "{n} other that is chosen is decided already, or past its delivery date, and stays as it is.",
        "{n} others that are chosen are decided already, or past their delivery dates, and stay as they are.",
        others,
    )
    return f"{words} {left}"


def _verb(look: Look, decision: Decision) -> str:
    count = len(look.chosen)
    if decision.rejects:
        return trn("Reject {n} message", "Reject {n} messages", count)
    return trn("Send {n} message", "Send {n} messages", count)
