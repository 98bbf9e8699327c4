"""What every part of the settings has: a form that knows whether it was changed and is saved as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Role
from desktop.views.kit.button import Button
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.kit.primary_button import PrimaryButton
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change, Subject
    from desktop.views.kit.field import Field


class Section(QWidget):
    """A subclass says how its answers are read, shown, put together and written.

    ``subjects`` are those whose changes by colleagues concern it: they are shown at once while
    nothing was typed, and offered while something was. ``needed`` is the role that may change it.
    """

    changed = Signal()
    saved = Signal()
    subjects: tuple[Subject, ...] = ()
    needed = Role.ADMIN

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.title = title
        self.fields: dict[str, Field] = {}
        self._stored: Any = None
        self.may_change = desk.actor.may(self.needed)
        self.form = QVBoxLayout()
        self.refusal = Words("", "problem").wrapped()
        self.refusal.hide()
        self.save_button = PrimaryButton(tr("Save"), self.save)
        self.discard_button = Button(tr("Discard"), self.discard)
        self._arrange()
        self.save_button.setEnabled(False)
        self.discard_button.setEnabled(False)
        desk.refresh.changed.connect(self._on_change_heard)

    # What a subclass says

    def read(self) -> None:
        """Ask for what is stored; ``take`` it when it is there."""
        raise NotImplementedError

    def answers(self) -> Any:
        """What stands in the form, to be compared and written."""
        raise NotImplementedError

    def show_answers(self, stored: Any) -> None:
        """Put what is stored into the form."""
        raise NotImplementedError

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        """Ask for the answers to be stored."""
        raise NotImplementedError

    def widest(self) -> int:
        """How wide the form may become, in pixels: lines longer than a page are hard to read."""
        return theme_of(self).scale.width_reading

    def why_locked(self) -> str:
        """Who can change it, for whoever cannot."""
        return tr("Only an administrator of the office can change this.")

    # What everybody asks

    @property
    def is_changed(self) -> bool:
        return self._stored is not None and self.answers() != self._stored

    def take(self, stored: Any) -> None:
        """What is stored has been read."""
        if self.is_changed and stored != self._stored:
            self._stale.show()
            return
        self._show(stored)

    def discard(self) -> None:
        """Back to what is stored."""
        if self._stored is not None:
            self._show(self._stored)

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Store the answers. What is wrong with them is shown beside its field."""
        self.clear_problems()
        answers = self.answers()
        self._offer(save=False, discard=self.discard_button.isEnabled())

        def written(_change: Change) -> None:
            self._stored = answers
            self.tell_changed()
            self.desk.notices.tell(tr("Saved."))
            self.saved.emit()
            if then is not None:
                then()

        self.write(written, self.show_failure)

    def show_failure(self, error: Exception) -> None:
        """A refusal beside the field it is about, or above the buttons."""
        self.tell_changed()
        if not isinstance(error, Refused):
            return
        words = f"{error.sentence} {error.remedy}".strip()
        field = self.fields.get(error.about)
        if field is None:
            self.refusal.setText(words)
            self.refusal.show()
            return
        field.show_problem(words)
        field.widget.setFocus()

    def clear_problems(self) -> None:
        self.refusal.hide()
        for field in self.fields.values():
            field.show_problem("")

    def tell_changed(self) -> None:
        """To be called when anything in the form may have changed."""
        changed = self.is_changed
        self._offer(save=changed and self.may_change, discard=changed)
        self.changed.emit()

    def add(self, key: str, field: Field) -> Field:
        """Put a field at the end of the form and listen to it."""
        self.fields[key] = field
        self.form.addWidget(field)
        line = field.widget
        if isinstance(line, QLineEdit):
            line.textEdited.connect(lambda _text: self.tell_changed())
            line.returnPressed.connect(self._on_return)
        return field

    def lock(self) -> None:
        """Nobody but an administrator changes this: say so, and let the form be read only."""
        for field in self.fields.values():
            field.widget.setEnabled(False)

    def _show(self, stored: Any) -> None:
        self._stored = None
        self.clear_problems()
        self._stale.hide()
        self.show_answers(stored)
        self._stored = stored
        self.tell_changed()

    def _offer(self, *, save: bool, discard: bool) -> None:
        """Qt gives the focus of a button that is switched off to the next place in the window; it stays here."""
        leaves = (self.save_button.hasFocus() and not save) or (
            self.discard_button.hasFocus() and not discard
        )
        self.save_button.setEnabled(save)
        self.discard_button.setEnabled(discard)
        if leaves and self.fields:
            next(iter(self.fields.values())).widget.setFocus()

    def _on_return(self) -> None:
        if self.save_button.isEnabled():
            self.save()

    def _on_change_heard(self, change: Change) -> None:
        if not self.desk.refresh.is_own(change) and any(change.of(subject) for subject in self.subjects):
            self.read()

    def _on_look_wanted(self) -> None:
        self._stored = None
        self.read()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(scale.wide, scale.large, scale.wide, scale.large)
        around.setSpacing(scale.medium)
        self.heading = Words(self.title, "emphasis").wrapped()
        around.addWidget(self.heading)
        if not self.may_change:
            around.addWidget(Words(self.why_locked(), "quiet").wrapped())
        around.addWidget(self._stale_bar())
        self.form.setSpacing(scale.medium)
        around.addLayout(self.form)
        around.addStretch(1)
        inside.setMaximumWidth(self.widest())
        self.scroller = FormScroll(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.scroller, 1)
        column.addWidget(self._foot())

    def _stale_bar(self) -> QWidget:
        self._stale = QFrame()
        self._stale.setObjectName("notice")
        self.look_button = Button(tr("Show the change"), self._on_look_wanted)
        row = QHBoxLayout(self._stale)
        row.addWidget(Words(tr("A colleague has changed this meanwhile.")).wrapped(), 1)
        row.addWidget(self.look_button)
        self._stale.hide()
        return self._stale

    def _foot(self) -> QWidget:
        scale = theme_of(self).scale
        self.foot = QFrame()
        self.foot.setObjectName("buttonBar")
        column = QVBoxLayout(self.foot)
        column.setContentsMargins(scale.wide, scale.small, scale.wide, scale.medium)
        column.setSpacing(scale.small)
        column.addWidget(self.refusal)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(scale.small)
        self.buttons.addWidget(self.save_button)
        self.buttons.addWidget(self.discard_button)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)
        if not self.may_change:
            self.foot.hide()
        return self.foot
