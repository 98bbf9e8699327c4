"""The list of the office's staff: small, so it is compared as a whole when its last row is read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from desktop.models.imports import RowFault
from desktop.models.office import Role, UserDetails
from desktop.services.email_address import is_email
from desktop.services.import_files import checks, values
from desktop.services.import_files.field import Field
from desktop.services.import_files.form import Columns, Counts, Listed, Values, rows_of
from desktop.services.import_files.outcomes import Outcomes
from desktop.services.staffing import details_of, refuse_same_name, refuse_without_admin

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_ROLES = {role.value: role for role in Role}

STAFF_FILE = (
    Field(
        "user_id", checks.filled, values.missing, required=True, also=("user", "username", "login", "id")
    ),
    Field("name", checks.filled, values.missing, required=True, also=("full_name", "user_name")),
    Field(
        "email", checks.addresses, values.not_an_email, required=True, sample=is_email,
        also=("e_mail", "mail", "email_address", "e_mail_address"),
    ),
    Field("role", checks.one_of(_ROLES), values.not_among(*_ROLES), required=True, also=("rights",)),
    Field("active", checks.one_of(values.SWITCHES), values.not_a_switch, also=("enabled",)),
    Field("signature", checks.anything, str),
)  # fmt: skip


class StaffFile:
    """The office's users; a known user id updates its user. Users who are not in the file stay."""

    fields = STAFF_FILE

    def __init__(self, unit: UnitOfWork) -> None:
        self._rows = unit.office
        self._present = {user.user_id: details_of(user) for user in unit.office.users()}
        self._missing: frozenset[str] = frozenset()
        self._new: list[UserDetails] = []
        self._changed: list[UserDetails] = []
        self.counts = Counts()
        self.outcomes = Outcomes()

    def begin(self, missing: frozenset[str]) -> None:
        self._missing = missing

    def taking(self) -> AbstractContextManager[None]:
        return nullcontext()

    def take(self, columns: Columns, lines: Sequence[int], *, write: bool) -> list[RowFault]:
        """Sort rows into new, changed and unchanged; nothing is stored before the last is read."""
        for line, row in zip(lines, rows_of(columns), strict=True):
            user = self._user(row)
            present = self._present.get(user.user_id)
            if present is None:
                self._new.append(user)
                self.outcomes.new.add([line], [user.user_id], [user.name])
            elif user == present:
                self.counts.unchanged += 1
                self.outcomes.same.add([line], [user.user_id], [user.name])
            else:
                self._changed.append(user)
                fields = zip(user._fields, present, user, strict=True)
                changes = [each for each in fields if each[1] != each[2]]
                self.outcomes.add_changes([(line, user.user_id, user.name, changes)])
        self.counts.added, self.counts.updated = len(self._new), len(self._changed)
        return []

    def close_missing(self, listed: Listed, *, write: bool) -> None:
        """Users who are not in the file stay."""

    def finish(self, *, write: bool) -> None:
        after = {**self._present, **{user.user_id: user for user in (*self._new, *self._changed)}}
        refuse_without_admin(self._present.values(), after.values())
        refuse_same_name(self._present.values(), after.values())
        if write:
            self._rows.add_users(self._new)
            self._rows.replace_users(self._changed)

    def _user(self, row: Values) -> UserDetails:
        user_id, name, email, role, active, signature = row
        user = UserDetails(
            user_id=user_id,
            name=" ".join(name.split()),
            email=email,
            role=role,
            active=active or "active" in self._missing,
            signature=signature.replace("\\n", "\n"),
        )
        present = self._present.get(user_id)
        if present is None:
            return user
        return user._replace(**{name: getattr(present, name) for name in self._missing})
