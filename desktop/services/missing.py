"""Finds, over all recipients of a draft, the keywords that have no value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.content.template_text import MissingKeyword, TemplateText
from desktop.models.account import Account, AccountLine
from desktop.models.office import User
from desktop.models.outgoing import MessageDraft, recipient_of
from desktop.models.send_check import MissingValue
from desktop.services.letters import Letter, letter_of

if TYPE_CHECKING:
    from desktop.store.store import Store

_AT_A_TIME = 500
_NAMED = 5
_Spot = tuple[bool, int, int, str]


@dataclass
class _Found:
    count: int = 0
    first: list[AccountLine] = field(default_factory=list)


def missing_values(
    store: Store, actor: User, draft: MessageDraft, progress: Callable[[int, int], None]
) -> list[MissingValue]:
    """The keywords that lack a value for somebody, subject first, in the order of the text.

    ``progress`` is told how many of how many recipients were looked at, and may raise Cancelled.
    Raises Refused when the text has problems.
    """
    texts = ((True, TemplateText(draft.subject)), (False, TemplateText(draft.content)))
    found: dict[_Spot, _Found] = {}
    with store.read() as unit:
        letter = letter_of(unit, draft, actor)
        for start in range(0, len(draft.accounts), _AT_A_TIME):
            progress(start, len(draft.accounts))
            part = draft.accounts[start : start + _AT_A_TIME]
            accounts = unit.accounts.by_id(part)
            for number in part:
                if number in accounts:
                    _look(accounts[number], letter, texts, found)
    progress(len(draft.accounts), len(draft.accounts))
    return [_missing(spot, each) for spot, each in sorted(found.items())]


def _look(
    account: Account,
    letter: Letter,
    texts: tuple[tuple[bool, TemplateText], ...],
    found: dict[_Spot, _Found],
) -> None:
    values = letter.values(recipient_of(account))
    for in_subject, text in texts:
        for spot in {_spot(each, in_subject=in_subject) for each in text.fill(values).missing}:
            known = found.setdefault(spot, _Found())
            known.count += 1
            if len(known.first) < _NAMED:
                known.first.append(_line(account))


def _spot(each: MissingKeyword, *, in_subject: bool) -> _Spot:
    return (not in_subject, each.place.line, each.place.column, each.name)


def _missing(spot: _Spot, found: _Found) -> MissingValue:
    in_content, line, column, keyword = spot
    return MissingValue(keyword, line, column, not in_content, found.count, tuple(found.first))


def _line(account: Account) -> AccountLine:
    details = account.details
    return AccountLine(
        account.id, details.number, details.title, details.email, details.username, details.tws_access
    )
