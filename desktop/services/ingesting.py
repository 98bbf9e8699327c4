"""Takes what the broker sends: from a file, from standard input, and again what was refused before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from desktop.content.cleaning import in_a_row
from desktop.errors import Cancelled, Refused, StoreUnavailable
from desktop.language import tr
from desktop.models.feed import FeedRefusal, FeedReport, FeedRetry
from desktop.models.folding import words
from desktop.models.office import Role, User
from desktop.services.feed.feed_lines import FeedLine
from desktop.services.feed.feed_run import FeedRun, Progress
from desktop.services.feed.feed_taking import FeedTaker
from desktop.services.feed.feed_text import why_no_text
from desktop.services.permission import require
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.store.store import Store


def ingest_file(store: Store, actor: User, path: Path, progress: Progress | None = None) -> FeedReport:
    """Take all records of a file that can be taken; the same file again changes nothing.

    Raises Refused where it cannot be read, is no text at all or ``actor`` may not, StoreUnavailable, and what ``progress`` raises.
    """
    require(actor, Role.ADMIN)
    return _take_file(FeedRun(store, actor.name, path.name), path, progress)


def ingest_until_stopped(
    store: Store, actor: User, path: Path, progress: Progress
) -> tuple[FeedReport, bool]:
    """The same; where ``progress`` raises Cancelled, what was taken till then, and True."""
    require(actor, Role.ADMIN)
    run = FeedRun(store, actor.name, path.name)
    try:
        return _take_file(run, path, progress), False
    except Cancelled:
        return run.report, True


def _take_file(run: FeedRun, path: Path, progress: Progress | None) -> FeedReport:
    try:
        refused = why_no_text(path)
        if refused is not None:
            raise refused
        with path.open("rb") as stream:
            return run.take(stream, progress)
    except OSError as error:
        raise Refused(
            tr("The file cannot be read"),
            tr("{file}: {reason}").format(file=in_a_row(path.name), reason=error.strerror or str(error)),
            tr("What was taken before stays; try again when it can be read."),
        ) from error


def ingest_stream(
    store: Store, actor: User, stream: IO[bytes], progress: Progress | None = None
) -> FeedReport:
    """The same from an open stream, as it comes."""
    require(actor, Role.ADMIN)
    return FeedRun(store, actor.name, tr("standard input")).take(stream, progress)


def refusal_list(store: Store) -> StoreList[FeedRefusal, str]:
    """The refused lines that wait, by ``at`` or ``file``; filtered by a text."""
    return StoreList(
        store,
        lambda unit, text: unit.refusals.listed(words(text)),
        lambda refusal: refusal.id,
        {"at": lambda refusal: refusal.at, "file": lambda refusal: refusal.file},
    )


def try_again(store: Store, actor: User, refusal_id: int, text: str | None = None) -> str:
    """Take a refused line, as it is or corrected to ``text``; returns why it is still refused, empty if taken.

    Raises Refused when somebody else settled it, or ``actor`` may not.
    """
    require(actor, Role.ADMIN)
    with store.write(actor.name) as unit:
        refusal = unit.refusals.get(refusal_id)
        if refusal is None:
            raise _settled()
        line = refusal.text if text is None else text
        # One record is one line, however the person broke it.
        raw = " ".join(line.split("\n")).strip().encode("utf-8", "replace")
        taken = FeedTaker(refusal.file).take_one(
            unit, FeedLine(refusal.line, raw, refusal.is_whole or text is not None)
        )
        reason = taken.faults[0].reason if taken.faults else ""
        if not reason:
            unit.refusals.settle(refusal_id, actor.name, line)
            unit.commit()
            return ""
    if text is None:
        with store.write(actor.name) as unit:
            unit.refusals.explain(refusal_id, reason)
            unit.commit()
    return reason


def try_all_again(
    store: Store, actor: User, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> FeedRetry:
    """Try every refused line as it is, the oldest first, each in a transaction of its own.

    ``progress`` is told how many of how many were tried, and may raise Cancelled. Lines that somebody
    else settles meanwhile count for nothing.
    """
    require(actor, Role.ADMIN)
    with store.read() as unit:
        waiting = unit.refusals.open_ids()
    reasons = []
    for done, refusal_id in enumerate(waiting):
        progress(done, len(waiting))
        try:
            reasons.append(try_again(store, actor, refusal_id))
        except StoreUnavailable:
            raise
        except Refused:
            continue
    return FeedRetry(reasons.count(""), len(reasons) - reasons.count(""))


def count_refused(store: Store) -> int:
    """How many refused lines wait."""
    with store.read() as unit:
        return unit.refusals.count()


def discard_refusal(store: Store, actor: User, refusal_id: int) -> None:
    """Let a refused line be; it stays in the records. Raises Refused when somebody else settled it."""
    require(actor, Role.ADMIN)
    with store.write(actor.name) as unit:
        if not unit.refusals.settle(refusal_id, actor.name, ""):
            raise _settled()
        unit.commit()


def discard_refusals(store: Store, actor: User, refusal_ids: Sequence[int]) -> int:
    """The same for many in one transaction; returns how many, without those that somebody else settled."""
    require(actor, Role.ADMIN)
    with store.write(actor.name) as unit:
        done = unit.refusals.discard(refusal_ids, actor.name)
        unit.commit()
    return done


def _settled() -> Refused:
    return Refused(tr("Nothing was changed"), tr("Somebody else has settled this line meanwhile."))
