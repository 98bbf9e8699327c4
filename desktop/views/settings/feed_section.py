"""Settings, What IB sends: the folder that its files are taken from, and how long what is deleted rests."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Subject
from desktop.services.broker_messages import MOST_TRASH_DAYS
from desktop.services.feed.feed_place import (
    ABOUT_TRASH,
    ABSENT,
    FeedChoices,
    feed_choices_of,
    save_feed_choices,
)
from desktop.settings import BROKER_TRASH_DAYS, FEED_FOLDER
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.field import Field
from desktop.views.kit.file_dialogs import FilePurpose, file_dialog
from desktop.views.kit.words import Words
from desktop.views.settings.number_box import NumberBox
from desktop.views.settings.section import Section
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change


class FeedSection(Section):
    """One folder for the whole office; a folder that is not there is made when the person agrees."""

    subjects = (Subject.SETTINGS,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("What IB sends"))
        self.folder = QLineEdit()
        self.trash_days = NumberBox(MOST_TRASH_DAYS, tr("days"))
        self.trash_days.setMinimum(1)
        self.choose_button = Button(tr("Choose folder…"), self.ask_for_folder)
        self._build()
        if not self.may_change:
            self.lock()
        self.read()

    def read(self) -> None:
        self.desk.jobs.read(feed_choices_of, self.desk.store, then=self.take, owner=self, latest="feed")

    def answers(self) -> Any:
        return FeedChoices(self.folder.text().strip(), self.trash_days.value())

    def show_answers(self, stored: Any) -> None:
        self.folder.setText(stored.folder)
        self.trash_days.setValue(stored.trash_days)

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        self._write(self.answers(), then, failed)

    def ask_for_folder(self) -> QFileDialog:
        """Let the person choose; it is kept when it is saved."""
        dialog = file_dialog(self, tr("Choose the folder"), FilePurpose.FEED)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()
        return dialog

    def _build(self) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_button)
        line.setFocusProxy(self.folder)
        self.folder.setAccessibleName(FEED_FOLDER.label())
        self.folder.textEdited.connect(lambda _text: self.tell_changed())
        self.folder.returnPressed.connect(self._on_return)
        self.add("folder", Field(FEED_FOLDER.label(), line, FEED_FOLDER.help()))
        words = (
            tr("While this window is open, a file is taken a second or two after it is whole.")
            if self.desk.store.address.is_embedded
            else tr("The folder is watched by the worker, so it is one on the worker’s computer.")
        )
        self.form.addWidget(Words(words, "quiet").wrapped())
        days = Field(BROKER_TRASH_DAYS.label(), self.trash_days, BROKER_TRASH_DAYS.help())
        self.trash_days.name_after(self.add(ABOUT_TRASH, days))
        self.trash_days.valueChanged.connect(lambda _value: self.tell_changed())

    def _write(
        self,
        choices: FeedChoices,
        then: Callable[[Change], object],
        failed: Callable[[Exception], object],
        *,
        make: bool = False,
    ) -> None:
        desk = self.desk
        save = functools.partial(save_feed_choices, make=make)
        failing = functools.partial(self._on_refused, choices, then, failed)
        desk.jobs.write(save, desk.store, desk.actor, choices, then=then, failed=failing, owner=self)

    def _on_refused(
        self,
        choices: FeedChoices,
        then: Callable[[Change], object],
        failed: Callable[[Exception], object],
        error: Exception,
    ) -> None:
        failed(error)
        if not isinstance(error, Refused) or error.about != ABSENT:
            return
        self.clear_problems()
        make = functools.partial(self._write, choices, then, failed, make=True)
        Confirm(self, tr("There is no such folder"), choices.folder, tr("Make the folder"), make).open()

    def _on_chosen(self, folder: str) -> None:
        self.folder.setText(folder)
        self.tell_changed()
