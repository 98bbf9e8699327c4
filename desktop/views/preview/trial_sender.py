"""Sends the message that is shown to the person who works here, and says what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge.cancel import CancelToken
from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.errors import Refused
from desktop.language import tr
from desktop.services.trial_letter import send_trial
from desktop.views.kit.button import Button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.outgoing import MessageDraft
    from desktop.services.trial_letter import TrialLetter


class TrialSender(QObject):
    """One at a time: while it is on its way, the button calls it off."""

    asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._token: CancelToken | None = None
        self.button = Button("", self._on_clicked, icon="mail", parent=parent)
        self._label()

    def send(self, draft: MessageDraft, account_id: int, uid: str) -> None:
        """Send ``draft``, which is kept under ``uid``, as the account would get it."""
        desk = self._desk
        if desk.ways is None or self._token is not None:
            return
        self._token = token = CancelToken()
        self._label()
        desk.jobs.read(
            send_trial,
            desk.store,
            desk.actor,
            desk.ways,
            draft,
            account_id,
            token.check,
            uid,
            then=self._on_sent,
            failed=self._on_failed,
            owner=self,
            latest="trial",
            token=token,
        )

    def _on_clicked(self) -> None:
        if self._token is None:
            self.asked.emit()
            return
        self._token.cancel()
        self._token = None
        self._label()
        self._desk.notices.tell(tr("The test mail was called off. If it had left already, it still arrives."))

    def _on_sent(self, letter: TrialLetter) -> None:
        self._token = None
        self._label()
        if letter.by_server:
            words = tr("A test mail is on its way to {address}.").format(address=letter.address)
        else:
            words = tr("No mail server is set up. The test mail was written into the folder for mail.")
        self._desk.notices.show(ShownNotice(NoticeKind.SUCCESS, words))

    def _on_failed(self, error: Exception) -> None:
        self._token = None
        self._label()
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)

    def _label(self) -> None:
        is_idle = self._token is None
        self.button.relabel(tr("Send a test mail to me") if is_idle else tr("Call off the test mail"))
        self.button.setToolTip(
            tr("To {address}, as this recipient gets it. It is not counted as sent.").format(
                address=self._desk.actor.email
            )
        )
        self.button.setVisible(self._desk.ways is not None and bool(self._desk.actor.email))
