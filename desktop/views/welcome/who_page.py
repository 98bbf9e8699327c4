"""An office with several users is opened at a computer that does not know yet whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.services.permission import role_name
from desktop.views.kit.button import Button
from desktop.views.kit.elided import plain_tip
from desktop.views.kit.field import Field
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.office import User

_ID = Qt.ItemDataRole.UserRole


class WhoPage(QWidget):
    """Asks who works here; ``user_chosen`` carries the user id. Nobody is chosen beforehand."""

    user_chosen = Signal(str)
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Words("", "quiet").wrapped()
        self.list = QListWidget()
        self.names = Field(
            tr("Your name"),
            self.list,
            tr("This computer remembers it. It can be changed under Manage Account, Settings, Users."),
        )
        self.go_button = PrimaryButton(tr("Open the office"), self._on_go)
        self.quit_button = Button(tr("Quit"), self.quit_wanted.emit)
        self._arrange()
        self.list.itemActivated.connect(self._on_go)
        self.list.currentRowChanged.connect(lambda _row: self.names.show_problem(""))

    def ask(self, office: str, users: Sequence[User]) -> None:
        """Offer ``users`` of the office of that name."""
        words = tr("{office} has several users. What you do in it is done and kept under your name.")
        self._sentence.setText(words.format(office=office))
        self.list.clear()
        for user in users:
            item = QListWidgetItem(f"{user.name} ({role_name(user.role)})", self.list)
            item.setData(_ID, user.user_id)
            item.setToolTip(plain_tip(user.email))
        # Once told that there is none, the list does not make the first name the current one by itself.
        self.list.setCurrentIndex(QModelIndex())
        self.list.setFocus()

    def _arrange(self) -> None:
        self.list.setObjectName("nameList")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # As high as its names, or as the window has room for.
        self.list.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.huge, scale.huge, scale.huge, scale.huge)
        column.setSpacing(scale.medium)
        column.addWidget(Words(tr("Who works here?"), "title"))
        column.addWidget(self._sentence)
        column.addWidget(self.names)
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(self.go_button)
        row.addWidget(self.quit_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _on_go(self) -> None:
        if self.list.currentRow() < 0:
            self.names.show_problem(tr("Choose your name."))
            self.list.setFocus()
        else:
            self.user_chosen.emit(self.list.currentItem().data(_ID))
