"""What the broker sends comes in, in the window: the watch and its news, a file taken by hand, refused lines."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop import paths
from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.errors import StoreUnavailable
from desktop.language import chosen_language, tr, trn
from desktop.late import late
from desktop.models.change import ChangeKind, Subject
from desktop.models.office import Role
from desktop.views.shell.action import Action, Menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.bridge import feeds
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.feed import FeedReport
    from desktop.services import ingesting
    from desktop.services.feed import feed_watch, feed_words
    from desktop.services.feed.feed_watch import FeedNews
    from desktop.views.feed import refusals_page, take_feed_page
    from desktop.views.remembered import Remembered
    from desktop.views.shell.action_registry import ActionRegistry
    from desktop.views.shell.main_window import MainWindow
else:
    feeds = late("desktop.bridge.feeds")
    ingesting = late("desktop.services.ingesting")
    feed_watch = late("desktop.services.feed.feed_watch")
    feed_words = late("desktop.services.feed.feed_words")
    refusals_page = late("desktop.views.feed.refusals_page")
    take_feed_page = late("desktop.views.feed.take_feed_page")

_TAKE, _REFUSED = "take-feed", "refused-lines"
# Whoever has just taken a file goes on writing for a while.
_CALM_MS = 2_000


class FeedScreens(QObject):
    """``window`` gives the window once there is one. ``start`` begins the watch of an embedded store."""

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        registry: ActionRegistry,
        window: Callable[[], MainWindow],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._registry = registry
        self._window = window
        self._feeds: feeds.Feeds | None = None
        self._beginning = QTimer(self, interval=_CALM_MS, singleShot=True)
        self._beginning.timeout.connect(self._look_whether_wanted)
        self._add_actions()
        desk.office_changed.connect(self._offer)
        desk.settled.connect(self._count)
        desk.refresh.changed.connect(self._on_changed)

    def start(self) -> None:
        """Take what is dropped into the office's folder and index its words, until ``stop``.

        Another process does it, which there is only while it has something to do.
        """
        address = self._desk.store.address
        if address.is_embedded:
            words = [*paths.this_program(), "take-feed", "--store", str(address.path)]
            self._feeds = feeds.Feeds([*words, "--language", chosen_language()], self)
            self._feeds.reported.connect(self._on_reported)
            self._feeds.failed.connect(self._on_failed)
            self._feeds.rested.connect(self._look_whether_wanted)
            self._look_whether_wanted()

    def stop(self) -> None:
        self._beginning.stop()
        running, self._feeds = self._feeds, None
        if running is not None:
            running.stop()

    def take_file(self) -> None:
        """Open the page on which a file is taken, and ask which."""
        if self._is_open(take_feed_page.TakeFeedPage):
            return
        page = take_feed_page.TakeFeedPage(self._desk)
        page.closed.connect(functools.partial(self._window().close_page, page))
        page.refused_wanted.connect(functools.partial(self._refused_instead_of, page))
        self._window().show_page(page)

    def show_refused(self) -> None:
        """Open the list of refused lines."""
        if self._is_open(refusals_page.RefusalsPage):
            return
        page = refusals_page.RefusalsPage(self._desk, self._remembered)
        page.closed.connect(functools.partial(self._window().close_page, page))
        self._window().show_page(page)

    def _refused_instead_of(self, page: QWidget) -> None:
        self._window().close_page(page)
        self.show_refused()

    def _is_open(self, kind: type[QWidget]) -> bool:
        area = self._window().area
        found = next((page for page in area.opened if isinstance(page, kind)), None)
        if found is not None:
            area.setCurrentWidget(found)
        return found is not None

    def _add_actions(self) -> None:
        self._registry.add(
            Action(
                _TAKE,
                tr("Take a feed file…"),
                self.take_file,
                Menu.CLIENTS,
                icon="import",
                keywords=tr("ingest jsonl broker messages"),
                section="lists",
            ),
            Action(
                _REFUSED,
                tr("Refused lines"),
                self.show_refused,
                Menu.CLIENTS,
                keywords=tr("feed faults broker messages"),
                section="lists",
            ),
        )

    def _offer(self) -> None:
        if self._desk.is_known:
            self._registry.set_enabled(_TAKE, self._desk.actor.may(Role.ADMIN))

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.REFUSALS):
            self._count()
        if change.of(Subject.SETTINGS):
            self._look_whether_wanted()
        elif any(touch.kind is ChangeKind.CREATED for touch in change.of(Subject.BROKER_MESSAGES)):
            self._beginning.start()

    def _look_whether_wanted(self) -> None:
        if self._feeds is not None and not self._feeds.is_running:
            desk = self._desk
            desk.jobs.read(
                feed_watch.is_wanted, desk.store, then=self._begin, owner=self, latest="feed wanted"
            )

    def _begin(self, is_wanted: bool) -> None:  # noqa: FBT001 - what a job returns
        if is_wanted and self._feeds is not None:
            self._feeds.start()

    def _count(self) -> None:
        desk = self._desk
        desk.jobs.read(
            ingesting.count_refused, desk.store, then=self._show_count, owner=self, latest="refused"
        )

    def _show_count(self, count: int) -> None:
        words = tr("Refused lines")
        shown = tr("{words} ({n})").format(words=words, n=f"{count:,}") if count else words
        self._registry.shown(_REFUSED).setText(shown)

    def _on_reported(self, news: FeedNews) -> None:
        status = self._window().status
        if news.trouble is not None:
            trouble = news.trouble
            words = f"{trouble.title}. {trouble.sentence} {trouble.remedy}".strip()
            status.set_segment("feed", tr("messages of IB wait"), words, icon="warning", role="warning")
            # A store that is away is told of by whoever needs it.
            if not isinstance(trouble, StoreUnavailable):
                self._desk.notices.trouble(trouble)
        elif news.taken is not None:
            status.set_segment("feed", "")
            if news.taken.refused is not None:
                self._desk.notices.trouble(news.taken.refused)
            elif news.taken.report.refused:
                self._tell_refused(news.taken.name, news.taken.report)
        elif news.file:
            words = tr("Taking {file}, {n} %").format(file=news.file, n=round(100 * news.share))
            status.set_segment("feed", words, words, icon="import")
        else:
            status.set_segment("feed", "")

    def _tell_refused(self, name: str, report: FeedReport) -> None:
        words = trn("{n} line of {file} was refused", "{n} lines of {file} were refused", report.refused)
        self._desk.notices.show(
            ShownNotice(
                NoticeKind.WARNING,
                words.format(file=name),
                feed_words.refused_before_words(report),
                action_label=tr("Show refused lines"),
                action=self.show_refused,
            )
        )

    def _on_failed(self, error: Exception) -> None:
        self._window().status.set_segment(
            "feed",
            tr("messages of IB wait"),
            tr("Restart the program to go on."),
            icon="warning",
            role="warning",
        )
        self._desk.notices.fault(error)
