"""Painting of channels, states, totals and subjects, for delegates and for widgets alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop.models.channel import Channel, Channels
from desktop.views.icons import paint_icon
from desktop.views.kit.delivery_words import MARKS, state_word, totals_words
from desktop.views.kit.subject_fit import fitted
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.delivery import DeliveryState, DeliveryTotals

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RUN = _LEFT | int(Qt.TextFlag.TextDontClip)
_BAR_SHARE = 1 / 5
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


def letters_width() -> int:
    """The width that three channel letters take."""
    return len(Channel) * theme_of().scale.large


def paint_letters(painter: QPainter, rect: QRectF, channels: Channels, role: str = "text") -> None:
    """W, E and B, each in its place; an absent one leaves its place empty."""
    theme = theme_of()
    step = theme.scale.large
    painter.save()
    painter.setPen(theme.color(role))
    for place, channel in enumerate(Channel):
        if channel in channels:
            box = QRectF(rect.left() + place * step, rect.top(), step, rect.height())
            painter.drawText(box, _LEFT, channel.value)
    painter.restore()


def paint_state(painter: QPainter, rect: QRectF, state: DeliveryState, role: str = "text") -> None:
    """The state's icon, and its word in ``role``."""
    name, tint = MARKS[state]
    paint_marked(painter, rect, name, tint, state_word(state), role)


def paint_marked(
    painter: QPainter, rect: QRectF, icon: str, tint: str, text: str, role: str = "text"
) -> None:
    """An icon in the role ``tint``, and words in ``role``; what has no room is cut at the end."""
    theme = theme_of()
    size = theme.scale.icon_small
    mark = QRectF(rect.left(), rect.center().y() - size / 2, size, size)
    paint_icon(painter, mark, icon, tint)
    painter.save()
    painter.setPen(theme.color(role))
    left = size + theme.scale.tiny + theme.scale.hairline
    words = rect.adjusted(left, 0, 0, 0)
    painter.drawText(words, _LEFT, _cut(painter, text, words.width()))
    painter.restore()


def paint_bar(painter: QPainter, rect: QRectF, totals: DeliveryTotals) -> None:
    """One thin bar of all states; what there is of a state is never too thin to see."""
    theme = theme_of()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setClipPath(path)
    painter.fillRect(rect, theme.color("bar-waiting"))
    left = rect.left()
    for role, width in _shares(totals, rect.width()):
        painter.fillRect(QRectF(left, rect.top(), width, rect.height()), theme.color(role))
        left += width
    painter.restore()


def bar_width(room: float) -> float:
    """What the bar takes of ``room``; where there is little its numbers say more than it does."""
    return min(theme_of().scale.huge * 2, room * _BAR_SHARE)


def paint_totals(painter: QPainter, rect: QRectF, totals: DeliveryTotals, role: str = "text") -> None:
    """The bar, and its numbers beside it."""
    theme = theme_of()
    scale = theme.scale
    width = bar_width(rect.width())
    paint_bar(painter, QRectF(rect.left(), rect.center().y() - scale.bar / 2, width, scale.bar), totals)
    words = rect.adjusted(width + scale.small, 0, 0, 0)
    painter.save()
    painter.setPen(theme.color(role))
    painter.drawText(words, _LEFT, _cut(painter, totals_words(totals), words.width()))
    painter.restore()


def paint_subject(painter: QPainter, rect: QRectF, subject: str, role: str = "text") -> None:
    """A subject on one line, each keyword a chip; what has no room is cut at the end, and a cut is seen."""
    left = rect.left()
    for run in fitted(subject, rect.width(), _Measured(painter)):
        place = QRectF(left, rect.top(), run.width, rect.height())
        if run.is_keyword:
            _paint_chip(painter, place, run.words)
        else:
            painter.setPen(theme_of().color(role))
            painter.drawText(place, _RUN, run.words)
        left += run.width


class _Measured:
    """How wide what is painted is in the painter's font."""

    def __init__(self, painter: QPainter) -> None:
        self._metrics = painter.fontMetrics()
        self._margins = 2 * theme_of().scale.tiny

    def width(self, words: str, *, is_keyword: bool) -> float:
        return self._metrics.horizontalAdvance(words) + (self._margins if is_keyword else 0)

    def cut(self, words: str, width: float, *, is_keyword: bool) -> str:
        room = int(width - (self._margins if is_keyword else 0))
        return self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)


def _paint_chip(painter: QPainter, place: QRectF, words: str) -> None:
    theme = theme_of()
    height, margin = painter.fontMetrics().height(), theme.scale.tiny
    ground = QRectF(place.left(), place.center().y() - height / 2, place.width(), height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("chip"))
    painter.drawRoundedRect(ground, margin, margin)
    painter.setPen(theme.color("chip-text"))
    painter.drawText(ground, _CENTRE, words)


def _shares(totals: DeliveryTotals, width: float) -> list[tuple[str, float]]:
    least = 2.0
    counts = (
        ("bar-delivered", totals.delivered),
        ("bar-failed", totals.failed),
        ("bar-unconfirmed", totals.unconfirmed),
        ("bar-skipped", totals.skipped + totals.cancelled),
    )
    present = [(role, count) for role, count in counts if count]
    spare = max(width - least * len(present), 0.0)
    return [(role, least + spare * count / totals.total) for role, count in present]


def _cut(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
