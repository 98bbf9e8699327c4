"""The office: founded once, then its staff, its mail server and its branding are kept here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from desktop import settings
from desktop.errors import Refused
from desktop.language import tr
from desktop.models.change import Change
from desktop.models.mail_server import MOST_CONNECTIONS, MailServer
from desktop.models.office import Branding, Office, Role, User, UserDetails
from desktop.services.delivery_policy import delivery_policy
from desktop.services.email_address import is_email
from desktop.services.office_values import office_in, zone_in
from desktop.services.permission import require
from desktop.services.staffing import details_of, refuse_same_name, refuse_without_admin
from desktop.services.ways import mail_server_in

if TYPE_CHECKING:
    from desktop.store.store import Store

LARGEST_LOGO = 256 * 1024
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:]+\]?")


def found_office(store: Store, name: str, user_name: str, email: str, zone: str = "") -> User:
    """Make the office of an empty store and its first user, an administrator.

    Raises Refused for an empty name, a wrong address, an unknown zone, or when there is an office.
    """
    title = tr("The office was not made")
    office, person, address = " ".join(name.split()), " ".join(user_name.split()), email.strip()
    if not office:
        raise Refused(title, tr("An office needs a name."), tr("Type the name that your clients know."))
    if not person:
        raise Refused(title, tr("Your own name is missing."), tr("Type your name; it signs your messages."))
    _refuse_address(title, address)
    _refuse_zone(title, zone)
    user = UserDetails(
        address.partition("@")[0], person, address, Role.ADMIN, signature=f"{person}\n{office}"
    )
    with store.write(person) as unit:
        if settings.OFFICE_NAME.of(unit.office.settings()):
            raise Refused(
                title,
                tr("This store already holds an office."),
                tr("Open it, or name another store for the new office."),
            )
        known = {present.user_id for present in unit.office.users()}
        if user.user_id in known:
            unit.office.replace_users([user])
        else:
            unit.office.add_users([user])
        unit.office.save_settings({settings.OFFICE_NAME.key: office, settings.OFFICE_ZONE.key: zone})
        unit.commit()
    return next(present for present in users_of(store) if present.user_id == user.user_id)


def office_of(store: Store) -> Office | None:
    """The office of the store; None when none has been founded."""
    with store.read() as unit:
        return office_in(unit.office.settings())


def zone_of(store: Store) -> tzinfo:
    """The zone in which dates are shown: the office's, or this computer's where it has none."""
    with store.read() as unit:
        return zone_in(unit.office.settings())


def has_clients(store: Store) -> bool:
    """Whether the office has any account, in whatever status."""
    with store.read() as unit:
        return unit.accounts.count() > 0


def save_office(store: Store, actor: User, name: str, zone: str) -> Change:
    """Change the office's name and time zone; an empty zone means that of each computer.

    Raises Refused for an empty name or an unknown zone.
    """
    require(actor, Role.ADMIN)
    title, office = tr("The office was not saved"), " ".join(name.split())
    if not office:
        raise Refused(
            title, tr("An office needs a name."), tr("Type the name that your clients know."), about="name"
        )
    _refuse_zone(title, zone)
    with store.write(actor.name) as unit:
        unit.office.save_settings({settings.OFFICE_NAME.key: office, settings.OFFICE_ZONE.key: zone})
        return unit.commit()


def users_of(store: Store) -> list[User]:
    """All users, active or not, by name."""
    with store.read() as unit:
        return unit.office.users()


def save_users(store: Store, actor: User, users: Sequence[UserDetails]) -> Change:
    """Add users, or change those whose user ids are known.

    Raises Refused for an empty name or another user's, a wrong address, or when no administrator would be left.
    """
    require(actor, Role.ADMIN)
    for user in users:
        _refuse_user(user)
    with store.write(actor.name) as unit:
        before = {user.user_id: details_of(user) for user in unit.office.users()}
        after = {**before, **{user.user_id: user for user in users}}
        refuse_without_admin(before.values(), after.values())
        refuse_same_name(before.values(), after.values())
        unit.office.add_users([user for user in users if user.user_id not in before])
        unit.office.replace_users([user for user in users if before.get(user.user_id, user) != user])
        return unit.commit()


def mail_server_of(store: Store) -> MailServer:
    """The office's mail server; ``is_set_up`` says whether there is one."""
    with store.read() as unit:
        return mail_server_in(unit.office.settings())


