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
from desktop.services.permission import ASKERS, why_not
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

    opened = Signal(object)
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
        self.empty = EmptyState("question", "", "")
        self.list.vacancy.set_empty(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list.table)
        self.list.opened.connect(self.opened)
        self.chips.chosen.connect(self._on_chosen)
        desk.office_changed.connect(self._offer)
        self._offer()
        self._show_empty_words()

    def _offer(self) -> None:
        self.new_button.setEnabled(self._desk.actor.may_ask)
        self.new_button.tell_why_not(why_not(self._desk.actor, *ASKERS))

    def _on_chosen(self) -> None:
        self._show_empty_words()
        self.list.rebase()

    def _show_empty_words(self) -> None:
        is_open = self.chips.is_open
        title = tr("No inquiries") if is_open is None else tr("No open inquiries")
        title = tr("No closed inquiries") if is_open is False else title
        words = tr("What you ask IB stands here with its answers. Closed ones are kept.")
        self.empty.set_words(title, words)
