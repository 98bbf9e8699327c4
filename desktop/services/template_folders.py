"""The folders of templates: shared by the office, flat, and changed by whoever keeps templates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.errors import Conflict, Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.office import Role, User
from desktop.models.template import Place, Template, TemplateFolder
from desktop.services.permission import require

if TYPE_CHECKING:
    from desktop.store.store import Store

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Folders:
    """Every folder by name, and how many templates are in each place that has any."""

    folders: tuple[TemplateFolder, ...]
    counts: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class DeletedFolder:
    """What takes a deletion back: the name, and which templates were inside."""

    name: str
    templates: tuple[int, ...]
    change: Change


def template_folders(store: Store) -> Folders:
    """What there is to choose from."""
    with store.read() as unit:
        counts = unit.templates.counts()
        folders = unit.template_folders.all()
    return Folders(tuple(replace(each, templates=counts.get(each.id, 0)) for each in folders), counts)


def create_folder(store: Store, actor: User, name: str) -> int:
    """Make a folder; returns its id. Raises Refused for a name that is empty, too long or taken."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        number = unit.template_folders.add(_checked(name))
        unit.commit()
    return number


def rename_folder(store: Store, actor: User, folder: TemplateFolder, name: str) -> Change:
    """Give ``folder`` another name. Raises Refused, or Conflict when a colleague was faster."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        unit.template_folders.rename(folder.id, folder.version, _checked(name))
        return unit.commit()


def delete_folder(store: Store, actor: User, folder: TemplateFolder) -> DeletedFolder:
    """Take ``folder`` away; its templates are then in no folder. Raises Conflict."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        inside = unit.templates.empty_folder(folder.id)
        unit.template_folders.delete(folder.id, folder.version)
        return DeletedFolder(folder.name, inside, unit.commit())


def bring_back_folder(store: Store, actor: User, deleted: DeletedFolder) -> Change:
    """Make the folder again, with those of its templates that nobody has put elsewhere meanwhile."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        number = unit.template_folders.add(deleted.name)
        for template_id in deleted.templates:
            unit.templates.move(template_id, None, number)
        return unit.commit()


def move_templates(
    store: Store, actor: User, templates: Collection[Template], folder_id: int | None
) -> Change:
    """Put ``templates``, as they were last seen, into a folder, or into none.

    Raises Conflict, with nothing moved, when a colleague moved one of them or deleted the folder.
    """
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        known = {folder.id for folder in unit.template_folders.all()}
        moved = folder_id is None or folder_id in known
        for template in templates:
            moved = moved and unit.templates.move(template.id, template.folder_id, folder_id)
        if not moved:
            raise Conflict(
                tr("Nothing was moved"),
                tr("A colleague moved one of these templates, or deleted the folder, a moment ago."),
                tr("Look at the list as it is now, then try again."),
            )
        return unit.commit()


def move_back(store: Store, actor: User, templates: Collection[Template], folder_id: int | None) -> Change:
    """Take a move to ``folder_id`` back; what a colleague has put elsewhere since stays there."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        known = {folder.id for folder in unit.template_folders.all()}
        for template in templates:
            if template.folder_id is None or template.folder_id in known:
                unit.templates.move(template.id, folder_id, template.folder_id)
        return unit.commit()


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    title = tr("The folder was not saved")
    if not plain:
        raise Refused(title, tr("It has no name."), tr("Give it a name by which you will find it again."))
    if len(plain) > _LONGEST:
        raise Refused(
            title,
            tr("Its name is longer than {n} characters.").format(n=_LONGEST),
            tr("Choose a shorter one."),
        )
    return plain
