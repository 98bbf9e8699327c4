"""A group that is applied: whether it is included or excluded, how many accounts, and a way to let it go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.elided import ElidedLabel
from desktop.views.kit.icon_button import IconButton
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.models.account_group import AppliedGroup


class AppliedChip(QFrame):
    """``on_let_go`` is called when the group is to be neither included nor excluded."""

    def __init__(
        self, group: AppliedGroup, on_let_go: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        scale = theme_of(self).scale
        self.setObjectName("applied")
        self.setProperty("kind", "excluded" if group.excluded else "included")
        words = tr("Not: {name} ({n})") if group.excluded else tr("Group: {name} ({n})")
        self.label = ElidedLabel(words.format(name=group.name, n=f"{group.count:,}"))
        stop = tr("Do not exclude “{name}”") if group.excluded else tr("Do not include “{name}”")
        self.close_button = IconButton("close", stop.format(name=group.name), on_let_go)
        row = QHBoxLayout(self)
        row.setContentsMargins(scale.small, 0, 0, 0)
        row.setSpacing(scale.tiny)
        row.addWidget(self.label, 1)
        row.addWidget(self.close_button)
