"""The history of a template: each version as its recipient would see it, what changed, and the way back."""

from __future__ import annotations

import enum
import functools
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.models.template_version import VersionKind
from desktop.services.permission import why_not
from desktop.services.template_history import compare_versions, restore_version, see_version, versions_of
from desktop.services.templates import restore_templates
from desktop.views.kit.button import Button
from desktop.views.kit.delivery_words import channel_words
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.moments import short_moment
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.tab_bar import TabBar
from desktop.views.kit.words import Words
from desktop.views.message.language_bar import LanguageBar
from desktop.views.message.message_forms import MessageForms
from desktop.views.templates.changes_view import ChangesView
from desktop.views.templates.version_words import version_title
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.template_version import VersionLine
    from desktop.services.template_history import SeenVersion
    from desktop.services.templates import SavedTemplate


class HistoryTab(enum.IntEnum):
    """What is shown of the chosen version."""

    MESSAGE = 0
    CHANGES = 1


class TemplateHistoryPage(QWidget):
    """Of a deleted template too; its history is kept for whoever asks later."""

    closed = Signal()

    def __init__(self, desk: Desk, template_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._template_id = template_id
        self._lines: list[VersionLine] = []
        self._build()
        self._arrange()
        self._connect()
        self._offer()
        self._read()

    @property
    def line(self) -> VersionLine | None:
        """The chosen version."""
        row = self.list.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _build(self) -> None:
        self.header = PageHeader(tr("History of a template"))
        self.list = QListWidget()
        self.list.setObjectName("sectionList")
        self.list.setAccessibleName(tr("Versions"))
        self.list.setWordWrap(True)
        self.tabs = TabBar(tr("Parts of the version"))
        for title in (tr("As it arrives"), tr("What changed")):
            self.tabs.addTab(title)
        self.subject = Words("", "emphasis").wrapped()
        self.meta = Words("", "caption").wrapped()
        self.languages = LanguageBar()
        self.languages.hide()
        self.forms = MessageForms()
        self.changes = ChangesView()
        self.back = Button(tr("Back"), self.closed.emit)
        self.restore = Button(tr("Restore this version"), self._restore)
        self.bring_back = Button(tr("Restore the template"), self._bring_back)

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        message = QWidget()
        within = QVBoxLayout(message)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(scale.small)
        for part in (self.languages, self.subject, self.meta):
            within.addWidget(part)
        within.addWidget(self.forms, 1)
        self.body = QStackedWidget()
        self.body.addWidget(message)
        self.body.addWidget(self.changes)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(scale.large, scale.small, scale.large, scale.medium)
        column.setSpacing(scale.small)
        column.addWidget(self.tabs)
        column.addWidget(self.body, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([scale.width_places, 3 * scale.width_places])
        split.setStretchFactor(1, 1)
        self._stack(split)

    def _stack(self, split: QSplitter) -> None:
        scale = theme_of(self).scale
        head = QVBoxLayout()
        head.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        head.addWidget(self.header)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(split, 1)
        whole.addWidget(FootBar((self.back,), (self.bring_back, self.restore)))
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.languages.chosen.connect(lambda _tag: self._show())
        self.changes.compared.connect(self._compare)
        self._desk.refresh.changed.connect(self._on_changed)
        self._desk.office_changed.connect(self._offer)

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(
            versions_of, desk.store, self._template_id, then=self._take, failed=self._on_failed, owner=self,
            latest="versions",
        )  # fmt: skip

    def _take(self, lines: list[VersionLine]) -> None:
        """The newest is chosen at first, and again when there is a newer one than the chosen newest."""
        row = self.list.currentRow()
        wanted = self._lines[row].version if row > 0 else None
        self._lines = lines
        desk = self._desk
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for line in lines:
            moment = short_moment(line.changed_at, desk.zone, desk.now())
            self.list.addItem(f"{version_title(line)}\n{line.changed_by}, {moment}")
        self._make_room()
        versions = [line.version for line in lines]
        self.list.setCurrentRow(versions.index(wanted) if wanted in versions else 0)
        self.list.blockSignals(blocked)
        self._show()

    def _make_room(self) -> None:
        """For the longest title as far as that is sensible: Qt wraps one by its letters, not by its frame."""
        beside = self.list.width() - self.list.viewport().width()
        widest = 3 * theme_of(self).scale.width_places // 2
        self.list.setMinimumWidth(min(self.list.sizeHintForColumn(0) + beside, widest))

    def _show(self) -> None:
        self._offer()
        line, desk = self.line, self._desk
        if line is None:
            return
        desk.jobs.read(
            see_version, desk.store, desk.actor, self._template_id, line.version, self.languages.language,
            then=self._see, owner=self, latest="version",
        )  # fmt: skip
        before = self.changes.offer(self._lines, line.version)
        if before is None:
            self.changes.show_first()
        else:
            self._compare(before)

    def _see(self, seen: SeenVersion) -> None:
        content, preview = seen.version.content, seen.preview
        self.languages.set_languages([each.language for each in content.variants])
        self.languages.setVisible(self.languages.count() > 1)
        self.header.set_title(tr("History of “{name}”").format(name=content.name))
        if preview.rendered is None:
            self.subject.setText(content.subject)
            self.meta.setText(" ".join(problem.sentence for problem in preview.problems))
            self.forms.clear()
            return
        self.subject.setText(preview.rendered.subject)
        words = tr("{channels}. Filled with example values.")
        self.meta.setText(words.format(channels=channel_words(content.channels)))
        self.forms.set_channels(content.channels)
        self.forms.show_message(preview.rendered, preview.images)

    def _compare(self, before: int) -> None:
        line, desk = self.line, self._desk
        if line is not None:
            desk.jobs.read(
                compare_versions, desk.store, self._template_id, before, line.version,
                then=self.changes.show_changes, owner=self, latest="changes",
            )  # fmt: skip

    def _offer(self) -> None:
        may_keep = self._desk.actor.may(Role.SENDER)
        is_deleted = bool(self._lines) and self._lines[0].kind is VersionKind.DELETED
        self.restore.setVisible(not is_deleted)
        self.restore.setEnabled(may_keep and self.list.currentRow() > 0)
        self.bring_back.setVisible(is_deleted)
        self.bring_back.setEnabled(may_keep)
        for button in (self.restore, self.bring_back):
            button.tell_why_not(why_not(self._desk.actor, Role.SENDER))

    def _on_tab_changed(self, tab: int) -> None:
        self.body.setCurrentIndex(tab)

    def _restore(self) -> None:
        line = self.line
        if line is not None:
            # The button cannot be pressed once that version is the newest, and would give the focus to nobody.
            self.list.setFocus()
            self._restore_over(self._lines[0].version, line.version)

    def _restore_over(self, seen: int, version: int) -> None:
        desk, template_id = self._desk, self._template_id

        def tell(_saved: SavedTemplate) -> None:
            if shiboken6.isValid(self):
                # What was restored is the newest now, and what it changed is seen there.
                self.list.setCurrentRow(0)
            undo = functools.partial(
                desk.jobs.write, restore_version, desk.store, desk.actor, template_id, seen + 1, seen
            )
            desk.notices.tell(tr("Version {n} restored as a new version.").format(n=version), undo=undo)

        desk.jobs.write(restore_version, desk.store, desk.actor, template_id, seen, version, then=tell)

    def _bring_back(self) -> None:
        desk = self._desk
        desk.jobs.write(restore_templates, desk.store, desk.actor, [self._template_id])

    def _on_failed(self, error: Exception) -> None:
        # A fault of the program has been told of already.
        if isinstance(error, Refused):
            self._desk.notices.trouble(error)
        self.closed.emit()

    def _on_changed(self, change: Change) -> None:
        if any(not touch.ids or self._template_id in touch.ids for touch in change.of(Subject.TEMPLATES)):
            self._read()
