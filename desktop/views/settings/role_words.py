"""Roles as a person chooses them: the name, and what it allows."""

from __future__ import annotations

from desktop.language import tr
from desktop.models.office import Role
from desktop.services.permission import role_name


def role_title(role: Role) -> str:
    """The name of the role at the beginning of a line."""
    name = role_name(role)
    return name[:1].upper() + name[1:]


def role_help(role: Role) -> str:
    """What the role allows, in a sentence."""
    return {
        Role.VIEWER: tr("Reads everything, changes nothing."),
        Role.SENDER: tr("Writes to clients and keeps templates."),
        Role.APPROVER: tr("Decides about messages that the broker holds back."),
        Role.SUPPORT: tr("Helps clients with their logins and security devices."),
        Role.ADMIN: tr("Keeps users, settings and branding, and may do all of the others’ work."),
    }[role]
