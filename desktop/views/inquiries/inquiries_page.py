"""Inquiries in My Message Center: what the office has asked the broker, and how far each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.inquiry_filter import InquiryFilter
from desktop.models.listing import Order
from desktop.services.inquiries import inquiry_list
from desktop.views.inquiries.columns import inquiry_columns
from desktop.views.inquiries.open_chips import OpenChips
from desktop.views.kit.button import Button
from desktop.views.kit.empty_state import EmptyState
from desktop.views.lists.office_list import OfficeList

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.views.remembered import Remembered


class InquiriesPage(QWidget):
    """The list; ``opened`` carries an inquiry's id."""

    opened = Signal(int)
    new_wanted = Signal()

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chips = OpenChips()
        self.list = OfficeList(
            "inquiries",
            desk,
            remembered,
            inquiry_list(desk.store),
            inquiry_columns(desk),
            order=Order("at", descending=True),
            subjects=[Subject.INQUIRIES],
            placeholder=tr("Filter: number, subject, text or answer"),
            filter_of=lambda text: InquiryFilter(text, self.chips.is_open),
        )
        self.list.table.setAccessibleName(tr("Inquiries"))
        self.new_button = Button(tr("New inquiry"), self.new_wanted.emit, icon="plus")
        self.list.add_filter(self.chips)
        self.list.add_filter(self.new_button)
        words = tr("What you ask IB stands here with its answers. Open ones are shown; closed ones are kept.")
        self.list.vacancy.set_empty(EmptyState("question", tr("No open inquiries"), words))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list.table)
        self.list.opened.connect(self.opened)
        self.chips.chosen.connect(self.list.refilter)
        self.list.vacancy.clear_asked.connect(self._on_clear_asked)
        desk.office_changed.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        self.new_button.setEnabled(self._desk.actor.may_ask)

    def _on_clear_asked(self) -> None:
        self.chips.choose_all()
        self.list.refilter()
