"""Why a recipient got nothing, or perhaps nothing, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.language import tr
from desktop.models.delivery import DeliveryState, SkipReason

if TYPE_CHECKING:
    from desktop.models.delivery import DeliveryLine


def skip_words(reason: SkipReason) -> str:
    """A sentence for the reason."""
    return {
        SkipReason.NO_EMAIL: tr("The account has no e-mail address."),
        SkipReason.INVALID_EMAIL: tr("The e-mail address of the account is not valid."),
        SkipReason.NO_TWS_ACCESS: tr("The account has no access to TWS."),
        SkipReason.NOT_OPEN: tr("The account was not open any more."),
        SkipReason.MISSING_VALUE: tr("The account has no value for a keyword."),
    }[reason]


def outcome_words(line: DeliveryLine) -> str:
    """What the list says beside the state: the server's own words, or why it was skipped."""
    if line.skip_reason is SkipReason.MISSING_VALUE and line.words:
        return tr("The account has no value for “{keyword}”.").format(keyword=line.words)
    return skip_words(line.skip_reason) if line.skip_reason else line.words


def explained(line: DeliveryLine, *, is_paused: bool = False, again: str = "") -> tuple[str, str]:
    """A title and sentences for a delivery that was not made, or of which nothing is kept.

    ``is_paused`` says that nothing of its message leaves until somebody lets it go on, ``again`` when the next try
    is due, such as ``at 14:30``.
    """
    title, sentence = {
        DeliveryState.SKIPPED: (tr("Nothing was sent over this channel"), outcome_words(line)),
        DeliveryState.FAILED: (tr("The message was refused"), _refused_words(line)),
        DeliveryState.UNCONFIRMED: (tr("It is not known whether this arrived"), _unconfirmed_words(line)),
        DeliveryState.QUEUED: (
            tr("Not sent yet"),
            tr("Nothing has left for this account over this channel yet."),
        ),
        DeliveryState.SENDING: (tr("Being sent just now"), tr("It can be seen here as soon as it has left.")),
        DeliveryState.CANCELLED: (
            tr("Nothing was sent"),
            tr("The message was taken back or stopped before this had begun to leave."),
        ),
        DeliveryState.DELIVERED: (
            tr("The content was not kept"),
            tr("It was delivered, but its content is not here."),
        ),
    }[line.state]
    if line.state is DeliveryState.QUEUED and line.tries:
        when = tr("It will be tried again by itself")
        if again:
            when = tr("It will be tried again by itself {when}").format(when=again)
        return tr("It will be tried again when the message goes on") if is_paused else when, _answer_words(
            line
        )
    return title, sentence


def _refused_words(line: DeliveryLine) -> str:
    last = tr("It is not tried again by itself. Check the address, then write to this account again.")
    return f"{_answer_words(line)} {last}".strip()


def _unconfirmed_words(line: DeliveryLine) -> str:
    """No server has answered: the words that were kept are the program's own, and say why."""
    why = line.words or tr(
        "The connection or the program ended between handing the message over and hearing the answer."
    )
    ended = why if why.endswith(".") else f"{why}."
    what = tr(
        "So that nobody is written to twice, it is not sent again by itself. "
        "Ask the recipient before you send it again."
    )
    return f"{ended} {what}"


def _answer_words(line: DeliveryLine) -> str:
    # Words that end with a full stop of their own need no second one.
    ended = line.words.endswith(".")
    said = tr("The answer was: “{words}”") if ended else tr("The answer was: “{words}”.")
    return said.format(words=line.words) if line.words else ""
