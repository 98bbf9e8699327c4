"""One pass over a feed: batch by batch, each in a transaction of its own, so that it can be killed and repeated."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from typing import IO, TYPE_CHECKING

from desktop.content.cleaning import in_a_row
from desktop.language import tr, trn
from desktop.models.feed import FeedOutcome, FeedReport
from desktop.services.feed.feed_blocks import FeedBlock
from desktop.services.feed.feed_reader import reader_of
from desktop.services.feed.feed_reading import Taken
from desktop.services.feed.feed_taking import FeedTaker
from desktop.services.feed.feed_words import refused_before_words
from desktop.services.import_files.fault_log import FaultLog

if TYPE_CHECKING:
    from desktop.store.store import Store

_COLLECTED_EVERY = 20

Progress = Callable[[int, int], None]
"""Told how many bytes are read and how many records were taken; may raise Cancelled between two batches."""


class FeedRun:
    """Takes a feed into ``store``, by ``actor``. ``file`` is what it is called where a line is refused."""

    def __init__(self, store: Store, actor: str, file: str) -> None:
        self._store = store
        self._actor = actor
        self._file = in_a_row(file)
        self._taker = FeedTaker(self._file)
        self._counts: Counter[FeedOutcome] = Counter()
        self._messages = 0
        self._newly_refused = 0
        self._faults = FaultLog()
        self._remarks = FaultLog()

    def take(self, stream: IO[bytes], progress: Progress | None = None) -> FeedReport:
        """Read to the end. Raises StoreUnavailable, OSError and what ``progress`` raises; what is taken stays."""
        try:
            with ThreadPoolExecutor(1, thread_name_prefix="feed-lines") as reader:
                ahead = reader_of(stream, reader)
                with closing(ahead.blocks()) as blocks, _without_collector() as collect:
                    for block in blocks:
                        self._note(self._take(block, ahead.read_on))
                        if progress is not None:
                            progress(block.end.read_bytes, self._counts[FeedOutcome.TAKEN])
                        collect()
        finally:
            self._tell_refused()
        return self.report

    @property
    def report(self) -> FeedReport:
        """What has come of it so far."""
        counts = self._counts
        return FeedReport(
            lines=counts.total(),
            taken=counts[FeedOutcome.TAKEN],
            known=counts[FeedOutcome.KNOWN],
            refused=counts[FeedOutcome.REFUSED],
            newly_refused=self._newly_refused,
            messages=self._messages,
            faults=self._faults,
            remarks=self._remarks,
        )

    def _take(self, block: FeedBlock, meanwhile: Callable[[], None]) -> Taken:
        # The last one makes all of them last. What the power takes before is taken from the file again.
        # Accounts are looked up, and do not go away: to look for each again takes a fifth of the writing.
        with self._store.write(self._actor, lasting=block.is_last, checked=False) as unit:
            taken = self._taker.take(unit, block.read, meanwhile)
            unit.commit()
        return taken

    def _tell_refused(self) -> None:
        if not self._newly_refused:
            return
        kept = tr(
            "From {file}. What was refused is kept: Manage Clients, Refused lines shows it, to be corrected or tried again."
        )
        with self._store.write(self._actor) as unit:
            unit.notices.add_of_refused(
                trn(
                    "{n} record of IB was refused",
                    "{n} records of IB were refused",
                    self._counts[FeedOutcome.REFUSED],
                ),
                " ".join(filter(None, [kept.format(file=self._file), refused_before_words(self.report)])),
            )
            unit.commit()

    def _note(self, taken: Taken) -> None:
        self._counts += taken.counts
        self._messages += taken.messages
        self._newly_refused += taken.newly_refused
        self._faults.add(sorted(taken.faults, key=lambda fault: fault.line))
        self._remarks.add(taken.remarks)


@contextmanager
def _without_collector() -> Iterator[Callable[[], None]]:
    """Records form no cycles, and Python's collector would look at all of them again and again.

    Gives what collects now and then whatever else does, where the collector was on.
    """
    was_enabled, batches = gc.isenabled(), count(1)
    gc.disable()

    def collect() -> None:
        if was_enabled and next(batches) % _COLLECTED_EVERY == 0:
            gc.collect()

    try:
        yield collect
    finally:
        if was_enabled:
            gc.enable()
