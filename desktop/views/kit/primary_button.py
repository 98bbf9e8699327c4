"""The one filled button of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.views.kit.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class PrimaryButton(Button):
    """The one thing a screen is for."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, on_click, variant="primary", icon=icon, parent=parent)
