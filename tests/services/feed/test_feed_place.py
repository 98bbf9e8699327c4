"""The folder for what the broker sends is tried before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.errors import Refused
from desktop.services.feed.feed_place import (
    ABOUT,
    ABOUT_TRASH,
    ABSENT,
    FeedChoices,
    feed_choices_of,
    feed_folder_of,
    save_feed_choices,
)
from tests.support.stores import add_user

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.office import User
    from desktop.store.store import Store


def save_feed_folder(store: Store, actor: User, folder: str, *, make: bool = False) -> None:
    save_feed_choices(store, actor, FeedChoices(folder, 30), make=make)


def test_a_folder_is_kept_and_can_be_taken_away_again(store: Store, tmp_path: Path) -> None:
    admin = add_user(store)
    save_feed_folder(store, admin, str(tmp_path))
    assert feed_folder_of(store) == str(tmp_path)
    assert list(tmp_path.glob(".try-*")) == []
    save_feed_folder(store, admin, "")
    assert feed_folder_of(store) == ""


def test_a_folder_must_say_where_it_begins(store: Store) -> None:
    with pytest.raises(Refused) as refusal:
        save_feed_folder(store, add_user(store), "feeds")
    assert refusal.value.about == ABOUT


def test_on_this_computer_it_must_be_there_or_is_made_on_demand(sqlite_store: Store, tmp_path: Path) -> None:
    admin, folder = add_user(sqlite_store), tmp_path / "in" / "feed"
    with pytest.raises(Refused) as refusal:
        save_feed_folder(sqlite_store, admin, str(folder))
    assert refusal.value.about == ABSENT
    save_feed_folder(sqlite_store, admin, str(folder), make=True)
    assert folder.is_dir()
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Refused) as refusal:
        save_feed_folder(sqlite_store, admin, str(tmp_path / "file"))
    assert refusal.value.about == ABOUT


def test_the_days_in_the_trash_are_kept_within_reason_though_the_folder_is_away(
    store: Store, tmp_path: Path
) -> None:
    admin, folder = add_user(store), tmp_path / "feed"
    folder.mkdir()
    save_feed_folder(store, admin, str(folder))
    folder.rmdir()
    save_feed_choices(store, admin, FeedChoices(str(folder), 7))
    assert feed_choices_of(store) == FeedChoices(str(folder), 7)
    with pytest.raises(Refused) as refusal:
        save_feed_choices(store, admin, FeedChoices(str(folder), 0))
    assert refusal.value.about == ABOUT_TRASH
