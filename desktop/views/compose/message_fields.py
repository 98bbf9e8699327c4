"""Step 4: answers, subject, banner, content, signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.language_variant import LanguageVariant
from desktop.services.composing import DraftField
from desktop.views.compose.content_editor import ContentEditor
from desktop.views.compose.formatting_bar import FormattingBar
from desktop.views.compose.language_row import LanguageRow
from desktop.views.compose.problem_list import ProblemList
from desktop.views.kit.attachment_list import AttachmentList
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.language_names import language_name
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.models.office import User
    from desktop.models.outgoing import MessageDraft
    from desktop.services.composing import DraftProblem
    from desktop.views.kit.form_rows import FormRows
    from desktop.views.kit.problem_words import ProblemWords

_Words = tuple[str, str]
_WRITTEN = frozenset({DraftField.SUBJECT, DraftField.CONTENT})


class MessageFields(QWidget):
    """The fields that ``arrange`` puts into a form. The widget itself holds the content's part."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reply_to = _combo(tr("ReplyTo"))
        self.signature = _combo(tr("Message Signature"))
        self.languages = LanguageRow()
        self.attachments = AttachmentList(_size_note)
        self.subject = QLineEdit()
        self.subject.setAccessibleName(tr("Subject"))
        self.subject.setMaxLength(998)
        self.banner = QCheckBox(tr("Show White Branded Banner and Footer"))
        self.content = ContentEditor()
        self.bar = FormattingBar(self.content, self._insert_keyword)
        self.problems = ProblemList()
        self._in_subject = False
        self._language = ""
        self._texts: dict[str, _Words] = {"": ("", "")}
        self._wanted: tuple[str, int | None] = ("", None)
        self._problems_of: dict[DraftField, ProblemWords] = {}
        self._arrange_content()
        self._connect()

    def arrange(self, form: FormRows, *, for_sending: bool) -> None:
        """Add the fields to ``form``; a template has no answers and no signature of its own."""
        scale = theme_of(self).scale
        if for_sending:
            form.add_field(tr("ReplyTo"), self.reply_to)
            self._problems_of[DraftField.REPLY_TO] = form.add_problem(self.reply_to)
        form.add_field(tr("Language"), self.languages)
        form.add_field(tr("Subject"), self.subject)
        self._problems_of[DraftField.SUBJECT] = form.add_problem(self.subject)
        self.banner.setMinimumHeight(scale.row_comfortable)
        form.add_field("", self.banner)
        form.add_field(tr("Content"), self, stretch=True)
        self._problems_of[DraftField.CONTENT] = form.add_problem(self.content)
        form.add_field(tr("Attachments"), self.attachments)
        if for_sending:
            form.add_field(tr("Message Signature"), self.signature)
        self._order_tabs(for_sending=for_sending)

    @property
    def reply_address(self) -> str:
        return self.reply_to.currentData() or "" if self.reply_to.count() else self._wanted[0]

    @property
    def signature_user(self) -> int | None:
        return self.signature.currentData() if self.signature.count() else self._wanted[1]

    @property
    def variants(self) -> tuple[LanguageVariant, ...]:
        """The words in every other language than the default."""
        return tuple(LanguageVariant(tag, *self.words_in(tag)) for tag in self._texts if tag)

    def words_in(self, language: str) -> _Words:
        """Subject and content in one language; empty for the default."""
        if language == self._language:
            return self.subject.text(), self.content.toPlainText()
        return self._texts[language]

    def show_draft(self, draft: MessageDraft) -> None:
        self._wanted = (draft.reply_to, draft.signature_user)
        self._texts = {"": (draft.subject, draft.content)}
        self._texts |= {each.language: (each.subject, each.content) for each in draft.variants}
        self.languages.set_languages([each.language for each in draft.variants])
        self._language = self.languages.language
        self._show_words(*self._texts[self._language])
        self.attachments.set_attachments(draft.attachments)
        self.banner.setChecked(draft.branded)
        self._pick()

    def write(self, subject: str, content: str) -> None:
        """Put another text in the place of the default one; Undo in the content brings it back."""
        self.languages.bar.choose("")
        self.subject.setText(subject)
        cursor = self.content.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(content)

    def set_users(self, users: Sequence[User]) -> None:
        """What there is to choose from; the choice stays."""
        self._wanted = (self.reply_address, self.signature_user)
        self.reply_to.clear()
        for user in users:
            if user.email and user.active:
                self.reply_to.addItem(f"{user.name} <{user.email}>", user.email)
        self.signature.clear()
        self.signature.addItem(tr("No signature"), None)
        for user in users:
            if user.active:
                self.signature.addItem(user.name, user.id)
        self._pick()

    def show_problems(self, problems: Sequence[DraftProblem]) -> None:
        """Those of a text at their places, the others beneath their fields."""
        self.problems.show_problems(problems)
        here = [each for each in problems if each.language == self._language]
        self.content.show_problems(each for each in here if each.field is DraftField.CONTENT)
        for field, words in self._problems_of.items():
            shown = here if field in _WRITTEN else problems
            own = [each.sentence for each in shown if each.field is field and each.place is None]
            words.say(own[0] if own else "")

    def go_to(self, problem: DraftProblem) -> None:
        """Take the person to what is wrong."""
        if problem.field in _WRITTEN:
            self.languages.bar.choose(problem.language)
        if problem.field is DraftField.CONTENT and problem.place is not None:
            self.content.go_to(problem.place, problem.length)
        elif problem.field is DraftField.SUBJECT:
            self.subject.setFocus()
            if problem.place is not None:
                self.subject.setSelection(problem.place.column - 1, problem.length)
        else:
            {DraftField.REPLY_TO: self.reply_to}.get(problem.field, self.content).setFocus()

    def _arrange_content(self) -> None:
        scale = theme_of(self).scale
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.tiny)
        column.addWidget(self.bar)
        column.addWidget(self.content, 1)
        column.addWidget(self.problems)
        self.content.setMinimumHeight(scale.row_comfortable * 5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _order_tabs(self, *, for_sending: bool) -> None:
        """From the banner straight to the content; the formatting bar comes after it."""
        before: QWidget = self.banner
        last = (self.signature,) if for_sending else ()
        for widget in (self.content, *self.bar.buttons, self.problems, self.attachments.button, *last):
            QWidget.setTabOrder(before, widget)
            before = widget

    def _connect(self) -> None:
        self.subject.textChanged.connect(self.changed)
        self.content.textChanged.connect(self.changed)
        self.banner.toggled.connect(self.changed)
        self.reply_to.activated.connect(self.changed)
        self.signature.activated.connect(self.changed)
        self.languages.bar.chosen.connect(self._on_language_chosen)
        self.languages.added.connect(self._on_language_added)
        self.languages.removed.connect(self._on_language_removed)
        self.attachments.changed.connect(self.changed)
        self.problems.visited.connect(self.go_to)
        self.problems.mended.connect(self._on_mended)
        self.bar.menu.aboutToShow.connect(self._on_menu_shown)

    def _pick(self) -> None:
        if self.reply_to.count():
            self.reply_to.setCurrentIndex(self.reply_to.findData(self._wanted[0]))
        if self.signature.count():
            self.signature.setCurrentIndex(max(self.signature.findData(self._wanted[1]), 0))

    def _show_words(self, subject: str, content: str) -> None:
        if self.subject.text() != subject:
            self.subject.setText(subject)
            self.subject.setCursorPosition(0)
        if self.content.toPlainText() != content:
            self.content.setPlainText(content)

    def _on_language_chosen(self, language: str) -> None:
        self._texts[self._language] = self.words_in(self._language)
        self._language = language
        self._show_words(*self._texts[language])
        self.changed.emit()

    def _on_language_added(self, language: str) -> None:
        """Begins with what is written in the default language, to be translated."""
        self._texts[self._language] = self.words_in(self._language)
        self._texts[language] = self._texts[""]
        self.languages.set_languages([tag for tag in self._texts if tag])
        self.languages.bar.choose(language)
        self.subject.setFocus()

    def _on_language_removed(self, language: str) -> None:
        name = language_name(language)
        Confirm(
            self,
            tr("Remove this language?"),
            tr("What you wrote in {language} is lost. Its clients then get the default words.").format(
                language=name
            ),
            tr("Remove {language}").format(language=name),
            lambda: self._forget(language),
            danger=True,
        ).open()

    def _forget(self, language: str) -> None:
        self.languages.bar.choose("")
        del self._texts[language]
        self.languages.set_languages([tag for tag in self._texts if tag])
        self.changed.emit()

    def _insert_keyword(self, name: str) -> None:
        if self._in_subject:
            self.subject.insert(f"{{{{ {name} }}}}")
            self.subject.setFocus()
        else:
            self.content.insert_keyword(name)

    def _on_menu_shown(self) -> None:
        self._in_subject = self.subject.hasFocus()

    def _on_mended(self, problem: DraftProblem) -> None:
        if problem.place is None:
            return
        self.languages.bar.choose(problem.language)
        if problem.field is DraftField.SUBJECT:
            self.go_to(problem)
            self.subject.insert(problem.suggestion)
        else:
            self.content.replace_at(problem.place, problem.length, problem.suggestion)


def _combo(name: str) -> ChoiceBox:
    combo = ChoiceBox()
    combo.setAccessibleName(name)
    combo.setMinimumContentsLength(12)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo


def _size_note(size: str) -> str:
    return tr("{size} for each client. A TWS Bulletin carries none.").format(size=size)
