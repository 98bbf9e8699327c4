"""The first day of an office: founded, filled with clients, and its first message sent and looked after."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING, TypeVar

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.app import Program
from desktop.channels.vault import KeyringVault
from desktop.models.channel import Channel
from desktop.models.delivery import DeliveryState
from desktop.models.listing import Order
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.services.mail_setup import save_mail_setup
from desktop.services.sent import DeliveryFilter, content_of, delivery_list
from desktop.services.sent_lines import sent_list
from desktop.store.address import StoreAddress
from desktop.views.compose.editor_page import EditorPage
from desktop.views.imports.import_page import ImportPage
from desktop.views.preview.preview_page import PreviewPage
from desktop.views.recipients.recipients_page import RecipientsPage
from desktop.views.sent.sent_message_page import SentMessagePage
from desktop.views.sent.sent_page import SentPage
from tests.pages.editor import Editor
from tests.pages.import_page import ImportPages
from tests.pages.preview import Preview
from tests.pages.recipients import RecipientsScreen
from tests.pages.sent import MessageScreen, SentScreen
from tests.support.stores import without_undo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.models.delivery import DeliveryLine
    from desktop.store.store import Store
    from desktop.views.shell.main_window import MainWindow
    from tests.support.smtp import SmtpServer

P = TypeVar("P", bound=QWidget)
PATIENCE_MS = 15_000

CLIENTS = {
    "U1000001": ("Fowler, Watson & Sons <b>", "fowler@clients.example"),
    "U1000002": ("山田太郎", "yamada@clients.example"),
    "U1000003": ("=cmd|' /C calc'!A0", "formula@clients.example"),
    "U1000004": ("Gone {{ office_name }}", "gone@clients.example"),
}
SUBJECT = "News for {{ account_title }}"
CONTENT = "Dear {{ account_title }}, your account is {{ account_number }}."
REFUSAL = "550 5.1.1 No such user here"


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    """The whole program on a store that is not there yet."""
    program = Program(qapp, StoreAddress(path=tmp_path / "office.db"), wants_sample=False)
    program.start()
    yield program
    program.stop()
    shiboken6.delete(program)


def test_the_first_day_of_an_office(
    program: Program, qtbot: QtBot, smtp_server: SmtpServer, tmp_path: Path
) -> None:
    smtp_server.refused["gone@clients.example"] = REFUSAL
    window = found_office(program, qtbot)
    import_clients(window, qtbot, tmp_path)
    store = window_store(program)
    set_up_mail(program, store, smtp_server)
    write_to_all(window, qtbot)
    preview_and_send(window, qtbot)
    look_at_what_became_of_it(window, qtbot)
    compare_with_what_arrived(store, smtp_server)
    window.close()
    assert not window.isVisible()


def found_office(program: Program, qtbot: QtBot) -> MainWindow:
    """Typed into the welcome, field by field, and confirmed with Enter."""
    qtbot.waitUntil(program.welcome.choice.isVisible)
    program.welcome.activateWindow()
    qtbot.waitUntil(program.welcome.isActiveWindow)
    for words in ("Harbor Advisors", "Ada Byron"):
        QTest.keyClicks(focused(), words)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "ada@office.example")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.session is not None, timeout=PATIENCE_MS)
    assert program.session is not None
    window = program.session.screens.window
    assert window.isVisible()
    assert not program.welcome.isVisible()
    in_front(window, qtbot)
    return window


def import_clients(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    file = folder / "clients.csv"
    rows = [
        f'{number},"{title}",INDIVIDUAL,open,C{number[1:]},{mail}'
        for number, (title, mail) in CLIENTS.items()
    ]
    header = "account_number,account_title,account_type,status,client_id,email"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    page = opened(window, ImportPage)
    screen = ImportPages(page)
    screen.press(page.choice.choose_button)
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    in_front(window, qtbot)
    qtbot.waitUntil(lambda: "4 rows: 4 new, 0 changed, 0 unchanged" in screen.words())
    with qtbot.waitSignal(page.imported):
        screen.press(page.import_button)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not window.area.opened


def set_up_mail(program: Program, store: Store, server: SmtpServer) -> None:
    assert program.session is not None
    address = MailServer(
        server.host, server.port, MailSecurity.NONE, from_address="office@office.example", from_name="Harbor"
    )
    save_mail_setup(store, program.session.desk.actor, KeyringVault(), address, None)
    without_undo(store)


def write_to_all(window: MainWindow, qtbot: QtBot) -> None:
    """A one-time message with keywords to everybody."""
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = opened(window, EditorPage)
    editor = Editor(page, qtbot)
    editor.settle()
    boxes = page.form.delivery.boxes
    for channel, box in boxes.items():
        if box.isChecked() is (channel is Channel.BULLETIN):
            QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(page.form.accounts.button, Qt.Key.Key_Space)
    choosing = RecipientsScreen(opened(window, RecipientsPage), qtbot)
    choosing.wait_for_list()
    in_front(window, qtbot)
    choosing.press(Qt.Key.Key_A, ctrl=True)
    choosing.wait_for_words("4 selected of 4")
    choosing.press(Qt.Key.Key_Return, ctrl=True)
    assert opened(window, EditorPage) is page
    page.form.message.subject.setFocus()
    editor.type(SUBJECT)
    page.form.message.content.setFocus()
    editor.type(CONTENT)
    editor.settle()
    editor.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def preview_and_send(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, PreviewPage)
    preview = Preview(page, qtbot)
    preview.settle()
    assert preview.header()["subject"] == "News for Fowler, Watson & Sons <b>"
    assert "Dear Fowler, Watson & Sons <b>, your account is U1000001." in preview.shown()
    assert preview.send_words() == "Send to 4 accounts"
    with qtbot.waitSignal(page.sent):
        QTest.keyClick(page.send_button, Qt.Key.Key_Space)
    assert not window.area.opened


def look_at_what_became_of_it(window: MainWindow, qtbot: QtBot) -> None:
    """7 of 8 arrive, and the one that did not says why in the server's words."""
    tab = window.area.show_tab("sent")
    assert isinstance(tab, SentPage)
    listing = SentScreen(tab, qtbot)
    ended = "1 failed, 7 of 8 delivered"
    qtbot.waitUntil(lambda: any(ended in row for row in listing.rows()), timeout=PATIENCE_MS)
    listing.choose(0)
    listing.press(Qt.Key.Key_Return)
    message = MessageScreen(opened(window, SentMessagePage), qtbot)
    qtbot.waitUntil(lambda: len(message.rows()) == 8)
    message.choose_delivery("U1000004", "Email")
    qtbot.waitUntil(lambda: REFUSAL in message.explanation())


