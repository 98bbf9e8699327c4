"""Settings, Inquiries: where they go for the broker's side to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from desktop.language import tr
from desktop.models.change import Subject
from desktop.services.asking import inquiry_folder_of, save_inquiry_folder
from desktop.settings import INQUIRY_FOLDER
from desktop.views.kit.field import Field
from desktop.views.kit.words import Words
from desktop.views.settings.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change


class InquirySection(Section):
    """One folder for the whole office."""

    subjects = (Subject.SETTINGS,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Inquiries"))
        words = (
            tr("There is no line to IB: each entry of an inquiry is handed over as a file.")
            if desk.store.address.is_embedded
            else tr(
                "There is no line to IB: the worker writes each entry of an inquiry as a file. So the folder is one on "
                "the worker’s computer, whichever desktop an inquiry was written at. With more than one worker, name a "
                "folder that all of them reach."
            )
        )
        self.form.addWidget(Words(words, "quiet").wrapped())
        self.folder = QLineEdit()
        self.add("folder", Field(INQUIRY_FOLDER.label(), self.folder, INQUIRY_FOLDER.help()))
        if not self.may_change:
            self.lock()
        self.read()

    def read(self) -> None:
        self.desk.jobs.read(
            inquiry_folder_of, self.desk.store, then=self.take, owner=self, latest="inquiries"
        )

    def answers(self) -> Any:
        return self.folder.text().strip()

    def show_answers(self, stored: Any) -> None:
        self.folder.setText(stored)

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk = self.desk
        desk.jobs.write(
            save_inquiry_folder, desk.store, desk.actor, self.answers(), then=then, failed=failed, owner=self
        )
