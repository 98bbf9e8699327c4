"""Standing banking instructions in the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, select, update

from desktop.models.account import BankingInstruction
from desktop.models.change import ChangeKind, Subject
from desktop.store.rows import Rows
from desktop.store.tables import account, banking_instruction


class BankingRows(Rows):
    """The banking instructions of clients' accounts."""

    def by_instruction_id(self, ids: Collection[str]) -> dict[str, BankingInstruction]:
        """The known instructions among these, by their id at the broker."""
        table = banking_instruction
        statement = (
            select(table, account.c.number)
            .join(account, account.c.id == table.c.account_id)
            .where(table.c.instruction_id.in_(list(ids)))
        )
        return {
            row.instruction_id: BankingInstruction(
                row.number,
                row.instruction_id,
                row.kind,
                row.direction,
                row.bank_name,
                row.account_ending,
                row.currency,
                row.nickname,
            )
            for row in self._connection.execute(statement)
        }

    def of_account(self, account_id: int) -> list[str]:
        """The ids of an account's instructions at the broker."""
        statement = select(banking_instruction.c.instruction_id).where(
            banking_instruction.c.account_id == account_id
        )
        return list(self._connection.execute(statement).scalars())

    def add(self, instructions: Sequence[tuple[int, BankingInstruction]]) -> None:
        """Store new instructions, each with the id of its account."""
        if instructions:
            self._connection.execute(insert(banking_instruction), [_values(*pair) for pair in instructions])
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CHANGED)

    def replace(self, instructions: Sequence[tuple[int, BankingInstruction]]) -> None:
        """Overwrite known instructions."""
        if instructions:
            known: BindParameter[str] = bindparam("known")
            self._connection.execute(
                update(banking_instruction).where(banking_instruction.c.instruction_id == known),
                [
                    {"known": item.instruction_id, **_values(account_id, item)}
                    for account_id, item in instructions
                ],
            )
            self._unit.touch(Subject.ACCOUNTS, ChangeKind.CHANGED)


def _values(account_id: int, instruction: BankingInstruction) -> dict[str, Any]:
    values = asdict(instruction)
    del values["account_number"]
    return {"account_id": account_id, **values}
