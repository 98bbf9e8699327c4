"""What changed from one version of a template to another: its settings, its subject, its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.content.word_changes import PieceKind
from desktop.language import tr
from desktop.views.kit.changed_text import ChangedText
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.language_names import language_name
from desktop.views.kit.words import Words
from desktop.views.templates.version_words import version_title
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.content.word_changes import Piece
    from desktop.models.template import TemplateContent
    from desktop.models.template_version import VersionLine
    from desktop.services.template_history import TemplateChanges


class ChangesView(QWidget):
    """``compared`` carries the version that the shown one is compared with."""

    compared = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: int | None = None
        self.other = ChoiceBox()
        self.other.setAccessibleName(tr("Compared with"))
        self.other.setPlaceholderText(tr("No earlier version"))
        self.settings = Words("").wrapped()
        self.text = ChangedText()
        self.legend = Words(
            tr("Added words are underlined, removed words are struck through."), "caption"
        ).wrapped()
        scale = theme_of(self).scale
        row = QHBoxLayout()
        row.setSpacing(scale.small)
        row.addWidget(Words(tr("Compared with"), "quiet"))
        row.addWidget(self.other, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.small)
        column.addLayout(row)
        column.addWidget(self.settings)
        column.addWidget(self.text, 1)
        column.addWidget(self.legend)
        self.other.activated.connect(lambda _row: self.compared.emit(self.other.currentData()))

    def offer(self, lines: Sequence[VersionLine], shown: int) -> int | None:
        """Choose what version ``shown`` can be compared with; returns the one chosen, or None.

        At first the one before it is; what a person chose stays while the same version is shown.
        """
        chosen = self.other.currentData() if shown == self._shown else None
        self._shown = shown
        self.other.clear()
        for line in lines:
            if line.version != shown:
                self.other.addItem(version_title(line), line.version)
        before = chosen or next((line.version for line in lines if line.version < shown), None)
        self.other.setCurrentIndex(self.other.findData(before))
        self.other.setEnabled(self.other.count() > 0)
        return before

    def show_changes(self, changes: TemplateChanges) -> None:
        lines = setting_lines(changes.before.content, changes.after.content)
        texts = _texts(changes)
        is_same = not lines and not any(_changed(pieces) for _, pieces in texts)
        self.settings.setText(tr("Both say the same.") if is_same else "\n".join(lines))
        self.settings.setVisible(bool(self.settings.text()))
        self.text.show_parts(texts)

    def show_first(self) -> None:
        """There is nothing to compare the first version with."""
        self.settings.setText(tr("This is the first version; there is none before it."))
        self.settings.show()
        self.text.show_parts(())


def setting_lines(before: TemplateContent, after: TemplateContent) -> list[str]:
    """What changed beside the texts, one line each."""
    switch = {True: tr("on"), False: tr("off")}
    facts = (
        (tr("Name"), before.name, after.name),
        (tr("Delivery method"), channel_words(before.channels), channel_words(after.channels)),
        (tr("Banner and footer"), switch[before.branded], switch[after.branded]),
        (tr("Attachments"), _names(before), _names(after)),
    )
    return [
        tr("{setting}: {before} → {after}").format(setting=name, before=old, after=new)
        for name, old, new in facts
        if old != new
    ]


def _names(content: TemplateContent) -> str:
    return ", ".join(each.name for each in content.attachments) or tr("none")


def _texts(changes: TemplateChanges) -> list[tuple[str, Sequence[Piece]]]:
    found: list[tuple[str, Sequence[Piece]]] = []
    for text in changes.texts:
        name = language_name(text.language)
        for title, pieces in ((tr("Subject"), text.subject), (tr("Content"), text.content)):
            heading = (
                tr("{title} in {language}").format(title=title, language=name) if text.language else title
            )
            found.append((heading, pieces))
    return found


def _changed(pieces: Sequence[Piece]) -> bool:
    return any(piece.kind is not PieceKind.SAME for piece in pieces)