def compare_with_what_arrived(store: Store, server: SmtpServer) -> None:
    """Every mail that arrived is, byte for byte, the one that is kept, and it is its recipient's."""
    kept = {line.number: line for line in lines_of(store) if line.channel is Channel.EMAIL}
    assert kept["U1000004"].state is DeliveryState.FAILED
    arrived = {mail.recipients: mail.content for mail in server.mails}
    assert len(server.mails) == len(arrived) == 3
    for number, (title, address) in CLIENTS.items():
        content = content_of(store, kept[number].id)
        if number == "U1000004":
            assert content is None
            continue
        raw = arrived[(address,)]
        assert content is not None
        assert content.raw == raw
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        assert parsed["Subject"] == f"News for {title}"
        assert "ada@office.example" in parsed["Reply-To"]
        assert parsed["To"].addresses[0].addr_spec == address
        text = parsed.get_body(("plain",))
        assert text is not None
        assert f"Dear {title}, your account is {number}." in text.get_content()


def lines_of(store: Store) -> list[DeliveryLine]:
    sent = sent_list(store).page(Order("sent_at"), "", None, 10)
    assert [line.subject for line in sent] == [SUBJECT]
    return list(delivery_list(store, sent[0].id).page(Order("number"), DeliveryFilter(), None, 100))


def in_front(window: MainWindow, qtbot: QtBot) -> None:
    """Where keys go to."""
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def opened(window: MainWindow, kind: type[P]) -> P:
    """The page that is open over the area now."""
    page = window.area.opened[-1]
    assert isinstance(page, kind)
    return page


def window_store(program: Program) -> Store:
    assert program.session is not None
    return program.session.desk.store
