"""Settings: its sections as a list at the left, the form of one of them at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.page_header import PageHeader
from desktop.views.settings.branding_section import BrandingSection
from desktop.views.settings.computer_section import ComputerSection
from desktop.views.settings.copies_section import CopiesSection
from desktop.views.settings.feed_section import FeedSection
from desktop.views.settings.inquiry_section import InquirySection
from desktop.views.settings.leave_question import LeaveQuestion
from desktop.views.settings.mail_section import MailSection
from desktop.views.settings.office_section import OfficeSection
from desktop.views.settings.sending_section import SendingSection
from desktop.views.settings.staging_section import StagingSection
from desktop.views.settings.users_section import UsersSection
from desktop.views.theme.theme import theme_of

_UNSAVED_MARK = " •"

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from desktop.bridge.desk import Desk
    from desktop.channels.vault import Vault
    from desktop.views.remembered import Remembered
    from desktop.views.settings.section import Section


class SettingsPage(QWidget):
    """A page over the area. ``leave`` it before it is closed, so that nothing typed is lost.

    ``office_saved`` tells that name, zone, users, mail or branding were stored; ``worker_chosen``
    carries the user id of who works at this computer from now on.
    """

    closed = Signal()
    office_saved = Signal()
    import_staff_wanted = Signal()
    worker_chosen = Signal(str)

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        vault: Vault,
        action_of: Callable[[str], QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Settings"))
        self.office = OfficeSection(desk)
        self.users = UsersSection(desk, remembered)
        self.mail = MailSection(desk, vault)
        self.sending = SendingSection(desk)
        self.inquiries = InquirySection(desk)
        self.feed = FeedSection(desk)
        self.copies = CopiesSection(desk)
        self.staging = StagingSection(desk)
        self.branding = BrandingSection(desk)
        self.computer = ComputerSection(remembered, action_of)
        self.close_button = Button(tr("Close"), lambda: self.leave(self.closed.emit))
        self.list = QListWidget()
        self._pages = QStackedWidget()
        self._parts: list[tuple[QWidget, Section | None]] = [
            (self.office, self.office),
            (self.users, self.users.form),
            (self.mail, self.mail),
            (self.sending, self.sending),
            (self.inquiries, self.inquiries),
            (self.feed, self.feed),
            (self.copies, self.copies),
            (self.staging, self.staging),
            (self.branding, self.branding),
            (self.computer, None),
        ]
        self._fill()
        self._arrange()
        self._connect()

    @property
    def unsaved(self) -> list[Section]:
        """The sections with changes that are not saved."""
        return [form for _, form in self._parts if form is not None and form.is_changed]

    def show_section(self, section: QWidget) -> None:
        """Bring one of the sections into view."""
        self.list.setCurrentRow([part for part, _ in self._parts].index(section))

    def leave(self, go_on: Callable[[], object]) -> None:
        """Do ``go_on``, after asking what becomes of unsaved changes if there are any."""
        unsaved = self.unsaved
        if not unsaved:
            go_on()
            return
        what = ", ".join(self._title_of(form) for form in unsaved)
        LeaveQuestion(self, what, lambda: self._save_all(go_on), lambda: self._discard_all(go_on)).open()

    def _fill(self) -> None:
        titles = (
            tr("Office"),
            tr("Users"),
            tr("Mail"),
            tr("Sending"),
            tr("Inquiries"),
            tr("What IB sends"),
            tr("Copies by e-mail"),
            tr("Message staging"),
            tr("Branding"),
            tr("This computer"),
        )
        for title, (part, _) in zip(titles, self._parts, strict=True):
            self.list.addItem(QListWidgetItem(title))
            self._pages.addWidget(part)
        self._titles = titles
        self.list.setObjectName("sectionList")
        self.list.setAccessibleName(tr("Sections"))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setCurrentRow(0)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QFrame()
        head.setObjectName("areaHead")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        header = PageHeader(tr("Settings"))
        header.add_action(self.close_button)
        inside.addWidget(header)
        self.list.setFixedWidth(self._list_width())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(row, 1)
        self.setFocusProxy(self.list)

    def _list_width(self) -> int:
        """Room for the longest title with the mark of what is not saved."""
        scale, list_ = theme_of(self).scale, self.list
        list_.ensurePolished()
        mark = list_.fontMetrics().horizontalAdvance(_UNSAVED_MARK)
        around = 2 * (scale.small + list_.frameWidth())
        return max(scale.width_label + scale.wide, list_.sizeHintForColumn(0) + mark + around)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._pages.setCurrentIndex)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, context=within).activated.connect(
            self.close_button.click
        )
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, context=within).activated.connect(
            self._on_save_key
        )
        for _, form in self._parts:
            if form is not None:
                form.changed.connect(self._show_unsaved)
                form.saved.connect(self.office_saved)
        self.users.import_wanted.connect(self.import_staff_wanted)
        self.users.worker_chosen.connect(self.worker_chosen)

    def _show_unsaved(self) -> None:
        for row, (_, form) in enumerate(self._parts):
            title, item = self._titles[row], self.list.item(row)
            changed = form is not None and form.is_changed
            words = tr("{section}, not saved").format(section=title) if changed else title
            item.setText(f"{title}{_UNSAVED_MARK}" if changed else title)
            item.setToolTip(words if changed else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def _on_save_key(self) -> None:
        form = self._parts[self.list.currentRow()][1]
        if form is not None and form.save_button.isEnabled():
            form.save()

    def _title_of(self, form: Section) -> str:
        return next(
            title for title, (_, known) in zip(self._titles, self._parts, strict=True) if known is form
        )

    def _save_all(self, go_on: Callable[[], object]) -> None:
        """One after the other; the first that is refused comes into view and stays there."""
        unsaved = self.unsaved
        if not unsaved:
            go_on()
            return
        part = next(part for part, form in self._parts if form is unsaved[0])
        self.show_section(part)
        unsaved[0].save(lambda: self._save_all(go_on))

    def _discard_all(self, go_on: Callable[[], object]) -> None:
        for form in self.unsaved:
            form.discard()
        go_on()
