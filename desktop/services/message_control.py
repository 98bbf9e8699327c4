"""What a person can still do about a message that was sent: take back, pause, go on, stop, resend."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.delivery import DeliveryState
from desktop.models.office import Role, User
from desktop.models.outgoing import ComposeMode, MessageDraft, OutgoingMessage
from desktop.models.phase import MessageAct, MessagePhase
from desktop.services.composing import draft_from
from desktop.services.drafts import keep
from desktop.services.permission import refuse_of_broker, require
from desktop.services.settled import tell_settled

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Resent:
    """What a resend has queued again; ``skipped`` cannot be reached any more.

    ``paused`` says that it leaves only when somebody lets the message go on.
    """

    queued: int
    skipped: int
    change: Change
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """How many deliveries a stop has cancelled."""

    cancelled: int
    change: Change


_NO_PAUSE = {"paused_by": "", "paused_at": None, "pause_reason": "", "last_tries": ""}


def take_back(store: Store, actor: User, message_id: int) -> int:
    """Undo a message of which nothing has begun to leave: nothing of it ever will.

    It becomes a draft of ``actor`` in the same transaction, to be sent anew; returns the draft's
    id. Raises Refused when it has begun.
    """
    require(actor, Role.SENDER)
    title = tr("The message was not taken back")
    with store.write(actor.name) as unit:
        refuse_of_broker(unit, message_id, title)
        if not unit.control.change_phase(message_id, (MessagePhase.WAITING,), MessagePhase.TAKEN_BACK):
            message = _message(unit, message_id, title)
            if message.phase is MessagePhase.TAKEN_BACK:
                raise Refused(title, tr("It has been taken back already."))
            raise _has_begun(title, message)
        message = _message(unit, message_id, title)
        unit.counters.cancel_queued(message_id)
        unit.control.note(message_id, MessageAct.TAKEN_BACK)
        if message.template_id is not None:
            unit.templates.take_use_back(message.template_id)
        draft_id = keep(unit, actor, _as_draft(unit, message))
        unit.commit()
    return draft_id


def pause(store: Store, actor: User, message_id: int) -> Change:
    """Let nothing more of a message begin to leave until somebody lets it go on. Raises Refused."""
    require(actor, Role.SENDER)
    title = tr("The message was not paused")
    values = {"paused_by": actor.name, "pause_reason": ""}
    with store.write(actor.name) as unit:
        refuse_of_broker(unit, message_id, title)
        changed = unit.control.change_phase(
            message_id, (MessagePhase.RUNNING,), MessagePhase.PAUSED, paused_at=unit.now, **values
        )
        message = _message(unit, message_id, title)
        if not changed or message.totals.is_settled:
            raise Refused(title, _standing(message))
        unit.control.recall(message_id)
        unit.control.note(message_id, MessageAct.PAUSED)
        return unit.commit()


def go_on(store: Store, actor: User, message_id: int) -> Change:
    """Let a paused message go on; tries that went wrong before no longer count. Raises Refused."""
    require(actor, Role.SENDER)
    title = tr("The message does not go on")
    with store.write(actor.name) as unit:
        before = (MessagePhase.PAUSED,)
        if not unit.control.change_phase(message_id, before, MessagePhase.RUNNING, **_NO_PAUSE):
            raise Refused(title, _standing(_message(unit, message_id, title)))
        unit.control.note(message_id, MessageAct.WENT_ON)
        return unit.commit()


def stop_rest(store: Store, actor: User, message_id: int) -> Stopped:
    """Cancel all of a message that has not begun to leave. Raises Refused."""
    require(actor, Role.SENDER)
    title = tr("The rest was not stopped")
    before = (MessagePhase.RUNNING, MessagePhase.PAUSED)
    with store.write(actor.name) as unit:
        refuse_of_broker(unit, message_id, title)
        changed = unit.control.change_phase(message_id, before, MessagePhase.STOPPED, **_NO_PAUSE)
        message = _message(unit, message_id, title)
        if not changed or message.totals.is_settled:
            raise Refused(title, _standing(message))
        unit.control.recall(message_id)
        unit.counters.cancel_queued(message_id)
        cancelled = _message(unit, message_id, title).totals.cancelled - message.totals.cancelled
        unit.control.note(message_id, MessageAct.STOPPED, tr("{n} cancelled").format(n=f"{cancelled:,}"))
        tell_settled(unit, unit.counters.newly_settled)
        return Stopped(cancelled, unit.commit())


def resend_failed(store: Store, actor: User, message_id: int) -> Resent:
    """Send once more to those that failed, at the addresses that they have now.

    One already delivered cannot be reached by it. Raises Refused when none failed.
    """
    return _resend(store, actor, message_id, DeliveryState.FAILED, None)


def resend_unconfirmed(
    store: Store, actor: User, message_id: int, delivery_ids: Collection[int] | None = None
) -> Resent:
    """Send once more what may or may not have arrived, all of it or what is chosen, as the same mail.

    Under the same Message-ID, so that mail programs can tell a second copy from a second message. The
    caller has told the person that some may get it twice. Raises Refused when none is unconfirmed.
    """
    return _resend(store, actor, message_id, DeliveryState.UNCONFIRMED, delivery_ids)


def _resend(
    store: Store, actor: User, message_id: int, state: DeliveryState, ids: Collection[int] | None
) -> Resent:
    require(actor, Role.SENDER)
    title = tr("The message was not sent again")
    is_failed = state is DeliveryState.FAILED
    with store.write(actor.name) as unit:
        is_paused = _open_again(unit, message_id, title)
        queued, skipped = unit.control.requeue(message_id, state, ids)
        if not queued + skipped:
            nobody = tr("Nobody failed.") if is_failed else tr("Nothing is unconfirmed any more.")
            raise Refused(title, nobody, tr("Somebody else may just have sent it again."))
        act = MessageAct.RESENT_FAILED if is_failed else MessageAct.RESENT_UNCONFIRMED
        unit.control.note(message_id, act, _resent_words(queued, skipped))
        return Resent(queued, skipped, unit.commit(), is_paused)


def _open_again(unit: UnitOfWork, message_id: int, title: str) -> bool:
    """Lock the message; one that was stopped, or paused until its end, runs again: nothing but what is resent
    waits in it. Whether it stays paused.
    """
    unit.control.lock(message_id)
    message = _message(unit, message_id, title)
    if message.phase in (MessagePhase.WAITING, MessagePhase.TAKEN_BACK):
        raise Refused(title, _standing(message))
    if message.phase is MessagePhase.STOPPED and not message.totals.is_settled:
        raise Refused(
            title,
            tr("It is still being stopped: the answers to the last e-mails are awaited."),
            tr("Try again in a minute."),
        )
    if message.phase is not MessagePhase.PAUSED or message.totals.is_settled:
        unit.control.change_phase(message_id, (message.phase,), MessagePhase.RUNNING, **_NO_PAUSE)
        return False
    return True


def _resent_words(queued: int, skipped: int) -> str:
    words = tr("{n} queued again").format(n=f"{queued:,}")
    return words if not skipped else f"{words}, {tr('{n} skipped').format(n=f'{skipped:,}')}"


def _as_draft(unit: UnitOfWork, message: OutgoingMessage) -> MessageDraft:
    has_template = bool(message.template_id and unit.templates.by_id([message.template_id]))
    return replace(
        draft_from(message, unit.messages.accounts_of(message.id)),
        mode=ComposeMode.EXISTING_TEMPLATE if has_template else ComposeMode.ONE_TIME,
        template_id=message.template_id if has_template else None,
        send_at=message.release_at if message.scheduled else None,
        only_office_hours=message.only_office_hours,
        groups=unit.groups.applied(message.id),
    )


def _message(unit: UnitOfWork, message_id: int, title: str) -> OutgoingMessage:
    message = unit.messages.get(message_id)
    if message is None:
        raise Refused(title, tr("It is no longer in the store."))
    return message


def _has_begun(title: str, message: OutgoingMessage) -> Refused:
    counts = {"n": f"{message.totals.delivered:,}", "all": f"{message.totals.total:,}"}
    if message.totals.is_settled:
        return Refused(title, tr("It has left: {n} of {all} are delivered.").format(**counts))
    return Refused(
        title,
        tr("It has begun to leave: {n} of {all} are delivered.").format(**counts),
        tr("You can stop the rest."),
    )


def _standing(message: OutgoingMessage) -> str:
    if message.phase is MessagePhase.TAKEN_BACK:
        return tr("It was taken back.")
    if message.phase is MessagePhase.WAITING:
        return tr("It has not begun to leave. It can be taken back.")
    if message.totals.is_settled:
        return tr("Nothing of it waits any more.")
    return {
        MessagePhase.RUNNING: tr("It is being sent."),
        MessagePhase.PAUSED: tr("It is paused already."),
        MessagePhase.STOPPED: tr("Somebody has stopped it."),
    }[message.phase]