def save_mail_server(store: Store, actor: User, server: MailServer) -> Change:
    """Keep how mail leaves, and let mail that waits for its server be tried at once.

    An empty host means: mail is written to files.

    Raises Refused for a host, port or from address that cannot be.
    """
    require(actor, Role.ADMIN)
    check_mail_server(server)
    with store.write(actor.name) as unit:
        unit.office.save_settings(
            {
                settings.MAIL_HOST.key: server.host,
                settings.MAIL_PORT.key: server.port,
                settings.MAIL_SECURITY.key: server.security.value,
                settings.MAIL_USER.key: server.user,
                settings.MAIL_FROM.key: server.from_address,
                settings.MAIL_FROM_NAME.key: server.from_name,
                settings.MAIL_CONNECTIONS.key: server.connections,
            }
        )
        unit.trouble.hurry()
        # What a server has put off for longer has few tries left, which are not spent on new settings.
        unit.office_mail.hurry(delivery_policy().longest_pause)
        return unit.commit()


def branding_of(store: Store) -> Branding:
    """The banner and footer in force."""
    with store.read() as unit:
        return unit.office.branding()[1]


def save_branding(store: Store, actor: User, branding: Branding) -> Change:
    """Put a branding in force for messages from now on. Raises Refused for a logo or colour that cannot be."""
    require(actor, Role.ADMIN)
    _refuse_branding(branding)
    with store.write(actor.name) as unit:
        unit.office.save_branding(branding)
        return unit.commit()


def _refuse_zone(title: str, zone: str) -> None:
    if zone and zone not in available_timezones():
        raise Refused(
            title,
            tr("“{zone}” is not a known time zone.").format(zone=zone),
            tr("Choose one such as America/New_York, or leave it empty."),
            about="zone",
        )


def _refuse_user(user: UserDetails) -> None:
    title = tr("The user was not saved")
    if not user.user_id.strip() or not user.name.strip():
        about = "user_id" if user.name.strip() else "name"
        raise Refused(title, tr("A user needs a user id and a name."), tr("Fill in both."), about=about)
    _refuse_address(title, user.email)


def _refuse_address(title: str, address: str, about: str = "email") -> None:
    if not is_email(address):
        raise Refused(
            title,
            tr("“{address}” is not an e-mail address.").format(address=address),
            tr("An address looks like name@office.example."),
            about=about,
        )


def check_mail_server(server: MailServer) -> None:
    """Raises Refused for a host, port or from address that cannot be; an empty host is none at all."""
    title = tr("The mail server was not saved")
    if not server.host:
        return
    if not _HOST.fullmatch(server.host):
        raise Refused(
            title,
            tr("“{host}” is not the name of a server.").format(host=server.host),
            tr("Type only its name, such as smtp.office.example, without a port."),
            about="host",
        )
    if not 1 <= server.port <= 65_535:
        raise Refused(
            title,
            tr("{port} is not a port.").format(port=server.port),
            tr("Ports are from 1 to 65535; 587 and 465 are usual."),
            about="port",
        )
    _refuse_address(title, server.from_address, "from_address")
    if not 1 <= server.connections <= MOST_CONNECTIONS:
        raise Refused(
            title,
            tr("{n} connections at once are not possible.").format(n=f"{server.connections:,}"),
            tr("From 1 to {most} are; 4 suit most providers.").format(most=MOST_CONNECTIONS),
            about="connections",
        )


def check_logo(logo: bytes, size: int = 0) -> None:
    """Raises Refused for a logo that is too large or no PNG or JPEG image; empty is none at all.

    ``size`` is that of the whole file in bytes, where only its beginning was read.
    """
    title = tr("The branding was not saved")
    if max(len(logo), size) > LARGEST_LOGO:
        raise Refused(
            title,
            tr("The logo has {size} KB; it travels with each mail and may have {limit} KB.").format(
                size=f"{max(len(logo), size) // 1024:,}", limit=f"{LARGEST_LOGO // 1024:,}"
            ),
            tr("Choose a smaller image."),
            about="logo",
        )
    if logo and not logo.startswith(_IMAGES):
        raise Refused(
            title,
            tr("The logo is neither a PNG nor a JPEG image."),
            tr("Choose another file."),
            about="logo",
        )


def _refuse_branding(branding: Branding) -> None:
    title = tr("The branding was not saved")
    check_logo(branding.logo)
    colours = (("banner_colour", branding.banner_colour), ("text_colour", branding.text_colour))
    for about, colour in colours:
        if colour and not _COLOUR.fullmatch(colour):
            raise Refused(
                title,
                tr("“{colour}” is not a colour.").format(colour=colour),
                tr("Colours are written as # and six digits, such as #1F4E79."),
                about=about,
            )
