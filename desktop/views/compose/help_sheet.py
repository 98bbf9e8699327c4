"""A short explanation of how a message is written and sent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.kit.screen_room import screen_room
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class HelpSheet(QDialog):
    """Stays open beside the editor while a person writes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("How to send a message"))
        scale = theme_of(self).scale
        self.setFixedWidth(scale.width_sheet)
        self.inside = QWidget()
        self.movable = FormScroll(self.inside)
        # There is nothing in it to walk to: arrows move it.
        self.movable.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.movable.setAccessibleName(self.windowTitle())
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.small)
        column.setSpacing(scale.small)
        for title, text in _steps():
            column.addWidget(Words(title, "strong"))
            column.addWidget(Words(text).wrapped())
            column.addSpacing(scale.tiny)
        column.addWidget(Words(tr("Formatting"), "strong"))
        column.addLayout(self._table(_marks()))
        foot = QHBoxLayout()
        foot.setContentsMargins(scale.wide, scale.small, scale.wide, scale.large)
        foot.addStretch()
        foot.addWidget(Button(tr("Close"), self.close))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.movable, 1)
        whole.addLayout(foot)
        self._foot = foot

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words are at this width, which is known once the fonts are, if the screen is."""
        super().showEvent(event)
        words = self.inside.layout()
        if words is not None:
            wanted = words.totalHeightForWidth(self.width()) + self._foot.sizeHint().height()
            self.setFixedHeight(min(wanted, screen_room(self)))

    def _table(self, rows: tuple[tuple[str, str], ...]) -> QGridLayout:
        scale = theme_of(self).scale
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.large)
        grid.setVerticalSpacing(scale.tiny)
        grid.setColumnStretch(1, 1)
        for row, (written, meaning) in enumerate(rows):
            grid.addWidget(Words(written), row, 0)
            grid.addWidget(Words(meaning, "quiet").wrapped(), row, 1)
        return grid


def _steps() -> tuple[tuple[str, str], ...]:
    return (
        (
            tr("1  Compose"),
            tr("Begin from a template, keep what you write as a new template, or write it only once."),
        ),
        (
            tr("2  Delivery method"),
            tr(
                "Choose one way or several. A TWS bulletin is short plain text"
                " and reaches only accounts with TWS access."
            ),
        ),
        (
            tr("3  Accounts"),
            tr("Each account gets a copy of its own. Nobody sees who else was written to."),
        ),
        (
            tr("4  Message"),
            tr(
                "A keyword such as {example} is filled in for each account."
                " Type two braces, or choose from “Keyword”."
            ).format(example="{{ account_title }}"),
        ),
        (
            tr("Preview to Send"),
            tr("Nothing is sent yet: first you see the message as each recipient will."),
        ),
    )


def _marks() -> tuple[tuple[str, str], ...]:
    return (
        ("**text**", tr("bold")),
        ("*text*", tr("italic")),
        ("[text](https://…)", tr("a link")),
        ("## text", tr("a heading")),
        ("- text", tr("an item of a list")),
        ('{{ account_title | default: "Client" }}', tr("a keyword, and what stands there without a value")),
        ("{% if city %} … {% endif %}", tr("only where the keyword has a value")),
    )
