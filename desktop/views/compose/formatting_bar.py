"""The row of formatting above the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QToolButton, QWidget

from desktop.language import tr
from desktop.views.compose.keyword_menu import KeywordMenu
from desktop.views.icons import keep_icon
from desktop.views.kit.icon_button import IconButton
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.views.compose.content_editor import ContentEditor


class FormattingBar(QWidget):
    """Acts on ``editor``; a keyword goes where ``insert_keyword`` puts it."""

    def __init__(
        self, editor: ContentEditor, insert_keyword: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self.menu = KeywordMenu(insert_keyword, self)
        self.keyword_button = self._keyword_button()
        self.setAccessibleName(tr("Formatting"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for icon, words, command in self._commands():
            row.addWidget(IconButton(icon, words, self._run(command)))
        row.addSpacing(theme_of(self).scale.small)
        row.addWidget(self.keyword_button)
        row.addStretch()
        self._undo = IconButton("undo", tr("Undo"), editor.undo)
        self._redo = IconButton("redo", tr("Redo"), editor.redo)
        for button, available in ((self._undo, editor.undoAvailable), (self._redo, editor.redoAvailable)):
            button.setEnabled(False)
            available.connect(button.setEnabled)
            row.addWidget(button)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)

    def minimumSizeHint(self) -> QSize:
        """Undo and Redo have keys that everybody knows, so they give way where it is narrow."""
        row = self.layout()
        height = row.minimumSize().height() if row else 0
        return QSize(self._whole_width - 2 * self._undo.sizeHint().width(), height)

    @property
    def buttons(self) -> list[QToolButton]:
        """From left to right."""
        return self.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly)

    @property
    def _whole_width(self) -> int:
        return sum(each.sizeHint().width() for each in self.buttons) + theme_of(self).scale.small

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not at once: what is shown has its form laid out anew, while that is just being laid out.
        self._fitting.start()

    def _fit(self) -> None:
        has_room = self.width() >= self._whole_width
        self._undo.setVisible(has_room)
        self._redo.setVisible(has_room)

    def _commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        editor = self._editor
        return (
            ("bold", _with_keys(tr("Bold"), "Ctrl+B"), editor.toggle_bold),
            ("italic", _with_keys(tr("Italic"), "Ctrl+I"), editor.toggle_italic),
            ("link", _with_keys(tr("Link"), "Ctrl+K"), editor.make_link),
            ("heading", tr("Heading"), lambda: editor.toggle_prefix("## ")),
            ("list", tr("List"), lambda: editor.toggle_prefix("- ")),
            ("list-numbered", tr("Numbered list"), lambda: editor.toggle_prefix("1. ")),
            ("quote", tr("Quote"), lambda: editor.toggle_prefix("> ")),
            ("picture", tr("Picture…"), editor.ask_for_picture),
        )

    def _run(self, command: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            command()
            self._editor.setFocus()

        return run

    def _keyword_button(self) -> QToolButton:
        button = QToolButton()
        button.setText(tr("Keyword"))
        button.setToolTip(tr("Insert something that differs for each account"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMenu(self.menu)
        button.setProperty("variant", "menu")
        keep_icon(button, "keyword", "text-quiet")
        return button


def _with_keys(words: str, keys: str) -> str:
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words} ({shown})"
