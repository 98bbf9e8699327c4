from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.bridge.jobs import Jobs
from tests.views.lists.sources import SqliteSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.views.theme.theme import Theme


@pytest.fixture
def jobs(qtbot: QtBot, theme: Theme) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.stop()


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteSource]:
    source = SqliteSource(tmp_path_factory.mktemp("lists") / "people.sqlite")
    source.fill(1_000_000)
    yield source
    source.close()
