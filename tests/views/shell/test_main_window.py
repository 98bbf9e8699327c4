"""The frame of the window: places, tabs, pages over an area, memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.bridge.notices import NoticeBus
from desktop.errors import Refused
from desktop.settings import ROW_HEIGHT, THEME
from desktop.views.kit.button import Button
from desktop.views.kit.fault_dialog import FaultDialog
from desktop.views.kit.foot_bar import FootBar
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.shell.office_status import OfficeStatus
from desktop.views.shell.place_delegate import short_count
from desktop.views.theme.theme import theme_of
from tests.views.shell.conftest import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme


def _field(desk: Desk, tab: str) -> QLineEdit:
    found = desk.window.findChild(QLineEdit, f"{tab}-field")
    assert isinstance(found, QLineEdit)
    return found


def _dots(desk: Desk) -> int:
    return len([label for label in desk.window.status.findChildren(QLabel) if label.isVisible()])


def _editor() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(QLineEdit())
    return page


def test_a_page_is_built_when_it_is_first_seen_and_once(desk: Desk) -> None:
    assert desk.built == ["notices"]
    desk.page.go_to("Manage Client Communications")
    assert desk.built == ["notices", "sent"]
    desk.page.switch_to("Manage Templates")
    desk.page.switch_to("Sent By Me")
    desk.page.go_to("My Message Center")
    assert desk.built == ["notices", "sent", "templates"]


def test_f10_opens_the_first_menu(desk: Desk, qtbot: QtBot) -> None:
    desk.window.activateWindow()
    QTest.keyClick(desk.window, Qt.Key.Key_F10)
    bar = desk.window.menuBar()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    assert bar.activeAction() is bar.actions()[0]
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Escape)


def test_an_area_with_one_page_shows_no_tabs(desk: Desk) -> None:
    assert desk.page.tabs() == []
    desk.page.go_to("Manage Client Communications")
    assert desk.page.tabs() == ["Sent By Me", "Manage Templates"]
    assert desk.page.title() == "Manage Client Communications"


def test_the_filled_button_does_its_action_while_it_is_enabled(desk: Desk) -> None:
    desk.page.go_to("Manage Client Communications")
    button = desk.page.button("Send Message To Clients")
    button.click()
    desk.registry.set_enabled("send", False)
    assert not button.isEnabled()
    assert desk.done == ["send"]


def test_counts_stand_beside_places_and_tabs(desk: Desk) -> None:
    desk.window.places.set_count("mine", 1204, "1,204 unread")
    desk.window.area_of("clients").set_tab_count("sent", 12, "12 messages")
    desk.page.go_to("Manage Client Communications")
    assert desk.page.places()[0] == ("My Message Center", 1204)
    assert desk.page.tabs()[0] == "Sent By Me  12"
    spoken = desk.window.places.list.item(0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "My Message Center, 1,204 unread"
    assert desk.window.area.tabs.accessibleTabName(0) == "Sent By Me, 12 messages"


def test_a_count_of_nought_is_not_shown(desk: Desk) -> None:
    desk.window.area_of("clients").set_tab_count("sent", 12)
    desk.window.area_of("clients").set_tab_count("sent", 0)
    desk.page.go_to("Manage Client Communications")
    assert desk.page.tabs()[0] == "Sent By Me"


def test_a_page_over_the_area_gives_the_focus_back(desk: Desk) -> None:
    desk.page.go_to("Manage Client Communications")
    field = _field(desk, "sent")
    field.setFocus()
    editor = _editor()
    desk.window.show_page(editor)
    assert desk.page.page() is editor
    focused = QApplication.focusWidget()
    assert focused is not None
    assert editor.isAncestorOf(focused)
    desk.window.close_page()
    assert desk.page.page() is desk.window.area
    assert field.hasFocus()


def test_an_open_page_waits_while_another_area_is_looked_at(desk: Desk) -> None:
    desk.page.go_to("Manage Client Communications")
    editor = _editor()
    desk.window.show_page(editor)
    desk.page.go_to("My Message Center")
    assert desk.page.page() is desk.window.area
    desk.page.go_to("Manage Client Communications")
    assert desk.page.page() is editor


def test_a_page_below_another_can_be_closed(desk: Desk) -> None:
    first, second = _editor(), _editor()
    desk.window.show_page(first)
    desk.window.show_page(second)
    desk.window.close_page(first)
    assert desk.page.page() is second
    desk.window.close_page(second)
    desk.window.close_page()
    assert desk.page.page() is desk.window.area


def test_the_sample_office_is_marked(desk: Desk) -> None:
    desk.window.set_office("Hillside Advisors", is_sample=True)
    assert desk.window.places.office_words == ("Hillside Advisors", "Sample office")
    desk.window.set_office("Hillside Advisors", is_sample=False)
    assert desk.window.places.office_words == ("Hillside Advisors", "")
    assert desk.window.windowTitle() == "Hillside Advisors, Message Center"


def test_the_status_line_keeps_its_order_however_its_words_come_in(desk: Desk) -> None:
    for name in ("deliveries", "sending", "mail", "staging", "store", "office"):
        desk.window.status.set_segment(name, name)
    assert desk.page.status() == ["office", "store", "staging", "sending", "mail", "deliveries"]
    status = desk.window.status
    layout = status.layout()
    assert layout is not None
    layout.activate()
    lefts = [
        status.segment(name).x() for name in ("office", "store", "staging", "sending", "mail", "deliveries")
    ]
    assert lefts == sorted(lefts)
    assert _dots(desk) == 5


def test_the_status_line_says_where_one_is(desk: Desk) -> None:
    opened: list[str] = []
    desk.window.status.set_segment("office", "Hillside Advisors")
    desk.window.status.set_segment("mail", "mail goes to a folder", on_click=lambda: opened.append("folder"))
    desk.window.status.set_segment("office", "Hillside & Sons")
    assert desk.page.status() == ["Hillside & Sons", "mail goes to a folder"]
    QTest.keyClick(desk.window.status.segment("mail"), Qt.Key.Key_Space)
    assert opened == ["folder"]
    assert _dots(desk) == 1
    desk.window.status.set_segment("office", "")
    assert desk.page.status() == ["mail goes to a folder"]
    assert _dots(desk) == 0


def _painted(segment: QToolButton, *more: QStyle.StateFlag) -> QImage:
    """As it is painted in its own state, and in ``more`` of them."""
    image = QImage(segment.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    option = QStyleOptionToolButton()
    segment.initStyleOption(option)
    for flag in more:
        option.state |= flag
    painter = QPainter(image)
    segment.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, segment)
    painter.end()
    return image


def test_what_leads_nowhere_does_not_light_up_in_the_status_line(desk: Desk) -> None:
    status = desk.window.status
    status.set_segment("deliveries", "deliveries running")
    status.set_segment("mail", "mail goes to a folder", on_click=list)

    def lights_up(name: str) -> bool:
        segment = status.segment(name)
        return _painted(segment) != _painted(segment, QStyle.StateFlag.State_MouseOver)

    assert not lights_up("deliveries")
    assert lights_up("mail")
    status.set_segment("deliveries", "mail is waiting", on_click=list)
    assert lights_up("deliveries")
    status.set_segment("deliveries", "deliveries running")
    assert not lights_up("deliveries")


def test_the_window_opens_as_it_was_left(desk: Desk, qtbot: QtBot, theme: Theme) -> None:
    desk.page.go_to("Manage Client Communications")
    desk.window.setGeometry(QRect(8, 30, 790, 510))
    desk.window.close()
    again = Desk(qtbot, theme, desk.memory)
    assert again.window.geometry() == QRect(8, 30, 790, 510)
    assert again.window.area.spec.id == "clients"


def test_nonsense_in_memory_is_passed_over(qtbot: QtBot, theme: Theme, memory: object) -> None:
    desk = Desk(qtbot, theme, memory)  # type: ignore[arg-type]
    for values in ({"window/geometry": {"rect": ["a"]}}, {"window/places": "wide", "window/place": 7}):
        desk.memory.values = dict(values)
        again = Desk(qtbot, theme, desk.memory)
        assert again.window.area.spec.id == "mine"


def test_notices_stand_in_the_window(desk: Desk) -> None:
    bus = NoticeBus()
    bus.tell("Template saved")
    desk.window.listen(bus)
    assert desk.page.notices() == ["Template saved"]
    notices = desk.window.notices
    ground = notices.parentWidget()
    assert ground is not None
    assert ground.rect().contains(notices.geometry())


def test_a_notice_covers_no_buttons_at_the_foot_of_a_page(desk: Desk) -> None:
    desk.page.go_to("Manage Client Communications")
    page, foot = QWidget(), FootBar((), (Button("Save template"),))
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(foot)
    desk.window.show_page(page)
    bus = NoticeBus()
    desk.window.listen(bus)
    bus.tell("Template saved")
    notices = desk.window.notices
    below = notices.mapToGlobal(notices.rect().bottomLeft()).y()
    assert below < foot.mapToGlobal(foot.rect().topLeft()).y()


def test_a_notice_covers_no_buttons_within_a_page_either(desk: Desk, qtbot: QtBot) -> None:
    desk.page.go_to("Manage Client Communications")
    bus = NoticeBus()
    desk.window.listen(bus)
    bus.tell("Template saved")
    notices = desk.window.notices
    before = notices.geometry()
    page, buttons = QWidget(), [Button(words) for words in ("Copy", "Save as EML…", "Save as PDF…")]
    column = QVBoxLayout(page)
    column.addStretch(1)
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    column.addLayout(row)
    column.addSpacing(before.height() + 16)
    desk.window.show_page(FormScroll(page))

    def covered() -> list[str]:
        place = QRect(notices.mapToGlobal(QPoint(0, 0)), notices.size())
        at = {each.text(): QRect(each.mapToGlobal(QPoint(0, 0)), each.size()) for each in buttons}
        return [words for words, rect in at.items() if rect.intersects(place)]

    qtbot.waitUntil(lambda: notices.y() < before.y())
    assert covered() == []
    bus.tell("Template saved again")
    assert covered() == []
    desk.window.close_page()
    qtbot.waitUntil(lambda: notices.geometry().bottom() == before.bottom())


def test_trouble_keeps_no_field_of_a_form_from_being_reached(desk: Desk, qtbot: QtBot) -> None:
    form = QWidget()
    rows = QVBoxLayout(form)
    fields = [QLineEdit() for _ in range(40)]
    for field in fields:
        rows.addWidget(field)
    area = FormScroll(form)
    desk.page.go_to("Manage Client Communications")
    desk.window.show_page(area)
    bus = NoticeBus()
    desk.window.listen(bus)
    fields[-1].setFocus()
    bus.tell("Template saved")
    assert area.viewport().height() == area.height(), "it goes by itself"
    bus.trouble(Refused("No file was attached", "It is too large."))
    notices = desk.window.notices

    def lowest() -> int:
        return fields[-1].mapToGlobal(fields[-1].rect().bottomLeft()).y()

    qtbot.waitUntil(lambda: lowest() < notices.mapToGlobal(notices.rect().topLeft()).y())
    other = FormScroll(QWidget())
    desk.window.show_page(other)
    qtbot.waitUntil(lambda: other.viewport().height() < other.height())
    desk.window.close_page(other)
    for bar in notices.bars:
        bar.close_notice()
    qtbot.waitUntil(lambda: area.viewport().height() == area.height())


def test_places_keep_their_names_readable_in_a_narrow_window(desk: Desk) -> None:
    desk.window.resize(desk.window.minimumSizeHint())
    longest = desk.window.places.fontMetrics().horizontalAdvance("Communications")
    assert desk.window.places.width() > longest


@pytest.mark.parametrize(
    ("unread", "shown"), [(128, "128"), (9_999, "9,999"), (999_999, "999k"), (1_000_000, "1M")]
)
def test_the_longest_word_of_a_place_fits_beside_its_count_however_narrow_the_column(
    desk: Desk, unread: int, shown: str
) -> None:
    places = desk.window.places
    places.set_count("clients", unread, f"{unread:,} unread")
    assert short_count(unread) == shown
    font = theme_of(places).font(bold=True)
    longest = QFontMetrics(font).horizontalAdvance("Communications")
    count = QFontMetrics(theme_of(places).font("caption")).horizontalAdvance(shown)
    desk.window._splitter.setSizes([1, 2000])
    icon = theme_of(places).scale.icon_small
    assert places.list.viewport().width() >= icon + longest + count + 4 * theme_of(places).scale.small


def test_a_fault_opens_one_calm_dialog_whose_report_can_be_copied(desk: Desk) -> None:
    bus = NoticeBus()
    desk.window.listen(bus)
    bus.fault(ValueError("first"))
    bus.fault(ValueError("second"))
    (dialog,) = desk.window.findChildren(FaultDialog)
    dialog.copy.click()
    assert "ValueError: first" in QApplication.clipboard().text()
    dialog.accept()
    assert len(desk.page.notices()) == 2


def test_the_look_is_chosen_in_the_menu_and_remembered(desk: Desk, theme: Theme) -> None:
    desk.registry.run("theme-dark")
    desk.registry.run("rows-compact")
    assert theme.is_dark
    assert theme.row_height == 24
    assert desk.memory.values[THEME.key] == "dark"
    assert desk.memory.values[ROW_HEIGHT.key] == "compact"


def test_the_line_at_the_foot_is_as_high_with_nothing_to_say(theme: Theme, qtbot: QtBot) -> None:
    """What stands above it must not jump when the first segment, or the first icon, arrives."""
    line = OfficeStatus()
    qtbot.addWidget(line)
    line.show()
    heights = [line.sizeHint().height()]
    line.set_segment("office", "Harbor Advisors")
    heights.append(line.sizeHint().height())
    line.set_segment("mail", "mail goes to a folder", icon="mail")
    heights.append(line.sizeHint().height())
    assert len(set(heights)) == 1
