"""What left for one recipient: the message as it arrived, and for an e-mail all that belongs to it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.channel import Channel
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.tab_bar import TabBar
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.sent_content import SentContent

_MOST_SOURCE = 200_000


class SentForm(enum.StrEnum):
    """The tabs, in their order."""

    MESSAGE = "message"
    TEXT = "text"
    HEADERS = "headers"
    SOURCE = "source"


_FORMS = {
    Channel.EMAIL: tuple(SentForm),
    Channel.MESSAGE_CENTER: (SentForm.MESSAGE,),
    Channel.BULLETIN: (SentForm.TEXT,),
}


class SentForms(QWidget):
    """The form stays chosen while one goes from recipient to recipient, where it still exists."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = TabBar(tr("Parts of the message"))
        self.note = Words("", "quiet").wrapped()
        self.viewer = HtmlViewer()
        self._content: SentContent | None = None
        self._forms: tuple[SentForm, ...] = ()
        self._wanted = SentForm.MESSAGE
        small = theme_of(self).scale.small
        self._row = QHBoxLayout()
        self._row.setSpacing(small)
        self._row.addWidget(self.tabs)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(small)
        column.addLayout(self._row)
        column.addWidget(self.note)
        column.addWidget(self.viewer, 1)
        self.tabs.currentChanged.connect(self._on_tab_changed)

    def add_action(self, widget: QWidget) -> None:
        """Something to do with what is shown, at the right end of the tabs."""
        self._row.addWidget(widget)

    def show_content(self, content: SentContent) -> None:
        self._content = content
        self._offer(_FORMS[content.channel])
        self._show()

    def clear(self) -> None:
        self._content = None
        self.note.hide()
        self.viewer.show_text("")

    def show_form(self, form: SentForm) -> None:
        if form in self._forms:
            self.tabs.setCurrentIndex(self._forms.index(form))

    @property
    def form(self) -> SentForm:
        return self._forms[max(self.tabs.currentIndex(), 0)]

    def _offer(self, forms: tuple[SentForm, ...]) -> None:
        self.tabs.setVisible(len(forms) > 1)
        if forms == self._forms:
            return
        blocked = self.tabs.blockSignals(True)
        self._forms = forms
        while self.tabs.count():
            self.tabs.removeTab(0)
        for form in forms:
            self.tabs.addTab(_title(form))
        self.tabs.setCurrentIndex(forms.index(self._wanted) if self._wanted in forms else 0)
        self.tabs.blockSignals(blocked)

    def _on_tab_changed(self) -> None:
        self._wanted = self.form
        self._show()

    def _show(self) -> None:
        content = self._content
        if content is None:
            return
        self.note.hide()
        match self.form:
            case SentForm.MESSAGE:
                self.viewer.show_html(content.html, {image.cid: image.data for image in content.images})
            case SentForm.TEXT:
                self.viewer.show_text(content.text)
            case SentForm.HEADERS:
                self.viewer.show_text("\n".join(f"{name}: {value}" for name, value in content.headers))
            case SentForm.SOURCE:
                self._show_source(content.raw)

    def _show_source(self, raw: bytes) -> None:
        """A picture in a mail can be long, and nobody reads it; the file has all of it."""
        self.viewer.show_text(raw[:_MOST_SOURCE].decode("utf-8", "replace").replace("\r\n", "\n"))
        if len(raw) > _MOST_SOURCE:
            words = tr("The first {n} of {all} bytes. Save it as EML to have all of it.")
            self.note.setText(words.format(n=f"{_MOST_SOURCE:,}", all=f"{len(raw):,}"))
            self.note.show()


def _title(form: SentForm) -> str:
    return {
        SentForm.MESSAGE: tr("Message"),
        SentForm.TEXT: tr("Text"),
        SentForm.HEADERS: tr("Headers"),
        SentForm.SOURCE: tr("Source"),
    }[form]
