"""Mail is set up, tried and explained; the password goes into the keyring and is never seen again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.channels.vault import KeyringVault, Secret
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.models.office import Role
from desktop.services.office import mail_server_of
from desktop.views.settings.mail_section import MailSection
from tests.support.desks import close_desk, desk_on
from tests.support.stores import add_user, opened
from tests.support.vault import MemoryKeyring

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.theme.theme import Theme
    from tests.pages.settings_page import SettingsPages
    from tests.support.clock import Clock
    from tests.support.smtp import SmtpServer

PASSWORD = "correct horse"


@pytest.fixture
def mail(settings: SettingsPages) -> MailSection:
    settings.go_to("Mail")
    return settings.page.mail


def fill(settings: SettingsPages, mail: MailSection, host: str = "smtp.office.example") -> None:
    settings.type(mail.host, host)
    settings.type(mail.user, "office")
    settings.type(mail.password.line, PASSWORD)
    settings.type(mail.from_address, "office@office.example")


def kept(desk: Desk) -> str | None:
    return KeyringVault().get(desk.store.address.label, Secret.MAIL_PASSWORD)


def test_until_a_server_is_set_up_the_folder_is_named(
    mail: MailSection, settings: SettingsPages, desk: Desk
) -> None:
    assert "Mail is written as files into this folder until a server is set up." in settings.words(mail)
    assert mail.folder.line.text() == str(desk.mail_folder)
    assert not mail.test_button.isEnabled()


def test_the_folder_is_opened(theme: Theme, desk: Desk, qtbot: QtBot) -> None:
    opened: list[Path] = []
    mail = MailSection(desk, KeyringVault(), opened.append)
    qtbot.addWidget(mail)
    mail.folder.open_button.click()
    assert opened == [desk.mail_folder]


def test_server_and_password_are_kept_each_in_its_place(
    mail: MailSection, settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    fill(settings, mail)
    with qtbot.waitSignal(settings.page.office_saved):
        settings.save(mail)
    server = MailServer(
        "smtp.office.example", 587, MailSecurity.STARTTLS, "office", "office@office.example", ""
    )
    assert mail_server_of(desk.store) == server
    assert kept(desk) == PASSWORD
    qtbot.waitUntil(lambda: "A password is saved." in settings.words(mail))
    assert not any(PASSWORD in line.text() for line in mail.findChildren(QLineEdit))
    assert not mail.is_changed
    assert "Mail leaves by the server below." in mail.folder_words.text()


def test_a_kept_password_is_changed_and_removed(
    mail: MailSection, settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    KeyringVault().set(desk.store.address.label, Secret.MAIL_PASSWORD, "old")
    mail.read()
    qtbot.waitUntil(mail.password.change_button.isVisible)
    mail.password.change_button.click()
    settings.type(mail.password.line, "new")
    settings.save(mail)
    qtbot.waitUntil(mail.password.remove_button.isVisible)
    assert kept(desk) == "new"
    mail.password.remove_button.click()
    assert "The password will be removed." in settings.words(mail)
    settings.save(mail)
    qtbot.waitUntil(mail.password.line.isVisible)
    assert kept(desk) is None


def test_a_wrong_server_is_named_beside_it_and_no_password_is_kept(
    mail: MailSection, settings: SettingsPages, desk: Desk, qtbot: QtBot
) -> None:
    fill(settings, mail, "https://smtp.office.example")
    settings.save(mail)
    qtbot.waitUntil(lambda: "not the name of a server" in mail.fields["host"].problem)
    assert kept(desk) is None
    settings.type(mail.host, "smtp.office.example")
    settings.type(mail.from_address, "")
    settings.save(mail)
    qtbot.waitUntil(lambda: "not an e-mail address" in mail.fields["from_address"].problem)


def test_without_a_keyring_it_is_said_and_nothing_is_kept(
    mail: MailSection, settings: SettingsPages, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: str) -> None:
        raise KeyringError(PASSWORD)

    monkeypatch.setattr(MemoryKeyring, "set_password", locked)
    fill(settings, mail)
    settings.save(mail)
    qtbot.waitUntil(lambda: "Unlock it." in mail.fields["password"].problem)
    assert PASSWORD not in mail.fields["password"].problem
    assert not mail_server_of(desk.store).is_set_up


def test_without_a_keyring_a_server_that_asks_for_no_password_is_set_up(
    settings: SettingsPages, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for verb in ("get_password", "set_password"):
        monkeypatch.setattr(MemoryKeyring, verb, getattr(NoKeyring, verb))
    settings.go_to("Mail")
    mail = settings.page.mail
    mail.read()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert not mail.refusal.isVisible()
    assert mail.port.text() == "587"
    settings.type(mail.host, "smtp.office.example")
    settings.type(mail.from_address, "office@office.example")
    settings.save(mail)
    qtbot.waitUntil(lambda: mail_server_of(desk.store).is_set_up)
    qtbot.waitUntil(lambda: not mail.is_changed)


def test_no_encryption_is_warned_of_and_the_port_goes_with_it(
    mail: MailSection, settings: SettingsPages
) -> None:
    assert not mail.security_words.isVisible()
    settings.choose(mail.security, "None")
    assert "can read the mails and the password" in mail.security_words.text()
    assert mail.security_words.isVisible()
    assert mail.port.text() == "25"
    settings.choose(mail.security, "TLS")
    assert mail.port.text() == "465"
    assert not mail.security_words.isVisible()
    settings.type(mail.port, "2465")
    settings.choose(mail.security, "STARTTLS")
    assert mail.port.text() == "2465"


def try_at(settings: SettingsPages, mail: MailSection, server: SmtpServer) -> None:
    fill(settings, mail, server.host)
    settings.type(mail.port, str(server.port))
    mail.security.setCurrentIndex(mail.security.findData(MailSecurity.NONE))
    mail.test_button.click()


def test_the_connection_is_tried_step_by_step(
    mail: MailSection, settings: SettingsPages, smtp_server: SmtpServer, qtbot: QtBot
) -> None:
    smtp_server.login = ("office", PASSWORD)
    try_at(settings, mail, smtp_server)
    qtbot.waitUntil(lambda: "Logged in as office." in settings.words(mail))
    assert "The server is ready to take mail." in settings.words(mail)
    assert smtp_server.mails == []
    assert mail.is_changed


def test_the_focus_stays_on_the_button_while_the_connection_is_tried(
    mail: MailSection, settings: SettingsPages, smtp_server: SmtpServer, qtbot: QtBot
) -> None:
    smtp_server.login = ("office", PASSWORD)
    try_at(settings, mail, smtp_server)
    mail.test_button.setFocus()
    mail.test_button.click()
    assert mail.test_button.hasFocus()
    qtbot.waitUntil(lambda: "The server is ready to take mail." in settings.words(mail))
    assert mail.test_button.hasFocus()


def test_the_focus_stays_in_the_form_when_its_button_has_saved(
    mail: MailSection, settings: SettingsPages, qtbot: QtBot
) -> None:
    fill(settings, mail)
    mail.save_button.setFocus()
    QTest.keyClick(mail.save_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not mail.is_changed)
    assert mail.host.hasFocus()


def test_what_failed_is_said_with_what_to_do(
    mail: MailSection, settings: SettingsPages, smtp_server: SmtpServer, qtbot: QtBot
) -> None:
    smtp_server.login = ("office", "another")
    try_at(settings, mail, smtp_server)
    qtbot.waitUntil(lambda: "Mail cannot be sent like this." in settings.words(mail))
    qtbot.waitUntil(lambda: "Log in" in settings.words(mail.trial))
    assert "From address" not in settings.words(mail.trial)
    assert not any(PASSWORD in words for words in settings.words(mail))
    assert mail.test_button.isEnabled()


def test_a_kept_password_is_used_for_the_trial(
    mail: MailSection, settings: SettingsPages, desk: Desk, smtp_server: SmtpServer, qtbot: QtBot
) -> None:
    KeyringVault().set(desk.store.address.label, Secret.MAIL_PASSWORD, PASSWORD)
    mail.read()
    qtbot.waitUntil(mail.password.change_button.isVisible)
    smtp_server.login = ("office", PASSWORD)
    settings.type(mail.host, smtp_server.host)
    settings.type(mail.user, "office")
    settings.type(mail.from_address, "office@office.example")
    settings.type(mail.port, str(smtp_server.port))
    mail.security.setCurrentIndex(mail.security.findData(MailSecurity.NONE))
    mail.test_button.click()
    qtbot.waitUntil(lambda: "The server is ready to take mail." in settings.words(mail))


def test_the_sample_office_sends_nothing(theme: Theme, desk: Desk, qtbot: QtBot) -> None:
    desk.office = desk.office._replace(is_sample=True)
    mail = MailSection(desk, KeyringVault())
    qtbot.addWidget(mail)
    mail.show()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert "No mail leaves the sample office." in mail.folder_words.text()
    assert not any(field.widget.isEnabled() for field in mail.fields.values())
    assert not mail.test_button.isVisible()
    assert mail.folder.open_button.isEnabled()


def test_on_a_shared_store_it_is_said_that_the_worker_writes_elsewhere(
    theme: Theme, postgres_url: str, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> None:
    store = opened(postgres_url, clock)
    add_user(store, Role.ADMIN)
    desk = desk_on(store, clock, tmp_path)
    mail = MailSection(desk, KeyringVault())
    qtbot.addWidget(mail)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert mail.folder_words.text() == (
        "Until a server is set up, the worker writes mail as files, on its own computer. "
        "Test mails that are sent from here are written into this folder."
    )
    mail.host.setText("smtp.office.example")
    mail.from_address.setText("office@office.example")
    mail._show_folder()
    assert mail.folder_words.text().startswith("Mail leaves by the server below, from the worker’s computer.")
    close_desk(desk)
