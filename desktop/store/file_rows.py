"""Pictures and attachments in the store: the same bytes are kept once, whoever uses them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import insert, select

from desktop.store.file_tables import kept_file
from desktop.store.rows import Rows


class FileRows(Rows):
    """Files by the SHA-256 of their bytes. Nothing here is ever changed or deleted."""

    def keep(self, data: bytes) -> str:
        """Keep ``data``; returns its digest."""
        digest = hashlib.sha256(data).hexdigest()
        if not self.sizes([digest]):
            self._connection.execute(
                insert(kept_file).values(
                    digest=digest,
                    size=len(data),
                    data=data,
                    added_by=self._unit.actor,
                    added_at=self._unit.now,
                )
            )
        return digest

    def sizes(self, digests: Collection[str]) -> dict[str, int]:
        """How many bytes those of ``digests`` have that are here."""
        if not digests:
            return {}
        statement = select(kept_file.c.digest, kept_file.c.size).where(kept_file.c.digest.in_(list(digests)))
        return {row.digest: row.size for row in self._connection.execute(statement)}

    def data(self, digests: Collection[str]) -> dict[str, bytes]:
        """The bytes of those of ``digests`` that are here."""
        if not digests:
            return {}
        statement = select(kept_file.c.digest, kept_file.c.data).where(kept_file.c.digest.in_(list(digests)))
        return {row.digest: row.data for row in self._connection.execute(statement)}
