"""The filters beside the text: type, channel, date, unread and trash, and the searches that were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.language import tr
from desktop.late import late
from desktop.models.broker_search import BrokerSearch, Period
from desktop.models.channel import Channel
from desktop.views.kit.button import Button
from desktop.views.kit.delivery_words import channel_word
from desktop.views.kit.menu_button import MenuButton, offer_choices
from desktop.views.kit.moments import date_words
from desktop.views.kit.one_line import one_line
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.views.broker import period_dialog
else:
    period_dialog = late("desktop.views.broker.period_dialog")


class BrokerFilters(QWidget):
    """``search`` is all that is chosen but the text. ``types_wanted`` asks for ``set_types``."""

    chosen = Signal()
    named = Signal()  # what is chosen is told in other words
    types_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = BrokerSearch()
        self._types: dict[str, str] = {}
        self.type = MenuButton(tr("Type"))
        self.channel = MenuButton(tr("Channel"))
        self.date = MenuButton(tr("Date"))
        self.unread = Button(tr("Unread"), self._on_unread, variant="quiet")
        self.trash = Button(tr("Trash"), self._on_trash, variant="quiet", icon="trash")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.tiny)
        for button in (self.unread, self.trash):
            button.setCheckable(True)
        for widget in (self.type, self.channel, self.date, self.unread, self.trash):
            row.addWidget(widget)
        self.type.opens.aboutToShow.connect(self.types_wanted)
        # Filled when they open: a menu must not lose the entry that has just been chosen.
        self.type.opens.aboutToShow.connect(self._offer_types)
        self.channel.opens.aboutToShow.connect(self._offer_channels)
        self.date.opens.aboutToShow.connect(self._offer_periods)
        self._say()

    def choose(self, search: BrokerSearch) -> None:
        """As if a person had chosen all of it."""
        if search != self.search:
            self.search = search
            self._say()
            self.chosen.emit()

    def set_types(self, types: Sequence[tuple[str, str]]) -> None:
        """The types there are, with their names."""
        found = {kind: one_line(name or kind) for kind, name in types}
        if found != self._types:
            self._types = found
            self._say()
            if self.type.opens.isVisible():
                self._offer_types()

    def choose_period(self, first: date | None, last: date | None) -> None:
        """The days from the first to the last, either of which may be open."""
        period = Period.CHOSEN if first or last else Period.ANY
        self.choose(self.search._replace(period=period, first=first, last=last))

    def _say(self) -> None:
        search = self.search
        self.type.say(self._types.get(search.type, search.type))
        self.channel.say(channel_word(search.channel) if search.channel else "")
        is_named = search.period not in (Period.ANY, Period.CHOSEN)
        self.date.say(_periods()[search.period] if is_named else _days_words(search.first, search.last))
        self.unread.setChecked(search.is_unread)
        self.trash.setChecked(search.in_trash)
        self.named.emit()

    def _offer_types(self) -> None:
        known = {**({self.search.type: self.search.type} if self.search.type else {}), **self._types}
        named = {"": tr("All types"), **known}
        offer_choices(
            self.type, named, self.search.type, lambda key: self.choose(self.search._replace(type=key))
        )

    def _offer_channels(self) -> None:
        named = {"": tr("All channels"), **{each.value: channel_word(each) for each in Channel}}
        chosen = self.search.channel.value if self.search.channel else ""
        offer_choices(self.channel, named, chosen, self._on_channel)

    def _offer_periods(self) -> None:
        named = {period.value: words for period, words in _periods().items()}
        offer_choices(self.date, named, self.search.period.value, lambda key: self._on_period(Period(key)))
        self.date.opens.addSeparator()
        self.date.opens.addAction(tr("Between two days…"), self.ask_period)

    def ask_period(self) -> period_dialog.PeriodDialog:
        """Ask for the first and the last day."""
        dialog = period_dialog.PeriodDialog(self.search.first, self.search.last, self)
        dialog.chosen.connect(self.choose_period)
        dialog.open()
        return dialog

    def _on_period(self, period: Period) -> None:
        self.choose(self.search._replace(period=period, first=None, last=None))

    def _on_unread(self) -> None:
        self.choose(self.search._replace(is_unread=self.unread.isChecked()))

    def _on_trash(self) -> None:
        self.choose(self.search._replace(in_trash=self.trash.isChecked()))

    def _on_channel(self, key: str) -> None:
        self.choose(self.search._replace(channel=Channel(key) if key else None))


def _periods() -> dict[Period, str]:
    return {
        Period.ANY: tr("Any date"),
        Period.TODAY: tr("Today"),
        Period.WEEK: tr("The last 7 days"),
        Period.MONTH: tr("The last 30 days"),
        Period.YEAR: tr("The last 365 days"),
    }


def _days_words(first: date | None, last: date | None) -> str:
    if first and last:
        return tr("{first} to {last}").format(first=date_words(first), last=date_words(last))
    if first:
        return tr("From {first}").format(first=date_words(first))
    return tr("Until {last}").format(last=date_words(last)) if last else ""
