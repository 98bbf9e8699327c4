"""Settings, Copies by e-mail: which new messages of the broker are mailed to whoever works here, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QRadioButton, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.copy_election import CopyElection, CopyWish
from desktop.models.office import Role
from desktop.services.copies import ABOUT_TYPES, copy_choices, elect_copies
from desktop.services.copy_policy import copy_policy
from desktop.services.email_address import is_email
from desktop.services.email_details_policy import email_details_policy
from desktop.views.kit.field import Field
from desktop.views.kit.moments import short_moment, whole_moment
from desktop.views.kit.whole_row_ticks import WholeRowTicks
from desktop.views.kit.words import Words
from desktop.views.settings.section import Section
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.services.copies import CopyChoices

_ROWS_SHOWN = 12
_KIND = Qt.ItemDataRole.UserRole


class CopiesSection(Section):
    """Everybody elects for themselves; what anybody has elected stands below, for all to see."""

    subjects = (Subject.COPIES, Subject.USERS)
    needed = Role.VIEWER

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Copies by e-mail"))
        self.is_on = QCheckBox(tr("Send me a full copy of every message by e-mail"))
        self.every = QRadioButton(tr("Messages of all types"))
        self.some = QRadioButton(tr("Only messages of these types"))
        self.types = QListWidget()
        self.history = QListWidget()
        self.address = Words("", "quiet").wrapped()
        self._names: dict[str, str] = {}
        self._build()
        self._connect()
        self.read()

    def read(self) -> None:
        desk = self.desk
        desk.jobs.read(copy_choices, desk.store, desk.actor, then=self._on_read, owner=self, latest="copies")

    def answers(self) -> CopyWish:
        if not self.is_on.isChecked():
            return CopyWish()
        return CopyWish(is_on=True, types=self._ticked() if self.some.isChecked() else None)

    def show_answers(self, stored: CopyWish) -> None:
        self.is_on.setChecked(stored.is_on)
        (self.every if stored.types is None else self.some).setChecked(True)
        for item in self._items():
            is_ticked = item.data(_KIND) in (stored.types or ())
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        self._offer_types()

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk = self.desk
        desk.jobs.write(
            elect_copies, desk.store, desk.actor, self.answers(), then=then, failed=failed, owner=self
        )

    def _build(self) -> None:
        self.form.addWidget(self.address)
        self.form.addWidget(self.is_on)
        choice = QWidget()
        column = QVBoxLayout(choice)
        column.setContentsMargins(theme_of(self).scale.wide, 0, 0, 0)
        column.setSpacing(theme_of(self).scale.small)
        for part in (self.every, self.some, self.types):
            column.addWidget(part)
        self.types.setAccessibleName(tr("Types of messages"))
        self.types.setItemDelegate(WholeRowTicks(self.types))
        self.history.setAccessibleName(tr("What was elected"))
        for each in (self.is_on, self.every, self.some):
            each.setAccessibleName(each.text())
        for listed in (self.types, self.history):
            listed.setUniformItemSizes(True)
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        choice.setFocusProxy(self.is_on)
        self.add(ABOUT_TYPES, Field(tr("Which messages"), choice))
        self.form.addWidget(Words(_limits(), "quiet").wrapped())
        self.form.addWidget(Field(tr("What was elected in this office"), self.history))

    def _connect(self) -> None:
        for each in (self.is_on, self.every, self.some):
            each.toggled.connect(self._on_toggled)
        self.types.itemChanged.connect(lambda _item: self.tell_changed())
        self.desk.office_changed.connect(self.read)

    def _on_toggled(self) -> None:
        self._offer_types()
        self.tell_changed()

    def _on_read(self, choices: CopyChoices) -> None:
        self._names = dict(choices.types)
        self._show_address()
        self._list_types(choices.types)
        self._show_history(choices.history)
        self.take(choices.wish)

    def _show_address(self) -> None:
        actor = self.desk.actor
        words = tr(
            "Sent By IB shows a message as a template. Elect this, and what comes in from then on is mailed to you at "
            "{address} as your clients got it."
        ).format(address=actor.email)
        if not is_email(actor.email):
            words = tr("You have no e-mail address here. An administrator can add it in Users.")
        self.address.setText(words)
        for each in (self.is_on, self.every, self.some):
            each.setEnabled(self.may_change)

    def _list_types(self, types: Sequence[tuple[str, str]]) -> None:
        """Those that are there stay as they are ticked."""
        self.some.setVisible(bool(types))
        self.types.setVisible(bool(types))
        if [item.data(_KIND) for item in self._items()] == [kind for kind, _ in types]:
            return
        ticked = self._ticked()
        blocked = self.types.blockSignals(True)
        self.types.clear()
        for kind, name in types:
            item = QListWidgetItem(name)
            item.setData(_KIND, kind)
            item.setSizeHint(QSize(0, theme_of(self).scale.row_compact))
            item.setToolTip(name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Checked if kind in ticked else Qt.CheckState.Unchecked)
            self.types.addItem(item)
        self.types.blockSignals(blocked)
        self._fit(self.types)

    def _show_history(self, elections: Sequence[CopyElection]) -> None:
        self.history.clear()
        zone, now = self.desk.zone, self.desk.now()
        for each in elections:
            words = tr("{moment}  {name}: {choice}")
            item = QListWidgetItem(
                words.format(
                    moment=short_moment(each.at, zone, now),
                    name=each.user_name,
                    choice=self._wish_words(each.wish),
                )
            )
            item.setToolTip(f"{item.text()}\n{whole_moment(each.at, zone)}")
            self.history.addItem(item)
        if not elections:
            self.history.addItem(tr("Nobody has elected copies yet."))
        self._fit(self.history)

    def _wish_words(self, wish: CopyWish) -> str:
        if not wish.is_on:
            return tr("no copies")
        if wish.types is None:
            return tr("copies of all types")
        return tr("copies of {types}").format(
            types=", ".join(self._names.get(kind, kind) for kind in wish.types)
        )

    def _offer_types(self) -> None:
        on = self.is_on.isChecked() and self.may_change
        self.every.setEnabled(on)
        self.some.setEnabled(on)
        self.types.setEnabled(on and self.some.isChecked())

    def _ticked(self) -> tuple[str, ...]:
        return tuple(item.data(_KIND) for item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.types.item(row) for row in range(self.types.count())]

    @staticmethod
    def _fit(listed: QListWidget) -> None:
        """As high as its rows, up to so many of them."""
        rows = max(1, min(listed.count(), _ROWS_SHOWN))
        height = max(listed.sizeHintForRow(0), listed.fontMetrics().height())
        listed.setFixedHeight(rows * height + 2 * listed.frameWidth())


def _limits() -> str:
    copies, details = copy_policy(), email_details_policy()
    return tr(
        "Up to {n} an hour come one by one. When more of them wait, all that wait are gathered for {minutes} minutes and come as "
        "one list, at most one an hour. A message to more than {few} accounts brings its complete texts in an attached "
        "archive; one to more than {many} says so and brings the template."
    ).format(
        n=copies.most_an_hour,
        minutes=copies.gather_minutes,
        few=details.most_in_mail,
        many=f"{details.most_recipients:,}",
    )
