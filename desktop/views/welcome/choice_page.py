"""The very first question: an office of your own, or a look around in a sample."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.services.email_address import is_email
from desktop.views.kit.button import Button
from desktop.views.kit.field import Field
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of


class ChoicePage(QWidget):
    """Asks for an office's name, and the name and e-mail address of who sets it up."""

    office_wanted = Signal(str, str, str)
    sample_wanted = Signal()

    def __init__(self, place: str, sample_place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office_name = Field(tr("Office name"), QLineEdit())
        self.user_name = Field(tr("Your name"), QLineEdit())
        self.email = Field(tr("Your e-mail address"), QLineEdit(), tr("Clients’ answers can go to it."))
        self.refusal = Words("", "problem").wrapped()
        self.refusal.hide()
        self.create_button = PrimaryButton(tr("Create office"), self._on_create)
        self.sample_button = Button(tr("Open the sample office"), self.sample_wanted.emit)
        self._arrange(place, sample_place)
        for field in self._fields():
            self._line(field).returnPressed.connect(self._on_create)

    def show_refusal(self, refusal: Refused) -> None:
        """Say why the office was not created; what was typed stays."""
        self.refusal.setText(f"{refusal.sentence} {refusal.remedy}".strip())
        self.refusal.show()

    def _fields(self) -> tuple[Field, Field, Field]:
        return self.office_name, self.user_name, self.email

    def _line(self, field: Field) -> QLineEdit:
        line = field.widget
        assert isinstance(line, QLineEdit)  # noqa: S101 - narrows the type of what was made above
        return line

    def _arrange(self, place: str, sample_place: str) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.huge, scale.huge, scale.huge, scale.huge)
        column.setSpacing(scale.small)
        column.addStretch(1)
        column.addWidget(Words(tr("Welcome to the Message Center"), "title"))
        words = tr("Write to your clients, and see what became of every message.")
        column.addWidget(Words(words, "quiet").wrapped())
        column.addSpacing(scale.large)
        choices = QHBoxLayout()
        choices.setSpacing(scale.huge)
        choices.addLayout(self._new_office(place), 3)
        line = QFrame()
        line.setObjectName("rule")
        choices.addWidget(line)
        choices.addLayout(self._sample(sample_place), 2)
        column.addLayout(choices)
        column.addStretch(2)

    def _new_office(self, place: str) -> QVBoxLayout:
        scale = theme_of(self).scale
        column = QVBoxLayout()
        column.setSpacing(scale.small)
        column.addWidget(Words(tr("A new office"), "emphasis"))
        for field in self._fields():
            column.addWidget(field)
        column.addWidget(self.refusal)
        column.addSpacing(scale.small)
        column.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        column.addWidget(Words(tr("Its data will live in {place}").format(place=place), "caption").wrapped())
        return column

    def _sample(self, place: str) -> QVBoxLayout:
        scale = theme_of(self).scale
        column = QVBoxLayout()
        column.setSpacing(scale.small)
        column.addWidget(Words(tr("The sample office"), "emphasis"))
        words = tr("Invented clients and messages to try everything on. No mail leaves this computer.")
        column.addWidget(Words(words, "quiet").wrapped())
        column.addSpacing(scale.small)
        column.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        # Wherever the program was told to keep the office.
        words = tr("Its data will live on this computer, in {place}").format(place=place)
        column.addWidget(Words(words, "caption").wrapped())
        return column

    def _on_create(self) -> None:
        self.refusal.hide()
        empty = [field for field in self._fields() if not self._line(field).text().strip()]
        for field in self._fields():
            field.show_problem(tr("This is needed.") if field in empty else "")
        texts = [self._line(field).text().strip() for field in self._fields()]
        if texts[-1] and not is_email(texts[-1]):
            self.email.show_problem(tr("An address looks like name@office.example."))
            empty.append(self.email)
        if empty:
            empty[0].widget.setFocus()
            return
        self.office_wanted.emit(*texts)
