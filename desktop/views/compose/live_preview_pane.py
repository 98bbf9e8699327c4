"""The draft as it will arrive, beside it, a moment after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import Refused, StoreUnavailable
from desktop.language import tr
from desktop.services.composing import live_preview
from desktop.views.kit.words import Words
from desktop.views.message.message_forms import MessageForms
from desktop.views.message.recipient_stepper import RecipientStepper
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft
    from desktop.services.composing import LivePreview

_PAUSE_MS = 250
_AGAIN_MS = 3_000


class LivePreviewPane(QWidget):
    """``show_draft`` asks for a new picture; the last good one stays while a problem stands in its way."""

    looked = Signal(object)  # LivePreview

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft: MessageDraft | None = None
        self._language = ""
        self.stepper = RecipientStepper(desk)
        self.forms = MessageForms()
        self.subject = Words("", "emphasis").wrapped()
        self.stale = Words("", "quiet").wrapped()
        self.stale.hide()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._ask)
        self.stepper.moved.connect(self._ask)
        self._keep_place(self.forms)
        self._arrange()

    @property
    def is_waiting(self) -> bool:
        """Whether a change has not been looked at yet."""
        return self._timer.isActive()

    def show_draft(self, draft: MessageDraft, language: str = "") -> None:
        """The words of ``language``, which are being written, with the values of the chosen recipient."""
        self._draft = draft
        self._language = language
        self.stepper.set_accounts(draft.accounts)
        self.forms.set_channels(draft.channels)
        self._timer.start()

    def _ask(self) -> None:
        if self._draft is None:
            return
        self._again.stop()
        desk = self._desk
        desk.jobs.read(
            live_preview,
            desk.store,
            desk.actor,
            self._draft,
            self.stepper.account_id,
            self._language,
            then=self._take,
            failed=self._on_failed,
            owner=self,
            latest="preview",
        )

    def _take(self, preview: LivePreview) -> None:
        problem = preview.problems[0].sentence if preview.problems else ""
        self.stale.setText(tr("The preview waits until this is mended: {problem}").format(problem=problem))
        self.stale.setVisible(preview.rendered is None)
        self.forms.setVisible(self.forms.has_message or preview.rendered is not None)
        if preview.rendered is not None:
            self.subject.setText(preview.rendered.subject)
            self.subject.setVisible(bool(preview.rendered.subject))
            self.forms.show_message(preview.rendered, preview.images)
        self.looked.emit(preview)

    def _on_failed(self, error: Exception) -> None:
        """Of a store that is away its own words are told elsewhere; what is shown is not what is written."""
        if isinstance(error, StoreUnavailable):
            self.stale.setText(tr("The preview waits for the store."))
            self.stale.show()
            self._again.start()
        elif isinstance(error, Refused):
            self._desk.notices.trouble(error)

    @staticmethod
    def _keep_place(widget: QWidget) -> None:
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
        widget.hide()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, 0, 0, 0)
        column.setSpacing(scale.small)
        column.addWidget(self.stepper)
        column.addWidget(self.subject)
        column.addWidget(self.stale)
        column.addWidget(self.forms, 1)
