"""Account numbers pasted from a mail or a spreadsheet: which are clients that can be written to, and which are not."""

from __future__ import annotations

import enum
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
_BETWEEN_ITEMS = re.compile(r"[\t,;|、]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
# What a person would take for an account number although it is none: "U12", "X123", or a "U" left off.
_LIKE_A_NUMBER = re.compile(r"[A-Z]+[0-9].*|[0-9]{6,9}")
_AT_A_TIME = 5_000
_LONGEST_PIECE = 40
_BLOCK = 65_536


class _Rank(enum.IntEnum):
    """What a piece of a text is, in the order in which it asks for attention."""

    NUMBER = 0
    LIKE_A_NUMBER = 1
    WORDS = 2
    BESIDE = 3


@dataclass(frozen=True, slots=True)
class PastedNumbers:
    """What a pasted text holds, each number once and in the order of the text.

    ``open_ids`` can be chosen; ``closed`` and ``pending`` are clients that cannot; ``unknown`` has the
    form of a number that no account has; ``unclear`` is all else that stands there, as it stands: what
    somebody may have meant for a number comes first, what stands in a line beside a number last.
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
    unclear: dict[str, _Rank] = {}
    met = 0
    for count, (piece, rank) in enumerate(_pieces(text)):
        if count % _AT_A_TIME == 0:
            progress.check()
        if rank is _Rank.NUMBER:
            numbers[piece] = None
            met += 1
        else:
            short = _short(piece)
            unclear[short] = min(rank, unclear.get(short, rank))
    known = _known(store, tuple(numbers), progress)
    return PastedNumbers(
        open_ids=tuple(known[number][0] for number in _having(AccountStatus.OPEN, numbers, known)),
        closed=_having(AccountStatus.CLOSED, numbers, known),
        pending=_having(AccountStatus.PENDING, numbers, known),
        unknown=tuple(number for number in numbers if number not in known),
        unclear=tuple(sorted(unclear, key=unclear.__getitem__)),
        repeated=met - len(numbers),
    )


def _pieces(text: str) -> Iterator[tuple[str, _Rank]]:
    """The account numbers, as they are written in the store, and between them what is none."""
    for block in _blocks(text):
        plain = _APART.sub(r"\1", unicodedata.normalize("NFKC", block))
        for line in plain.splitlines():
            pieces = [piece for item in _BETWEEN_ITEMS.split(line) for piece in _pieces_of(item)]
            is_row = any(rank is _Rank.NUMBER for _, rank in pieces)
            for piece, rank in pieces:
                yield piece, _Rank.BESIDE if is_row and rank is _Rank.WORDS else rank


def _pieces_of(item: str) -> Iterator[tuple[str, _Rank]]:
    """Words in a row are one piece: a name beside a number is not reported word by word."""
    row: list[str] = []
    for word in item.split():
        pieces = _PIECE.findall(word)
        if not any(map(_is_like_a_number, pieces)):
            row += [word] if pieces or row else []
            continue
        yield from _joined(row)
        row = []
        for piece in pieces:
            number = piece.upper()
            if is_account_number(number):
                yield number, _Rank.NUMBER
            else:
                yield piece, _Rank.LIKE_A_NUMBER if _is_like_a_number(piece) else _Rank.WORDS
    yield from _joined(row)


def _joined(row: Sequence[str]) -> Iterator[tuple[str, _Rank]]:
    if row:
        yield _EDGES.sub("", " ".join(row)), _Rank.WORDS


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
