"""To Be Sent By IB, as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.views.kit.confirm import Confirm
from desktop.views.to_be_sent.effect_dialog import EffectDialog
from tests.pages.sent import Listing, dialog_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.to_be_sent.to_be_sent_page import ToBeSentPage


class ToBeSentScreen(Listing):
    """The tab."""

    def __init__(self, page: ToBeSentPage, qtbot: QtBot) -> None:
        super().__init__(page.list, qtbot)
        self.page = page

    def statuses(self) -> list[str]:
        return self.column("Message Status")

    def wait_statuses(self, *words: str) -> None:
        self.wait_for("Message Status", list(words))

    def question(self) -> Confirm:
        """The question that is asked, once it is there."""
        self.qtbot.waitUntil(lambda: bool(self.page.findChildren(Confirm)))
        return self.page.findChildren(Confirm)[-1]

    def effect(self) -> EffectDialog:
        """What an Always Reject would have stopped, once it is shown."""
        self.qtbot.waitUntil(lambda: bool(self.page.findChildren(EffectDialog)))
        return self.page.findChildren(EffectDialog)[-1]


__all__ = ["ToBeSentScreen", "dialog_of"]
