"""What stands where rows would be: nothing yet, nothing found, or a failure and the way out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

Page = TypeVar("Page", bound=QWidget)


class Vacancy(QStackedWidget):
    """One page for each reason there is nothing to show, made when there is that reason."""

    retry_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty: QWidget | None = None
        self._make_empty: Callable[[], QWidget] = lambda: EmptyState("list", tr("Nothing here yet"), "")

    @property
    def empty(self) -> QWidget:
        """An empty list."""
        if self._empty is None:
            self._empty = self._added(self._make_empty())
        return self._empty

    @cached_property
    def clear_button(self) -> Button:
        """Takes the filter away."""
        return Button(tr("Clear filter"), self.clear_asked.emit)

    @cached_property
    def retry_button(self) -> Button:
        """Reads anew."""
        return Button(tr("Try again"), self.retry_asked.emit)

    @cached_property
    def failed(self) -> EmptyState:
        """A list that could not be read."""
        words = tr("The list could not be read")
        return self._added(EmptyState("warning", words, "", self.retry_button))

    def set_empty(self, widget: QWidget) -> None:
        """A screen's own words for an empty list, with the first step; before anything is shown."""
        self._empty = self._added(widget)

    def make_empty(self, make: Callable[[], QWidget]) -> None:
        """The same for a screen that is shown at the start: made when the list is found to be empty."""
        self._make_empty = make

    def word_unmatched(
        self, title: str = "", sentence: str = "", icon: str = "filter", *, can_clear: bool = False
    ) -> None:
        """A screen's own words for a list that its filter leaves empty; without any, the usual ones.

        ``can_clear`` says that there is a filter to take away though the words are the screen's own.
        """
        self._unmatched.set_words(title or tr("Nothing matches the filter"), sentence)
        self._unmatched.set_icon(icon)
        self.clear_button.setVisible(not title or can_clear)

    def show_empty(self) -> None:
        self.setCurrentWidget(self.empty)

    def show_unmatched(self) -> None:
        self.setCurrentWidget(self._unmatched)

    def show_failed(self, error: Exception) -> None:
        self.failed.set_words(failure_title(error), failure_words(error))
        self.setCurrentWidget(self.failed)

    @cached_property
    def _unmatched(self) -> EmptyState:
        words = tr("Nothing matches the filter")
        return self._added(EmptyState("filter", words, "", self.clear_button))

    def _added(self, page: Page) -> Page:
        self.addWidget(page)
        return page


def failure_title(error: Exception) -> str:
    """What happened, in a few words."""
    return error.title if isinstance(error, Refused) else tr("The list could not be read")


def failure_words(error: Exception) -> str:
    """A refusal in its own words; of a fault only that it happened, the report is elsewhere."""
    if isinstance(error, Refused):
        return " ".join(part for part in (error.sentence, error.remedy) if part)
    return tr("Something in the program went wrong.")
