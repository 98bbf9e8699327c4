"""The list of client accounts: what a row must hold, and how it meets the accounts already known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING

from desktop.models.account import AccountStatus, is_account_number
from desktop.models.imports import RowFault
from desktop.services.email_address import is_email
from desktop.services.import_files import checks, values
from desktop.services.import_files.field import Field
from desktop.services.import_files.form import Columns, Counts, Listed, Values, picked, rows_of
from desktop.services.import_files.outcomes import Change, Outcomes

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

_STATUSES = {status.value: status.value for status in AccountStatus}
_TITLE, _STATUS = 1, 3


def _text(name: str, *also: str, zeros: bool = False) -> Field:
    return Field(name, checks.anything, str, also=also, has_zeros=zeros)


# In the order of models.account.AccountDetails.
ACCOUNT_FILE = (
    Field(
        "account_number", checks.account_numbers, values.not_a_number, required=True, sample=is_account_number,
        also=("account", "account_no", "account_id", "acct", "acct_no", "number", "口座番号"),
    ),
    Field(
        "account_title", checks.filled, values.missing, required=True,
        also=("title", "name", "account_name", "client_name", "full_name", "client", "名義", "氏名"),
    ),
    Field(
        "account_type", checks.anything, str, required=True,
        also=("type", "kind", "customer_type", "client_type"),
    ),
    Field(
        "status", checks.one_of(_STATUSES), values.not_among(*_STATUSES), required=True,
        also=("account_status", "state"),
    ),
    Field("client_id", checks.anything, str, required=True, also=("client_no", "client_number", "customer_id")),
    _text("tax_id", "tax_number", "ssn", "tin", zeros=True),
    Field(
        "email", checks.addresses_or_none, values.not_an_email, sample=is_email,
        also=("e_mail", "mail", "email_address", "e_mail_address", "メールアドレス"),
    ),
    _text("phone", "telephone", "phone_number", "tel", "mobile", "電話番号", zeros=True),
    _text("language", "lang", "preferred_language"),
    _text("username", "user_name", "login", "user"),
    _text("device_type", "device"),
    _text("device_serial", "serial", "serial_number", zeros=True),
    Field("tws_access", checks.one_of(values.SWITCHES), values.not_a_switch, also=("tws", "has_tws")),
    _text("address_line1", "address", "street", "address_1", "address_line_1", "住所"),
    _text("city", "town"),
    _text("region", "state_province", "province"),
    _text("postal_code", "zip", "zip_code", "postcode", "plz", "郵便番号", zeros=True),
    _text("country", "country_code"),
    Field(
        "opened_on", checks.days_or_none, values.not_a_day,
        also=("opened", "open_date", "date_opened", "opening_date"),
    ),
)  # fmt: skip
_NAMES = tuple(field.name for field in ACCOUNT_FILE)


class _Sorting:
    """The rows of a batch, and the places of those that are new, changed, closed, and the same."""

    def __init__(self, rows: list[Values]) -> None:
        self.rows = rows
        self.new: list[int] = []
        self.changed: list[int] = []
        self.closed: list[int] = []
        self.same: list[int] = []


class AccountFile:
    """Client accounts; a known number updates its account."""

    fields = ACCOUNT_FILE

    def __init__(self, unit: UnitOfWork) -> None:
        self._rows = unit.imports
        self._was_empty = not self._rows.has_accounts()
        self._filling = ExitStack()
        self._fill: Callable[[Columns], None] | None = None
        self._kept: tuple[int, ...] = ()
        self._compared = itemgetter(*range(len(_NAMES)))
        self.counts = Counts()
        self.outcomes = Outcomes()

    def begin(self, missing: frozenset[str]) -> None:
        self._kept = tuple(_NAMES.index(name) for name in _NAMES if name in missing)
        self._compared = itemgetter(*(place for place in range(len(_NAMES)) if place not in self._kept))

    @contextmanager
    def taking(self) -> Iterator[None]:
        with self._filling:
            yield

    def take(self, columns: Columns, lines: Sequence[int], *, write: bool) -> list[RowFault]:
        # Every number occurs once in a file, so a store without accounts need not be asked.
        known = {} if self._was_empty else self._rows.known_accounts(columns[0])
        if not known:
            self.counts.added += len(lines)
            if write:
                self._add(columns)
            else:
                self.outcomes.new.add(lines, columns[0], columns[_TITLE])
            return []
        sorting = self._sorted(columns, known)
        counts = self.counts
        counts.added += len(sorting.new)
        counts.updated += len(sorting.changed)
        counts.unchanged += len(sorting.same)
        counts.closed += len(sorting.closed)
        if write:
            self._store(sorting, known)
        else:
            self._list(sorting, columns, lines, known)
        return []

    def _sorted(self, columns: Columns, known: Mapping[str, Values]) -> _Sorting:
        sorting = _Sorting(rows_of(columns))
        compared = self._compared
        for place, row in enumerate(sorting.rows):
            present = known.get(row[0])
            if present is None:
                sorting.new.append(place)
            elif compared(row) == compared(present):
                sorting.same.append(place)
            elif row[_STATUS] == AccountStatus.CLOSED != present[_STATUS]:
                sorting.closed.append(place)
            else:
                sorting.changed.append(place)
        return sorting

    def _store(self, sorting: _Sorting, known: Mapping[str, Values]) -> None:
        rows = sorting.rows
        self._rows.add_accounts([rows[place] for place in sorting.new])
        full = []
        for place in (*sorting.changed, *sorting.closed):
            present = known[rows[place][0]]
            full.append((present[-1], self._with_kept(rows[place], present)))
        self._rows.replace_accounts(full)

    def _list(
        self, sorting: _Sorting, columns: Columns, lines: Sequence[int], known: Mapping[str, Values]
    ) -> None:
        named = (lines, columns[0], columns[_TITLE])
        self.outcomes.new.add(*(picked(column, sorting.new) for column in named))
        self.outcomes.same.add(*(picked(column, sorting.same) for column in named))
        for places, add in (
            (sorting.changed, self.outcomes.add_changes),
            (sorting.closed, self.outcomes.add_listed),
        ):
            rows = ((lines[place], sorting.rows[place]) for place in places)
            add([(line, row[0], row[_TITLE], self._changes(row, known[row[0]])) for line, row in rows])

    def _changes(self, row: Values, present: Values) -> list[Change]:
        """Whoever is closed is told so; that the status is another then is not said again."""
        is_closed = row[_STATUS] == AccountStatus.CLOSED
        return [
            (name, present[place], row[place])
            for place, name in enumerate(_NAMES)
            if row[place] != present[place]
            and place not in self._kept
            and not (is_closed and place == _STATUS)
        ]

    def close_missing(self, listed: Listed, *, write: bool) -> None:
        if self._was_empty:
            return  # what is there now, the file has
        for part in self._rows.named_not_closed():
            missing = [named for named in part if named[0] not in listed]
            self.counts.missing += len(missing)
            if write:
                self._rows.close_accounts([number for number, _ in missing])
            else:
                self.outcomes.add_missing(missing)

    def finish(self, *, write: bool) -> None:
        if self.outcomes.closing and not write:
            self.counts.not_closed = self._rows.count_not_closed()

    def _add(self, columns: Columns) -> None:
        if not self._was_empty:
            self._rows.add_accounts(rows_of(columns))
            return
        if self._fill is None:
            self._fill = self._filling.enter_context(self._rows.filling(self._kept))
        self._fill(columns)

    def _with_kept(self, row: Values, present: Values) -> Values:
        if not self._kept:
            return row
        full = list(row)
        for place in self._kept:
            full[place] = present[place]
        return tuple(full)
