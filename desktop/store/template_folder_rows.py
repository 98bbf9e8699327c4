"""The folders that the office keeps its templates in."""

from __future__ import annotations

from sqlalchemy import Delete, Update, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from desktop.errors import Conflict, Refused
from desktop.language import tr
from desktop.models.change import ChangeKind, Subject
from desktop.models.folding import fold
from desktop.models.template import TemplateFolder
from desktop.store.rows import Rows
from desktop.store.template_tables import template_folder


class TemplateFolderRows(Rows):
    """Flat, each under a name of its own; a folder that is deleted is gone."""

    def all(self) -> list[TemplateFolder]:
        """Every folder, by name."""
        rows = self._connection.execute(select(template_folder).order_by(template_folder.c.folded))
        return [TemplateFolder(row.id, row.version, row.name) for row in rows]

    def add(self, name: str) -> int:
        """Store a new folder; returns its id. Raises Refused when the name is taken."""
        values = insert(template_folder).values(version=1, name=name, folded=fold(name))
        try:
            number: int = self._connection.execute(values.returning(template_folder.c.id)).scalar_one()
        except IntegrityError:
            raise _taken(name) from None
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CREATED)
        return number

    def rename(self, folder_id: int, version: int, name: str) -> None:
        """Give the folder of ``version`` another name. Raises Refused or Conflict."""
        values = {"version": version + 1, "name": name, "folded": fold(name)}
        try:
            self._at_version(update(template_folder).values(values), folder_id, version)
        except IntegrityError:
            raise _taken(name) from None

    def delete(self, folder_id: int, version: int) -> None:
        """Take an empty folder away. Raises Conflict when a colleague renamed it."""
        self._at_version(delete(template_folder), folder_id, version)

    def _at_version(self, statement: Update | Delete, folder_id: int, version: int) -> None:
        here = (template_folder.c.id == folder_id, template_folder.c.version == version)
        if self._connection.execute(statement.where(*here)).rowcount != 1:
            raise Conflict(
                tr("The folder was not changed"),
                tr("A colleague renamed or deleted it a moment ago."),
                tr("Look at the folders as they are now, then try again."),
            )
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CHANGED)


def _taken(name: str) -> Refused:
    return Refused(
        tr("The folder was not saved"),
        tr("There is already a folder “{name}”.").format(name=name),
        tr("Choose another name."),
    )
