"""A message of the broker in each form in which it arrives: the template, or complete for one recipient."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.services.broker_reading import eml_of, read_as_recipient
from desktop.views.kit.button import Button
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.file_names import file_name
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.saving import ask_where
from desktop.views.kit.words import Words
from desktop.views.message.broker_paper import paper_html
from desktop.views.message.message_forms import MessageForms
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.content.prepared import Rendered
    from desktop.services.broker_reading import BrokerReading, RecipientReading

_LEAST_LINES = 12


class ReadingView(QWidget):
    """``template_wanted``: the recipient that is shown is to be put aside."""

    template_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingPane")
        self._desk = desk
        self._reading: BrokerReading | None = None
        self._account_id: int | None = None
        self.seen: RecipientReading | None = None
        self.who = ElidedLabel("", "emphasis")
        self.subject = ElidedLabel("", "strong")
        self.note = Words("", "problem").wrapped()
        self.template_button = Button(tr("Show the template"), self.template_wanted.emit)
        self.forms = MessageForms()
        self.copy_button = Button(tr("Copy"), self._on_copy)
        self.eml_button = Button(tr("Save as EML…"), self._on_eml)
        self.pdf_button = Button(tr("Save as PDF…"), self._on_pdf)
        self.print_button = Button(tr("Print…"), self._on_print)
        self._paper = HtmlViewer(self)
        self._paper.hide()
        self._arrange()

    def movable(self) -> FormScroll:
        """Itself within what lets it be moved up and down where it is not high enough; never to the sides."""
        scroll = FormScroll(self)
        bar = scroll.verticalScrollBar().sizeHint().width()
        scroll.setMinimumWidth(self.minimumSizeHint().width() + bar)
        return scroll

    def show_reading(self, reading: BrokerReading) -> None:
        """Show this message as a template."""
        self._reading = reading
        self.forms.set_channels(reading.message.line.channels)
        self._account_id = None
        self._show_template()

    def show_recipient(self, account_id: int | None) -> None:
        """The complete message as this account got it; None for the template."""
        if self._reading is None or account_id == self._account_id:
            return
        self._account_id, self.seen = account_id, None
        if account_id is None:
            self._show_template()
            return
        # Nothing of another recipient may be saved, or even seen, under this one's name.
        self.forms.clear()
        self._offer()
        desk = self._desk
        desk.jobs.read(
            read_as_recipient,
            desk.store,
            self._reading,
            account_id,
            then=functools.partial(self._on_read, account_id),
            owner=self,
            latest="recipient",
        )

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QHBoxLayout()
        head.setSpacing(scale.small)
        head.addWidget(self.who, 1)
        head.addWidget(self.template_button)
        actions = QHBoxLayout()
        actions.setSpacing(scale.small)
        actions.addStretch()
        for button in (self.copy_button, self.eml_button, self.pdf_button, self.print_button):
            actions.addWidget(button)
        # Some lines at least are in view; whoever shows this lets it be moved where that does not fit.
        self.forms.setMinimumHeight(_LEAST_LINES * self.fontMetrics().lineSpacing())
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.large, scale.medium, scale.large, scale.medium)
        column.setSpacing(scale.small)
        column.addLayout(head)
        column.addWidget(self.subject)
        column.addWidget(self.note)
        column.addWidget(self.forms, 1)
        column.addLayout(actions)
        self.note.hide()
        self._offer()

    def _show_template(self) -> None:
        self.seen = None
        if self._reading is None:
            return
        self.who.setText(tr("The template"))
        self.subject.setText(self._reading.text.template.subject)
        self._say(self._cut_words())
        self.forms.show_message(self._reading.text.template, ())
        self._offer()

    def _on_read(self, account_id: int, seen: RecipientReading) -> None:
        if account_id != self._account_id:
            return
        self.seen = seen
        self.who.setText(_name_of(seen))
        self.subject.setText(seen.rendered.subject)
        self._say(_missing_words(seen.rendered), self._cut_words())
        self.forms.show_message(seen.rendered, ())
        self._offer()

    def _cut_words(self) -> str:
        is_cut = self._reading is not None and self._reading.text.is_cut
        return tr("This message is very long. Its beginning is shown.") if is_cut else ""

    def _say(self, *words: str) -> None:
        text = " ".join(each for each in words if each)
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _offer(self) -> None:
        is_shown = self.forms.has_message
        self.template_button.setVisible(self._account_id is not None)
        for button in (self.copy_button, self.pdf_button, self.print_button):
            button.setEnabled(is_shown)
        self.eml_button.setEnabled(is_shown and self.seen is not None)

    def _on_copy(self) -> None:
        """What is chosen in the message, else all of it."""
        viewer = self.forms.viewer
        chosen = viewer.textCursor().selection().toPlainText()
        QGuiApplication.clipboard().setText(chosen or viewer.toPlainText())

    def _on_eml(self) -> None:
        if self._reading is None or self.seen is None:
            return
        try:
            raw = eml_of(self._reading, self.seen)
        except Refused as refusal:
            self._desk.notices.trouble(refusal)
            return
        ask_where(
            self,
            tr("Save as EML"),
            self._file_name("eml"),
            lambda path: path.write_bytes(raw),
            self._desk.notices,
        )

    def _on_pdf(self) -> None:
        self._put_on_paper()
        name = self._file_name("pdf")
        ask_where(self, tr("Save as PDF"), name, self._paper.save_pdf, self._desk.notices)

    def _on_print(self) -> None:
        self._put_on_paper()
        self._paper.ask_print()

    def _put_on_paper(self) -> None:
        if self._reading is not None:
            self._paper.show_html(paper_html(self._reading, self.seen, self._desk.zone))

    def _file_name(self, ending: str) -> str:
        number = self.seen.recipient.number if self.seen else "IB"
        return file_name(number, self.subject.text(), ending)


def _name_of(seen: RecipientReading) -> str:
    return f"{seen.recipient.number}  {' '.join(seen.recipient.title.split())}"


def _missing_words(rendered: Rendered) -> str:
    if not rendered.missing:
        return ""
    names = ", ".join(dict.fromkeys(each.name.replace("_", " ") for each in rendered.missing))
    return tr("IB sent no value for: {keywords}.").format(keywords=names)
