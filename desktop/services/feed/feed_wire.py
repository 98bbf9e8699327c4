"""The news of a watch as plain values, from the process that takes the feed to the one with the window."""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import IO, Any

from desktop.errors import Refused, StoreUnavailable
from desktop.models.feed import FeedReport
from desktop.services.feed.feed_folder import TakenFile
from desktop.services.feed.feed_watch import FeedNews


def say(to: IO[bytes], news: FeedNews) -> None:
    """Write the news, without the lines that a report lists. Raises OSError where nobody listens any more."""
    taken, trouble = news.taken, news.trouble
    plain: Any = (
        news.file,
        news.share,
        None if taken is None else _plain(taken),
        None if trouble is None else _words(trouble),
    )
    to.write(marshal.dumps(plain))
    to.flush()


def heard(stream: IO[bytes]) -> FeedNews | None:
    """The next news; None when there will be none any more."""
    try:
        file, share, taken, trouble = marshal.load(stream)  # noqa: S302 - from this program itself
        return FeedNews(
            file,
            share,
            None if taken is None else _taken(*taken),
            None if trouble is None else _trouble(*trouble),
        )
    except (EOFError, OSError, ValueError, TypeError):
        return None


def _plain(taken: TakenFile) -> tuple[Any, ...]:
    refused = None if taken.refused is None else _words(taken.refused)
    return taken.name, str(taken.moved_to), _counts(taken.report), refused


def _counts(report: FeedReport) -> list[int]:
    return [
        report.lines,
        report.taken,
        report.known,
        report.refused,
        report.newly_refused,
        report.messages,
    ]


def _taken(name: str, moved_to: str, counts: list[int], why: Any) -> TakenFile:
    lines, taken, known, refused, newly_refused, messages = counts
    report = FeedReport(lines, taken, known, refused, newly_refused, messages, (), ())
    return TakenFile(name, report, Path(moved_to), None if why is None else _trouble(*why))


def _words(trouble: Refused) -> tuple[bool, str, str, str, str]:
    of_store = isinstance(trouble, StoreUnavailable)
    return of_store, trouble.title, trouble.sentence, trouble.remedy, trouble.about


def _trouble(of_store: bool, title: str, sentence: str, remedy: str, about: str) -> Refused:  # noqa: FBT001
    kind = StoreUnavailable if of_store else Refused
    return kind(title, sentence, remedy, about=about)
