"""Good news goes by itself, trouble stays, and nothing said before the window is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from desktop.bridge.notices import NoticeBus
from desktop.bridge.shown_notice import NoticeKind, ShownNotice
from desktop.errors import Refused
from desktop.views.kit.icon_button import IconButton
from desktop.views.kit.notice_bar import NoticeBar
from desktop.views.kit.notice_stack import NoticeStack

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme
    from tests.support.looks import StillSystem


@pytest.fixture
def stack(theme: Theme, qtbot: QtBot) -> NoticeStack:
    stack = NoticeStack()
    qtbot.addWidget(stack)
    return stack


def _time_passes(bar: NoticeBar) -> None:
    timer = bar.findChild(QTimer)
    assert isinstance(timer, QTimer)
    if timer.isActive():
        timer.timeout.emit()


def test_what_was_said_before_a_window_listened_is_shown(stack: NoticeStack) -> None:
    bus = NoticeBus()
    bus.tell("Template saved")
    stack.listen(bus)
    bus.tell("Template deleted")
    assert [bar.notice.text for bar in stack.bars] == ["Template saved", "Template deleted"]
    assert bus.take() == ()


def test_a_click_on_a_notice_leaves_the_focus_where_a_person_works(theme: Theme, qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    edit = QLineEdit(ground)
    stack = NoticeStack(ground)
    bar = stack.show_notice(
        ShownNotice(NoticeKind.SUCCESS, "Deleted", action=lambda: None, action_label="Undo")
    )
    ground.show()
    edit.setFocus()
    for button in bar.findChildren(QPushButton):
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
        assert ground.focusWidget() is edit


@pytest.mark.parametrize("kind", [NoticeKind.INFO, NoticeKind.SUCCESS])
def test_good_news_goes_after_a_while(stack: NoticeStack, kind: NoticeKind) -> None:
    _time_passes(stack.show_notice(ShownNotice(kind, "Saved")))
    assert stack.bars == []
    assert stack.isHidden()


def test_what_waits_for_somebody_does_not_go_by_itself(stack: NoticeStack) -> None:
    bar = stack.show_notice(ShownNotice(NoticeKind.INFO, "2 notices are unread.", waits=True))
    _time_passes(bar)
    assert stack.bars == [bar]


@pytest.mark.parametrize("kind", [NoticeKind.WARNING, NoticeKind.ERROR, NoticeKind.FAULT])
def test_trouble_stays_until_it_is_closed(stack: NoticeStack, kind: NoticeKind) -> None:
    bar = stack.show_notice(ShownNotice(kind, "The mail server did not answer"))
    _time_passes(bar)
    assert stack.bars == [bar]
    bar.findChildren(IconButton)[0].click()
    assert stack.bars == []


def test_time_stands_still_while_the_pointer_rests_on_it(stack: NoticeStack) -> None:
    bar = stack.show_notice(ShownNotice(NoticeKind.INFO, "Saved"))
    waiting = [bar.is_waiting]
    for event in (QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)), QEvent(QEvent.Type.Leave)):
        QApplication.sendEvent(bar, event)
        waiting.append(bar.is_waiting)
    assert waiting == [True, False, True]


def test_undo_is_done_once_and_the_notice_goes(stack: NoticeStack) -> None:
    undone: list[str] = []
    bar = stack.show_notice(
        ShownNotice(
            NoticeKind.SUCCESS, "Deleted", action_label="Undo", action=lambda: undone.append("undone")
        )
    )
    button = next(button for button in bar.findChildren(QPushButton) if button.text() == "Undo")
    button.click()
    assert undone == ["undone"]
    assert stack.bars == []


def test_it_fades_only_where_the_system_allows_motion(
    stack: NoticeStack, system: StillSystem, qtbot: QtBot
) -> None:
    system.motion = True
    stack.show()
    bar = stack.show_notice(ShownNotice(NoticeKind.INFO, "Saved"))
    bar.close_notice()
    assert stack.bars == [bar]
    qtbot.waitUntil(lambda: stack.bars == [])


def test_text_from_outside_is_shown_as_text(stack: NoticeStack) -> None:
    bar = stack.show_notice(ShownNotice(NoticeKind.ERROR, "<b>550</b> refused", "<img src=x>"))
    labels = [label for label in bar.findChildren(QLabel) if label.text()]
    assert [label.text() for label in labels] == ["<b>550</b> refused", "<img src=x>"]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_many_notices_let_the_oldest_passing_one_go(stack: NoticeStack) -> None:
    stack.show_notice(ShownNotice(NoticeKind.ERROR, "stays"))
    for number in range(6):
        stack.show_notice(ShownNotice(NoticeKind.INFO, f"saved {number}"))
    assert [bar.notice.text for bar in stack.bars] == ["stays", "saved 3", "saved 4", "saved 5"]


def test_trouble_that_comes_up_again_and_again_is_said_once_and_goes_when_it_is_over(
    stack: NoticeStack,
) -> None:
    bus = NoticeBus()
    stack.listen(bus)
    for _ in range(3):
        bus.trouble(Refused("The store cannot be reached", "The server did not answer."))
    bus.trouble(Refused("The store cannot be reached", "What colleagues change is not shown."))
    bus.tell("Template saved")
    assert len(stack.bars) == 3
    bus.withdraw("The store cannot be reached")
    assert [bar.notice.text for bar in stack.bars] == ["Template saved"]


def test_a_way_back_for_some_seconds_counts_them_down_and_goes_with_them(stack: NoticeStack) -> None:
    undone: list[bool] = []
    notice = ShownNotice(
        NoticeKind.SUCCESS, "Sending", action_label="Undo", action=lambda: undone.append(True), seconds=3
    )
    bar = stack.show_notice(notice)
    assert bar.action is not None
    assert (bar.action.text(), bar.stays) == ("Undo (3 s)", True)
    bar._beat.timeout.emit()
    assert bar.action.text() == "Undo (2 s)"
    bar._beat.timeout.emit()
    bar._beat.timeout.emit()
    assert not stack.isVisible()
    assert not undone
    other = stack.show_notice(notice)
    assert other.action is not None
    other.action.click()
    assert undone == [True]
