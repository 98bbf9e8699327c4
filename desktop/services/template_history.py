"""The earlier versions of a template: seen, compared, and brought back as a new version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.content.word_changes import Piece, changes
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.office import Role, User
from desktop.models.template import Template, TemplateContent
from desktop.models.template_version import TemplateVersion, VersionLine
from desktop.services.composing import LivePreview, live_preview, new_draft
from desktop.services.permission import require
from desktop.services.templates import SavedTemplate, check_template, gone

if TYPE_CHECKING:
    from desktop.store.store import Store
    from desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version and how it looks; without a rendered form where a keyword of it is not known any more."""

    version: TemplateVersion
    preview: LivePreview


@dataclass(frozen=True, slots=True)
class TextChanges:
    """What changed in the words of one language; the default ones have an empty ``language``."""

    language: str
    subject: tuple[Piece, ...]
    content: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TemplateChanges:
    """What became of ``before`` in ``after``; settings are compared by whoever has words for them."""

    before: TemplateVersion
    after: TemplateVersion
    texts: tuple[TextChanges, ...]


def versions_of(store: Store, template_id: int) -> list[VersionLine]:
    """Every version of a template, the newest first; of a deleted one too. Raises Refused."""
    with store.read() as unit:
        found = unit.templates.versions(template_id)
    if not found:
        raise gone()
    return found


def version_of(store: Store, template_id: int, version: int) -> TemplateVersion:
    """One version. Raises Refused when there is none."""
    with store.read() as unit:
        return _version(unit, template_id, version)


def compare_versions(store: Store, template_id: int, before: int, after: int) -> TemplateChanges:
    """What changed from one version to another. Raises Refused when one of them is not there."""
    with store.read() as unit:
        old, new = _version(unit, template_id, before), _version(unit, template_id, after)
    return compare_contents(old, new)


def compare_contents(old: TemplateVersion, new: TemplateVersion) -> TemplateChanges:
    """What changed from ``old`` to ``new``."""
    before, after = _texts(old.content), _texts(new.content)
    nothing = ("", "")
    texts = tuple(
        TextChanges(
            language,
            changes(before.get(language, nothing)[0], after.get(language, nothing)[0]),
            changes(before.get(language, nothing)[1], after.get(language, nothing)[1]),
        )
        for language in {**before, **after}
    )
    return TemplateChanges(old, new, texts)


def see_version(store: Store, actor: User, template_id: int, version: int, language: str = "") -> SeenVersion:
    """One version as a recipient of ``language`` would see it, with example values. Raises Refused."""
    found = version_of(store, template_id, version)
    line = found.line
    template = Template(template_id, version, found.content, line.changed_by, line.changed_at)
    return SeenVersion(found, live_preview(store, actor, new_draft(actor, template), None, language))


def restore_version(
    store: Store, actor: User, template_id: int, seen_version: int, version: int
) -> SavedTemplate:
    """Make a new version that says what ``version`` said; nothing before it is touched.

    Raises Refused when its name is taken by now, or Conflict when the template is no longer at
    ``seen_version``.
    """
    require(actor, Role.SENDER)
    with store.write(actor.name) as unit:
        content: TemplateContent = _version(unit, template_id, version).content
        check_template(content, unit.templates.names(), template_id)
        unit.templates.replace(template_id, seen_version, content, restored_from=version)
        return SavedTemplate(template_id, unit.commit())


def _texts(content: TemplateContent) -> dict[str, tuple[str, str]]:
    """Subject and content by language, the default ones first."""
    others = {each.language: (each.subject, each.content) for each in content.variants}
    return {"": (content.subject, content.content), **others}


def _version(unit: UnitOfWork, template_id: int, version: int) -> TemplateVersion:
    found = unit.templates.version(template_id, version)
    if found is None:
        raise Refused(tr("There is no such version"), tr("The template was never saved so."))
    return found
