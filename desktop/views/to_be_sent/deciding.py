"""What is decided on held messages, from the list or from a preview: asked, done, told, and taken back."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge.cancel import CancelToken
from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.language import tr, trn
from desktop.models.held_message import HeldFilter
from desktop.models.staging import Decision
from desktop.services import elections, staging
from desktop.views.kit.confirm import Confirm
from desktop.views.to_be_sent.effect_dialog import EffectDialog

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.bridge.progress import Progress
    from desktop.models.held_message import ElectionEffect, HeldLine
    from desktop.models.office import User
    from desktop.services.staging import Chosen, Look, Outcome
    from desktop.store.store import Store

_NAMED = 3
_TOGETHER = 200


class Deciding(QObject):
    """``done`` carries the ids that were decided on; ``progressed`` how many of how many while it takes long."""

    done = Signal(object)
    progressed = Signal(int, int)

    def __init__(self, desk: Desk, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self._token: CancelToken | None = None

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
        self, decision: Decision, narrowed: HeldFilter, ids: Collection[int] | None, but: Collection[int]
    ) -> None:
        """On several: one question names how many they are, their recipients and their types."""
        desk = self._desk
        desk.jobs.read(
            staging.look_at,
            desk.store,
            narrowed,
            ids,
            but,
            then=functools.partial(self._on_looked, decision),
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
            then=lambda look: self._reverse(look.chosen),
            owner=self,
        )

    def stop(self) -> None:
        """Call off what is under way; what was decided stays decided."""
        if self._token is not None:
            self._token.cancel()

    def _on_looked(self, decision: Decision, look: Look) -> None:
        if not look.chosen:
            self._desk.notices.tell(tr("None of them waits for a decision."), kind=NoticeKind.INFO)
        elif decision is Decision.ALWAYS_REJECT:
            self._ask_always(look, None)
        else:
            Confirm(
                self._window, _question(look, decision), _sentence(look), _verb(look, decision),
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
        desk = self._desk
        self._token = token = CancelToken()
        desk.jobs.write_long(
            _decide, desk.store, desk.actor, chosen, decision, token,
            then=functools.partial(self._on_decided, decision), failed=self._on_ended, owner=self,
            progress=lambda done, total, _words: self.progressed.emit(done, total),
        )  # fmt: skip

    def _on_decided(self, decision: Decision, outcome: Outcome) -> None:
        self._on_ended()
        if outcome.done:
            self._tell(decision, outcome)
            self.done.emit(outcome.done)
        self._tell_refused(outcome)

    def _on_ended(self, error: Exception | None = None) -> None:
        self._token = None
        self.progressed.emit(0, 0)
        if error is not None:
            self._desk.notices.failure(error)

    def _tell(self, decision: Decision, outcome: Outcome) -> None:
        count = len(outcome.done)
        undo = functools.partial(self._undo, tuple(outcome.done))
        if decision.rejects:
            words = trn("{n} message rejected.", "{n} messages rejected.", count)
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

    def _undo(self, ids: tuple[int, ...]) -> None:
        desk = self._desk
        desk.jobs.write(_reverse_those, desk.store, desk.actor, ids, then=self._on_reversed, owner=self)

    def _reverse(self, chosen: Chosen) -> None:
        desk = self._desk
        desk.jobs.write(staging.reverse, desk.store, desk.actor, chosen, then=self._on_reversed, owner=self)

    def _on_reversed(self, outcome: Outcome) -> None:
        if outcome.done:
            words = trn(
                "{n} message waits for a decision again.",
                "{n} messages wait for a decision again.",
                len(outcome.done),
            )
            if outcome.elections_ended:
                words = f"{words} {tr('The election that came with it has ended.')}"
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


def _decide(
    store: Store, actor: User, chosen: Chosen, decision: Decision, stop: CancelToken, *, progress: Progress
) -> Outcome:
    """In parts; called off between two of them, what was decided till then is told as well."""
    whole = staging.Outcome()
    for start in range(0, len(chosen), _TOGETHER):
        if stop.cancelled:
            break
        progress.report(start, len(chosen))
        part = staging.decide(store, actor, chosen[start : start + _TOGETHER], decision)
        whole.done += part.done
        whole.refused += part.refused
        whole.undo_seconds = part.undo_seconds
    return whole


def _reverse_those(store: Store, actor: User, ids: tuple[int, ...]) -> Outcome:
    look = staging.look_at(store, HeldFilter(), ids, takes_back=True)
    return staging.reverse(store, actor, look.chosen)


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


def _sentence(look: Look) -> str:
    to = trn("To {n} recipient.", "To {n} recipients.", look.recipients)
    return f"{to} {tr('Types: {types}').format(types=', '.join(look.types))}"


def _verb(look: Look, decision: Decision) -> str:
    count = len(look.chosen)
    if decision.rejects:
        return trn("Reject {n} message", "Reject {n} messages", count)
    return trn("Send {n} message", "Send {n} messages", count)
