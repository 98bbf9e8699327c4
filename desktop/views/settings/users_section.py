"""Settings, Users: the office's staff in a list, one of them in a form beside it, and who works here."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.listing import Order
from desktop.models.office import Role
from desktop.services.office import users_of
from desktop.services.staffing import details_of
from desktop.views.kit.button import Button
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.field import Field
from desktop.views.lists.column import Column
from desktop.views.lists.held_rows import HeldRows
from desktop.views.lists.office_list import OfficeList
from desktop.views.settings.leave_question import LeaveQuestion
from desktop.views.settings.role_words import role_title
from desktop.views.settings.user_form import UserForm
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.office import User
    from desktop.views.remembered import Remembered


class UsersSection(QWidget):
    """``worker_chosen`` carries the user id of who works at this computer from now on."""

    import_wanted = Signal()
    worker_chosen = Signal(str)

    def __init__(self, desk: Desk, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.title = tr("Users")
        self.form = UserForm(desk)
        self.worker = ChoiceBox()
        self.list = OfficeList(
            "users",
            desk,
            remembered,
            HeldRows(functools.partial(users_of, desk.store), lambda user: user.id, _FACTS, _text_of),
            _columns(),
            order=Order("name"),
            subjects=[Subject.USERS],
            placeholder=tr("Filter: name or e-mail"),
        )
        self.list.begins_somewhere = False
        self.list.table.setAccessibleName(tr("Users"))
        self.add_button = Button(tr("Add user"), self._on_add)
        self.import_button = Button(tr("Import staff…"), self.import_wanted.emit)
        self._arrange()
        self._connect()
        self._read()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        top = QFrame()
        top.setObjectName("areaHead")
        head = QHBoxLayout(top)
        head.setContentsMargins(scale.large, scale.small, scale.large, scale.small)
        head.setSpacing(scale.small)
        self.worker.setMaximumWidth(scale.width_field)
        head.addWidget(Field(tr("You work as"), self.worker, beside=True), 1)
        for button in (self.import_button, self.add_button):
            button.setEnabled(self.form.may_change)
            head.addWidget(button)
        self.form.setMinimumWidth(scale.width_label + scale.width_places - scale.huge)
        row = QSplitter()
        row.setChildrenCollapsible(False)
        row.addWidget(self.list)
        row.addWidget(self.form)
        row.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(row, 1)

    def _connect(self) -> None:
        self.list.current_changed.connect(self._on_current_changed)
        self.form.user_saved.connect(lambda _id: self._read())
        self.form.read_wanted.connect(self._read)
        self.worker.activated.connect(self._on_worker_chosen)
        self._desk.refresh.changed.connect(self._on_change_heard)
        self._desk.office_changed.connect(self._read)

    def _read(self) -> None:
        desk = self._desk
        desk.jobs.read(users_of, desk.store, then=self._on_users_read, owner=self, latest="users")

    def _on_users_read(self, users: list[User]) -> None:
        self.form.known = {user.user_id for user in users}
        self.worker.clear()
        for user in users:
            if user.active:
                self.worker.addItem(f"{user.name} ({role_title(user.role)})", user.user_id)
        self.worker.setCurrentIndex(self.worker.findData(self._desk.actor.user_id))
        shown = next((user for user in users if user.user_id == self.form.user_id.text()), None)
        if shown is not None and not self.form.is_new:
            self.form.take(details_of(shown))
        elif not self.form.is_changed and (shown or not self.form.is_new):
            self._show(shown)

    def _on_change_heard(self, change: Change) -> None:
        if change.of(Subject.USERS):
            self._read()

    def _on_worker_chosen(self, index: int) -> None:
        user_id = self.worker.itemData(index)
        if user_id != self._desk.actor.user_id:
            self.worker_chosen.emit(user_id)

    def _on_current_changed(self, row_id: int | None) -> None:
        place = None if row_id is None else self.list.model.place_of(row_id)
        user = None if place is None else self.list.model.row_at(place)
        if user is not None and user.user_id != self.form.user_id.text():
            self._leave_form(functools.partial(self._show, user))

    def _on_add(self) -> None:
        def begin() -> None:
            self.form.begin_new()
            self.form.name.setFocus()

        self._leave_form(begin)

    def _show(self, user: User | None) -> None:
        if user is None:
            self.form.begin_new()
        else:
            self.form.show_user(user)

    def _leave_form(self, go_on: Callable[[], object]) -> None:
        form = self.form
        if not form.is_changed:
            go_on()
            return
        what = form.answers().name or tr("the new user")
        LeaveQuestion(self, what, lambda: form.save(go_on), go_on).open()


_FACTS: dict[str, Callable[[User], object]] = {
    "name": lambda user: user.name.casefold(),
    "email": lambda user: user.email.casefold(),
    "role": lambda user: list(Role).index(user.role),
    "active": lambda user: user.active,
    "signature": lambda user: user.signature,
}


def _text_of(user: User) -> str:
    return f"{user.user_id} {user.name} {user.email}"


def _columns() -> list[Column[User]]:
    return [
        Column("name", tr("Name"), lambda user: user.name, width=18, gives=True),
        Column("role", tr("Role"), lambda user: user.role, role_title, width=15, gives=True),
        Column("active", tr("Active"), lambda user: user.active, _yes_or_no, width=8),
        Column("email", tr("E-mail address"), lambda user: user.email, width=24),
        Column(
            "signature",
            tr("Signature"),
            lambda user: user.signature,
            _one_line,
            whole=str,
            width=18,
            spare=True,
        ),
    ]


def _yes_or_no(active: object) -> str:
    return tr("Yes") if active else tr("No")


def _one_line(text: str) -> str:
    return " / ".join(line for line in text.splitlines() if line.strip())
