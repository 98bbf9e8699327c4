"""The list of client accounts: what a row must hold, and how it meets the accounts already known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.account import AccountStatus, is_account_number
from desktop.models.imports import RowFault
from desktop.services.email_address import is_email
from desktop.services.import_files import values as words
from desktop.services.import_files.csv_table import Columns
from desktop.services.import_files.form import Good, Values

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

# In the order of models.account.AccountDetails.
_NAMES = (
    "account_number", "account_title", "account_type", "status", "client_id", "tax_id", "email", "phone",
    "language", "username", "device_type", "device_serial", "tws_access", "address_line1", "city", "region",
    "postal_code", "country", "opened_on",
)  # fmt: skip
_STATUSES = {status.value: status.value for status in AccountStatus}


class AccountFile:
    """Client accounts; a known number updates its account."""

    columns = Columns(_NAMES, _NAMES[:5])
    key = "account_number"

    def __init__(self, unit: UnitOfWork) -> None:
        self._rows = unit.imports
        self._was_empty = not self._rows.has_accounts()
        self._kept: tuple[int, ...] = ()
        self._added = self._updated = self._unchanged = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        return self._added, self._updated, self._unchanged

    def read(self, values: tuple[str, ...]) -> Values | None:
        status = _STATUSES.get(values[3]) or _STATUSES.get(values[3].casefold())
        tws = words.SWITCHES.get(values[12].casefold())
        email, day = values[6], values[18]
        if (
            status is None
            or tws is None
            or not values[1]
            or not is_account_number(values[0])
            or not (email == "" or is_email(email))
            or not (day == "" or words.is_day(day))
        ):
            return None
        return (*values[:3], status, *values[4:12], tws, *values[13:])

    def explain(self, values: tuple[str, ...]) -> list[tuple[str, str]]:
        row = dict(zip(_NAMES, values, strict=True))
        faults = []
        if not is_account_number(row["account_number"]):
            faults.append(("account_number", words.not_a_number(row["account_number"])))
        if not row["account_title"]:
            faults.append(("account_title", words.empty()))
        if row["status"].casefold() not in _STATUSES:
            faults.append(("status", words.not_among(row["status"], list(_STATUSES))))
        if row["email"] and not is_email(row["email"]):
            faults.append(("email", words.not_an_email(row["email"])))
        if row["tws_access"].casefold() not in words.SWITCHES:
            faults.append(("tws_access", words.not_a_switch(row["tws_access"])))
        if row["opened_on"] and not words.is_day(row["opened_on"]):
            faults.append(("opened_on", words.not_a_day(row["opened_on"])))
        return faults

    def begin(self, missing: tuple[str, ...]) -> None:
        self._kept = tuple(_NAMES.index(name) for name in missing)

    def take(self, rows: list[Good], *, write: bool) -> list[RowFault]:
        # Every number occurs once in a file, so a store without accounts need not be asked.
        known = {} if self._was_empty else self._rows.known_accounts([row[0] for _, row in rows])
        new: list[Values] = []
        changed: list[tuple[int, Values]] = []
        for _, row in rows:
            present = known.get(row[0])
            if present is None:
                new.append(row)
            elif (full := self._with_kept(row, present[1])) != present[1]:
                changed.append((present[0], full))
        self._added += len(new)
        self._updated += len(changed)
        self._unchanged += len(rows) - len(new) - len(changed)
        if write:
            self._rows.add_accounts(new)
            self._rows.replace_accounts(changed)
        return []

    def finish(self, *, write: bool) -> None:
        """Nothing remains to be done."""

    def _with_kept(self, row: Values, present: Values) -> Values:
        if not self._kept:
            return row
        full = list(row)
        for place in self._kept:
            full[place] = present[place]
        return tuple(full)
