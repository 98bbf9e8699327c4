"""Settles, when a message is put out, what becomes of recipients who have no value for a keyword."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.content.keywords import COLUMNS
from desktop.content.message_versions import message_looks
from desktop.errors import Refused
from desktop.language import tr, trn
from desktop.models.missing_rule import MissingWay, Rules, defaults_of, way_of
from desktop.models.outgoing import OutgoingMessage
from desktop.services.letters import letter_sent

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork


def settle_missing(unit: UnitOfWork, message: OutgoingMessage) -> bool:
    """Skip, in a message that was just put out, whoever is to be skipped for want of a value.

    Returns whether anybody was. Only recipients with an empty field are looked at, where no other can
    lack anything. Raises Refused, and then nothing must be kept of the message, when a value is missing
    that stops it.
    """
    texts = message_looks(message.subject, message.content, message.variants)
    same = letter_sent(unit, message).same_values()
    known = _there(same) | defaults_of(message.missing)
    columns = [COLUMNS[name] for name in texts.keywords]
    named = [COLUMNS[name] for name in texts.keywords if name in texts.named]
    anybody = texts.assigns or not texts.named <= {*COLUMNS, *known}
    if not named and not anybody:
        return False
    # Id first; of those a store could not tell from blank ones most begin with a letter beyond ASCII.
    looked_at = [place for place, name in enumerate(texts.keywords, 1) if name in texts.named]
    skipped: dict[str, list[int]] = {}
    stopped: dict[str, int] = {}
    for part in unit.missing.blank(message.id, () if anybody else named, columns):
        for row in part:
            if not anybody and all(row[place].strip() for place in looked_at):
                continue
            own = _there(dict(zip(texts.keywords, row[1:], strict=True)))
            look = texts.look(known | own, own.get("language", ""))
            lacks = dict.fromkeys(spot.keyword for spot in look.spots)
            words, stops = settled(message.missing, lacks)
            if words:
                skipped.setdefault(", ".join(words), []).append(row[0])
            for keyword in stops:
                stopped[keyword] = stopped.get(keyword, 0) + 1
    if stopped:
        raise _stopped(stopped, is_resend=message.resend_of is not None)
    for keywords, recipients in skipped.items():
        unit.missing.skip(message.id, recipients, keywords)
    return bool(skipped)


def settled(rules: Rules, lacks: Iterable[str]) -> tuple[list[str], list[str]]:
    """For one recipient who ``lacks`` these keywords: for which it is skipped, and which stop all.

    Whoever is skipped stops nothing.
    """
    ways = {keyword: way_of(rules, keyword) for keyword in lacks}
    skips = [keyword for keyword, way in ways.items() if way is MissingWay.SKIP]
    stops = [keyword for keyword, way in ways.items() if way is MissingWay.STOP]
    return skips, [] if skips else stops


def _there(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value.strip()}


def _stopped(stopped: dict[str, int], *, is_resend: bool) -> Refused:
    keyword, count = next(iter(stopped.items()))
    sentence = trn(
        "“{keyword}” has no value for {n} account.", "“{keyword}” has no value for {n} accounts.", count
    )
    remedy = tr("Settle in the preview what is to be done.")
    if is_resend:
        remedy = tr("Make a new message from this one, and settle in its preview what is to be done.")
    return Refused(tr("The message was not sent"), sentence.replace("{keyword}", keyword), remedy)
