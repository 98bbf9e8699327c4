"""Settings and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.imports import ImportKind
from desktop.views.imports.import_page import ImportPage
from desktop.views.settings.settings_page import SettingsPage
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
