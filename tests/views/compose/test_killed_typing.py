"""Killed in the middle of typing: all but the last two seconds is there, whatever the store was doing."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop import paths
from desktop.models.listing import Order
from desktop.services import drafts
from desktop.services.draft_files import DraftFiles
from desktop.store.address import StoreAddress
from desktop.store.store import utc_now
from tests.support.stores import add_user, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[3]
_LONG_ENOUGH_S = 3.3


@pytest.fixture
def typing(store_url: str) -> Iterator[subprocess.Popen[str]]:
    """Somebody is typing a new message, without a pause."""
    store = opened(store_url, utc_now)
    add_user(store)
    store.close()
    arguments = [sys.executable, "-m", "tests.views.compose.typing_process", store_url]
    with subprocess.Popen(arguments, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def killed_after(typing: subprocess.Popen[str], seconds: float) -> tuple[int, int]:
    """Keys pressed in all, and those pressed more than two seconds before the end."""
    assert typing.stdout is not None
    moments = [float(typing.stdout.readline())]
    while moments[-1] - moments[0] < seconds:
        moments.append(float(typing.stdout.readline()))
    end = time.monotonic()
    typing.kill()
    typing.wait()
    moments += [float(line) for line in typing.stdout if line.strip()]
    return len(moments), sum(moment < end - 2.0 for moment in moments)


@pytest.mark.parametrize("store_is_stuck", [False, True])
def test_at_most_two_seconds_of_typing_are_lost(
    store_url: str, typing: subprocess.Popen[str], *, store_is_stuck: bool
) -> None:
    """Where another program holds the store all the while, a file has it."""
    store = opened(store_url, utc_now)
    with store.write() if store_is_stuck else nullcontext() as unit:
        if store_is_stuck and unit is not None and unit.is_postgres:
            unit.connection.exec_driver_sql("LOCK TABLE draft IN EXCLUSIVE MODE")
        pressed, old_enough = killed_after(typing, _LONG_ENOUGH_S)
    assert old_enough > 40, "there was something to lose"
    with store.read() as unit:
        (user,) = unit.office.users()
    files = DraftFiles(paths.unsaved_drafts(), StoreAddress.parse(store_url).label)
    assert files.of(user.id) or not store_is_stuck
    drafts.take_in(store, files, user)
    newest = Order("changed_at", descending=True)
    (line,) = drafts.draft_list(store, lambda: user.id).page(newest, "", None, 10)
    typed = drafts.open_draft(store, user, line.id).read.draft.content
    store.close()
    assert old_enough <= len(typed) <= pressed
