"""View Template: a template in all communication methods, filled with example values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.services.composing import LivePreview, live_preview, new_draft
from desktop.services.permission import why_not
from desktop.services.templates import template_of
from desktop.views.kit.button import Button
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.moments import whole_moment
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.message.language_bar import LanguageBar
from desktop.views.message.message_forms import MessageForms
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.office import User
    from desktop.models.template import Template
    from desktop.store.store import Store


class TemplateViewPage(QWidget):
    """Shows one template. Signals carry its id; nothing is opened here."""

    closed = Signal()
    edit_wanted = Signal(int)
    message_wanted = Signal(int)

    def __init__(self, desk: Desk, template_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._template_id = template_id
        self.header = PageHeader(tr("View Template"))
        self.subject = Words("", "emphasis").wrapped()
        self.meta = Words("", "caption").wrapped()
        self.note = Words("", "problem").wrapped()
        self.note.hide()
        self.languages = LanguageBar()
        self.languages.hide()
        self.forms = MessageForms()
        self.back = Button(tr("Back"), self.closed.emit)
        self.edit = Button(tr("Edit Template"), lambda: self.edit_wanted.emit(template_id))
        self.send = PrimaryButton(tr("Send New Message"), lambda: self.message_wanted.emit(template_id))
        self._arrange()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        self.languages.chosen.connect(lambda _tag: self._read())
        desk.refresh.changed.connect(self._on_changed)
        desk.office_changed.connect(self._offer)
        self._offer()
        self._read()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        body = QVBoxLayout()
        body.setContentsMargins(scale.large, scale.large, scale.large, scale.small)
        body.setSpacing(scale.small)
        for part in (self.header, self.languages, self.subject, self.meta, self.note):
            body.addWidget(part)
        body.addWidget(self.forms, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(FootBar((self.back,), (self.edit, self.send)))

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(
            _look,
            desk.store,
            desk.actor,
            self._template_id,
            self.languages.language,
            then=self._show,
            failed=self._on_failed,
            owner=self,
            latest="template",
        )

    def _show(self, seen: tuple[Template, LivePreview]) -> None:
        template, preview = seen
        self.languages.set_languages([each.language for each in template.content.variants])
        self.languages.setVisible(self.languages.count() > 1)
        self.header.set_title(template.content.name)
        self.meta.setText(
            tr("{channels}. Changed by {name}, {moment}. Filled with example values.").format(
                channels=channel_words(template.content.channels),
                name=template.changed_by,
                moment=whole_moment(template.changed_at, self._desk.zone),
            )
        )
        if preview.rendered is None:
            self.note.setText(" ".join(problem.sentence for problem in preview.problems))
            self.forms.clear()
        else:
            self.subject.setText(preview.rendered.subject)
            self.forms.show_message(preview.rendered, preview.images)
        self.note.setVisible(preview.rendered is None)

    def _offer(self) -> None:
        may_write = self._desk.actor.may(Role.SENDER)
        self.edit.setEnabled(may_write)
        self.send.setEnabled(may_write)
        for button in (self.edit, self.send):
            button.tell_why_not(why_not(self._desk.actor, Role.SENDER))

    def _on_failed(self, error: Exception) -> None:
        # A fault of the program has been told of already.
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)
        self.closed.emit()

    def _on_changed(self, change: Change) -> None:
        if any(not touch.ids or self._template_id in touch.ids for touch in change.of(Subject.TEMPLATES)):
            self._read()


def _look(store: Store, actor: User, template_id: int, language: str) -> tuple[Template, LivePreview]:
    template = template_of(store, template_id)
    return template, live_preview(store, actor, new_draft(actor, template), None, language)
