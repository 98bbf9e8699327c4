"""The list of the office's staff: small, so it is compared as a whole when its last row is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.models.imports import RowFault
from desktop.models.office import Role, UserDetails
from desktop.services.email_address import is_email
from desktop.services.import_files import values as words
from desktop.services.import_files.csv_table import Columns
from desktop.services.import_files.form import Good, Values
from desktop.services.staffing import details_of, refuse_without_admin

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_NAMES = ("user_id", "name", "email", "role", "active", "signature")
_ROLES = [role.value for role in Role]


class StaffFile:
    """The office's users; a known user id updates its user. Users who are not in the file stay."""

    columns = Columns(_NAMES, _NAMES[:4])
    key = "user_id"

    def __init__(self, unit: UnitOfWork) -> None:
        self._rows = unit.office
        self._present = {user.user_id: details_of(user) for user in unit.office.users()}
        self._missing: tuple[str, ...] = ()
        self._new: list[UserDetails] = []
        self._changed: list[UserDetails] = []
        self._unchanged = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        return len(self._new), len(self._changed), self._unchanged

    def read(self, values: tuple[str, ...]) -> Values | None:
        return None if self.explain(values) else values

    def explain(self, values: tuple[str, ...]) -> list[tuple[str, str]]:
        row = dict(zip(_NAMES, values, strict=True))
        faults = [(name, words.empty()) for name in ("user_id", "name") if not row[name]]
        if not is_email(row["email"]):
            faults.append(("email", words.not_an_email(row["email"]) if row["email"] else words.empty()))
        if row["role"].casefold() not in _ROLES:
            faults.append(("role", words.not_among(row["role"], _ROLES)))
        if row["active"].casefold() not in words.SWITCHES:
            faults.append(("active", words.not_a_switch(row["active"])))
        return faults

    def begin(self, missing: tuple[str, ...]) -> None:
        self._missing = missing

    def take(self, rows: list[Good], *, write: bool) -> list[RowFault]:
        """Sort rows into new, changed and unchanged; nothing is stored before the last is read."""
        for _, row in rows:
            user = self._user(row)
            present = self._present.get(user.user_id)
            if present is None:
                self._new.append(user)
            elif user == present:
                self._unchanged += 1
            else:
                self._changed.append(user)
        return []

    def finish(self, *, write: bool) -> None:
        after = {**self._present, **{user.user_id: user for user in (*self._new, *self._changed)}}
        refuse_without_admin(self._present.values(), after.values())
        if write:
            self._rows.add_users(self._new)
            self._rows.replace_users(self._changed)

    def _user(self, row: Values) -> UserDetails:
        user_id, name, email, role, active, signature = row
        user = UserDetails(
            user_id=user_id,
            name=" ".join(name.split()),
            email=email,
            role=Role(role.casefold()),
            active=words.SWITCHES[active.casefold()] or "active" in self._missing,
            signature=signature.replace("\\n", "\n"),
        )
        present = self._present.get(user_id)
        if present is None:
            return user
        return replace(user, **{name: getattr(present, name) for name in self._missing})
