"""Account numbers pasted from a mail or a spreadsheet: which are clients that can be written to, and which are not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.models.account import AccountStatus, is_account_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from desktop.services.recipient_loading import LoadProgress
    from desktop.store.store import Store

# Letters and digits belong to a piece; whatever else stands between two of them parts them.
_PIECE = re.compile(r"[^\W_]+")
# "U 123456" is read as one: a letter alone before a number is nothing else.
_APART = re.compile(r"\b(D?[UFI])[\s.:#-]{1,3}(?=[0-9]{6,9}\b)", re.IGNORECASE)
_BETWEEN_ITEMS = re.compile(r"[\t\n\r,;|、]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
# What a person would take for an account number although it is none: "U12", "X123", or a "U" left off.
_LIKE_A_NUMBER = re.compile(r"[A-Z]+[0-9].*|[0-9]{6,9}")
_AT_A_TIME = 5_000
_LONGEST_PIECE = 40
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class PastedNumbers:
    """What a pasted text holds, each number once and in the order of the text.

    ``open_ids`` can be chosen; ``closed`` and ``pending`` are clients that cannot; ``unknown`` has the
    form of a number that no account has; ``unclear`` is all else that stands there, as it stands.
    """

    open_ids: tuple[int, ...] = ()
    closed: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    repeated: int = 0

    @property
    def left_out(self) -> int:
        return len(self.closed) + len(self.pending) + len(self.unknown) + len(self.unclear)


def pasted_numbers(store: Store, text: str, progress: LoadProgress) -> PastedNumbers:
    """Look up every number in ``text``. Raises StoreUnavailable, Cancelled."""
    numbers: dict[str, None] = {}
    unclear: dict[str, None] = {}
    met = 0
    for count, (piece, is_number) in enumerate(_pieces(text)):
        if count % _AT_A_TIME == 0:
            progress.check()
        if is_number:
            numbers[piece] = None
            met += 1
        else:
            unclear[_short(piece)] = None
    known = _known(store, tuple(numbers), progress)
    return PastedNumbers(
        open_ids=tuple(known[number][0] for number in _having(AccountStatus.OPEN, numbers, known)),
        closed=_having(AccountStatus.CLOSED, numbers, known),
        pending=_having(AccountStatus.PENDING, numbers, known),
        unknown=tuple(number for number in numbers if number not in known),
        unclear=tuple(unclear),
        repeated=met - len(numbers),
    )


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The account numbers, as they are written in the store, and between them what is none; which it is."""
    for block in _blocks(text):
        plain = _APART.sub(r"\1", unicodedata.normalize("NFKC", block))
        for item in _BETWEEN_ITEMS.split(plain):
            yield from _pieces_of(item)


def _pieces_of(item: str) -> Iterator[tuple[str, bool]]:
    """Words in a row are one piece: a name beside a number is not reported word by word."""
    row: list[str] = []
    for word in item.split():
        pieces = _PIECE.findall(word)
        if not any(map(_is_like_a_number, pieces)):
            row += [word] if pieces else []
            continue
        yield from _joined(row)
        row = []
        for piece in pieces:
            number = piece.upper()
            is_number = is_account_number(number)
            yield (number if is_number else piece), is_number
    yield from _joined(row)


def _joined(row: Sequence[str]) -> Iterator[tuple[str, bool]]:
    if row:
        yield _EDGES.sub("", " ".join(row)), False


def _is_like_a_number(piece: str) -> bool:
    return _LIKE_A_NUMBER.fullmatch(piece.upper()) is not None


def _short(piece: str) -> str:
    return piece if len(piece) <= _LONGEST_PIECE else f"{piece[: _LONGEST_PIECE - 1]}…"


def _blocks(text: str) -> Iterator[str]:
    """Whole lines of ``text``, so few at a time that a search of them lets the window go on."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK) + 1 or len(text)
        yield text[start:end]
        start = end


def _known(
    store: Store, numbers: Sequence[str], progress: LoadProgress
) -> dict[str, tuple[int, AccountStatus]]:
    known: dict[str, tuple[int, AccountStatus]] = {}
    with store.read() as unit:
        for start in range(0, len(numbers), _AT_A_TIME):
            progress.check()
            progress.report(start, len(numbers))
            known.update(unit.accounts.standing(numbers[start : start + _AT_A_TIME]))
    progress.report(len(numbers), len(numbers))
    return known


def _having(
    status: AccountStatus, numbers: Iterable[str], known: Mapping[str, tuple[int, AccountStatus]]
) -> tuple[str, ...]:
    return tuple(number for number in numbers if number in known and known[number][1] is status)
