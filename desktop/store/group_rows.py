"""The office's groups of accounts in the store, and which open accounts are in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from desktop.errors import Conflict
from desktop.language import tr
from desktop.models.account import AccountStatus
from desktop.models.account_group import AccountGroup, GroupRule
from desktop.models.change import ChangeKind, Subject
from desktop.models.chosen_recipients import NO_GROUPS, GroupsApplied
from desktop.models.packed_ids import pack_ids, unpack_ids
from desktop.models.plain_values import plain, typed
from desktop.store.chosen import chosen_ids
from desktop.store.group_tables import account_group, message_groups
from desktop.store.message_rows import skip_reason
from desktop.store.rows import Rows
from desktop.store.tables import account

_GROUP = account_group
_HEAD = tuple(column for column in _GROUP.c if column is not _GROUP.c.members)


class GroupRows(Rows):
    """Groups by id; deleted ones stay, hidden, until they are restored."""

    def all(self) -> list[AccountGroup]:
        """Every group that is not deleted, by name."""
        statement = select(*_HEAD).where(_GROUP.c.deleted_at.is_(None))
        groups = [_group(row) for row in self._connection.execute(statement)]
        return sorted(groups, key=lambda group: (group.name.casefold(), group.id))

    def by_id(self, ids: Collection[int]) -> dict[int, AccountGroup]:
        """Those of these groups that are not deleted."""
        statement = select(*_HEAD).where(_GROUP.c.id.in_(list(ids)), _GROUP.c.deleted_at.is_(None))
        return {row.id: _group(row) for row in self._connection.execute(statement)}

    def add(self, name: str, what: GroupRule | Sequence[int]) -> int:
        """Store a new group, a rule or a list of account ids; returns its id."""
        values = {"version": 1, "name": name, **_content(what), **self._changed()}
        number: int = self._connection.execute(
            insert(_GROUP).values(values).returning(_GROUP.c.id)
        ).scalar_one()
        self._unit.touch(Subject.GROUPS, ChangeKind.CREATED, number)
        return number

    def rename(self, group: AccountGroup, name: str) -> None:
        """Give the group another name. Raises Conflict when a colleague changed it since it was read."""
        self._update(group, {"name": name})

    def replace(self, group: AccountGroup, what: GroupRule | Sequence[int]) -> None:
        """Make it another rule or list. Raises Conflict when a colleague changed it since it was read."""
        self._update(group, _content(what))

    def keep_applied(self, message_id: int, applied: GroupsApplied) -> None:
        """Keep with which groups the recipients of a message were chosen; nothing where there were none."""
        if applied.groups:
            values = {"message_id": message_id, "applied": json.dumps(plain(applied))}
            self._connection.execute(insert(message_groups).values(values))

    def applied(self, message_id: int) -> GroupsApplied:
        """The groups of a message; none where that cannot be told any more."""
        here = message_groups.c.message_id == message_id
        text = self._connection.execute(select(message_groups.c.applied).where(here)).scalar_one_or_none()
        if text is None:
            return NO_GROUPS
        try:
            found: GroupsApplied = typed(GroupsApplied, json.loads(text))
        except ValueError:
            return NO_GROUPS
        return found

    def delete(self, group: AccountGroup) -> None:
        """Hide the group. Raises Conflict when a colleague changed it since it was read."""
        self._update(group, {"deleted_at": self._unit.now})

    def restore(self, group_id: int) -> None:
        """Show a deleted group again."""
        values = {"deleted_at": None, "version": _GROUP.c.version + 1}
        self._connection.execute(update(_GROUP).where(_GROUP.c.id == group_id).values(values))
        self._unit.touch(Subject.GROUPS, ChangeKind.CREATED, group_id)

    def open_members(self, group: AccountGroup) -> tuple[int, ...]:
        """The open accounts that are in the group now, in order of number."""
        return self.open_among(self._listed(group)) if group.rule is None else self.open_matching(group.rule)

    def open_among(self, ids: Collection[int]) -> tuple[int, ...]:
        """Those of these accounts that are open, in order of number."""
        return self._open([account.c.id.in_(chosen_ids(self._connection, ids))])

    def open_matching(self, rule: GroupRule) -> tuple[int, ...]:
        """The open accounts that the rule lets through now, in order of number."""
        return self._open(_conditions(rule))

    def count_open(self, rule: GroupRule) -> int:
        """How many open accounts the rule lets through now."""
        statement = select(func.count()).select_from(account).where(_is_open(), *_conditions(rule))
        return self._connection.execute(statement).scalar_one()

    def words_in_use(self) -> tuple[list[str], list[str]]:
        """The types and the languages that open accounts have, most frequent first."""
        return self._in_use(account.c.account_type), self._in_use(account.c.language)

    def _in_use(self, column: ColumnElement[str]) -> list[str]:
        statement = select(column).where(_is_open()).group_by(column).order_by(func.count().desc(), column)
        return list(self._connection.execute(statement).scalars())

    def _open(self, conditions: Sequence[ColumnElement[bool]]) -> tuple[int, ...]:
        statement = select(account.c.id).where(_is_open(), *conditions).order_by(account.c.number)
        return tuple(self._connection.execute(statement).scalars())

    def _listed(self, group: AccountGroup) -> tuple[int, ...]:
        packed = self._connection.execute(select(_GROUP.c.members).where(_GROUP.c.id == group.id))
        return unpack_ids(packed.scalar_one())

    def _update(self, group: AccountGroup, values: dict[str, Any]) -> None:
        here = (_GROUP.c.id == group.id, _GROUP.c.version == group.version, _GROUP.c.deleted_at.is_(None))
        changed = {"version": group.version + 1, **self._changed(), **values}
        if self._connection.execute(update(_GROUP).where(*here).values(changed)).rowcount != 1:
            raise self._conflict(group)
        kind = ChangeKind.DELETED if "deleted_at" in values else ChangeKind.CHANGED
        self._unit.touch(Subject.GROUPS, kind, group.id)

    def _conflict(self, group: AccountGroup) -> Conflict:
        now = self.by_id([group.id]).get(group.id)
        return Conflict(
            tr("The group was not saved"),
            tr("{name} changed it since you opened it.").format(name=now.changed_by)
            if now is not None
            else tr("A colleague deleted it since you opened it."),
            tr("Look at it as it is now, then decide again."),
        )

    def _changed(self) -> dict[str, Any]:
        return {"changed_by": self._unit.actor, "changed_at": self._unit.now}


def _is_open() -> ColumnElement[bool]:
    return account.c.status == AccountStatus.OPEN


def _conditions(rule: GroupRule) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if rule.account_types:
        conditions.append(account.c.account_type.in_(sorted(rule.account_types)))
    if rule.languages:
        conditions.append(account.c.language.in_(sorted(rule.languages)))
    if rule.opened_since is not None:
        # Days are kept as 2026-11-23, so that they order as texts; an unknown one is empty.
        conditions.append(account.c.opened_on >= rule.opened_since.isoformat())
    conditions += [
        skip_reason(channel, account.c.email, account.c.tws_access) == "" for channel in sorted(rule.channels)
    ]
    return conditions


def _content(what: GroupRule | Sequence[int]) -> dict[str, Any]:
    if isinstance(what, GroupRule):
        return {"rule": json.dumps(what.to_plain()), "members": None, "size": 0}
    return {"rule": None, "members": pack_ids(sorted(what)), "size": len(what)}


def _group(row: Row[Any]) -> AccountGroup:
    rule = None if row.rule is None else GroupRule.from_plain(json.loads(row.rule))
    return AccountGroup(row.id, row.version, row.name, rule, row.size, row.changed_by, row.changed_at)
