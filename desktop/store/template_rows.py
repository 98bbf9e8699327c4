"""Templates in the store, with every version that was ever saved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, insert, literal, select, update

from desktop.errors import Conflict
from desktop.language import tr
from desktop.models.change import ChangeKind, Subject
from desktop.models.channel import channel_letters, channels_of
from desktop.models.folding import fold
from desktop.models.template import NEVER_USED, Place, Shelf, Template, TemplateContent
from desktop.models.template_version import TemplateVersion, VersionKind, VersionLine
from desktop.store.enclosed import attachments_in, attachments_text, variants_in, variants_text
from desktop.store.listed import Listed, contains_all
from desktop.store.rows import Rows
from desktop.store.tables import Instant, template
from desktop.store.template_tables import template_folder, template_version

_ORDERS = {
    "name": template.c.name,
    "subject": template.c.subject,
    "changed_at": template.c.changed_at,
    "used": template.c.used,
    "last_used_at": func.coalesce(template.c.last_used_at, literal(NEVER_USED, Instant)),
}
_KEPT = ("name", "subject", "content", "channels", "branded", "variants", "attachments")
_LINE = ("version", "kind", "changed_by", "changed_at", "restored_from")
_FOLDER = func.coalesce(template_folder.c.name, "").label("folder")


class TemplateRows(Rows):
    """The office's templates; deleted ones stay, hidden, until they are restored."""

    def get(self, template_id: int) -> Template | None:
        """The template, unless it is deleted or was never there."""
        return self.by_id([template_id]).get(template_id)

    def by_id(self, ids: Collection[int]) -> dict[int, Template]:
        """Those of these templates that are not deleted."""
        return self._found(template.c.id.in_(list(ids)), template.c.deleted_at.is_(None))

    def deleted(self, ids: Collection[int]) -> dict[int, Template]:
        """Those of these templates that are deleted."""
        return self._found(template.c.id.in_(list(ids)), template.c.deleted_at.is_not(None))

    def names(self) -> list[tuple[int, str]]:
        """Id and name of every template, by name."""
        statement = select(template.c.id, template.c.name).where(template.c.deleted_at.is_(None))
        return [(row.id, row.name) for row in self._connection.execute(statement.order_by(template.c.name))]

    def listed(self, words: Sequence[str], place: Place = Shelf.ALL) -> Listed[Template]:
        """The templates of ``place`` whose name or subject has all the words.

        Ordered by name, subject, changed_at, used or last_used_at.
        """
        conditions = [_is_in(place), *contains_all(template.c.search_text, words)]
        return Listed(self._connection, _statement(), template, template.c.id, _ORDERS, conditions, _template)

    def counts(self) -> dict[Place, int]:
        """How many templates are in each place that has any."""
        kept = template.c.deleted_at.is_(None)
        statement = select(kept.label("kept"), template.c.folder_id, func.count().label("n"))
        found: dict[Place, int] = {}
        for row in self._connection.execute(statement.group_by(kept, template.c.folder_id)):
            place: Place = Shelf.NO_FOLDER if row.folder_id is None else row.folder_id
            places: tuple[Place, ...] = (Shelf.ALL, place) if row.kept else (Shelf.DELETED,)
            for each in places:
                found[each] = found.get(each, 0) + row.n
        return found

    def add(self, content: TemplateContent, folder_id: int | None = None) -> int:
        """Store a new template; returns its id."""
        values = {"version": 1, "folder_id": folder_id, **self._values(content)}
        number: int = self._connection.execute(
            insert(template).values(values).returning(template.c.id)
        ).scalar_one()
        self._remember(number, VersionKind.CREATED)
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CREATED, number)
        return number

    def replace(
        self, template_id: int, version: int, content: TemplateContent, restored_from: int | None = None
    ) -> None:
        """Save over version ``version``, which is kept. Raises Conflict when a colleague was faster."""
        self._update(template_id, version, self._values(content))
        kind = VersionKind.CHANGED if restored_from is None else VersionKind.RESTORED
        self._remember(template_id, kind, restored_from)
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CHANGED, template_id)

    def delete(self, template_id: int, version: int) -> None:
        """Hide the template. Raises Conflict when a colleague changed it."""
        self._update(template_id, version, {"deleted_at": self._unit.now})
        self._remember(template_id, VersionKind.DELETED)
        self._unit.touch(Subject.TEMPLATES, ChangeKind.DELETED, template_id)

    def restore(self, template_id: int, content: TemplateContent | None = None) -> None:
        """Show a deleted template again, with other ``content`` where it is given."""
        values = {} if content is None else self._values(content)
        values |= {"deleted_at": None, "version": template.c.version + 1}
        hidden = (template.c.id == template_id, template.c.deleted_at.is_not(None))
        if self._connection.execute(update(template).where(*hidden).values(values)).rowcount == 1:
            self._remember(template_id, VersionKind.BROUGHT_BACK)
            self._unit.touch(Subject.TEMPLATES, ChangeKind.CREATED, template_id)

    def move(self, template_id: int, seen_in: int | None, folder_id: int | None) -> bool:
        """Into another folder, unless a colleague moved it since it was seen in ``seen_in``."""
        there = template.c.folder_id.is_(None) if seen_in is None else template.c.folder_id == seen_in
        moved = update(template).where(template.c.id == template_id, there).values(folder_id=folder_id)
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CHANGED, template_id)
        return self._connection.execute(moved).rowcount == 1

    def empty_folder(self, folder_id: int) -> tuple[int, ...]:
        """Take all templates out of a folder; returns which."""
        inside = update(template).where(template.c.folder_id == folder_id).values(folder_id=None)
        moved = tuple(self._connection.execute(inside.returning(template.c.id)).scalars())
        if moved:
            self._unit.touch(Subject.TEMPLATES, ChangeKind.CHANGED, *moved)
        return moved

    def note_use(self, template_id: int) -> None:
        """Count a message that is sent with the template, in the transaction that sends it."""
        values = {"used": template.c.used + 1, "last_used_at": self._unit.now}
        self._connection.execute(update(template).where(template.c.id == template_id).values(values))
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CHANGED, template_id)

    def take_use_back(self, template_id: int) -> None:
        """A message that was counted has been taken back before anything of it left."""
        last = case((template.c.used <= 1, None), else_=template.c.last_used_at)
        values = {"used": template.c.used - 1, "last_used_at": last}
        counted = (template.c.id == template_id, template.c.used > 0)
        self._connection.execute(update(template).where(*counted).values(values))
        self._unit.touch(Subject.TEMPLATES, ChangeKind.CHANGED, template_id)

    def versions(self, template_id: int) -> list[VersionLine]:
        """The history of a template, deleted or not, the newest version first."""
        table = template_version
        statement = select(*(table.c[name] for name in _LINE)).where(table.c.template_id == template_id)
        rows = self._connection.execute(statement.order_by(table.c.version.desc()))
        return [_version_line(row) for row in rows]

    def version(self, template_id: int, version: int) -> TemplateVersion | None:
        """One version with all that it says."""
        table = template_version
        row = self._connection.execute(
            select(table).where(table.c.template_id == template_id, table.c.version == version)
        ).one_or_none()
        return None if row is None else TemplateVersion(_version_line(row), _content(row))

    def _found(self, *conditions: ColumnElement[bool]) -> dict[int, Template]:
        rows = self._connection.execute(_statement().where(*conditions))
        return {row.id: _template(row) for row in rows}

    def _remember(self, template_id: int, kind: VersionKind, restored_from: int | None = None) -> None:
        """Keep the template as it now stands in its history."""
        made = (literal(kind.value), literal(restored_from, template_version.c.restored_from.type))
        who = (literal(self._unit.actor), literal(self._unit.now, Instant))
        kept = (template.c[name] for name in _KEPT)
        source = select(template.c.id, template.c.version, *made, *who, *kept).where(
            template.c.id == template_id
        )
        names = ("template_id", "version", "kind", "restored_from", "changed_by", "changed_at", *_KEPT)
        self._connection.execute(insert(template_version).from_select(names, source))

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
        subjects = (variant.subject for variant in content.variants)
        return {
            "name": content.name,
            "subject": content.subject,
            "content": content.content,
            "channels": channel_letters(content.channels),
            "branded": content.branded,
            "variants": variants_text(content.variants),
            "attachments": attachments_text(content.attachments),
            "changed_by": self._unit.actor,
            "changed_at": self._unit.now,
            "search_text": fold(" ".join((content.name, content.subject, *subjects))),
        }


def _statement() -> Any:
    beside = template.outerjoin(template_folder, template_folder.c.id == template.c.folder_id)
    return select(template, _FOLDER).select_from(beside)


def _is_in(place: Place) -> ColumnElement[bool]:
    if place is Shelf.DELETED:
        return template.c.deleted_at.is_not(None)
    kept = template.c.deleted_at.is_(None)
    if place is Shelf.ALL:
        return kept
    inside = template.c.folder_id.is_(None) if place is Shelf.NO_FOLDER else template.c.folder_id == place
    return kept & inside


def _content(row: Row[Any]) -> TemplateContent:
    return TemplateContent(
        row.name,
        row.subject,
        row.content,
        channels_of(row.channels),
        row.branded,
        variants_in(row.variants),
        attachments_in(row.attachments),
    )


def _version_line(row: Row[Any]) -> VersionLine:
    return VersionLine(row.version, VersionKind(row.kind), row.changed_by, row.changed_at, row.restored_from)


def _template(row: Row[Any]) -> Template:
    return Template(
        id=row.id,
        version=row.version,
        content=_content(row),
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        folder_id=row.folder_id,
        folder=row.folder,
        used=row.used,
        last_used_at=row.last_used_at,
        is_deleted=row.deleted_at is not None,
    )
