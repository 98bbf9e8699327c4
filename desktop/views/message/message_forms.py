"""A message in each form in which it arrives, one tab a form."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.channel import Channel
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.tab_bar import TabBar
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.content.logo import InlineImage
    from desktop.content.prepared import Rendered
    from desktop.models.channel import Channels


class Form(enum.StrEnum):
    """The tabs, in their order."""

    EMAIL = "email"
    TEXT = "text"
    MESSAGE_CENTER = "message_center"
    BULLETIN = "bulletin"


_CHANNEL = {
    Form.EMAIL: Channel.EMAIL,
    Form.TEXT: Channel.EMAIL,
    Form.MESSAGE_CENTER: Channel.MESSAGE_CENTER,
    Form.BULLETIN: Channel.BULLETIN,
}


def channel_of(form: Form) -> Channel:
    """The channel by which a message arrives in ``form``."""
    return _CHANNEL[form]


class MessageForms(QWidget):
    """Only the forms of the chosen channels have a tab; without any channel all have."""

    form_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = TabBar(tr("Ways in which the message arrives"))
        self.note = Words("", "quiet").wrapped()
        self.note.hide()
        self.viewer = HtmlViewer()
        self._forms: tuple[Form, ...] = ()
        self._shown: tuple[Rendered, Sequence[InlineImage]] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme_of(self).scale.small)
        column.addWidget(self.tabs)
        column.addWidget(self.note)
        column.addWidget(self.viewer, 1)
        self.set_channels(frozenset(Channel))
        self.tabs.currentChanged.connect(self._on_tab_changed)

    @property
    def form(self) -> Form:
        return self._forms[max(self.tabs.currentIndex(), 0)]

    @property
    def has_message(self) -> bool:
        return self._shown is not None

    def set_channels(self, channels: Channels) -> None:
        """Offer the forms of ``channels``; the tab stays where it still exists."""
        forms = tuple(form for form in Form if _CHANNEL[form] in channels) or tuple(Form)
        if forms == self._forms:
            return
        kept = self.form if self._forms else forms[0]
        self._forms = forms
        blocked = self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for form in forms:
            self.tabs.addTab(_title(form))
        self.tabs.setCurrentIndex(forms.index(kept) if kept in forms else 0)
        self.tabs.blockSignals(blocked)
        self._on_tab_changed()

    def show_form(self, form: Form) -> None:
        if form in self._forms:
            self.tabs.setCurrentIndex(self._forms.index(form))

    def show_message(self, rendered: Rendered, images: Sequence[InlineImage]) -> None:
        self._shown = (rendered, images)
        self._show()

    def clear(self) -> None:
        self._shown = None
        self._show()

    def _on_tab_changed(self) -> None:
        self._show()
        self.form_changed.emit()

    def _show(self) -> None:
        self.note.hide()
        if self._shown is None:
            self.viewer.show_text("")
            return
        rendered, images = self._shown
        at = self.viewer.verticalScrollBar().value()
        if self.form is Form.TEXT:
            self.viewer.show_text(rendered.text)
        elif self.form is Form.BULLETIN:
            self._show_bulletin(rendered)
        else:
            self.viewer.show_html(rendered.view_html, {image.cid: image.data for image in images})
        self.viewer.verticalScrollBar().setValue(at)

    def _show_bulletin(self, rendered: Rendered) -> None:
        bulletin = rendered.bulletin
        self.viewer.show_text(bulletin.text)
        if bulletin.is_cut:
            words = tr("Cut at {limit} characters; the whole message has {length}.").format(
                limit=f"{bulletin.limit:,}", length=f"{bulletin.length:,}"
            )
            self.note.setText(words)
            self.note.show()


def _title(form: Form) -> str:
    return {
        Form.EMAIL: tr("Email"),
        Form.TEXT: tr("Text"),
        Form.MESSAGE_CENTER: tr("Message Center"),
        Form.BULLETIN: tr("Bulletin"),
    }[form]
