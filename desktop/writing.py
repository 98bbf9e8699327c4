"""The message that is being written: from the editor to its recipients, to the preview, to the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.language import tr
from desktop.late import late

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.chosen_recipients import ChosenRecipients
    from desktop.models.kept_draft import KeptDraft
    from desktop.models.outgoing import MessageDraft
    from desktop.services import composing, drafts, templates
    from desktop.views.compose import editor_page
    from desktop.views.compose.draft_keeper import DraftKeeper
    from desktop.views.drafts.drafts_place import DraftsPlace
    from desktop.views.preview import preview_page
    from desktop.views.recipients import recipients_page
    from desktop.views.remembered import Remembered
    from desktop.views.shell.main_window import MainWindow
else:
    composing = late("desktop.services.composing")
    drafts = late("desktop.services.drafts")
    templates = late("desktop.services.templates")
    editor_page = late("desktop.views.compose.editor_page")
    preview_page = late("desktop.views.preview.preview_page")
    recipients_page = late("desktop.views.recipients.recipients_page")


class Writing(QObject):
    """At most one message at a time; its pages open over the area ``place`` of the window."""

    changed = Signal(bool)  # whether a message is being written
    sent = Signal()
    look_at_wanted = Signal(int)  # a sent message's id
    undo_wanted = Signal(int)
    import_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        place: str,
        kept: DraftsPlace,
        remembered: Remembered,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self._place = place
        self._drafts = kept
        self._remembered = remembered
        self._came_from = ""
        self._editor: editor_page.EditorPage | None = None
        self._recipients: recipients_page.RecipientsPage | None = None
        self._preview_page: preview_page.PreviewPage | None = None

    @property
    def pages(self) -> tuple[QWidget | None, ...]:
        """What belongs to the message, the topmost first."""
        return (self._preview_page, self._recipients, self._editor)

    def write(self, draft: MessageDraft | None = None) -> None:
        """Open the editor on ``draft``, or on a new message; what is in view and being written is kept.

        Without a draft, whoever is elsewhere is led to the message that is being written.
        """
        if self._editor is not None and draft is None and not self._gives_way(self._editor):
            self.show()
        elif self._may_put_away():
            self._open_editor(editor_page.EditorPage(self._desk, draft))

    def write_draft(self, draft_id: int, came_from: str) -> None:
        """Go on writing a draft; afterwards the place ``came_from`` is shown, where one is named."""
        desk = self._desk
        desk.jobs.read(
            drafts.open_draft,
            desk.store,
            desk.actor,
            draft_id,
            then=lambda kept: self._on_draft_read(kept, came_from),
            owner=self,
        )

    def write_from_template(self, template_id: int) -> None:
        """Open the editor with a template in it."""
        desk = self._desk
        desk.jobs.read(
            templates.template_of,
            desk.store,
            template_id,
            then=lambda found: self.write(composing.new_draft(desk.actor, found)),
            owner=self,
        )

    def write_from_message(self, message_id: int) -> None:
        """Open the editor with a sent message in it, to the same accounts."""
        desk = self._desk
        desk.jobs.read(composing.draft_like, desk.store, message_id, then=self.write, owner=self)

    def show(self) -> None:
        """Bring what is being written into view, with the keyboard where it was."""
        self._window.show_place(self._place)
        area = self._window.area
        for page in self.pages:
            if page is not None and page in area.opened:
                area.setCurrentWidget(page)
                focus: QWidget | None = page.focusWidget()
                (page if focus is None else focus).setFocus()
                break
        self._tell()

    def keep(self) -> None:
        """The window closes: it is kept, and offered at the next start."""
        if self._keeper is not None:
            self._keeper.leave()

    def dispose(self) -> None:
        """Delete the page that is kept from one time to the next."""
        if self._recipients is not None:
            self._recipients.deleteLater()

    @property
    def _keeper(self) -> DraftKeeper | None:
        """Whoever keeps the message that is being written."""
        if self._editor is None or self._editor.drafts is None:
            return None
        return self._editor.drafts.keeper

    def _gives_way(self, editor: editor_page.EditorPage) -> bool:
        """Whether a new message takes the place of this one: it is in view, and there is something in it."""
        area = self._window.area
        is_in_view = area is self._window.area_of(self._place) and area.currentWidget() in self.pages
        return is_in_view and drafts.is_worth_keeping(editor.draft)

    def _on_draft_read(self, kept: KeptDraft, came_from: str) -> None:
        keeper = self._keeper
        if keeper is not None and keeper.uid == kept.uid:
            self.show()
        elif self._may_put_away():
            self._open_editor(editor_page.EditorPage(self._desk, kept=kept))
            self._came_from = came_from

    def _may_put_away(self) -> bool:
        """Make room for another message: what was written is kept, unless it is just being sent."""
        editor = self._editor
        if editor is None or editor.drafts is None:
            return True
        if self._preview_page is not None and self._preview_page.is_sending:
            self.show()
            return False
        was_written = editor.is_dirty()
        if self._recipients in self._window.area_of(self._place).opened:
            self._leave_recipients()
        self._leave_preview()
        editor.drafts.leave()
        if was_written:
            self._desk.notices.tell(tr("The message you were writing is kept under Drafts."))
        return True

    def _open_editor(self, editor: editor_page.EditorPage) -> None:
        self._window.show_place(self._place)
        self._editor = editor
        editor.recipients_asked.connect(self._choose_recipients)
        editor.preview_asked.connect(self._preview)
        editor.cancelled.connect(self._leave_editor)
        if editor.drafts is not None:
            editor.drafts.keeper.kept_as.connect(self._drafts.remember)
        self._window.show_page(editor)
        self._tell()

    def _choose_recipients(self, chosen: ChosenRecipients) -> None:
        if self._recipients is None:
            self._recipients = recipients_page.RecipientsPage(self._desk)
            self._recipients.done.connect(self._on_recipients_chosen)
            self._recipients.cancelled.connect(self._leave_recipients)
            self._recipients.import_wanted.connect(self.import_wanted)
        self._window.show_page(self._recipients)
        self._recipients.open(chosen)

    def _on_recipients_chosen(self, chosen: ChosenRecipients) -> None:
        self._leave_recipients()
        if self._editor is not None:
            self._editor.set_recipients(chosen)

    def _leave_recipients(self) -> None:
        if self._recipients is not None:
            self._window.close_page(self._recipients, keep=True)

    def _preview(self, draft: MessageDraft) -> None:
        uid = self._keeper.uid if self._keeper is not None else ""
        look_at, undo = self.look_at_wanted.emit, self.undo_wanted.emit
        self._preview_page = page = preview_page.PreviewPage(
            self._desk, self._remembered, draft, look_at, undo, uid=uid
        )
        page.back_asked.connect(self._leave_preview)
        page.sent.connect(self._on_sent)
        page.settled.connect(self._on_settled)
        page.place_asked.connect(self._write_on_at)
        self._window.show_page(page)

    def _leave_preview(self) -> None:
        if self._preview_page is not None:
            self._window.close_page(self._preview_page)
            self._preview_page = None

    def _on_settled(self, draft: MessageDraft) -> None:
        if self._editor is not None:
            self._editor.take_settled(draft)

    def _write_on_at(self, place: composing.DraftProblem) -> None:
        self._leave_preview()
        if self._editor is not None:
            self._editor.go_to(place)

    def _on_sent(self, _message_id: int) -> None:
        if self._keeper is not None:
            self._keeper.sent()
        self._leave_preview()
        self._leave_editor()
        self.sent.emit()

    def _leave_editor(self) -> None:
        if self._editor is not None:
            self._window.close_page(self._editor)
            self._editor = None
            self._drafts.remember("")
            if self._came_from:
                self._window.show_place(self._came_from)
            self._came_from = ""
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self._editor is not None)
