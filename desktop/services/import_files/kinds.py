"""The kinds of files, by what each is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.models.imports import ImportKind
from desktop.services.import_files.account_file import ACCOUNT_FILE, AccountFile
from desktop.services.import_files.banking_file import BANKING_FILE, BankingFile
from desktop.services.import_files.field import Field
from desktop.services.import_files.form import ImportForm
from desktop.services.import_files.staff_file import STAFF_FILE, StaffFile

if TYPE_CHECKING:
    from desktop.store.unit_of_work import UnitOfWork

FIELDS: dict[ImportKind, tuple[Field, ...]] = {
    ImportKind.ACCOUNTS: ACCOUNT_FILE,
    ImportKind.BANKING: BANKING_FILE,
    ImportKind.STAFF: STAFF_FILE,
}
FORMS: dict[ImportKind, Callable[[UnitOfWork], ImportForm]] = {
    ImportKind.ACCOUNTS: AccountFile,
    ImportKind.BANKING: BankingFile,
    ImportKind.STAFF: StaffFile,
}
