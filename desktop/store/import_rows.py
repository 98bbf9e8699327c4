"""What an import reads and writes, in batches of plain rows.

A million rows pass through here, and building a record for each would take longer than storing it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from typing import Any

from desktop.models.account import AccountDetails
from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import fold
from desktop.store.bulk import Values, insert_rows
from desktop.store.rows import Rows
from desktop.store.tables import account, banking_instruction

ACCOUNT_FIELDS = tuple(field.name for field in fields(AccountDetails))
BANKING_FIELDS = (
    "instruction_id", "account_id", "kind", "direction", "bank_name", "account_ending", "currency", "nickname",
)  # fmt: skip
_SEARCHED = tuple(ACCOUNT_FIELDS.index(name) for name in ("number", "title", "email", "username"))


class ImportRows(Rows):
    """Accounts and banking instructions as rows of values, in the order of their fields."""

    def has_accounts(self) -> bool:
        """Whether any account is known."""
        return self._connection.exec_driver_sql("SELECT 1 FROM account LIMIT 1").first() is not None

    def has_instructions(self) -> bool:
        """Whether any banking instruction is known."""
        found = self._connection.exec_driver_sql("SELECT 1 FROM banking_instruction LIMIT 1")
        return found.first() is not None

    def known_accounts(self, numbers: Collection[str]) -> dict[str, tuple[int, Values]]:
        """Id and values of the accounts with these numbers."""
        found = self._among("id, " + ", ".join(ACCOUNT_FIELDS), "account", "number", numbers)
        return {row[1]: (row[0], tuple(row[1:])) for row in found}

    def account_ids(self, numbers: Collection[str]) -> dict[str, int]:
        """The ids of the accounts with these numbers."""
        return {row[0]: row[1] for row in self._among("number, id", "account", "number", numbers)}

    def known_instructions(self, ids: Collection[str]) -> dict[str, Values]:
        """The values of the known ones among these banking instructions, by id at the broker."""
        names = ", ".join(BANKING_FIELDS)
        found = self._among(names, "banking_instruction", "instruction_id", ids)
        return {row[0]: tuple(row) for row in found}

    def add_accounts(self, rows: Sequence[Values]) -> None:
        """Store new accounts."""
        if rows:
            full = [(*row, search_text_of(row)) for row in rows]
            insert_rows(self._connection, account, (*ACCOUNT_FIELDS, "search_text"), full)
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CREATED)

    def replace_accounts(self, rows: Sequence[tuple[int, Values]]) -> None:
        """Overwrite the accounts with these ids."""
        full = [(*row, search_text_of(row), number) for number, row in rows]
        self._update("account", (*ACCOUNT_FIELDS, "search_text"), "id", full)

    def add_instructions(self, rows: Sequence[Values]) -> None:
        """Store new banking instructions."""
        if rows:
            insert_rows(self._connection, banking_instruction, BANKING_FIELDS, rows)
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CHANGED)

    def replace_instructions(self, rows: Sequence[Values]) -> None:
        """Overwrite known banking instructions, found by their ids at the broker."""
        full = [(*row, row[0]) for row in rows]
        self._update("banking_instruction", BANKING_FIELDS, "instruction_id", full)

    def _among(self, columns: str, table: str, key: str, values: Collection[str]) -> Iterable[Any]:
        """The rows whose ``key`` is among ``values``: one bound value, however many there are."""
        if self._unit.is_postgres:
            statement = f"SELECT {columns} FROM {table} WHERE {key} = ANY(%s)"  # noqa: S608
            return self._connection.exec_driver_sql(statement, (list(values),))
        statement = f"SELECT {columns} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))"  # noqa: S608
        return self._connection.exec_driver_sql(statement, (json.dumps(list(values)),))

    def _update(self, table: str, columns: Sequence[str], key: str, rows: list[Values]) -> None:
        if rows:
            mark = "%s" if self._unit.is_postgres else "?"
            setting = ", ".join(f"{name} = {mark}" for name in columns)
            statement = f"UPDATE {table} SET {setting} WHERE {key} = {mark}"  # noqa: S608
            self._connection.exec_driver_sql(statement, rows)
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CHANGED)


def search_text_of(row: Values) -> str:
    """What the filter bar looks in, for a row of account values."""
    number, title, email, username = _SEARCHED
    return fold(f"{row[number]} {row[title]} {row[email]} {row[username]}")
