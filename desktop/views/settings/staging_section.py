"""Settings, Message staging: how whoever works here is told by mail of held messages. Each chooses it for himself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QComboBox

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.services.staging_digest import choose_digest, digest_hour_of
from desktop.views.kit.field import Field
from desktop.views.kit.words import Words
from desktop.views.settings.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change

_HOURS = range(24)


class StagingSection(Section):
    """The answer is an hour of the office's day, or None for mails as they come."""

    subjects = (Subject.SETTINGS,)
    needed = Role.APPROVER

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Message staging"))
        words = tr("This is your own choice: {name}. Notices in My Message Center come to all in any case.")
        self.form.addWidget(Words(words.format(name=desk.actor.name), "quiet").wrapped())
        self.mails = QComboBox()
        self.mails.addItem(tr("As held messages arrive, and when others have decided"), None)
        for hour in _HOURS:
            at = QLocale().toString(QTime(hour, 0), "HH:mm")
            self.mails.addItem(tr("Once a day, at {time}").format(time=at), hour)
        more = tr(
            "By the office’s clock. Before a delivery date reminders come all the same, and so does word of"
            " what goes out before the next daily e-mail."
        )
        self.add("hour", Field(tr("E-mails to you about held messages"), self.mails, more))
        self.mails.activated.connect(lambda _index: self.tell_changed())
        if not self.may_change:
            self.lock()
        self.read()

    def why_locked(self) -> str:
        return tr("Only approvers and administrators decide on held messages and get e-mails about them.")

    def read(self) -> None:
        desk = self.desk
        desk.jobs.read(_read, desk, then=self.take, owner=self, latest="digest")

    def answers(self) -> Any:
        return (self.mails.currentData(),)

    def show_answers(self, stored: Any) -> None:
        self.mails.setCurrentIndex(0 if stored[0] is None else self.mails.findData(stored[0]))

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk = self.desk
        desk.jobs.write(
            choose_digest,
            desk.store,
            desk.actor,
            self.mails.currentData(),
            then=then,
            failed=failed,
            owner=self,
        )


def _read(desk: Desk) -> tuple[int | None]:
    return (digest_hour_of(desk.store, desk.actor),)
