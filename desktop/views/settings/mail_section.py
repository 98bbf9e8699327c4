"""Settings, Mail: the server mail leaves by, tried before it is trusted, or the folder until there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.mail_server import MailSecurity, MailServer
from desktop.services.mail_setup import mail_setup_of, save_mail_setup, try_mail_setup
from desktop.settings import (
    MAIL_CONNECTIONS,
    MAIL_FROM,
    MAIL_FROM_NAME,
    MAIL_HOST,
    MAIL_PORT,
    MAIL_SECURITY,
    MAIL_USER,
)
from desktop.views.kit.button import Button
from desktop.views.kit.choice_box import ChoiceBox
from desktop.views.kit.field import Field
from desktop.views.kit.open_place import open_place
from desktop.views.kit.place_line import PlaceLine
from desktop.views.kit.words import Words
from desktop.views.settings.password_box import PasswordBox
from desktop.views.settings.section import Section
from desktop.views.settings.trial_view import TrialView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.bridge.desk import Desk
    from desktop.bridge.progress import Progress
    from desktop.channels.vault import Vault
    from desktop.models.change import Change
    from desktop.models.mail_trial import TrialReport
    from desktop.store.store import Store

_USUAL_PORTS = {MailSecurity.TLS: 465, MailSecurity.STARTTLS: 587, MailSecurity.NONE: 25}


class MailSection(Section):
    """A sample office sends nothing, so there is nothing to set up in it."""

    subjects = (Subject.SETTINGS,)

    def __init__(self, desk: Desk, vault: Vault, opener: Callable[[Path], object] = open_place) -> None:
        super().__init__(desk, tr("Mail"))
        self._vault = vault
        self.host, self.user, self.from_address, self.from_name = (QLineEdit() for _ in range(4))
        self.port, self.security, self.password = QLineEdit(), ChoiceBox(), PasswordBox()
        self.connections = QLineEdit()
        self.security_words = Words("", "problem").wrapped()
        self.folder_words = Words("").wrapped()
        self.folder = PlaceLine(str(desk.mail_folder), desk.notices, desk.mail_folder, opener=opener)
        self.folder.name(tr("Folder for mail"))
        self.trial = TrialView()
        self.test_button = Button(tr("Test connection"), self._on_test)
        self._build()
        self._connect()
        if desk.office.is_sample:
            self.may_change = False
            self.foot.hide()
        if not self.may_change:
            self.lock()
        self.read()

    def read(self) -> None:
        desk = self.desk
        desk.jobs.read(
            mail_setup_of,
            desk.store,
            self._vault,
            then=self.take,
            failed=self.show_failure,
            owner=self,
            latest="mail",
        )

    def answers(self) -> Any:
        server = MailServer(
            self.host.text().strip(),
            int(self.port.text() or 0),
            MailSecurity(self.security.currentData()),
            self.user.text().strip(),
            self.from_address.text().strip(),
            self.from_name.text().strip(),
            int(self.connections.text() or 0),
        )
        return server, self.password.wanted

    def show_answers(self, stored: Any) -> None:
        server, kept = stored
        self.host.setText(server.host)
        self.security.setCurrentIndex(self.security.findData(server.security))
        self.port.setText(str(server.port))
        self.user.setText(server.user)
        self.from_address.setText(server.from_address)
        self.from_name.setText(server.from_name)
        self.connections.setText(str(server.connections))
        self.password.show_kept(kept=bool(kept))
        self._show_folder()

    def take(self, stored: Any) -> None:
        """What is compared is the form; whether a password is kept is only shown."""
        server, kept = stored
        if self.is_changed:
            super().take((server, None))
            return
        self._show((server, kept))
        self._stored = self.answers()
        self.tell_changed()

    def discard(self) -> None:
        self._stored = None
        self.trial.clear()
        self.read()

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk = self.desk
        server, password = self.answers()

        def written(change: Change) -> None:
            then(change)
            self._stored = None
            self.read()

        desk.jobs.write(
            save_mail_setup,
            desk.store,
            desk.actor,
            self._vault,
            server,
            password,
            then=written,
            failed=failed,
            owner=self,
        )

    def _build(self) -> None:
        self.port.setValidator(QIntValidator(0, 65_535, self.port))
        for security, words in (
            (MailSecurity.STARTTLS, tr("STARTTLS")),
            (MailSecurity.TLS, tr("TLS")),
            (MailSecurity.NONE, tr("None")),
        ):
            self.security.addItem(words, security)
        self.form.addWidget(self.trial)
        self.form.addWidget(self.folder_words)
        self.form.addWidget(self.folder)
        self.add("host", Field(MAIL_HOST.label(), self.host, MAIL_HOST.help()))
        self.add("security", Field(MAIL_SECURITY.label(), self.security, MAIL_SECURITY.help()))
        self.form.addWidget(self.security_words)
        self.add("port", Field(MAIL_PORT.label(), self.port))
        self.add("user", Field(MAIL_USER.label(), self.user, MAIL_USER.help()))
        words = tr("Kept in the keyring of this computer and nowhere else.")
        if not self.desk.store.address.is_embedded:
            words += " " + tr("The worker needs it in that of its own: message-center password mail")
        self.add("password", Field(tr("Password"), self.password, words))
        self.password.name(tr("Password"))
        self.add("from_address", Field(MAIL_FROM.label(), self.from_address, MAIL_FROM.help()))
        self.add("from_name", Field(MAIL_FROM_NAME.label(), self.from_name, MAIL_FROM_NAME.help()))
        self.connections.setValidator(QIntValidator(0, 99, self.connections))
        self.add("connections", Field(MAIL_CONNECTIONS.label(), self.connections, MAIL_CONNECTIONS.help()))
        self.buttons.addWidget(self.test_button)
        self._show_folder()

    def _connect(self) -> None:
        self.security.activated.connect(lambda _index: self._on_security_chosen())
        self.security.currentIndexChanged.connect(lambda _index: self._on_security_changed())
        self.password.edited.connect(self.tell_changed)
        self._on_security_changed()

    def tell_changed(self) -> None:
        super().tell_changed()
        self.test_button.setEnabled(bool(self.host.text().strip()))

    def _on_security_chosen(self) -> None:
        """A port nobody chose goes with the encryption."""
        if self.port.text() in {str(port) for port in _USUAL_PORTS.values()}:
            self.port.setText(str(_USUAL_PORTS[MailSecurity(self.security.currentData())]))
            self.tell_changed()

    def _on_security_changed(self) -> None:
        open_to_all = self.security.currentData() == MailSecurity.NONE
        words = tr("Whoever is on the way can read the mails and the password.")
        self.security_words.setText(words if open_to_all else "")
        self.security_words.setVisible(open_to_all)
        self.tell_changed()

    def _show_folder(self) -> None:
        is_here = self.desk.store.address.is_embedded
        words = _of_this_computer if is_here else _of_the_worker
        self.folder_words.setText(
            words(is_sample=self.desk.office.is_sample, is_set_up=self.answers()[0].is_set_up)
        )

    def _on_test(self) -> None:
        self.clear_problems()
        self.trial.begin()
        self.scroller.verticalScrollBar().setValue(0)
        server, password = self.answers()
        self.desk.jobs.read(
            _try,
            self.desk.store,
            self._vault,
            server,
            password,
            then=self._on_tried,
            failed=self._on_trial_failed,
            progress=self.trial.report,
            owner=self,
            latest="trial",
        )

    def _on_tried(self, report: TrialReport) -> None:
        self.trial.show_report(report)
        self.tell_changed()

    def _on_trial_failed(self, error: Exception) -> None:
        self.trial.clear()
        self.show_failure(error)


def _of_this_computer(*, is_sample: bool, is_set_up: bool) -> str:
    if is_sample:
        return tr("No mail leaves the sample office. It is written as files into this folder.")
    if is_set_up:
        return tr("Mail leaves by the server below. Files from before it was set up are in this folder.")
    return tr("Mail is written as files into this folder until a server is set up.")


def _of_the_worker(*, is_sample: bool, is_set_up: bool) -> str:
    """The folder named below is not where mail goes: who delivers has one of its own."""
    ours = tr("Test mails that are sent from here are written into this folder.")
    if is_sample:
        words = tr("No mail leaves the sample office. The worker writes it as files, on its own computer.")
    elif is_set_up:
        words = tr("Mail leaves by the server below, from the worker’s computer.")
        ours = tr("Test mails from before it was set up are in this folder.")
    else:
        words = tr("Until a server is set up, the worker writes mail as files, on its own computer.")
    return f"{words} {ours}"


def _try(
    store: Store, vault: Vault, server: MailServer, password: str | None, *, progress: Progress
) -> TrialReport:
    def told(done: int, total: int, step: str) -> None:
        progress.check()
        progress.report(done, total, step)

    return try_mail_setup(store, vault, server, password, told)
