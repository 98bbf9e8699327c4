"""Templates: what a person can do with the messages they keep for another time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.folding import words
from desktop.models.office import Role, User
from desktop.models.outgoing import MessageDraft
from desktop.models.template import NEVER_USED, Place, Shelf, Template, TemplateContent
from desktop.services.kept_words import as_kept
from desktop.services.permission import require
from desktop.services.store_list import StoreList

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TemplateFilter:
    """Which templates are listed."""

    text: str = ""
    place: Place = Shelf.ALL


@dataclass(frozen=True, slots=True)
class SavedTemplate:
    """A template after it was saved."""

    template_id: int
    change: Change


def create_template(store: Store, actor: User, content: TemplateContent) -> SavedTemplate:
    """Keep a new template. Raises Refused for a missing name or subject, or a name that is taken."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        return SavedTemplate(keep_template(unit, content), unit.commit())


def change_template(
    store: Store, actor: User, template_id: int, version: int, content: TemplateContent
) -> SavedTemplate:
    """Save the template that was read at ``version``. Raises Conflict when a colleague was faster."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        check_template(content, unit.templates.names(), template_id)
        unit.templates.replace(template_id, version, content)
        return SavedTemplate(template_id, unit.commit())


def duplicate_template(store: Store, actor: User, template_id: int) -> SavedTemplate:
    """Make a copy under a free name, in the same folder."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        original = unit.templates.get(template_id)
        if original is None:
            raise gone()
        taken = {name for _, name in unit.templates.names()}
        copy = replace(original.content, name=_free_name(original.content.name, taken))
        number = unit.templates.add(copy, original.folder_id)
        return SavedTemplate(number, unit.commit())


def delete_templates(store: Store, actor: User, ids: Collection[int]) -> Change:
    """Delete templates; ``restore_templates`` takes it back. Those already gone are passed over."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        for template in unit.templates.by_id(ids).values():
            unit.templates.delete(template.id, template.version)
        return unit.commit()


def restore_templates(store: Store, actor: User, ids: Collection[int]) -> Change:
    """Take a deletion back; whose name is taken by now comes back as a copy. Those not deleted stay."""
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        taken = {name.casefold() for _, name in unit.templates.names()}
        for template in unit.templates.deleted(ids).values():
            content = template.content
            if content.name.casefold() in taken:
                content = replace(content, name=_free_name(content.name, taken))
            unit.templates.restore(template.id, content if content != template.content else None)
            taken.add(content.name.casefold())
        return unit.commit()


def template_of(store: Store, template_id: int) -> Template:
    """The template. Raises Refused when it has been deleted."""
    with store.read() as unit:
        found = unit.templates.get(template_id)
    if found is None:
        raise gone()
    return found


def templates_by_id(store: Store, ids: Collection[int]) -> list[Template]:
    """Those of these templates that are not deleted."""
    with store.read() as unit:
        return list(unit.templates.by_id(ids).values())


def template_names(store: Store) -> list[tuple[int, str]]:
    """Id and name of every template, by name."""
    with store.read() as unit:
        return unit.templates.names()


def template_list(store: Store) -> StoreList[Template, TemplateFilter]:
    """Manage Templates, ordered by name, subject, changed_at, used or last_used_at."""
    return StoreList(
        store,
        lambda unit, chosen: unit.templates.listed(words(chosen.text), chosen.place),
        lambda template: template.id,
        {
            "name": lambda template: template.content.name,
            "subject": lambda template: template.content.subject,
            "changed_at": lambda template: template.changed_at,
            "used": lambda template: template.used,
            "last_used_at": lambda template: template.last_used_at or NEVER_USED,
        },
        first="templates",
    )


def template_content(draft: MessageDraft) -> TemplateContent:
    """What a template keeps of ``draft``."""
    kept = as_kept(draft)
    return TemplateContent(
        kept.template_name,
        kept.subject,
        kept.content,
        kept.channels,
        kept.branded,
        kept.variants,
        kept.attachments,
    )


def keep_template(unit: UnitOfWork, content: TemplateContent) -> int:
    """Keep a new template within a transaction; returns its id. Raises Refused as ``create_template``."""
    check_template(content, unit.templates.names(), None)
    return unit.templates.add(content)


def check_template(content: TemplateContent, names: Sequence[tuple[int, str]], own_id: int | None) -> None:
    """Raise Refused for a missing name, or one that another of ``names`` has."""
    title = tr("The template was not saved")
    if not content.name.strip():
        raise Refused(title, tr("It has no name."), tr("Give it a name by which you will find it again."))
    if any(name.casefold() == content.name.casefold() and number != own_id for number, name in names):
        raise Refused(
            title,
            tr("There is already a template “{name}”.").format(name=content.name),
            tr("Choose another name."),
        )


def _free_name(name: str, taken: Collection[str]) -> str:
    first = tr("Copy of {name}").format(name=name)
    candidate, count = first, 1
    known = {each.casefold() for each in taken}
    while candidate.casefold() in known:
        count += 1
        candidate = f"{first} {count}"
    return candidate


def gone() -> Refused:
    """What is said of a template that is not there."""
    return Refused(
        tr("The template is not there any more"), tr("A colleague has deleted it."), tr("Choose another one.")
    )
