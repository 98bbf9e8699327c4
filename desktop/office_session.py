"""One office, opened: its desk, its screens, and all that runs beside them, from opening to goodbye."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QObject, QTimer, Signal

from desktop import settings
from desktop.bridge.commits import Commits
from desktop.bridge.deliveries import Deliveries
from desktop.bridge.desk import Desk
from desktop.bridge.loading import Loading
from desktop.bridge.refresh import Refresh
from desktop.bridge.store_return import StoreReturn
from desktop.bridge.watch import Watch
from desktop.composition import mail_builders
from desktop.errors import Refused, StoreUnavailable
from desktop.language import tr
from desktop.late import late
from desktop.models.change import Subject, anything
from desktop.models.notice import Priority
from desktop.models.office import NOBODY, Office, Role
from desktop.screens import Screens
from desktop.services.computer_zone import ComputerZone
from desktop.services.ways import leaves_by_server
from desktop.views.kit.first_paint import FirstPaint

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.bridge import store_troubles
    from desktop.bridge.jobs import Jobs
    from desktop.bridge.notices import NoticeBus
    from desktop.channels.vault import Vault
    from desktop.models import outbox
    from desktop.models.change import Change
    from desktop.models.step_report import StepReport
    from desktop.services import office_now
    from desktop.services.office_now import OfficeNow
    from desktop.services.ways import Ways
    from desktop.store import backup, opening
    from desktop.store.address import StoreAddress
    from desktop.store.store import Store
    from desktop.views.remembered import Remembered
    from desktop.views.theme.theme import Theme
else:
    store_troubles = late("desktop.bridge.store_troubles")
    outbox = late("desktop.models.outbox")
    office_now = late("desktop.services.office_now")
    backup = late("desktop.store.backup")
    opening = late("desktop.store.opening")

_LOOK_MS = 10_000
# What nobody waits for would hold up the first rows, for Python runs one thread at a time. It is
# begun when they are there, and after this time whatever is shown.
_SETTLED_MS = 500


class OfficeSession(QObject):
    """Made on the GUI thread on the store of an office; ``stop`` ends all of it.

    With ``now`` the store is open. Without it the window can be shown meanwhile, and ``take_office``
    follows: lists wait for their rows, and what is chosen waits for the office. ``shown`` is
    announced when the window has been painted.
    """

    closed = Signal()
    shown = Signal()

    def __init__(
        self,
        store: Store,
        now: OfficeNow | None,
        ways: Ways,
        vault: Vault,
        mail_folder: Path,
        jobs: Jobs,
        notices: NoticeBus,
        theme: Theme,
        remembered: Remembered,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._remembered = remembered
        self._store_trouble: StoreUnavailable | None = None
        self._has_colleagues = now is not None and now.has_colleagues
        self._delivers_here = store.address.is_embedded
        self._refresh = Refresh(store.origin, self)
        self._commits = Commits(store, self._refresh, self)
        self._watch = Watch(store.feed, self, cut=store.cut)
        self.desk = Desk(
            store=store,
            actor=now.actor if now else NOBODY,
            office=now.office if now else Office(""),
            zone=now.zone if now else ComputerZone(),
            jobs=jobs,
            refresh=self._refresh,
            notices=notices,
            mail_folder=mail_folder,
            ways=ways,
            parent=self,
        )
        self.screens = Screens(self.desk, vault, theme, remembered, self)
        self.deliveries = Deliveries(store, ways, mail_builders, self) if self._delivers_here else None
        self._loading = Loading(jobs, self)
        self._store_return = StoreReturn(notices, jobs, partial(_look_in, store), self)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._settling = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._connect()

    @cached_property
    def _troubles(self) -> store_troubles.StoreTroubles:
        return store_troubles.StoreTroubles(self.desk.notices)

    def start(self) -> None:
        """Show the window; listen and deliver when it has its rows."""
        self._store.calm.clear()
        # Also before it is known whose it is: the line at the bottom has its place from the first paint.
        self._show_office()
        if self.desk.is_known:
            self._begin()
        FirstPaint(self.screens.window).painted.connect(self._on_shown)
        self.screens.window.show()

    def take_office(self, now: OfficeNow) -> None:
        """The store is open, and this is whose it is."""
        self.screens.window.show_pages()
        self._has_colleagues = now.has_colleagues
        self.desk.take_office(now.office, now.zone, now.actor)
        self._begin()

    def stop(self) -> None:
        """End what runs beside the window; the store stays open."""
        self._store.calm.set()
        self._loading.stop()
        self._settling.stop()
        self._looking.stop()
        self._store_return.stop()
        self._watch.stop()
        if self.deliveries is not None:
            self.deliveries.stop()
        self.screens.feed.stop()
        self.screens.dispose()

    def _connect(self) -> None:
        self._watch.heard.connect(self._refresh.take_heard)
        self._watch.troubled.connect(lambda error: self._troubles.met("watch", error))
        self._watch.recovered.connect(self._on_watch_recovered)
        # Pages that could not read meanwhile read again, also where the watch has met nothing.
        self._store_return.returned.connect(lambda: self._refresh.take_heard(anything()))
        self._refresh.changed.connect(self._on_changed)
        self.screens.office_saved.connect(self._read_office)
        self.screens.user_chosen.connect(self._on_user_chosen)
        self.screens.window.closing.connect(self.closed)
        self._looking.timeout.connect(self._look_at_standing)
        self._settling.timeout.connect(self.desk.settle)
        self.desk.settled.connect(self._on_settled)
        if self.deliveries is not None:
            self.deliveries.reported.connect(self._on_reported)
            self.deliveries.failed.connect(self._on_deliveries_failed)

    def _on_shown(self) -> None:
        self.shown.emit()
        self.screens.window.show_pages()

    def _begin(self) -> None:
        self._remembered.set_value(_user_key(self._store.address), self.desk.actor.user_id)
        self._show_office()
        self._settling.start()

    def _on_settled(self) -> None:
        self._settling.stop()
        self._store.calm.set()
        self._watch.start()
        self._look_at_standing()
        if self.deliveries is None:
            self._looking.start()
        if self.deliveries is not None:
            self.deliveries.start()
            self._jobs.read(_look_after, self._store, then=self._on_looked_after, owner=self)
        self.screens.feed.start()
        self._loading.start()

    def _on_watch_recovered(self) -> None:
        """The window reads anew what it shows."""
        if self._troubles.over("watch"):
            self.desk.notices.tell(tr("The store can be reached again."))

    def _on_changed(self, change: Change) -> None:
        if change.of(Subject.SETTINGS) or change.of(Subject.USERS):
            self._read_office()
        if change.of(Subject.WORKERS):
            self._look_at_standing()

    def _read_office(self) -> None:
        """Whoever is at work stays so; another is at work only when a person says so."""
        self._jobs.read(
            office_now.office_now,
            self._store,
            user_at(self._store.address, self._remembered),
            then=self._on_office_read,
            owner=self,
            latest="office",
        )

    def _on_office_read(self, now: OfficeNow | None) -> None:
        if now is not None and not now.candidates:
            self._has_colleagues = now.has_colleagues
            self.desk.take_office(now.office, now.zone, now.actor)
            self._show_office()
            self._look_at_standing()

    def _on_user_chosen(self, user_id: str) -> None:
        self._remembered.set_value(_user_key(self._store.address), user_id)
        self._read_office()

    def _show_office(self) -> None:
        office, status = self.desk.office, self.screens.window.status
        if self.desk.is_known:
            who = self.desk.actor.name if self._has_colleagues else ""
            self.screens.window.set_office(office.name, is_sample=office.is_sample, who=who)
        known = self.desk.is_known
        whose = tr("{name} works here").format(name=self.desk.actor.name) if known else ""
        status.set_segment("office", office.name, whose)
        embedded = self._store.address.is_embedded
        place = tr("this computer") if embedded else self._store.address.label
        status.set_segment("store", place, self._store.address.label)

    def _look_at_standing(self) -> None:
        self._jobs.read(
            _standing,
            self._store,
            then=self._show_standing,
            failed=self._show_unread,
            owner=self,
            latest="standing",
        )

    def _show_unread(self, error: Exception) -> None:
        """What was known of the deliveries holds no longer; that the store is away is told by the watch."""
        if isinstance(error, StoreUnavailable):
            words = tr("store out of reach")
            self.screens.window.status.set_segment(
                "deliveries", words, error.sentence, icon="warning", role="warning"
            )

    def _show_standing(self, standing: tuple[bool, list[tuple[str, datetime, str]], str]) -> None:
        by_server, workers, trouble = standing
        status = self.screens.window.status
        words = tr("mail goes by server") if by_server else tr("mail goes to a folder")
        whole = tr("Mail is sent by the office’s mail server.")
        if not by_server:
            whole = tr("Mail is written as files into {folder}. Click to open it.").format(
                folder=self.desk.mail_folder
            )
        status.set_segment(
            "mail", words, whole, icon="mail", on_click=None if by_server else self._open_folder
        )
        recent = self.desk.now() - outbox.WORKER_IS_SILENT
        runs = self._delivers_here or any(seen_at > recent for _, seen_at, _ in workers)
        self.desk.take_delivering(is_delivering=runs)
        if self._store_trouble is not None:
            self._show_trouble(self._store_trouble)
        elif runs and trouble:
            self._show_waiting_mail(trouble)
        else:
            self._show_deliveries(runs=runs, whole="" if runs else tr("Start one: message-center worker"))

    def _show_trouble(self, trouble: StoreUnavailable) -> None:
        self.screens.window.status.set_segment(
            "deliveries", trouble.title, trouble.sentence, icon="warning", role="warning"
        )

    def _show_waiting_mail(self, trouble: str) -> None:
        way = tr("Click to open the notices.")
        if self.desk.actor.may(Role.ADMIN):
            way = tr("Click to open the mail settings.")
        self.screens.window.status.set_segment(
            "deliveries",
            tr("mail is waiting"),
            f"{trouble} {way}",
            icon="warning",
            role="warning",
            on_click=self.screens.show_way_out_of_waiting,
        )

    def _show_deliveries(self, *, runs: bool, whole: str) -> None:
        words = tr("deliveries running") if runs else tr("no worker delivers")
        icon, role = ("play", "text-quiet") if runs else ("warning", "warning")
        self.screens.window.status.set_segment("deliveries", words, whole or words, icon=icon, role=role)

    def _on_reported(self, report: StepReport) -> None:
        self._store_trouble = report.store_trouble
        if report.store_trouble is not None:
            # What is only read goes on with a full disk, so that nobody else would say it.
            self._troubles.met("deliveries", report.store_trouble)
            self._show_trouble(report.store_trouble)
        elif self._troubles.over("deliveries"):
            self._look_at_standing()
        elif report.trouble:
            self._show_waiting_mail(report.trouble)
        elif not report.was_idle:
            self._show_deliveries(runs=True, whole="")

    def _on_deliveries_failed(self, error: Exception) -> None:
        self._delivers_here = False
        self.desk.take_delivering(is_delivering=False)
        self._show_deliveries(runs=False, whole=tr("Restart the program to go on."))
        self.desk.notices.fault(error)

    def _on_looked_after(self, damage: str) -> None:
        if not damage:
            return
        self.desk.notices.trouble(
            Refused(
                tr("The store is damaged"),
                tr("The program ended unexpectedly, and a check found: {damage}").format(damage=damage),
                tr("Close the program and restore the newest copy from the folder beside the store."),
            )
        )

    def _open_folder(self) -> None:
        self.desk.mail_folder.mkdir(parents=True, exist_ok=True)
        # Named in full: whatever is imported from Qt by name is made at once.
        QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(self.desk.mail_folder)))


def user_at(address: StoreAddress, remembered: Remembered) -> str:
    """The id of who works at this computer in the office of that store; empty while nobody has."""
    return str(remembered.value(_user_key(address), settings.USER_ID.default))


def _user_key(address: StoreAddress) -> str:
    """One for each store: whoever works in one office is not known in another."""
    return f"{settings.USER_ID.key} {address.label}"


def _standing(store: Store) -> tuple[bool, list[tuple[str, datetime, str]], str]:
    with store.read() as unit:
        by_server = leaves_by_server(unit.office.settings())
        return by_server, unit.outbox.workers(), unit.trouble.sentence()


def _look_in(store: Store) -> None:
    with store.read() as unit:
        unit.office.settings()


def _look_after(store: Store) -> str:
    damage = opening.damage_of(store) if store.was_abandoned else ""
    if not damage and store.address.path is not None:
        backup.back_up_daily(store.address.path, store.clock())
        with store.write() as unit:
            unit.forget_old_changes()
            unit.commit()
    if damage:
        with store.write() as unit:
            unit.notices.add(tr("The store is damaged"), damage, Priority.HIGH)
            unit.commit()
    return damage
