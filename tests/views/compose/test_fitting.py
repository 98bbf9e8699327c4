"""The editor at any width: nothing is laid over anything else, and nothing is cut off."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QStackedWidget

from desktop.language import PSEUDO, use_language
from desktop.views.compose.editor_page import EditorPage
from desktop.views.kit.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk


def _tops(page: EditorPage) -> list[int]:
    form = page.form
    parts = (form.template, form.delivery, form.accounts, form.message.reply_to, form.message.subject)
    return [part.mapTo(form, part.rect().topLeft()).y() for part in parts]


def _is_laid_out(page: EditorPage) -> bool:
    tops = _tops(page)
    fits = page.form.width() <= page.halves.form_area.viewport().width()
    return fits and all(above < below for above, below in pairwise(tops))


@pytest.fixture(params=["en", PSEUDO])
def language(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    use_language(request.param, tmp_path)
    yield request.param
    use_language("en", tmp_path)


@pytest.mark.parametrize("width", [620, 735, 875, 1700])
@pytest.mark.usefixtures("language")
def test_the_form_is_laid_out_when_it_is_opened_over_another_page(
    desk: Desk, qtbot: QtBot, width: int
) -> None:
    area = QStackedWidget()
    qtbot.addWidget(area)
    area.resize(width, 400)
    with qtbot.waitExposed(area):
        area.show()
    page = EditorPage(desk)
    area.addWidget(page)
    area.setCurrentWidget(page)
    page.setFocus()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    qtbot.waitUntil(lambda: _is_laid_out(page), timeout=1000)


def test_the_form_is_laid_out_when_the_window_becomes_narrow_and_wide_again(desk: Desk, qtbot: QtBot) -> None:
    page = EditorPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    for width in (700, 1100, 640):
        page.resize(width, 500)
        qtbot.waitUntil(lambda: _is_laid_out(page), timeout=1000)


def test_the_titles_of_the_steps_stand_in_one_line(desk: Desk, qtbot: QtBot) -> None:
    page = EditorPage(desk)
    qtbot.addWidget(page)
    page.resize(875, 600)
    page.show()
    qtbot.waitUntil(lambda: not desk.jobs.busy and _is_laid_out(page))
    titles = [
        words for words in page.form.findChildren(Words) if words.text().startswith(("1 ", "2 ", "3 ", "4 "))
    ]
    assert len(titles) == 4
    for words in titles:
        assert words.heightForWidth(words.width()) <= 2 * words.fontMetrics().height() - 1, words.text()


@pytest.mark.parametrize("height", [600, 1000])
def test_the_form_is_laid_out_when_the_window_is_made_as_large_as_the_screen(
    desk: Desk, qtbot: QtBot, height: int
) -> None:
    page = EditorPage(desk)
    qtbot.addWidget(page)
    page.resize(874, 640)
    page.show()
    qtbot.waitUntil(lambda: not desk.jobs.busy and _is_laid_out(page))
    undo = page.form.message.bar.buttons[-2]
    qtbot.waitUntil(lambda: not undo.isVisible())
    page.resize(1692, height)
    qtbot.waitUntil(undo.isVisible)
    assert _is_laid_out(page)


def test_turning_the_wheel_moves_the_form_and_changes_nothing_in_it(desk: Desk, qtbot: QtBot) -> None:
    page = EditorPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 400)
    page.show()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    boxes = page.form.findChildren(QComboBox)
    page.form.message.signature.setFocus()
    before = [box.currentIndex() for box in boxes]
    assert page.form.message.signature.count() > 1
    for box in boxes:
        wheel = QWheelEvent(
            QPointF(box.rect().center()), QPointF(box.mapToGlobal(box.rect().center())), QPoint(),
            QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(box, wheel)
        assert not wheel.isAccepted(), "it is the form's"
    assert [box.currentIndex() for box in boxes] == before
