"""How far a sent message has come as a whole, and who may still change that."""

from __future__ import annotations

import enum


class MessagePhase(enum.StrEnum):
    """WAITING: for the undo period to end or for its moment; it can be taken back.

    PAUSED by a person or by the program, which says why. STOPPED: what had not left was cancelled by
    a person. TAKEN_BACK: nothing of it ever left and never will.
    """

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    TAKEN_BACK = "taken_back"


class MessageAct(enum.StrEnum):
    """What was done to a message, after the click but for the tests; kept with who did it and when."""

    TESTED = "tested"
    RELEASED = "released"
    TAKEN_BACK = "taken_back"
    PAUSED = "paused"
    PAUSED_BY_ITSELF = "paused_by_itself"
    WENT_ON = "went_on"
    STOPPED = "stopped"
    RESENT_FAILED = "resent_failed"
    RESENT_UNCONFIRMED = "resent_unconfirmed"
