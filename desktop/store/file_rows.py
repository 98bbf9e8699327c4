"""Pictures and attachments in the store: the same bytes are kept once, whoever uses them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, insert, select

from desktop.store.file_tables import kept_file
from desktop.store.rows import Rows

_SHORT = 12


class FileRows(Rows):
    """Files by the SHA-256 of their bytes, and by its first digits. Nothing here is ever changed or deleted."""

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

    def short_name(self, digest: str) -> str:
        """The first digits of ``digest`` where no file that was here before begins with them, else all of it."""
        short = digest[:_SHORT]
        return short if self._digest_of(short) == digest else digest

    def sizes(self, names: Collection[str]) -> dict[str, int]:
        """How many bytes those of ``names``, which are digests or short names, have that are here."""
        return self._by_name(kept_file.c.size, names)

    def data(self, names: Collection[str]) -> dict[str, bytes]:
        """The bytes of those of ``names`` that are here."""
        return self._by_name(kept_file.c.data, names)

    def _by_name(self, wanted: Column[Any], names: Collection[str]) -> dict[str, Any]:
        digests = {name: self._digest_of(name) if len(name) == _SHORT else name for name in names}
        if not digests:
            return {}
        listed = list(set(digests.values()))
        statement = select(kept_file.c.digest, wanted).where(kept_file.c.digest.in_(listed))
        found = {row[0]: row[1] for row in self._connection.execute(statement)}
        return {name: found[digest] for name, digest in digests.items() if digest in found}

    def _digest_of(self, short: str) -> str:
        """Of several files that begin alike the first one has the name, so that it never changes its meaning."""
        statement = (
            select(kept_file.c.digest)
            .where(kept_file.c.digest.between(short, f"{short}g"))
            .order_by(kept_file.c.added_at, kept_file.c.digest)
            .limit(1)
        )
        return self._connection.execute(statement).scalar_one_or_none() or short
