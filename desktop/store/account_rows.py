"""Accounts in the store: written by imports, read by lists and the recipients' index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from desktop.models.account import Account, AccountDetails, AccountLine, AccountStatus
from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import fold
from desktop.store.chosen import chosen_ids
from desktop.store.listed import contains_all
from desktop.store.rows import Rows
from desktop.store.tables import account

_FIELDS = tuple(field.name for field in fields(AccountDetails))
_LINE = (
    account.c.id,
    account.c.number,
    account.c.title,
    account.c.email,
    account.c.username,
    account.c.tws_access,
)
_FETCH = 5_000


class AccountRows(Rows):
    """The accounts of the office's clients."""

    def by_number(self, numbers: Collection[str]) -> dict[str, Account]:
        """The accounts with these numbers; a number without an account is left out."""
        statement = select(account).where(account.c.number.in_(list(numbers)))
        return {row.number: _account(row) for row in self._connection.execute(statement)}

    def standing(self, numbers: Collection[str]) -> dict[str, tuple[int, AccountStatus]]:
        """Id and status of the accounts with these numbers; a number without an account is left out."""
        statement = select(account.c.number, account.c.id, account.c.status)
        rows = self._connection.execute(statement.where(account.c.number.in_(list(numbers))))
        return {row.number: (row.id, AccountStatus(row.status)) for row in rows}

    def by_id(self, ids: Collection[int]) -> dict[int, Account]:
        """The accounts with these ids; at most a page of them is asked for at a time."""
        statement = select(account).where(account.c.id.in_(list(ids)))
        return {row.id: _account(row) for row in self._connection.execute(statement)}

    def add(self, accounts: Sequence[AccountDetails]) -> None:
        """Store new accounts. Their numbers must be unknown."""
        if accounts:
            self._connection.execute(insert(account), [_values(details) for details in accounts])
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CREATED)

    def replace(self, accounts: Sequence[Account]) -> None:
        """Overwrite the details of known accounts."""
        if accounts:
            self._connection.execute(
                update(account).where(account.c.id == bindparam("row_id")),
                [{"row_id": known.id, **_values(known.details)} for known in accounts],
            )
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CHANGED)

    def count(self) -> int:
        """How many accounts there are, in any status."""
        return self._connection.execute(select(func.count()).select_from(account)).scalar_one()

    def open_lines(self) -> Iterator[Sequence[tuple[AccountLine, str]]]:
        """What a list shows of every open account and its folded search text, by number, in parts."""
        statement = (
            select(*_LINE, account.c.search_text)
            .where(account.c.status == AccountStatus.OPEN)
            .order_by(account.c.number)
        )
        result = self._connection.execute(statement.execution_options(yield_per=_FETCH))
        for part in result.partitions():
            yield [(AccountLine(*row[:-1]), row[-1]) for row in part]

    def lines(self, ids: Collection[int]) -> dict[int, AccountLine]:
        """What a list shows of these accounts."""
        statement = select(*_LINE).where(account.c.id.in_(list(ids)))
        return {row.id: AccountLine(*row) for row in self._connection.execute(statement)}

    def first_open(self, limit: int) -> list[AccountLine]:
        """The first open accounts in order of number."""
        statement = (
            select(*_LINE)
            .where(account.c.status == AccountStatus.OPEN)
            .order_by(account.c.number)
            .limit(limit)
        )
        return [AccountLine(*row) for row in self._connection.execute(statement)]

    def find(self, among: Iterable[int], words: Sequence[str], limit: int) -> list[AccountLine]:
        """The first of the accounts ``among`` whose search texts hold all ``words``, by number."""
        statement = (
            select(*_LINE)
            .where(account.c.id.in_(chosen_ids(self._connection, among)))
            .where(*contains_all(account.c.search_text, words))
            .order_by(account.c.number)
            .limit(limit)
        )
        return [AccountLine(*row) for row in self._connection.execute(statement)]

    def not_open(self, ids: Iterable[int]) -> list[Account]:
        """Which of these accounts cannot be written to because they are not open."""
        chosen = chosen_ids(self._connection, ids)
        statement = select(account).where(account.c.id.in_(chosen), account.c.status != AccountStatus.OPEN)
        return [_account(row) for row in self._connection.execute(statement)]


def search_text(details: AccountDetails) -> str:
    """What the filter bar looks in: number, title, e-mail and user name, folded."""
    return fold(f"{details.number} {details.title} {details.email} {details.username}")


def _values(details: AccountDetails) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(details, name) for name in _FIELDS}
    values["status"] = details.status.value
    values["opened_on"] = details.opened_on.isoformat() if details.opened_on else ""
    values["search_text"] = search_text(details)
    return values


def _account(row: Row[Any]) -> Account:
    values = {name: getattr(row, name) for name in _FIELDS}
    values["status"] = AccountStatus(values["status"])
    values["opened_on"] = date.fromisoformat(values["opened_on"]) if values["opened_on"] else None
    return Account(row.id, AccountDetails(**values))
