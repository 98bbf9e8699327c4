"""The list of client accounts: what a row must hold, and how it meets the accounts already known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from desktop.models.account import AccountStatus, is_account_number
from desktop.models.imports import Closing, RowFault
from desktop.services.email_address import is_email
from desktop.services.import_files import checks, values
from desktop.services.import_files.field import Field
from desktop.services.import_files.form import Columns, Counts, Listed, Values, rows_of
from desktop.services.import_files.row_log import RowLog

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
        self.closing: RowLog[Closing] = RowLog(attrgetter("number", "title", "is_listed"), Closing)

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
            return []
        rows = rows_of(columns)
        new: list[Values] = []
        changed: list[tuple[int, Values]] = []
        closed: list[Closing] = []
        compared = self._compared
        for row in rows:
            present = known.get(row[0])
            if present is None:
                new.append(row)
            elif compared(row) != compared(present):
                full = self._with_kept(row, present)
                changed.append((present[-1], full))
                if full[_STATUS] == AccountStatus.CLOSED != present[_STATUS]:
                    closed.append(Closing(present[0], present[_TITLE], is_listed=True))
        self.counts.added += len(new)
        self.counts.updated += len(changed)
        self.counts.unchanged += len(rows) - len(new) - len(changed)
        self.counts.closed += len(closed)
        if not write:
            self.closing.add(closed)
        else:
            self._rows.add_accounts(new)
            self._rows.replace_accounts(changed)
        return []

    def close_missing(self, listed: Listed, *, write: bool) -> None:
        if self._was_empty:
            return  # what is there now, the file has
        for part in self._rows.named_not_closed():
            missing = [named for named in part if named[0] not in listed]
            self.counts.missing += len(missing)
            if write:
                self._rows.close_accounts([number for number, _ in missing])
            else:
                self.closing.add(Closing(*named, is_listed=False) for named in missing)

    def finish(self, *, write: bool) -> None:
        if self.closing and not write:
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
