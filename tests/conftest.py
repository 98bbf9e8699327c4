"""What every test stands on: isolation from whoever runs it, stores, a mail server, and a guard against leaks."""

from __future__ import annotations

import gc
import itertools
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.support.vault.MemoryKeyring"

from desktop.language import use_language
from desktop.store import engine
from tests.support import leaks
from tests.support.clock import Clock
from tests.support.network import NetworkGuard
from tests.support.stores import lay_store, new_store, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.store.store import Store
    from tests.support.smtp import SmtpServer

# Wild values are tried without a clock: how long one takes says more about the machine than about them.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "LOCALAPPDATA": "local",
    "APPDATA": "roaming",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
}


_TESTS_A_WHOLE_COLLECTION = 50
_TURN_S = 0.03
_tests = itertools.count()
_homes = itertools.count(1)


@pytest.fixture(autouse=True)
def _collected_between_tests() -> Iterator[None]:
    """As the program does, collect garbage only where no Qt object is being destroyed.

    Inside a destructor of Qt the collector may destroy another one, which waits for ever for a
    lock that the same thread holds.

    What outlives a whole collection between two tests belongs to the modules. It is set aside, so
    that the next collections, of which most tests of windows need one, do not walk over it again.
    """
    gc.disable()
    if next(_tests) % _TESTS_A_WHOLE_COLLECTION == 0:
        gc.collect()
        gc.freeze()
    yield
    gc.collect(0)


@pytest.fixture(autouse=True)
def _no_leaks() -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a window behind."""
    threads, objects = threading.enumerate(), leaks.qt_objects()
    yield
    left = leaks.leaked_threads(threads) + leaks.leaked_qt_objects(objects)
    if left:
        pytest.fail(f"left behind: {', '.join(left)}")


@pytest.fixture
def durable() -> None:
    """For a test of what is on the disk: commits wait for it, as in the program."""


@pytest.fixture(autouse=True)
def _hurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit to an embedded store waits for no disk: of a process that is killed, the system keeps it.

    Whoever listens for colleagues asks more often whether it may stop.
    """
    if "durable" not in request.fixturenames:
        monkeypatch.setattr(engine, "SYNCHRONOUS", "OFF")
    watch = sys.modules.get("desktop.bridge.watch")
    if watch is not None:
        monkeypatch.setattr(watch, "_TURN_S", _TURN_S)


@pytest.fixture(scope="session")
def _all_homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def _isolated(_all_homes: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of its own, an empty keyring, English, and no network but this computer's."""
    home = _all_homes / str(next(_homes))
    home.mkdir()
    for name, folder in _FOLDERS.items():
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.delenv("MESSAGE_CENTER_STORE", raising=False)
    # Nothing of a test is announced on the desktop of whoever runs it.
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    use_language("en", home)
    vault = sys.modules.get("tests.support.vault")
    if vault is not None:
        vault.MemoryKeyring.kept.clear()
    guard = NetworkGuard()
    guard.install(monkeypatch)
    yield
    if guard.reached:
        pytest.fail(f"reached for the network: {', '.join(guard.reached)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh store on each kind of store: the copy of one that the migrations made."""
    if request.param == "sqlite":
        path = tmp_path / "office.db"
        lay_store(path)
        yield f"sqlite:///{path.as_posix()}"
        return
    yield from _postgres_url()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def store(store_url: str, clock: Clock) -> Iterator[Store]:
    """An open, empty store on each kind of store."""
    store = opened(store_url, clock)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An open, empty embedded store, for what does not depend on the kind."""
    store = new_store(tmp_path / "office.db", clock)
    yield store
    store.close()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of a fresh database, for what only PostgreSQL does."""
    yield from _postgres_url()


def _postgres_url() -> Iterator[str]:
    from tests.support import postgres  # noqa: PLC0415 - most runs of a few tests need no server

    if not postgres.is_running():
        postgres.prepare_template(lambda url: opened(url, Clock()).close())
    server = postgres.server()
    name = server.create()
    yield server.url(name)
    server.let_go(name)


def pytest_sessionfinish() -> None:
    postgres = sys.modules.get("tests.support.postgres")
    if postgres is not None:
        postgres.stop()


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A mail server on a free port that records what it gets."""
    from tests.support.smtp import SmtpServer  # noqa: PLC0415 - most tests send no mail

    server = SmtpServer().start()
    yield server
    server.stop()
