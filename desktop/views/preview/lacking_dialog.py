"""Lists the accounts that lack something, however many, to be copied or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.services.lacking import lacking_list
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.lists.column import Column
from desktop.views.lists.office_list import OfficeList
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.account import AccountLine
    from desktop.views.remembered import Remembered


class LackingDialog(QDialog):
    """``account_chosen`` when one of them is to be looked at; the dialog closes then."""

    account_chosen = Signal(int)

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        title: str,
        accounts: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.list = OfficeList(
            "lacking",
            desk,
            remembered,
            lacking_list(desk.store, accounts),
            _columns(),
            order=Order("number"),
            subjects=[Subject.ACCOUNTS],
            placeholder=tr("Filter: number or title"),
        )
        self.list.table.setAccessibleName(title)
        self._arrange()
        self.list.opened.connect(self._on_opened)
        self.list.table.setFocus()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_sheet, scale.width_dialog)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, scale.small, 0, scale.large)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(scale.large, scale.small, scale.large, 0)
        hint = tr("Ctrl+A and Ctrl+C copy all of them. Enter shows one in the preview.")
        row.addWidget(Words(hint, "quiet").wrapped(), 1)
        row.addWidget(Button(tr("Close"), self.reject))
        column.addLayout(row)

    def _on_opened(self, account_id: int) -> None:
        self.accept()
        self.account_chosen.emit(account_id)


def _columns() -> list[Column[AccountLine]]:
    return [
        Column("number", tr("Account number"), lambda row: row.number, width=14, has_figures=True),
        Column(
            "title", tr("Account title"), lambda row: " ".join(row.title.split()), sortable=False, width=44
        ),
    ]
