"""What every screen works with: the open store, who is at work, and the ways to act and to hear."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop import paths
from desktop.late import late
from desktop.models.office import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from pathlib import Path

    from desktop.bridge.jobs import Jobs
    from desktop.bridge.notices import NoticeBus
    from desktop.bridge.refresh import Refresh
    from desktop.models.office import Office, User
    from desktop.services import draft_files
    from desktop.services.ways import Ways
    from desktop.store.store import Store
else:
    draft_files = late("desktop.services.draft_files")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Desk(QObject):
    """One office opened by one user in one program. Made by the composition root.

    ``mail_folder`` is where mails are written as files while no server is set up; ``ways`` are
    those by which a mail leaves at once, beside the deliveries. The window may stand before the store
    is open: then nobody is at work yet. ``settled`` is announced once, when the first rows are on the
    screen: until then nothing is begun that nobody looks at.
    """

    office_changed = Signal()
    delivering_changed = Signal()
    settled = Signal()
    draft_waits = Signal()  # one was left in a file, for the time when the store is back

    def __init__(
        self,
        *,
        store: Store,
        actor: User,
        office: Office,
        zone: tzinfo,
        jobs: Jobs,
        refresh: Refresh,
        notices: NoticeBus,
        mail_folder: Path,
        ways: Ways | None = None,
        now: Callable[[], datetime] = _utc_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.actor = actor
        self.office = office
        self.zone = zone
        self.jobs = jobs
        self.refresh = refresh
        self.notices = notices
        self.mail_folder = mail_folder
        self.ways = ways
        self.now = now
        self._is_settled = False
        self._is_delivering = True

    @cached_property
    def draft_files(self) -> draft_files.DraftFiles:
        """Keep what is being written while the store is away."""
        return draft_files.DraftFiles(paths.unsaved_drafts(), self.store.address.label)

    @property
    def is_known(self) -> bool:
        """Whether it has been read whose office this is, and who is at work."""
        return self.actor is not NOBODY

    @property
    def is_settled(self) -> bool:
        """Whether ``settled`` has been announced."""
        return self._is_settled

    @property
    def is_delivering(self) -> bool:
        """Whether this program or a worker takes messages out; also while that is not known yet."""
        return self._is_delivering

    def take_delivering(self, *, is_delivering: bool) -> None:
        """Whoever shows what waits to leave shows it anew."""
        if is_delivering != self._is_delivering:
            self._is_delivering = is_delivering
            self.delivering_changed.emit()

    def settle(self) -> None:
        """The first rows are there, or there will be none."""
        if not self._is_settled:
            self._is_settled = True
            self.settled.emit()

    def take_office(self, office: Office, zone: tzinfo, actor: User) -> None:
        """The office's own data have changed; whoever shows them shows them anew."""
        self.office, self.zone, self.actor = office, zone, actor
        self.office_changed.emit()
