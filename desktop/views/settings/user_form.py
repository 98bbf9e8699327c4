"""The form of one user of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Role, UserDetails
from desktop.services.office import save_users
from desktop.services.staffing import details_of
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.field import Field
from desktop.views.kit.words import Words
from desktop.views.settings.role_words import role_help, role_title
from desktop.views.settings.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change
    from desktop.models.office import User

_SIGNATURE_LINES = 4


class UserForm(Section):
    """Shows a user that is there, or takes a new one. ``user_saved`` carries the user id.

    ``read_wanted`` asks for the users to be read and the one shown to be taken.
    """

    user_saved = Signal(str)
    read_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("User"))
        self.known: Collection[str] = ()
        self.user_id, self.name, self.email = QLineEdit(), QLineEdit(), QLineEdit()
        self.role, self.active, self.signature = ChoiceBox(), QCheckBox(tr("Active")), QPlainTextEdit()
        self._role_help = Words("", "caption").wrapped()
        self._is_new = True
        self._build()
        self._connect()
        if not self.may_change:
            self.lock()
        self.begin_new()

    @property
    def is_new(self) -> bool:
        return self._is_new

    def begin_new(self) -> None:
        """An empty form for a new user."""
        self._is_new = True
        self._show(UserDetails("", "", ""))

    def show_user(self, user: User) -> None:
        """This user, as stored."""
        self._is_new = False
        self._show(details_of(user))

    def read(self) -> None:
        """The list beside the form reads."""
        self.read_wanted.emit()

    def answers(self) -> Any:
        return UserDetails(
            self.user_id.text().strip(),
            " ".join(self.name.text().split()),
            self.email.text().strip(),
            Role(self.role.currentData()),
            self.active.isChecked(),
            self.signature.toPlainText().rstrip(),
        )

    def show_answers(self, stored: Any) -> None:
        user_id, name, email, role, active, signature = stored
        self.user_id.setText(user_id)
        self.user_id.setReadOnly(not self._is_new)
        self.name.setText(name)
        self.email.setText(email)
        self.role.setCurrentIndex(self.role.findData(role))
        self.active.setChecked(active)
        self.signature.setPlainText(signature)
        self.heading.setText(name or tr("New user"))

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk, user = self.desk, self.answers()
        if self._is_new and user.user_id in self.known:
            failed(_taken(user.user_id))
            return

        def written(change: Change) -> None:
            then(change)
            self.user_saved.emit(user.user_id)

        desk.jobs.write(save_users, desk.store, desk.actor, [user], then=written, failed=failed, owner=self)

    def _build(self) -> None:
        for role in Role:
            self.role.addItem(role_title(role), role)
        height = self.signature.fontMetrics().lineSpacing() * (_SIGNATURE_LINES + 1)
        self.signature.setFixedHeight(height)
        self.signature.setTabChangesFocus(True)
        self.add("name", Field(tr("Name"), self.name))
        self.add("email", Field(tr("E-mail address"), self.email))
        words = tr("How files name this user. It cannot be changed later.")
        self.add("user_id", Field(tr("User id"), self.user_id, words))
        self.add("role", Field(tr("Role"), self.role))
        self.form.addWidget(self._role_help)
        self.form.addWidget(self.active)
        words = tr("Stands below the messages that this user signs.")
        self.add("signature", Field(tr("Signature"), self.signature, words))

    def _connect(self) -> None:
        self.email.textEdited.connect(self._on_email_edited)
        self.role.currentIndexChanged.connect(lambda _index: self._on_role_changed())
        self.active.toggled.connect(lambda _on: self.tell_changed())
        self.signature.textChanged.connect(self.tell_changed)
        self._on_role_changed()

    def lock(self) -> None:
        super().lock()
        self.active.setEnabled(False)

    def _on_role_changed(self) -> None:
        self._role_help.setText(role_help(Role(self.role.currentData())))
        self.tell_changed()

    def _on_email_edited(self, text: str) -> None:
        """Most offices name their users by what stands before the sign."""
        if self._is_new:
            self.user_id.setText(text.partition("@")[0].strip())
            self.tell_changed()


def _taken(user_id: str) -> Refused:
    return Refused(
        tr("The user was not saved"),
        tr("There is already a user “{user_id}”.").format(user_id=user_id),
        tr("Choose another user id."),
        about="user_id",
    )
