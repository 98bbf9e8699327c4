"""Channels, states and totals are painted alike everywhere and always have words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.models.channel import Channel, channels_of
from desktop.models.delivery import DeliveryState, DeliveryTotals
from desktop.views.kit.channel_letters import ChannelLetters
from desktop.views.kit.delivery_words import MARKS, state_word, totals_words
from desktop.views.kit.marks import letters_width, paint_bar, paint_letters, paint_subject
from desktop.views.kit.pill import Pill
from desktop.views.kit.status_mark import StatusMark
from desktop.views.kit.totals_bar import TotalsBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme


def _painted(width: int, height: int, paint: Callable[[QPainter, QRectF], None]) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def _has_ink(image: QImage, left: int, right: int) -> bool:
    white = QColor("white").rgb()
    return any(image.pixel(x, y) != white for x in range(left, right) for y in range(image.height()))


@pytest.mark.parametrize("letters", ["", "W", "E", "B", "WB", "WEB"])
def test_each_channel_keeps_its_place(theme: Theme, letters: str) -> None:
    image = _painted(
        letters_width(), 20, lambda painter, rect: paint_letters(painter, rect, channels_of(letters))
    )
    step = letters_width() // 3
    shown = [_has_ink(image, place * step, (place + 1) * step) for place in range(3)]
    assert shown == [channel.value in letters for channel in Channel]


def test_channels_have_words(theme: Theme, qtbot: QtBot) -> None:
    letters = ChannelLetters(channels_of("WB"))
    qtbot.addWidget(letters)
    assert letters.toolTip() == letters.accessibleName() == "Message Center, TWS Bulletin"


def test_every_state_has_a_mark_and_a_word(theme: Theme, qtbot: QtBot) -> None:
    assert set(MARKS) == set(DeliveryState)
    for state in DeliveryState:
        mark = StatusMark(state)
        qtbot.addWidget(mark)
        assert mark.accessibleName() == state_word(state)
    assert len({icon for icon, _ in MARKS.values()}) == len(DeliveryState)


def test_totals_are_told_in_numbers() -> None:
    assert (
        totals_words(DeliveryTotals(delivered=408, failed=3, skipped=1))
        == "3 failed, 408 of 412 delivered, 1 skipped"
    )
    assert totals_words(DeliveryTotals(delivered=1200, queued=800)) == "1,200 of 2,000 delivered, 800 queued"
    assert totals_words(DeliveryTotals()) == "No deliveries"


def test_one_failure_among_a_million_can_be_seen(theme: Theme) -> None:
    totals = DeliveryTotals(delivered=999_999, failed=1)
    image = _painted(100, 6, lambda painter, rect: paint_bar(painter, rect, totals))
    colours = {QColor(image.pixel(x, 3)).name() for x in range(100)}
    assert theme.hex("bar-failed") in colours


def test_the_bar_shows_the_shares(theme: Theme) -> None:
    totals = DeliveryTotals(delivered=50, queued=50)
    image = _painted(100, 6, lambda painter, rect: paint_bar(painter, rect, totals))
    assert QColor(image.pixel(25, 3)) == theme.color("bar-delivered")
    assert QColor(image.pixel(75, 3)) == theme.color("bar-waiting")


def test_the_widget_says_the_numbers(theme: Theme, qtbot: QtBot) -> None:
    bar = TotalsBar()
    qtbot.addWidget(bar)
    bar.set_totals(DeliveryTotals(delivered=2, unconfirmed=1))
    assert bar.accessibleName() == "1 unconfirmed, 2 of 3 delivered"


def test_a_count_of_nought_is_hidden(theme: Theme, qtbot: QtBot) -> None:
    pill = Pill()
    qtbot.addWidget(pill)
    pill.set_count(1204, "1,204 selected")
    assert (pill.text(), pill.accessibleName(), pill.isHidden()) == ("1,204", "1,204 selected", False)
    pill.set_count(0)
    assert pill.isHidden()


@pytest.mark.parametrize(
    ("subject", "width", "is_chip"),
    [
        ("Welcome to {{ office_name }}", 300, True),
        ("Welcome to the office", 300, False),
        ("Welcome to {{ office_name }}", 90, False),
    ],
)
def test_a_keyword_is_a_chip_where_it_can_be_read(
    theme: Theme, subject: str, width: int, is_chip: bool
) -> None:
    image = QImage(400, 24, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(theme.font())
    paint_subject(painter, QRectF(0, 0, width, 24), subject)
    painter.end()
    chip = theme.color("chip").rgb()
    across, down = range(image.width()), range(image.height())
    assert any(image.pixel(x, y) == chip for x in across for y in down) is is_chip
    assert not _has_ink(image, width + 1, image.width())
