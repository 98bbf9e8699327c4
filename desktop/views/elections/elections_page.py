"""The elections of message staging: what is decided by itself, by whom, how often, and the ways to change it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.office import Role
from desktop.models.staging import Decision
from desktop.services.broker_messages import message_types
from desktop.services.elections import effect_of, elections, end_election, make_election
from desktop.services.enrolling import enrolment_now
from desktop.services.staging_words import decision_name
from desktop.views.elections.election_dialog import ElectionDialog
from desktop.views.elections.elections_table import ElectionsTable
from desktop.views.kit.button import Button
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.empty_state import EmptyState
from desktop.views.kit.first_focus import FirstFocus
from desktop.views.kit.moments import whole_minute
from desktop.views.kit.page_header import PageHeader
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.message.effect_view import EffectView
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.held_message import Election, ElectionEffect
    from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class _Known:
    elections: list[Election]
    types: list[tuple[str, str]]
    takes_part: bool


class ElectionsPage(FirstFocus):
    """A page over the area: the list, and below it the one that is chosen, with its effect."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Elections"))
        self._desk = desk
        self._known = _Known([], [], takes_part=True)
        self._was_read = False
        self.table = ElectionsTable(desk)
        self.dormant = Words("", "quiet").wrapped()
        self.obstacle = Words("", "quiet").wrapped()
        self.new_button = PrimaryButton(tr("New election…"), self._on_new)
        self.close_button = Button(tr("Close"), self.closed.emit)
        self.change_button = Button(tr("Change…"), self._on_change)
        self.end_button = Button(tr("End election"), self._on_end)
        self.name = Words("", "emphasis").wrapped()
        self.story = Words("", "quiet").wrapped()
        self.effect = EffectView()
        words = tr(
            "An election decides at once on every later message of a type."
            " One is made by “Always Reject” on a message, or here."
        )
        self.nothing = EmptyState("check-circle", tr("No elections"), words)
        self.nothing.hide()
        self._arrange()
        self._connect()
        self._read()

    @property
    def chosen(self) -> Election | None:
        """The election that the pane is about."""
        return self.table.chosen

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        head = QFrame()
        head.setObjectName("areaHead")
        inside = QVBoxLayout(head)
        inside.setContentsMargins(scale.large, scale.large, scale.large, scale.medium)
        inside.setSpacing(scale.small)
        header = PageHeader(tr("Elections"))
        for button in (self.close_button, self.new_button):
            header.add_action(button)
        inside.addWidget(header)
        for words in (self.dormant, self.obstacle):
            words.hide()
            inside.addWidget(words)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self._built_pane())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([1000, 1000])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.nothing, 1)
        column.addWidget(split, 1)
        self._split = split
        self.first = self.table

    def _built_pane(self) -> QWidget:
        scale = theme_of(self).scale
        self.pane = QWidget()
        self.pane.setObjectName("readingPane")
        inside = QVBoxLayout(self.pane)
        inside.setContentsMargins(scale.large, scale.medium, scale.large, scale.large)
        inside.setSpacing(scale.small)
        head = QHBoxLayout()
        head.setSpacing(scale.small)
        head.addWidget(self.name, 1)
        for button in (self.change_button, self.end_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(head)
        inside.addWidget(self.story)
        inside.addWidget(self.effect, 1)
        self.pane.hide()
        return self.pane

    def _connect(self) -> None:
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self._desk.refresh.changed.connect(self._on_changed)
        self._desk.office_changed.connect(self._offer)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        leave = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, context=within)
        leave.activated.connect(self.closed)

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.ELECTIONS) or change.of(Subject.ENROLMENT):
            self._read()

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(_listing, desk.store, then=self._on_read, owner=self, latest="elections")

    def _on_read(self, known: _Known) -> None:
        self._known = known
        self._was_read = True
        self.dormant.setText(
            tr(
                "The office does not take part in message staging: elections are dormant."
                " They are kept, and apply again once it takes part."
            )
        )
        self.dormant.setVisible(not known.takes_part and bool(known.elections))
        self.nothing.setVisible(not known.elections)
        had_focus = self.table.hasFocus()
        self._split.setVisible(bool(known.elections))
        first = self.new_button if known.types and self._desk.actor.may(Role.APPROVER) else self.close_button
        self.first = self.table if known.elections else first
        self.table.show_elections(known.elections, takes_part=known.takes_part)
        self._show_chosen()
        if had_focus:  # a table that is hidden gives it to whatever stands before it, outside of this page
            self.setFocus()

    def _show_chosen(self) -> None:
        chosen, desk = self.chosen, self._desk
        self.pane.setVisible(chosen is not None)
        self._offer()
        if chosen is None:
            return
        self.name.setText(f"{chosen.type_name}: {decision_name(chosen.decision)}")
        self.story.setText(self._story_of(chosen))
        self.effect.show_effect(None)
        then = functools.partial(self._on_effect, chosen.id)
        desk.jobs.read(effect_of, desk.store, chosen.type, then=then, owner=self, latest="effect")

    def _on_effect(self, election_id: int, effect: ElectionEffect) -> None:
        if self.chosen is not None and self.chosen.id == election_id:
            self.effect.show_effect(effect)

    def _story_of(self, election: Election) -> str:
        zone = self._desk.zone
        words = tr("Elected by {name}, {moment}.") if election.made_by else tr("Elected {moment}.")
        made = words.format(name=election.made_by, moment=whole_minute(election.made_at, zone))
        if election.ended_at is None:
            return made
        ended = tr("Ended by {name}, {moment}.").format(
            name=election.ended_by, moment=whole_minute(election.ended_at, zone)
        )
        return f"{made} {ended}"

    def _offer(self) -> None:
        may, chosen = self._desk.actor.may(Role.APPROVER), self.chosen
        why_not = "" if may else tr("Only approvers and administrators make, change and end elections.")
        no_type = (
            ""
            if self._known.types
            else tr("A new election needs a type of message, and IB has not sent any message yet.")
        )
        buttons = {self.new_button: why_not or no_type, self.change_button: why_not, self.end_button: why_not}
        for button, words in buttons.items():
            button.setToolTip(words)
            button.setAccessibleDescription(words)
        self._say_obstacle(why_not or no_type)
        self.new_button.setEnabled(may and bool(self._known.types))
        stands = chosen is not None and chosen.ended_at is None
        self.change_button.setEnabled(may)
        self.end_button.setEnabled(may)
        self.change_button.setVisible(stands)
        self.end_button.setVisible(stands)

    def _say_obstacle(self, words: str) -> None:
        """Beside what cannot be pressed: nobody finds a reason that only a pointer at rest shows."""
        self.obstacle.setText(words)
        self.obstacle.setVisible(bool(words) and self._was_read)

    def _on_new(self) -> None:
        self._open_dialog(self._known.types)

    def _on_change(self) -> None:
        if self.chosen is not None:
            self._open_dialog([(self.chosen.type, self.chosen.type_name)])

    def _open_dialog(self, types: list[tuple[str, str]]) -> None:
        standing = {each.type: each for each in self._known.elections if each.ended_at is None}
        dialog = ElectionDialog(self._desk, types, standing, self)
        dialog.chosen.connect(self._make)
        dialog.open()

    def _make(self, type_: str, decision: Decision, instead_of: int | None) -> None:
        desk = self._desk
        desk.jobs.write(
            make_election, desk.store, desk.actor, type_, decision, instead_of, then=self._told, owner=self
        )

    def _told(self, _change: Change) -> None:
        self._desk.notices.tell(tr("The election is saved. It decides on what arrives from now on."))

    def _on_end(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        Confirm(
            self,
            tr("End “{decision}” for {type}?").format(
                decision=decision_name(chosen.decision), type=chosen.type_name
            ),
            tr("Later messages of this type wait for a decision again. What it has decided stays decided."),
            tr("End election"),
            functools.partial(self._end, chosen),
        ).open()

    def _end(self, election: Election) -> None:
        desk = self._desk
        words = tr("The election has ended. Later messages of the type wait for a decision.")
        desk.jobs.write(
            end_election,
            desk.store,
            desk.actor,
            election.id,
            then=lambda _change: desk.notices.tell(words),
            owner=self,
        )


def _listing(store: Store) -> _Known:
    return _Known(elections(store), message_types(store), enrolment_now(store).is_on)
