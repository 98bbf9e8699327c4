"""Painting of channels, states, totals and subjects, for delegates and for widgets alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop.models.channel import Channel, Channels
from desktop.models.subject_words import subject_parts
from desktop.views.icons import paint_icon
from desktop.views.kit.delivery_words import MARKS, state_word, totals_words
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.models.delivery import DeliveryState, DeliveryTotals

_ELLIPSIS = "…"
_LEAST_CHIP = 48  # pixels; of a keyword in less room nothing could be read
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


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


def paint_totals(painter: QPainter, rect: QRectF, totals: DeliveryTotals, role: str = "text") -> None:
    """The bar, and its numbers beside it."""
    theme = theme_of()
    scale = theme.scale
    width = min(scale.huge * 2, rect.width() / 3)
    paint_bar(painter, QRectF(rect.left(), rect.center().y() - scale.bar / 2, width, scale.bar), totals)
    words = rect.adjusted(width + scale.small, 0, 0, 0)
    painter.save()
    painter.setPen(theme.color(role))
    painter.drawText(words, _LEFT, _cut(painter, totals_words(totals), words.width()))
    painter.restore()


def paint_subject(painter: QPainter, rect: QRectF, subject: str, role: str = "text") -> None:
    """A subject on one line, each keyword a chip; what has no room is cut at the end."""
    left = rect.left()
    for words, is_keyword in subject_parts(subject):
        room = rect.right() - left
        if room <= painter.fontMetrics().horizontalAdvance(_ELLIPSIS):
            return
        place = QRectF(left, rect.top(), room, rect.height())
        if not is_keyword:
            left += _paint_run(painter, place, words, role)
        elif room < _LEAST_CHIP:
            left += _paint_run(painter, place, _ELLIPSIS, role)
        else:
            left += _paint_chip(painter, place, words)


def _paint_run(painter: QPainter, place: QRectF, words: str, role: str) -> float:
    painter.setPen(theme_of().color(role))
    painter.drawText(place, _LEFT, _cut(painter, words, place.width()))
    return float(painter.fontMetrics().horizontalAdvance(words))


def _paint_chip(painter: QPainter, place: QRectF, words: str) -> float:
    theme = theme_of()
    metrics, margin = painter.fontMetrics(), theme.scale.tiny
    shown = _cut(painter, words, place.width() - 2 * margin)
    width = metrics.horizontalAdvance(shown) + 2 * margin
    ground = QRectF(place.left(), place.center().y() - metrics.height() / 2, width, metrics.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("chip"))
    painter.drawRoundedRect(ground, margin, margin)
    painter.setPen(theme.color("chip-text"))
    painter.drawText(ground, _CENTRE, shown)
    return width


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
