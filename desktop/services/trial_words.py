"""A test mail as one line of a message's history."""

from __future__ import annotations

from desktop.language import tr
from desktop.models.delivery_history import MessageEvent
from desktop.models.phase import MessageAct
from desktop.models.trial_record import TrialRecord, TrialResult


def trial_event(trial: TrialRecord) -> MessageEvent:
    """What was done, with the address, the account it was made for, and what came of it."""
    sent = tr("to {address}, as {number} gets it").format(address=trial.address, number=trial.number)
    return MessageEvent(trial.at, trial.by, MessageAct.TESTED, f"{sent}: {result_words(trial)}")


def result_words(trial: TrialRecord) -> str:
    """What came of it, with the words of whoever answered."""
    result = {
        TrialResult.UNKNOWN: tr("no answer was recorded"),
        TrialResult.TAKEN: tr("taken by the mail server"),
        TrialResult.WRITTEN: tr("written into the folder for mail"),
        TrialResult.REFUSED: tr("refused"),
        TrialResult.UNCONFIRMED: tr("may or may not have arrived"),
        TrialResult.NOT_SENT: tr("not sent"),
    }[trial.result]
    return f"{result} ({trial.words})" if trial.words else result
