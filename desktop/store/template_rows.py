"""Templates in the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from desktop.errors import Conflict
from desktop.language import tr
from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import channel_letters
from desktop.models.folding import fold
from desktop.models.template import Template, TemplateContent
from desktop.store.listed import Listed, contains_all
from desktop.store.records import template_of
from desktop.store.rows import Rows
from desktop.store.tables import template

_ORDERS = {"name": template.c.name, "subject": template.c.subject, "changed_at": template.c.changed_at}


class TemplateRows(Rows):
    """The office's templates; deleted ones stay, hidden, until they are restored."""

    def get(self, template_id: int) -> Template | None:
        """The template, unless it is deleted or was never there."""
        return self.by_id([template_id]).get(template_id)

    def by_id(self, ids: Collection[int]) -> dict[int, Template]:
        """Those of these templates that are not deleted."""
        statement = select(template).where(template.c.id.in_(list(ids)), template.c.deleted_at.is_(None))
        return {row.id: template_of(row) for row in self._connection.execute(statement)}

    def names(self) -> list[tuple[int, str]]:
        """Id and name of every template, by name."""
        statement = select(template.c.id, template.c.name).where(template.c.deleted_at.is_(None))
        return [(row.id, row.name) for row in self._connection.execute(statement.order_by(template.c.name))]

    def listed(self, words: Sequence[str]) -> Listed[Template]:
        """The templates whose name or subject has all the words; by name, subject or changed_at."""
        conditions = [template.c.deleted_at.is_(None), *contains_all(template.c.search_text, words)]
        return Listed(
            self._connection, select(template), template, template.c.id, _ORDERS, conditions, template_of
        )

    def add(self, content: TemplateContent) -> int:
        """Store a new template; returns its id."""
        statement = insert(template).values(version=1, **self._values(content)).returning(template.c.id)
        number: int = self._connection.execute(statement).scalar_one()
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CREATED, number)
        return number

    def replace(self, template_id: int, version: int, content: TemplateContent) -> None:
        """Overwrite version ``version``. Raises Conflict when a colleague was faster."""
        self._update(template_id, version, self._values(content))
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CHANGED, template_id)

    def delete(self, template_id: int, version: int) -> None:
        """Hide the template. Raises Conflict when a colleague changed it."""
        self._update(template_id, version, {"deleted_at": self._unit.now})
        self._unit.touch(Subject.TEMPLATES, ChangeKind.DELETED, template_id)

    def restore(self, template_id: int) -> None:
        """Show a deleted template again."""
        self._connection.execute(update(template).where(template.c.id == template_id).values(deleted_at=None))
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CREATED, template_id)

    def _update(self, template_id: int, version: int, values: dict[str, Any]) -> None:
        here = (template.c.id == template_id, template.c.version == version, template.c.deleted_at.is_(None))
        result = self._connection.execute(update(template).where(*here).values(version=version + 1, **values))
        if result.rowcount != 1:
            raise Conflict(
                tr("The template was not saved"),
                tr("A colleague changed or deleted it since you opened it."),
                tr("Save yours under another name, or open theirs and add your changes."),
            )

    def _values(self, content: TemplateContent) -> dict[str, Any]:
        return {
            "name": content.name,
            "subject": content.subject,
            "content": content.content,
            "channels": channel_letters(content.channels),
            "branded": content.branded,
            "changed_by": self._unit.actor,
            "changed_at": self._unit.now,
            "search_text": fold(f"{content.name} {content.subject}"),
        }
