"""A version of a template in words."""

from __future__ import annotations

from desktop.language import tr
from desktop.models.template_version import VersionKind, VersionLine


def version_title(line: VersionLine) -> str:
    """Its number and what made it, such as ``Version 3, changed``."""
    made = {
        VersionKind.CREATED: tr("created"),
        VersionKind.CHANGED: tr("changed"),
        VersionKind.RESTORED: tr("version {n} restored").format(n=line.restored_from),
        VersionKind.DELETED: tr("deleted"),
        VersionKind.BROUGHT_BACK: tr("brought back"),
    }[line.kind]
    return tr("Version {n}, {made}").format(n=line.version, made=made)
