"""Brings a store's tables up to date. Alembic is loaded only when there is something to do."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from desktop.errors import Refused
from desktop.language import tr
from desktop.store import migrations
from desktop.store.engine import WRITES

_LOCK = 7_302_950


def revision_of(engine: Engine) -> str | None:
    """The newest step the store has been through; None for an empty one."""
    with engine.connect() as connection:
        return _revision(connection)


def migrate(engine: Engine, before: Callable[[str], None]) -> bool:
    """Take the steps that are missing; returns whether there were any.

    ``before`` is called first with the present revision when the store already holds data.
    Raises Refused when the store was made by a newer version of the program.
    """
    present = revision_of(engine)
    if present == migrations.HEAD:
        return False
    if present is not None:
        _refuse_newer(present)
        before(present)
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            # Another program may have migrated while this one waited for the lock.
            if _revision(connection) != migrations.HEAD:
                _upgrade(connection)
    return True


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    command = importlib.import_module("alembic.command")
    config_class = importlib.import_module("alembic.config").Config
    config = config_class()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_newer(present: str) -> None:
    if present > migrations.HEAD:
        raise Refused(
            tr("This store needs a newer version"),
            tr("A newer version of the Message Center has been at work on it. Nothing was changed."),
            tr("Install the newest version on this computer, then open the store again."),
        )
