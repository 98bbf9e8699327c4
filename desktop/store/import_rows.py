"""What an import reads and writes, in batches of plain rows.

A million rows pass through here, and building a record for each would take longer than storing it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from desktop.models.account import AccountDetails, AccountStatus
from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import fold_all
from desktop.models.imports import FileFormat, ImportKind, ImportPlan, Reading
from desktop.store.bulk import Values, filled, insert_rows
from desktop.store.rows import Rows
from desktop.store.tables import account, banking_instruction, import_plan

ACCOUNT_FIELDS = tuple(field.name for field in fields(AccountDetails))
BANKING_FIELDS = (
    "instruction_id", "account_id", "kind", "direction", "bank_name", "account_ending", "currency", "nickname",
)  # fmt: skip
_SEARCHED = tuple(ACCOUNT_FIELDS.index(name) for name in ("number", "title", "email", "username"))
_CLOSED = AccountStatus.CLOSED.value
_PART = 5_000


class ImportRows(Rows):
    """Accounts and banking instructions as rows of values, in the order of their fields; and how files are read."""

    def has_accounts(self) -> bool:
        """Whether any account is known."""
        return self._connection.exec_driver_sql("SELECT 1 FROM account LIMIT 1").first() is not None

    def has_instructions(self) -> bool:
        """Whether any banking instruction is known."""
        found = self._connection.exec_driver_sql("SELECT 1 FROM banking_instruction LIMIT 1")
        return found.first() is not None

    def known_accounts(self, numbers: Collection[str]) -> dict[str, Values]:
        """The values of the known ones among these accounts, and behind them their ids; by number."""
        found = self._among(", ".join(ACCOUNT_FIELDS) + ", id", "account", "number", numbers)
        return {row[0]: row for row in found}

    def count_not_closed(self) -> int:
        """How many accounts are not closed."""
        counted = select(func.count()).select_from(account).where(account.c.status != AccountStatus.CLOSED)
        return int(self._connection.execute(counted).scalar_one())

    def named_not_closed(self) -> Iterator[Sequence[tuple[str, str]]]:
        """Number and title of all accounts that are not closed, in parts; a part may be changed meanwhile."""
        statement = (
            select(account.c.number, account.c.title)
            .where(account.c.number > bindparam("after"), account.c.status != AccountStatus.CLOSED)
            .order_by(account.c.number)
            .limit(_PART)
        )
        after = ""
        while part := [(*row,) for row in self._connection.execute(statement, {"after": after})]:
            yield part
            after = part[-1][0]

    def close_accounts(self, numbers: Sequence[str]) -> None:
        """Close the accounts with these numbers."""
        if numbers:
            self._connection.execute(
                update(account).where(account.c.number == bindparam("known")).values(status=_CLOSED),
                [{"known": number} for number in numbers],
            )
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CHANGED)

    def account_ids(self, numbers: Collection[str]) -> dict[str, int]:
        """The ids of the accounts with these numbers."""
        return {row[0]: row[1] for row in self._among("number, id", "account", "number", numbers)}

    def account_numbers(self, ids: Collection[int]) -> dict[int, str]:
        """The numbers of the accounts with these ids."""
        return {row[0]: row[1] for row in self._among("id, number", "account", "id", ids)}

    def known_instructions(self, ids: Collection[str]) -> dict[str, Values]:
        """The values of the known ones among these banking instructions, by id at the broker."""
        names = ", ".join(BANKING_FIELDS)
        found = self._among(names, "banking_instruction", "instruction_id", ids)
        return {row[0]: tuple(row) for row in found}

    @contextmanager
    def filling(self, without: Collection[int]) -> Iterator[Callable[[Sequence[Sequence[Any]]], None]]:
        """Gives what stores new accounts in a store that has none, by column; nothing else can be asked meanwhile.

        Those at the places ``without`` hold nothing.
        """
        # What holds nothing is nothing by itself, and need not be handed over row by row.
        names = {
            place: name
            for place, name in enumerate(ACCOUNT_FIELDS)
            if place not in without or account.c[name].server_default is None
        }
        with filled(self._connection, account, (*names.values(), "search_text")) as add:

            def add_accounts(columns: Sequence[Sequence[Any]]) -> None:
                texts = _search_texts(*(columns[place] for place in _SEARCHED))
                add([*zip(*(columns[place] for place in names), texts, strict=True)])

            yield add_accounts
        self._unit.touch(Subject.ACCOUNTS, ChangeKind.CREATED)

    def add_accounts(self, rows: Sequence[Values]) -> None:
        """Store new accounts."""
        if rows:
            full = [(*row, text) for row, text in zip(rows, search_texts_of(rows), strict=True)]
            insert_rows(self._connection, account, (*ACCOUNT_FIELDS, "search_text"), full)
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CREATED)

    def replace_accounts(self, rows: Sequence[tuple[int, Values]]) -> None:
        """Overwrite the accounts with these ids."""
        texts = search_texts_of([row for _, row in rows])
        full = [(*row, text, number) for (number, row), text in zip(rows, texts, strict=True)]
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

    def remembered(self, shape: str) -> ImportPlan | None:
        """The plan by which a file of this shape was imported last."""
        row = self._connection.execute(select(import_plan).where(import_plan.c.shape == shape)).first()
        if row is None:
            return None
        reading = Reading(FileFormat(row.format), row.encoding, row.delimiter, row.sheet)
        return ImportPlan(ImportKind(row.kind), reading, tuple(json.loads(row.places)), row.shape)

    def remember(self, plan: ImportPlan) -> None:
        """Keep the plan for the next file of its shape; for the whole office."""
        if not plan.shape:
            return
        values = {
            **{name: getattr(plan.reading, name) for name in ("format", "encoding", "delimiter", "sheet")},
            "kind": plan.kind,
            "places": json.dumps(plan.places),
        }
        known = update(import_plan).where(import_plan.c.shape == plan.shape).values(values)
        if not self._connection.execute(known).rowcount:
            self._connection.execute(insert(import_plan).values(shape=plan.shape, **values))

    def _among(self, columns: str, table: str, key: str, values: Collection[str | int]) -> Sequence[Any]:
        """The rows whose ``key`` is among ``values``: one bound value, however many there are."""
        if self._unit.is_postgres:
            statement = f"SELECT {columns} FROM {table} WHERE {key} = ANY(%s)"  # noqa: S608
            return self._connection.exec_driver_sql(statement, (list(values),)).fetchall()
        statement = f"SELECT {columns} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))"  # noqa: S608
        return self._connection.exec_driver_sql(statement, (json.dumps(list(values)),)).fetchall()

    def _update(self, table: str, columns: Sequence[str], key: str, rows: list[Values]) -> None:
        if rows:
            mark = "%s" if self._unit.is_postgres else "?"
            setting = ", ".join(f"{name} = {mark}" for name in columns)
            statement = f"UPDATE {table} SET {setting} WHERE {key} = {mark}"  # noqa: S608
            self._connection.exec_driver_sql(statement, rows)
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CHANGED)


def search_texts_of(rows: Sequence[Values]) -> list[str]:
    """What the filter bar looks in, for rows of account values."""
    columns = [*zip(*rows, strict=True)]
    return _search_texts(*(columns[place] for place in _SEARCHED)) if rows else []


def _search_texts(*searched: Sequence[str]) -> list[str]:
    return fold_all([*map(" ".join, zip(*searched, strict=True))])
