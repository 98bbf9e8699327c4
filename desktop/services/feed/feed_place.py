"""The folder for what the broker sends: chosen by an administrator, and tried before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.office import Role, User
from desktop.services.broker_messages import MOST_TRASH_DAYS, days_in_trash
from desktop.services.permission import require
from desktop.settings import BROKER_TRASH_DAYS, FEED_FOLDER

if TYPE_CHECKING:
    from desktop.store.store import Store

ABOUT, ABSENT, ABOUT_TRASH = "folder", "folder.absent", "trash_days"
"""What a refusal is about: the folder; or a folder that is not there, which may be made; the days in the trash."""


def feed_folder_of(store: Store) -> str:
    """The folder that is watched; empty for none."""
    with store.read() as unit:
        return FEED_FOLDER.of(unit.office.settings())


@dataclass(frozen=True, slots=True)
class FeedChoices:
    """The folder that is watched, empty for none, and for how many days a deleted message rests in the trash."""

    folder: str
    trash_days: int


def feed_choices_of(store: Store) -> FeedChoices:
    """What is in force."""
    with store.read() as unit:
        settings = unit.office.settings()
    return FeedChoices(FEED_FOLDER.of(settings), days_in_trash(settings))


def save_feed_choices(store: Store, actor: User, choices: FeedChoices, *, make: bool = False) -> Change:
    """Watch the folder, or none where it is empty; with ``make`` it is made where it is not there.

    Raises Refused for one that is not named from the root on, that is not there (about ``ABSENT``), or
    that this program may not read and write; for days that cannot be; and where ``actor`` may not.
    """
    require(actor, Role.ADMIN)
    if not 1 <= choices.trash_days <= MOST_TRASH_DAYS:
        raise Refused(
            tr("The days were not saved"),
            tr("A deleted message rests for 1 to {n} days.").format(n=f"{MOST_TRASH_DAYS:,}"),
            about=ABOUT_TRASH,
        )
    if choices.folder and (make or choices.folder != feed_folder_of(store)):
        _try(choices.folder, make=make, is_here=store.address.is_embedded)
    with store.write(actor.name) as unit:
        unit.office.save_settings(
            {FEED_FOLDER.key: choices.folder, BROKER_TRASH_DAYS.key: choices.trash_days}
        )
        return unit.commit()


def _try(folder: str, *, make: bool, is_here: bool) -> None:
    if not (PurePosixPath(folder).is_absolute() or PureWindowsPath(folder).is_absolute()):
        raise _refused(
            tr("It does not say where it begins."),
            tr("Write the whole path, from the drive or the root on."),
        )
    if not is_here:
        return  # it is a folder of the computer on which the worker runs
    path = Path(folder)
    try:
        if make:
            path.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            raise _refused(tr("There is no such folder."), tr("It can be made now."), about=ABSENT)
        next(path.iterdir(), None)
        with TemporaryFile(dir=path, prefix=".try-"):
            pass
    except OSError as error:
        raise _refused(
            tr("This computer says: {reason}.").format(reason=error.strerror or str(error)),
            tr("Choose a folder that this program may read and write."),
        ) from error


def _refused(sentence: str, remedy: str, about: str = ABOUT) -> Refused:
    return Refused(tr("The folder was not saved"), sentence, remedy, about=about)
