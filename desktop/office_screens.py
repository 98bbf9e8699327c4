"""My Message Center: the ways between notices, inquiries and the messages they speak of."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge.shown_notice import NoticeKind
from desktop.language import tr, trn
from desktop.late import late
from desktop.models.change import Subject
from desktop.views.shell.area_spec import AreaSpec, TabSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop import attention
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.inquiry_draft import InquiryDraft
    from desktop.services import asking, inquiries, notices
    from desktop.services.asking import HandedOver
    from desktop.services.inquiries import Submitted
    from desktop.store.store import Store
    from desktop.views.inquiries import inquiries_page, inquiry_dialog, inquiry_page
    from desktop.views.notices import notices_page
    from desktop.views.remembered import Remembered
    from desktop.views.shell.main_window import MainWindow
else:
    attention = late("desktop.attention")
    asking = late("desktop.services.asking")
    inquiries = late("desktop.services.inquiries")
    notices = late("desktop.services.notices")
    inquiries_page = late("desktop.views.inquiries.inquiries_page")
    inquiry_dialog = late("desktop.views.inquiries.inquiry_dialog")
    inquiry_page = late("desktop.views.inquiries.inquiry_page")
    notices_page = late("desktop.views.notices.notices_page")

NOTICES, INQUIRIES = "notices", "inquiries"


class OfficeScreens(QObject):
    """The area of the office's own affairs. Give it the window with ``use`` when there is one."""

    message_wanted = Signal(int)  # the id of a sent message
    held_wanted = Signal(object)  # the id of a held message, or None for To Be Sent By IB
    refused_wanted = Signal()
    broker_message_wanted = Signal(object)  # the id of a message of the broker, which needs 64 bits

    def __init__(self, desk: Desk, remembered: Remembered, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._window: MainWindow | None = None
        self._calls: attention.Attention | None = None

    def area(self) -> AreaSpec:
        """What the window shows of it."""
        tabs = (
            TabSpec(NOTICES, tr("Notices"), self._notices_page),
            TabSpec(INQUIRIES, tr("Inquiries"), self._inquiries_page),
        )
        return AreaSpec(NOTICES, tr("My Message Center"), "message-center", tabs)

    def use(self, window: MainWindow) -> None:
        """The window stands; counting and handing over begin when its first rows do."""
        self._window = window
        self._desk.refresh.changed.connect(self._on_changed)
        self._desk.settled.connect(self._on_settled)

    def stop(self) -> None:
        """The office is being closed: nothing more is announced."""
        if self._calls is not None:
            self._calls.stop()

    def ask_about(self, message_id: int | None = None) -> None:
        """Open Submit Inquiry, about a message of the broker or about none."""
        desk = self._desk
        desk.jobs.read(
            inquiries.draft_about, desk.store, message_id, then=self._open_form, owner=self, latest="form"
        )

    def show_inquiry(self, inquiry_id: int) -> None:
        """Open an inquiry."""
        window = self._the_window
        window.show_place(NOTICES, INQUIRIES)
        page = inquiry_page.InquiryPage(self._desk, inquiry_id)
        page.closed.connect(functools.partial(window.close_page, page))
        page.changed.connect(self.hand_over)
        page.message_wanted.connect(self.broker_message_wanted)
        window.show_page(page)

    def hold(self, pages: list[QWidget]) -> bool:
        """Whether one of ``pages`` is half written; the topmost of them asks what becomes of it."""
        for page in reversed(pages):
            if isinstance(page, inquiry_page.InquiryPage) and page.is_dirty:
                self._the_window.show_place(NOTICES)
                self._the_window.area.setCurrentWidget(page)
                page.ask_close()
                return True
        return False

    def hand_over(self) -> None:
        """Give the broker's side what waits, and say what came of it."""
        self._hand_over(is_told=True)

    @property
    def _the_window(self) -> MainWindow:
        if self._window is None:
            raise LookupError("There is no window yet")
        return self._window

    def _notices_page(self) -> notices_page.NoticesPage:
        page = notices_page.NoticesPage(self._desk, self._remembered)
        page.message_wanted.connect(self.message_wanted)
        page.held_wanted.connect(self.held_wanted)
        page.refused_wanted.connect(self.refused_wanted)
        return page

    def _inquiries_page(self) -> inquiries_page.InquiriesPage:
        page = inquiries_page.InquiriesPage(self._desk, self._remembered)
        page.opened.connect(self.show_inquiry)
        page.new_wanted.connect(self.ask_about)
        return page

    def _open_form(self, draft: InquiryDraft) -> None:
        dialog = inquiry_dialog.InquiryDialog(self._desk, draft, self._the_window)
        dialog.submitted.connect(self._on_submitted)
        dialog.open()

    def _on_submitted(self, submitted: Submitted) -> None:
        words = tr("Submitted as inquiry {number}.").format(number=submitted.number)
        self._desk.notices.tell(words)
        self.hand_over()

    def _hand_over(self, *, is_told: bool) -> None:
        ways = self._desk.ways
        if ways is None:
            return
        if not self._desk.store.address.is_embedded:
            # Thirty desktops would write into thirty folders.
            if is_told:
                self._desk.notices.tell(tr("The office’s worker hands it over to IB’s side."))
            return
        then = functools.partial(self._on_handed_over, is_told)
        self._desk.jobs.write(asking.hand_over, self._desk.store, ways, then=then, owner=self)

    def _on_handed_over(self, is_told: bool, report: HandedOver) -> None:  # noqa: FBT001 - bound by position
        notices_shown = self._desk.notices
        if report.sentence:
            words = trn(
                "{n} entry of an inquiry waits to be handed over. {reason}",
                "{n} entries of inquiries wait to be handed over. {reason}",
                report.waiting,
            ).format(reason=f"{report.sentence} {report.remedy}".strip())
            notices_shown.tell(words, kind=NoticeKind.WARNING)
        elif report.count and is_told:
            notices_shown.tell(tr("Handed over as a file to {place}.").format(place=report.where))

    def _on_settled(self) -> None:
        window = self._the_window
        self._calls = calls = attention.Attention(self._desk, self._remembered, window, self)
        calls.notices_wanted.connect(lambda: window.show_place(NOTICES, NOTICES))
        calls.message_wanted.connect(self.broker_message_wanted)
        calls.start()
        self._count()
        self._hand_over(is_told=False)

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.NOTICES) or change.of(Subject.INQUIRIES):
            self._count()

    def _count(self) -> None:
        self._desk.jobs.read(_unread, self._desk.store, then=self._show_unread, owner=self, latest="unread")

    def _show_unread(self, counts: tuple[int, int]) -> None:
        told, answered = counts
        window = self._the_window
        of_notices = trn("{n} unread notice", "{n} unread notices", told)
        of_answers = trn("{n} unread answer", "{n} unread answers", answered)
        spoken = ", ".join(words for count, words in ((told, of_notices), (answered, of_answers)) if count)
        window.places.set_count(NOTICES, told + answered, spoken)
        area = window.area_of(NOTICES)
        area.set_tab_count(NOTICES, told, of_notices)
        area.set_tab_count(INQUIRIES, answered, of_answers)
        window.set_unread(told + answered)


def _unread(store: Store) -> tuple[int, int]:
    return notices.unread_notices(store), inquiries.unread_answers(store)
