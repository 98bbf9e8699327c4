"""The office itself in the store: its settings, its branding, its staff."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from desktop.models.change import ChangeKind, Subject
from desktop.models.office import Branding, User, UserDetails
from desktop.store.records import user_of
from desktop.store.rows import Rows
from desktop.store.tables import branding, setting, staff

_BRANDING = "branding.id"


class OfficeRows(Rows):
    """Settings that the whole office shares, and the people who work in it."""

    def settings(self) -> dict[str, Any]:
        """All shared settings, by key."""
        return {row.key: json.loads(row.value) for row in self._connection.execute(select(setting))}

    def save_settings(self, values: dict[str, Any]) -> None:
        """Write these settings; the others stay."""
        self._connection.execute(delete(setting).where(setting.c.key.in_(list(values))))
        rows = [{"key": key, "value": json.dumps(value)} for key, value in values.items()]
        self._connection.execute(insert(setting), rows)
        self._unit.touch(Subject.SETTINGS, ChangeKind.CHANGED)

    def branding(self) -> tuple[int | None, Branding]:
        """The branding in force and its id; None and the neutral one where there is none."""
        number = self.settings().get(_BRANDING)
        return (None, Branding()) if number is None else (number, self.branding_by_id(number))

    def branding_by_id(self, number: int | None) -> Branding:
        """The branding that a message was sent with; the neutral one for None."""
        if number is None:
            return Branding()
        row = self._connection.execute(select(branding).where(branding.c.id == number)).one()
        return Branding(row.logo, row.banner_colour, row.text_colour, row.footer)

    def save_branding(self, value: Branding) -> None:
        """Put a new branding in force. Earlier ones are kept for the messages sent with them."""
        result = self._connection.execute(insert(branding).values(**value._asdict()).returning(branding.c.id))
        self.save_settings({_BRANDING: result.scalar_one()})

    def users(self) -> list[User]:
        """All users, active or not, by name."""
        return [
            user_of(row) for row in self._connection.execute(select(staff).order_by(staff.c.name, staff.c.id))
        ]

    def add_users(self, users: Sequence[UserDetails]) -> None:
        """Store new users. Their user ids must be unknown."""
        if users:
            self._connection.execute(insert(staff), [user._asdict() for user in users])
            self._unit.touch(Subject.USERS, ChangeKind.CREATED)

    def replace_users(self, users: Sequence[UserDetails]) -> None:
        """Overwrite known users, found by their user ids."""
        if users:
            self._connection.execute(
                update(staff).where(staff.c.user_id == bindparam("known")),
                [{"known": user.user_id, **user._asdict()} for user in users],
            )
            self._unit.touch(Subject.USERS, ChangeKind.CHANGED)
