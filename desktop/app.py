"""The composition root of the window: picks the store, the channels and the look, and starts it all."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import paths, settings
from desktop.bridge.cancel import CancelToken
from desktop.bridge.jobs import Jobs
from desktop.bridge.notices import NoticeBus
from desktop.channels.vault import KeyringVault
from desktop.composition import mail_folder_of, open_here, ways_for
from desktop.errors import Cancelled, Refused
from desktop.language import tr, use_language
from desktop.late import late
from desktop.office_session import OfficeSession, user_at
from desktop.store.address import StoreAddress
from desktop.store.store import Store
from desktop.views.icons import program_icon
from desktop.views.remembered_file import RememberedFile
from desktop.views.shell.standard_actions import restore_look
from desktop.views.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.progress import Progress
    from desktop.services import office, office_now
    from desktop.services.office_now import OfficeNow
    from desktop.services.sample import filling, latest
    from desktop.store.ahead import ReadAhead
    from desktop.views.welcome import welcome_window
else:
    office = late("desktop.services.office")
    office_now = late("desktop.services.office_now")
    filling = late("desktop.services.sample.filling")
    latest = late("desktop.services.sample.latest")
    welcome_window = late("desktop.views.welcome.welcome_window")

# A window that is minimised is never painted.
_UNPAINTED_MS = 300


def run_gui(address: StoreAddress, *, sample: bool, ahead: ReadAhead | None = None) -> int:
    """Open the window on a store; returns the exit code when the person closes it.

    With ``sample`` an empty store becomes the sample office without asking. ``ahead`` reads the store.
    """
    app = application()
    program = Program(app, address, wants_sample=sample, ahead=ahead)
    program.start()
    code = app.exec()
    program.stop()
    return code


def application() -> QApplication:
    """The Qt application, in the person's language."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Message Center")
    app.setApplicationDisplayName(tr("Message Center"))
    app.setDesktopFileName("message-center")
    app.setWindowIcon(program_icon(paths.resources()))
    return app


