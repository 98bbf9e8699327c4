"""What the editor says of its draft: that it is saved, that it is not, that another window was faster."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.language import tr
from desktop.services.drafts import DraftFate, is_worth_keeping, restore_drafts
from desktop.views.compose.draft_keeper import DraftKeeper, DraftStanding
from desktop.views.compose.keep_question import KeepQuestion
from desktop.views.compose.note_bar import NoteBar
from desktop.views.compose.other_draft_dialog import OtherDraftDialog
from desktop.views.kit.moments import short_moment
from desktop.views.kit.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.kept_draft import KeptDraft
    from desktop.models.outgoing import MessageDraft
    from desktop.services.drafts import DraftReport
    from desktop.views.compose.editor_form import EditorForm


class DraftDealing(QObject):
    """Has the words for the foot of the page and the bar for its head; its parent is that page."""

    left = Signal()

    def __init__(self, desk: Desk, form: EditorForm, kept: KeptDraft | None, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._form = form
        self._page = page
        self._begun = form.draft
        self.keeper = DraftKeeper(desk, form.draft, kept, self)
        self.words = Words("", "quiet").wrapped()
        self.bar = NoteBar(page)
        self.keeper.stood.connect(self._on_stood)
        self.keeper.overtaken.connect(self._on_overtaken)
        form.changed.connect(lambda: self.keeper.follow(form.draft))
        if kept is not None:
            self._on_stood(DraftStanding(saved_at=kept.changed_at))
            if kept.read.is_damaged:
                self.bar.show_note(_damaged_words())

    def begin_with(self, draft: MessageDraft) -> None:
        """What the editor made of the first draft by itself, such as a choice that is no longer there."""
        before, self._begun = self._begun, draft
        self.keeper.begin_with(draft)
        self.tell_lost(before, draft)

    def tell_lost(self, before: MessageDraft, draft: MessageDraft) -> None:
        """Say what could be chosen before and no longer can."""
        lost = _lost_choices(before, draft)
        if lost and self.bar.isHidden():
            self.bar.show_note(" ".join(lost))

    def ask_leave(self) -> None:
        """Leave; ask first when something was written that is not as it was when the page opened."""
        draft = self._form.draft
        if draft == self._begun or not is_worth_keeping(draft):
            self.leave()
            return
        KeepQuestion(self._page, self._on_keep, self._on_delete).open()

    def leave(self) -> None:
        """Keep it and go."""
        self.keeper.leave(partial(_on_left, self._desk))
        self.left.emit()

    def _on_keep(self) -> None:
        self._desk.notices.tell(tr("The message is kept under Drafts."))
        self.leave()

    def _on_delete(self) -> None:
        self.keeper.discard(partial(_tell_deleted, self._desk))
        self.left.emit()

    def _on_stood(self, standing: DraftStanding) -> None:
        if standing.saved_at is not None:
            self.words.setText(tr("Saved {time}").format(time=self._time(standing.saved_at)))
        elif standing.unsaved_since is not None:
            self.words.setText(" ".join(self._trouble_words(standing, standing.unsaved_since)))

    def _trouble_words(self, standing: DraftStanding, since: datetime) -> list[str]:
        words = [tr("Not saved since {time}.").format(time=self._time(since))]
        if standing.refusal is not None:
            words.append(f"{standing.refusal.title}.")
        if standing.is_in_file:
            words.append(tr("It is kept on this computer until then."))
        else:
            words.append(tr("Keep this window open."))
        return words

    def _on_overtaken(self, report: DraftReport) -> None:
        if report.fate is DraftFate.SENT:
            words = tr("This message was sent from another window, and is not sent a second time from here.")
            self.bar.show_note(words, (tr("Keep what is here as a new draft"), self._on_part))
        elif report.kept is None:
            self.bar.show_note(
                tr("The draft was deleted in another window. What is written here is now a draft of its own.")
            )
        else:
            words = tr(
                "The draft was changed in another window. What is written here is now a draft of its own."
            )
            self.bar.show_note(words, (tr("Look at the other one"), partial(self._show_other, report.kept)))

    def _on_part(self) -> None:
        self.keeper.part()

    def _show_other(self, kept: KeptDraft) -> None:
        saved = tr("Saved {time}").format(time=self._time(kept.changed_at))
        dialog = OtherDraftDialog(kept, saved, self._page)
        dialog.taken.connect(partial(self._on_taken, kept))
        dialog.open()

    def _on_taken(self, kept: KeptDraft) -> None:
        self.keeper.adopt(kept)
        self._form.take_words(kept.read.draft)
        self._on_stood(DraftStanding(saved_at=kept.changed_at))

    def _time(self, moment: datetime) -> str:
        return short_moment(moment, self._desk.zone, self._desk.now())


def _on_left(desk: Desk, report: DraftReport) -> None:
    if report.fate not in {DraftFate.SAVED, DraftFate.SENT}:
        desk.draft_waits.emit()


def _tell_deleted(desk: Desk, draft_id: int | None) -> None:
    """``draft_id`` is None where nothing had been saved, and nothing can come back."""
    undo = None
    if draft_id is not None:
        undo = partial(desk.jobs.write, restore_drafts, desk.store, desk.actor, (draft_id,))
    desk.notices.tell(tr("Draft deleted."), undo=undo)


def _damaged_words() -> str:
    return tr(
        "This draft is damaged. What could be read of it is here; check the text, the recipients and the choices."
    )


def _lost_choices(before: MessageDraft, now: MessageDraft) -> list[str]:
    """What could be chosen when the draft was written, and no longer can."""
    words = []
    if before.reply_to and not now.reply_to:
        words.append(
            tr("Answers went to {address}, which is no longer the address of anybody active here.").format(
                address=before.reply_to
            )
        )
    if before.signature_user is not None and now.signature_user is None:
        words.append(tr("Whoever signed this message is no longer active here: it has no signature now."))
    return words
