"""The kinds of lists in words."""

from __future__ import annotations

from desktop.language import tr, trn
from desktop.models.imports import ImportKind


def kind_title(kind: ImportKind) -> str:
    """The kind as one chooses it."""
    return {
        ImportKind.ACCOUNTS: tr("Clients"),
        ImportKind.BANKING: tr("Banking instructions"),
        ImportKind.STAFF: tr("Staff"),
    }[kind]


def kind_help(kind: ImportKind) -> str:
    """What a file of this kind is and does."""
    return {
        ImportKind.ACCOUNTS: tr("The client accounts of your office, one a row. Known accounts are updated."),
        ImportKind.BANKING: tr("Standing banking instructions of accounts that are already imported."),
        ImportKind.STAFF: tr(
            "The users of your office with their roles. Users who are not in the file stay."
        ),
    }[kind]


def example_name(kind: ImportKind) -> str:
    """What an example file is called."""
    return {
        ImportKind.ACCOUNTS: "client-accounts.csv",
        ImportKind.BANKING: "banking-instructions.csv",
        ImportKind.STAFF: "staff.csv",
    }[kind]


def import_words(kind: ImportKind, count: int) -> str:
    """The button that imports so many."""
    if kind is ImportKind.ACCOUNTS:
        return trn("Import {n} account", "Import {n} accounts", count)
    if kind is ImportKind.BANKING:
        return trn("Import {n} banking instruction", "Import {n} banking instructions", count)
    return trn("Import {n} user", "Import {n} users", count)