class Program(QObject):
    """One run of the program with a window: opens the store, asks for an office, shows it."""

    def __init__(
        self,
        app: QApplication,
        address: StoreAddress,
        *,
        wants_sample: bool,
        ahead: ReadAhead | None = None,
    ) -> None:
        super().__init__()
        self._ahead = ahead
        self._app = app
        self._asked = self._address = address
        self._wants_sample = wants_sample
        self._leaving = False
        self._opening = False
        self._store: Store | None = None
        self._filling: CancelToken | None = None
        self.session: OfficeSession | None = None
        self.remembered = RememberedFile(paths.config() / "desktop.json", self)
        self.remembered.install(app)
        chosen = self.remembered.value(settings.LANGUAGE.key, "") or QLocale.system().name()[:2]
        use_language(str(chosen), paths.resources() / "languages")
        self.theme = Theme(paths.resources(), parent=self)
        # First what was chosen: whoever wears a look already is dressed anew for each choice.
        restore_look(self.theme, self.remembered)
        self.theme.install(app)
        self.jobs = Jobs(self)
        self.notices = NoticeBus(self)
        self.jobs.faulted.connect(self.notices.failure)
        self._welcome: welcome_window.WelcomeWindow | None = None
        self._unpainted = QTimer(self, interval=_UNPAINTED_MS, singleShot=True)
        self._unpainted.timeout.connect(self._open_behind_frame)

    @property
    def welcome(self) -> welcome_window.WelcomeWindow:
        """Made when it is first needed: mostly there is an office."""
        if self._welcome is None:
            self._welcome = welcome_window.WelcomeWindow(self._asked.label, str(paths.sample_store()))
            self._connect(self._welcome)
            if self._opening:
                self._welcome.show_busy(tr("Opening the store"))
        return self._welcome

    def start(self) -> None:
        """Open the store and show its office. Nothing is made before it is asked for."""
        path = self._address.path
        if path is not None and not path.exists() and not self._wants_sample:
            self.welcome.ask()
            self.welcome.show()
        elif self._is_known():
            self._show_frame()
        else:
            self._open_store(self._on_opened)

    def stop(self) -> None:
        """Let pending writes finish, stop what runs, close the store."""
        self._leaving = True
        self._unpainted.stop()
        if self._store is not None:
            self._store.turn_away()
        # What follows may wait for a store, and no event shows by then that the window has gone.
        QGuiApplication.sync()
        if self.session is not None:
            self.session.stop()
        self.jobs.stop()
        # Windows are destroyed from here on. Collected inside one of their destructors, garbage
        # that holds another Qt object waits for a lock that this very thread has.
        gc.disable()
        self.remembered.flush()
        self._close_store()
        ahead = self._taken_ahead()
        if ahead is not None:
            ahead.close()
        if self._welcome is not None:
            self._welcome.deleteLater()
        # Windows go before the look they wear: they would ask for it as it goes.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.theme.uninstall()

    def _connect(self, welcome: welcome_window.WelcomeWindow) -> None:
        welcome.closed.connect(self._on_welcome_closed)
        welcome.choice.office_wanted.connect(self._on_office_wanted)
        welcome.choice.sample_wanted.connect(self._on_sample_wanted)
        welcome.who.user_chosen.connect(self._on_user_chosen)
        welcome.who.quit_wanted.connect(welcome.close)
        welcome.busy.cancelled.connect(self._on_cancelled)
        welcome.trouble.again_wanted.connect(self.start)
        welcome.trouble.quit_wanted.connect(welcome.close)

    def _is_known(self) -> bool:
        """Whether an office in this store was opened here before, so that its window can be shown at once."""
        return (
            self._welcome is None and not self._wants_sample and bool(user_at(self._address, self.remembered))
        )

    def _show_frame(self) -> None:
        """The window first and its store behind it: loading what opens one takes longer than painting."""
        self._store = Store(self._address)
        self._begin_session(self._store, None)
        self._unpainted.start()

    def _open_behind_frame(self) -> None:
        self._unpainted.stop()
        waits = self.session is not None and not self.session.desk.is_known
        if self._store is not None and waits and not self._opening and not self._leaving:
            self._open(self._store, self._on_opened)

    def _open_store(self, then: Callable[[Store, OfficeNow | None], object]) -> None:
        self._close_store()
        if self._welcome is not None:
            self._welcome.show_busy(tr("Opening the store"))
        self._store = Store(self._address)
        self._open(self._store, then)

    def _open(self, store: Store, then: Callable[[Store, OfficeNow | None], object]) -> None:
        """It may make and migrate the store, so it is a write: told of even to who has given up."""
        self._opening = True

        def take(now: OfficeNow | None) -> None:
            self._opening = False
            if not self._leaving:
                then(store, now)
                # Only now, so that whatever is read is shown as this office shows it.
                store.let_in()

        user_id = user_at(self._address, self.remembered)
        ahead = self._taken_ahead() if store.address == self._asked else None
        self.jobs.write(_open, store, user_id, ahead, then=take, failed=self._on_trouble, owner=self)

    def _taken_ahead(self) -> ReadAhead | None:
        """It is good for one opening: whoever tries again does so the ordinary way."""
        ahead, self._ahead = self._ahead, None
        return ahead

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
        self._store = None

    def _on_opened(self, store: Store, now: OfficeNow | None) -> None:
        if now is not None:
            self._show_office(now)
        elif self._wants_sample:
            self.welcome.show()
            self._fill_sample(store)
        else:
            self.welcome.ask()
            self._show_welcome()

    def _on_office_wanted(self, office: str, name: str, email: str) -> None:
        """Where the program was told to keep its data, even after a look at the sample office."""
        self._wants_sample = False

        def found(store: Store, _now: OfficeNow | None) -> None:
            self._found(store, office, name, email)

        if self._store is not None and self._address == self._asked:
            found(self._store, None)
        else:
            self._address = self._asked
            self._open_store(found)

    def _on_sample_wanted(self) -> None:
        """The sample office has a store of its own: the one that was asked for stays as it is."""
        self._wants_sample = True
        self._address = StoreAddress(path=paths.sample_store())
        self._open_store(self._on_opened)

    def _on_trouble(self, error: Exception) -> None:
        refusal = error if isinstance(error, Refused) else _unexpected(error)
        self._opening = False
        self._close_store()
        self.welcome.show_trouble(refusal)
        self._show_welcome()

    def _found(self, store: Store, office: str, name: str, email: str) -> None:
        self.welcome.show_busy(tr("Making the office"))
        self.jobs.write(
            _make_office,
            store,
            office,
            name,
            email,
            then=self._on_made,
            failed=self._on_not_founded,
            owner=self,
        )

    def _on_not_founded(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.welcome.ask()
            self.welcome.choice.show_refusal(error)
        else:
            self._on_trouble(error)

    def _fill_sample(self, store: Store) -> None:
        self.welcome.show_busy(tr("Making the sample office"))
        self._filling = CancelToken()
        self.jobs.write(
            _fill,
            store,
            self._filling,
            then=self._on_made,
            failed=self._on_trouble,
            progress=self.welcome.busy.report,
            owner=self,
        )

    def _on_made(self, now: OfficeNow | None) -> None:
        self._filling = None
        if now is None:
            self.welcome.ask()
        else:
            self._show_office(now)

    def _on_user_chosen(self, user_id: str) -> None:
        """The office is read again: much may have changed while it was asked."""
        if self._store is not None:
            self.jobs.read(
                office_now.office_now,
                self._store,
                user_id,
                then=self._on_made,
                failed=self._on_trouble,
                owner=self,
                latest="who",
            )

    def _on_cancelled(self) -> None:
        """A sample half made is undone first; while the store opens there is nothing to go back to."""
        if self._filling is not None:
            self._filling.cancel()
        else:
            self.welcome.close()

    def _on_welcome_closed(self) -> None:
        if self.session is None:
            self._leaving = True
            self._app.quit()

    def _show_welcome(self) -> None:
        """In place of a window that stood there already, though there is no office for it to show."""
        self.welcome.show()
        session, self.session = self.session, None
        if session is not None:
            session.stop()
            session.deleteLater()

    def _show_office(self, now: OfficeNow) -> None:
        if self._store is None or self._leaving:
            return
        if now.candidates:
            self.welcome.ask_who(now.office.name, now.candidates)
            self._show_welcome()
        elif self.session is not None:
            self.session.take_office(now)
        else:
            self._begin_session(self._store, now)

    def _begin_session(self, store: Store, now: OfficeNow | None) -> OfficeSession:
        self.session = session = OfficeSession(
            store,
            now,
            ways_for(self._address),
            KeyringVault(),
            mail_folder_of(self._address),
            self.jobs,
            self.notices,
            self.theme,
            self.remembered,
            self,
        )
        session.closed.connect(self._app.quit)
        session.shown.connect(self._open_behind_frame)
        if self._welcome is not None:
            # First out of the way, so that the new window and not nobody is the active one.
            self._welcome.hide()
        session.start()
        return session


def _open(store: Store, user_id: str, ahead: ReadAhead | None) -> OfficeNow | None:
    open_here(store, ahead=ahead)
    try:
        return office_now.office_now(store, user_id)
    except BaseException:
        store.close()
        raise


def _make_office(store: Store, title: str, name: str, email: str) -> OfficeNow | None:
    founder = office.found_office(store, title, name, email)
    return office_now.office_now(store, founder.user_id)


def _fill(store: Store, stop: CancelToken, *, progress: Progress) -> OfficeNow | None:
    """The sample office; None when it was called off, and nothing is stored then."""

    def told(done: int, total: int) -> None:
        stop.check()
        progress.report(done, total)

    try:
        if filling.fill_sample_office(store, progress=told):
            latest.send_latest(store, ways_for(store.address))
    except Cancelled:
        return None
    return office_now.office_now(store, "")


def _unexpected(error: Exception) -> Refused:
    return Refused(
        tr("The store could not be opened"),
        tr("Something in the program went wrong: {kind}.").format(kind=type(error).__name__),
        tr("Run “message-center doctor” and send what it says to your administrator."),
    )
