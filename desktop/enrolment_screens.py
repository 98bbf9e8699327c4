"""Taking part in message staging, in the window: how the office stands, the elections about it, and by type."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.language import tr
from desktop.late import late
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.views.kit.button import Button
from desktop.views.shell.action import Action, Menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.enrolment import Enrolment
    from desktop.models.office import User
    from desktop.services import enrolling, permission
    from desktop.services.enrolling import EnrolmentNow
    from desktop.store.store import Store
    from desktop.views.elections import elections_page
    from desktop.views.enrolment import enrolment_strip, enrolment_words, question
    from desktop.views.kit import confirm
    from desktop.views.kit.page_header import PageHeader
    from desktop.views.remembered import Remembered
    from desktop.views.shell.action_registry import ActionRegistry
    from desktop.views.shell.main_window import MainWindow
else:
    enrolling = late("desktop.services.enrolling")
    permission = late("desktop.services.permission")
    elections_page = late("desktop.views.elections.elections_page")
    enrolment_strip = late("desktop.views.enrolment.enrolment_strip")
    enrolment_words = late("desktop.views.enrolment.enrolment_words")
    question = late("desktop.views.enrolment.question")
    confirm = late("desktop.views.kit.confirm")

_STAGING, _ELECTIONS = "staging", "elections"
_LOOK_MS = 15_000


class EnrolmentScreens(QObject):
    """``window`` gives the window once there is one; ``use`` puts the button into the head of an area.

    ``manage_wanted`` asks for To Be Sent By IB. ``standing_read`` carries how the office stands, whenever that
    has been read: the tab is there while it takes part, or held messages are left.
    """

    manage_wanted = Signal()
    standing_read = Signal(object)

    def __init__(
        self,
        desk: Desk,
        remembered: Remembered,
        registry: ActionRegistry,
        window: Callable[[], MainWindow],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._registry = registry
        self._window = window
        self._strips: list[enrolment_strip.EnrolmentStrip] = []
        self.standing: EnrolmentNow | None = None
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._read)
        self._add_actions()
        desk.settled.connect(self._read)
        desk.office_changed.connect(self._show)
        desk.refresh.changed.connect(self._on_changed)

    def use(self, header: PageHeader) -> None:
        """Put the button for it beside the title, and how the office stands below it."""
        self.button = Button(tr("Enable Staging"), self.act)
        self.button.hide()
        self._header = header
        header.add_action(self.button, first=True)

    def strip(self) -> enrolment_strip.EnrolmentStrip:
        """A strip for the head of To Be Sent By IB, kept in step as long as it is there."""
        strip = enrolment_strip.EnrolmentStrip()
        strip.change_wanted.connect(self.change)
        strip.elections_wanted.connect(self.show_elections)
        strip.destroyed.connect(functools.partial(self._strips.remove, strip))
        self._strips.append(strip)
        self._show()
        return strip

    def act(self) -> None:
        """What the button says: take part, withdraw, or go to To Be Sent By IB."""
        if self.standing is not None and self.standing.takes_part:
            self.manage_wanted.emit()
        else:
            self.change()

    def change(self) -> None:
        """Ask for the election that can be made now."""
        standing, desk = self.standing, self._desk
        if standing is None or self._why_not():
            return
        if standing.enrolment.changes_at is not None:
            self._ask_withdraw(standing)
            return
        on = not standing.enrolment.is_on
        ask = question.enable_question if on else question.opt_out_question
        ask(
            self._window(), standing, desk.zone, desk.now(), functools.partial(self._elect, standing, on)
        ).open()

    def show_elections(self) -> None:
        """Open the list of elections by type."""
        window = self._window()
        if any(isinstance(page, elections_page.ElectionsPage) for page in window.area.opened):
            return
        page = elections_page.ElectionsPage(self._desk)
        page.closed.connect(functools.partial(window.close_page, page))
        window.show_page(page)

    def _ask_withdraw(self, standing: EnrolmentNow) -> None:
        on = standing.enrolment.is_on
        words = (
            tr("The office goes on taking part in message staging, as if it had not opted out.")
            if on
            else tr("The office does not take part in message staging, as if it had not been enabled.")
        )
        confirm.Confirm(
            self._window(),
            tr("Withdraw the election?"),
            words,
            tr("Withdraw"),
            functools.partial(self._elect, standing, on),
            cancel=tr("Keep it"),
        ).open()

    def _elect(self, seen: EnrolmentNow, on: bool) -> None:  # noqa: FBT001 - bound by position
        desk = self._desk
        desk.jobs.write(_elect, desk.store, desk.actor, on, seen.enrolment, then=self._on_elected, owner=self)

    def _on_elected(self, standing: EnrolmentNow) -> None:
        self._on_read(standing)
        desk = self._desk
        desk.notices.tell(enrolment_words.standing_words(standing, desk.zone, desk.now()))

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.ENROLMENT) or change.of(Subject.STAGING) or change.of(Subject.USERS):
            self._read()

    def _read(self) -> None:
        desk = self._desk
        if desk.is_known and desk.is_settled:
            desk.jobs.read(
                enrolling.enrolment_standing, desk.store, then=self._on_read, owner=self, latest="standing"
            )

    def _on_read(self, standing: EnrolmentNow) -> None:
        self.standing = standing
        # What is to change does so at its time, and nothing is written then that would tell of it.
        if standing.enrolment.changes_at is None:
            self._looking.stop()
        elif not self._looking.isActive():
            self._looking.start()
        self._show()
        self.standing_read.emit(standing)

    def _show(self) -> None:
        standing, desk = self.standing, self._desk
        if standing is None:
            return
        why_not = self._why_not()
        words = enrolment_words.standing_words(standing, desk.zone, desk.now())
        for strip in self._strips:
            strip.show_standing(standing.state, words, why_not)
        takes_part, label = standing.takes_part, enrolment_words.button_words(standing.state)
        self.button.relabel(label)
        self.button.setToolTip(words if takes_part or not why_not else why_not)
        self.button.setAccessibleDescription(self.button.toolTip())
        self.button.setEnabled(takes_part or not why_not)
        self.button.show()
        self._registry.shown(_STAGING).setText(label)
        self._registry.set_enabled(_STAGING, self.button.isEnabled())
        is_to_change = standing.enrolment.changes_at is not None
        self._header.set_sentence(words if is_to_change else "")
        short = enrolment_words.short_standing(standing, desk.zone)
        self._window().status.set_segment("staging", short, words)

    def _why_not(self) -> str:
        return permission.why_not(self._desk.actor, Role.APPROVER)

    def _add_actions(self) -> None:
        under = (tr("Communications"),)
        self._registry.add(
            Action(
                _STAGING,
                tr("Enable Staging"),
                self.act,
                Menu.CLIENTS,
                under,
                keywords=tr("message staging hold review opt out"),
                enabled=False,
            ),
            Action(
                _ELECTIONS,
                tr("Elections"),
                self.show_elections,
                Menu.CLIENTS,
                under,
                keywords=tr("message staging always reject always send types"),
            ),
        )


def _elect(store: Store, actor: User, on: bool, seen: Enrolment) -> EnrolmentNow:  # noqa: FBT001 - a job's value
    enrolling.elect(store, actor, on=on, seen=seen)
    return enrolling.enrolment_standing(store)
