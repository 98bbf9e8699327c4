"""Settings, This computer: what only whoever works here sees. It holds at once, so nothing is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop import paths
from desktop.language import languages, tr
from desktop.models.quiet_hours import quiet_hours
from desktop.settings import DESKTOP_NOTICES, LANGUAGE, QUIET_HOURS, ROW_HEIGHT, THEME
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.field import Field
from desktop.views.kit.words import Words
from desktop.views.theme.theme import Density, ThemeMode, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction

    from desktop.views.remembered import Remembered

# Qt names the English of a country where none is asked for.
_NATIVE = {"en": "English"}


class ComputerSection(QWidget):
    """``action_of`` gives the window's own actions for the look, so that its menus stay in step."""

    def __init__(
        self, remembered: Remembered, action_of: Callable[[str], QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = tr("This computer")
        self._remembered = remembered
        self._action_of = action_of
        self._groups: list[QButtonGroup] = []
        self.language = ChoiceBox()
        self.announces = QCheckBox(DESKTOP_NOTICES.label())
        self.quiet = QLineEdit(str(remembered.value(QUIET_HOURS.key, QUIET_HOURS.default)))
        self.quiet_field = Field(QUIET_HOURS.label(), self.quiet, QUIET_HOURS.help())
        self._build_languages()
        self._build_announcing()
        self._arrange()

    def _build_languages(self) -> None:
        self.language.addItem(tr("The language of this computer"), "")
        for code in ("en", *languages(paths.resources() / "languages")):
            name = _NATIVE.get(code) or QLocale(code).nativeLanguageName()
            self.language.addItem(name[:1].upper() + name[1:], code)
        chosen = LANGUAGE.of({LANGUAGE.key: self._remembered.value(LANGUAGE.key, "")})
        self.language.setCurrentIndex(max(self.language.findData(chosen), 0))
        self.language.activated.connect(
            lambda index: self._remembered.set_value(LANGUAGE.key, self.language.itemData(index))
        )

    def _build_announcing(self) -> None:
        kept = self._remembered.value(DESKTOP_NOTICES.key, DESKTOP_NOTICES.default)
        self.announces.setChecked(DESKTOP_NOTICES.of({DESKTOP_NOTICES.key: kept}))
        self.announces.toggled.connect(lambda on: self._remembered.set_value(DESKTOP_NOTICES.key, on))
        self.quiet.textEdited.connect(self._on_quiet_edited)

    def _on_quiet_edited(self, written: str) -> None:
        is_right = quiet_hours(written) is not None
        self.quiet_field.show_problem("" if is_right else tr("Write them as 18:00-08:00."))
        if is_right:
            self._remembered.set_value(QUIET_HOURS.key, written.strip())

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        modes = [
            (f"theme-{ThemeMode.SYSTEM}", tr("As the system")),
            (f"theme-{ThemeMode.LIGHT}", tr("Light")),
            (f"theme-{ThemeMode.DARK}", tr("Dark")),
        ]
        rows = [
            (f"rows-{Density.COMFORTABLE}", tr("Comfortable")),
            (f"rows-{Density.COMPACT}", tr("Compact")),
        ]
        inside = QWidget()
        inside.setMaximumWidth(scale.width_reading)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside, 1)
        whole.addStretch()
        column = QVBoxLayout(inside)
        column.setContentsMargins(scale.wide, scale.large, scale.wide, scale.large)
        column.setSpacing(scale.wide)
        column.addWidget(Words(self.title, "emphasis"))
        column.addWidget(Field(THEME.label(), self._choice(modes), THEME.help()))
        column.addWidget(Field(ROW_HEIGHT.label(), self._choice(rows), ROW_HEIGHT.help()))
        words = tr("Holds when the program is started again.")
        column.addWidget(Field(LANGUAGE.label(), self.language, words))
        column.addWidget(Field(tr("Announcements"), self.announces, DESKTOP_NOTICES.help()))
        column.addWidget(self.quiet_field)
        column.addStretch(1)

    def _choice(self, choices: Sequence[tuple[str, str]]) -> QWidget:
        box, group = QWidget(), QButtonGroup(self)
        self._groups.append(group)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.large)
        for action_id, words in choices:
            button = QRadioButton(words)
            button.setAccessibleName(words)
            group.addButton(button)
            row.addWidget(button)
            self._tie(button, self._action_of(action_id))
        row.addStretch(1)
        box.setFocusProxy(group.buttons()[0])
        return box

    @staticmethod
    def _tie(button: QRadioButton, action: QAction) -> None:
        button.setChecked(action.isChecked())
        button.clicked.connect(lambda _on: action.trigger())
        action.toggled.connect(button.setChecked)
