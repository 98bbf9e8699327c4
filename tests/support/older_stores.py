"""Stores as an older version of the program left them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

import desktop.store
from desktop.store.address import StoreAddress
from desktop.store.engine import WRITES, make_engine


def lay_older(url: str, revision: str, *statements: str) -> None:
    """Make the tables of ``revision`` at ``url``, where none are yet, and fill them with ``statements``."""
    config = Config()
    config.set_main_option("script_location", str(Path(desktop.store.__file__).parent / "migrations"))
    engine = make_engine(StoreAddress.parse(url))
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            for statement in statements:
                connection.execute(text(statement))
    engine.dispose()
