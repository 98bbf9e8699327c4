"""Settings and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.copy_election import CopyWish
from desktop.models.imports import ImportKind
from desktop.services.copies import elect_copies
from desktop.views.imports.finding_columns import Finding
from desktop.views.imports.import_page import ImportPage
from desktop.views.settings.settings_page import SettingsPage
from tests.gallery.offices import user
from tests.gallery.screen import OfficeKind, screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.gallery.stage import Stage

_HEAD = "user_id,name,email,role,active,signature"
_STAFF = (
    "lang,Petra Lang,lang@harborlane.example,sender,yes,Petra Lang",
    "ortiz,Rafael Ortiz,ortiz@harborlane.example,approver,yes,Rafael Ortiz",
)
_FAULTY = (
    "moore,June Moore,june moore at home,sender,yes,June Moore",
    "reid,Alan Reid,reid@harborlane.example,owner,yes,Alan Reid",
    "kim,Kim",
)


def _settings(stage: Stage, section: str) -> None:
    stage.screens.show_settings()
    page = stage.find(SettingsPage)
    page.show_section(getattr(page, section))


def _import(stage: Stage, rows: Sequence[str]) -> None:
    file = stage.folder / "staff.csv"
    file.write_text("\n".join([_HEAD, *rows, ""]), "utf-8")
    stage.screens.import_lists(ImportKind.STAFF)
    stage.find(ImportPage).take_file(file)


def _import_clients(stage: Stage, name: str, content: bytes) -> ImportPage:
    file = stage.folder / name
    file.write_bytes(content)
    stage.screens.import_lists(ImportKind.ACCOUNTS)
    page = stage.find(ImportPage)
    page.take_file(file)
    return page


@screen("settings-office")
def _office(stage: Stage) -> None:
    _settings(stage, "office")


@screen("settings-users")
def _users(stage: Stage) -> None:
    _settings(stage, "users")


@screen("settings-mail")
def _mail(stage: Stage) -> None:
    _settings(stage, "mail")


@screen("settings-sending")
def _sending(stage: Stage) -> None:
    _settings(stage, "sending")


@screen("settings-staging")
def _staging(stage: Stage) -> None:
    _settings(stage, "staging")


@screen("settings-branding")
def _branding(stage: Stage) -> None:
    _settings(stage, "branding")


@screen("settings-computer")
def _computer(stage: Stage) -> None:
    _settings(stage, "computer")


@screen("import-empty", OfficeKind.EMPTY)
def _import_empty(stage: Stage) -> None:
    stage.screens.import_lists()


@screen("import-well")
def _import_well(stage: Stage) -> None:
    _import(stage, _STAFF)


@screen("import-faults")
def _import_faults(stage: Stage) -> None:
    _import(stage, (*_STAFF, *_FAULTY))


@screen("import-changes")
def _import_changes(stage: Stage) -> None:
    with stage.desk.store.read() as unit:
        first = next(iter(unit.accounts.open_lines()))
        numbers = [line.number for line, _ in first[:6]]
        known = [account.details for account in unit.accounts.by_number(numbers).values()]
    rows = ["account_number,account_title,account_type,status,client_id,email,city"]
    for place, one in enumerate(known):
        status = "closed" if place == 0 else one.status
        email = f"office{place}@clients.example" if place < 3 else one.email
        city = "Port Ellen" if place == 1 else one.city
        title = f'"{one.title}"'
        rows.append(f"{one.number},{title},{one.account_type},{status},{one.client_id},{email},{city}")
    rows.append("U7000001,Isla Reid,INDIVIDUAL,open,C900001,reid@clients.example,Oban")
    page = _import_clients(stage, "clients.csv", "\n".join([*rows, ""]).encode())
    stage.settle()
    if page.findings is not None:
        page.findings.lists.list_of(Finding.CHANGED)


@screen("import-columns")
def _import_columns(stage: Stage) -> None:
    head = "Account No;Holder of the account;Sort;Status;Customer;E-Mail;Telephone;Town;Opened\n"
    rows = "U1831970;Jürgen Müller;INDIVIDUAL;open;C1;mueller@clients.example;0049 30 123;Köln;2024-04-18\n"
    more = "U1831971;Zoë Brontë;JOINT;open;C2;;;Łódź;2023-01-02\n".replace("Łódź", "Málaga")
    _import_clients(stage, "accounts from head office.csv", (head + rows + more).encode("cp1252"))


@screen("import-another-kind")
def _import_another_kind(stage: Stage) -> None:
    _import_clients(stage, "people.csv", "\n".join([_HEAD, *_STAFF, ""]).encode())


@screen("settings-feed")
def _settings_feed(stage: Stage) -> None:
    _settings(stage, "feed")


@screen("settings-copies")
def _settings_copies(stage: Stage) -> None:
    store, actor = stage.desk.store, user(stage.desk.store)
    elect_copies(store, actor, CopyWish(is_on=True))
    elect_copies(store, actor, CopyWish(is_on=True, types=("INTEREST_RATES", "TAX_RESIDENCE")))
    _settings(stage, "copies")


@screen("settings-copies-empty", OfficeKind.EMPTY)
def _settings_copies_empty(stage: Stage) -> None:
    _settings(stage, "copies")
