"""Every option of the program, each declared once: its key, type, default, label and help.

Office options are shared by all who use the store and live in it; desktop options belong to one
person at one computer and live in a file of theirs. Secrets are never options.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from desktop.language import tr

T = TypeVar("T")


class Scope(enum.StrEnum):
    """Who shares an option."""

    OFFICE = "office"
    DESKTOP = "desktop"


class Option(NamedTuple, Generic[T]):
    """One option. ``label`` and ``help`` are functions because the language is chosen at start."""

    key: str
    default: T
    scope: Scope
    label: Callable[[], str]
    help: Callable[[], str] = lambda: ""

    def of(self, values: Mapping[str, Any]) -> T:
        """This option's value among ``values``; the default when it is absent or of another type."""
        value = values.get(self.key, self.default)
        return value if isinstance(value, type(self.default)) else self.default


def _office(
    key: str, default: T, label: Callable[[], str], text: Callable[[], str] = lambda: ""
) -> Option[T]:
    return Option(key, default, Scope.OFFICE, label, text)


def _desktop(
    key: str, default: T, label: Callable[[], str], text: Callable[[], str] = lambda: ""
) -> Option[T]:
    return Option(key, default, Scope.DESKTOP, label, text)


OFFICE_NAME = _office("office.name", "", lambda: tr("Office name"))
OFFICE_ZONE = _office(
    "office.zone",
    "",
    lambda: tr("Time zone"),
    lambda: tr("All dates are shown in this zone. Empty: the zone of each computer."),
)
OFFICE_IS_SAMPLE = _office("office.is_sample", False, lambda: tr("Sample office"))
SAMPLE_SHAPE = _office("office.sample_shape", "", lambda: tr("Size and seed of the sample office"))

MAIL_HOST = _office(
    "mail.host",
    "",
    lambda: tr("Mail server"),
    lambda: tr("The name of your provider's server for outgoing mail, such as smtp.office.example."),
)
MAIL_PORT = _office("mail.port", 587, lambda: tr("Port"))
MAIL_SECURITY = _office(
    "mail.security",
    "starttls",
    lambda: tr("Encryption"),
    lambda: tr("STARTTLS on port 587 or TLS on port 465 are usual."),
)
MAIL_USER = _office(
    "mail.user", "", lambda: tr("User name"), lambda: tr("Empty when the server asks for none.")
)
MAIL_FROM = _office(
    "mail.from",
    "",
    lambda: tr("From address"),
    lambda: tr("The address that clients see as the sender. Answers go to the ReplyTo address."),
)
MAIL_FROM_NAME = _office("mail.from_name", "", lambda: tr("From name"), lambda: tr("Empty: the office name."))
MAIL_CONNECTIONS = _office(
    "mail.connections",
    4,
    lambda: tr("Connections at once"),
    lambda: tr("From 1 to 50. More are faster, if your provider allows as many."),
)

INQUIRY_FOLDER = _office(
    "inquiries.folder",
    "",
    lambda: tr("Inquiries go to"),
    lambda: tr(
        "The folder from which the broker’s side takes them, as files of JSON Lines. Empty: a folder beside the program’s other data."
    ),
)

UNDO_SECONDS = _office(
    "sending.undo_seconds",
    10,
    lambda: tr("Undo period"),
    lambda: tr("So many seconds after the click nothing leaves yet, and the message can be taken back."),
)
MAILS_AN_HOUR = _office(
    "sending.mails_an_hour",
    0,
    lambda: tr("E-mails an hour"),
    lambda: tr("Some mail providers take no more than so many. 0: no limit."),
)
OFFICE_HOURS = _office(
    "sending.office_hours",
    "09:00-17:00,09:00-17:00,09:00-17:00,09:00-17:00,09:00-17:00,,",
    lambda: tr("Office hours"),
    lambda: tr("A message can be sent so that it leaves only within these hours."),
)
HOLIDAYS = _office(
    "sending.holidays",
    "",
    lambda: tr("Public holidays"),
    lambda: tr("On these days the office is closed."),
)

FEED_FOLDER = _office(
    "feed.folder",
    "",
    lambda: tr("Folder for what IB sends"),
    lambda: tr("Files that are dropped here are taken by themselves and moved to “done” or “refused”."),
)

BROKER_TRASH_DAYS = _office(
    "broker.trash_days",
    30,
    lambda: tr("Days in the trash"),
    lambda: tr("So long a deleted message of IB can be restored. Then it is gone for good."),
)

USER_ID = _desktop("desktop.user_id", "", lambda: tr("Who works here"))
DESKTOP_NOTICES = _desktop(
    "desktop.notices",
    True,
    lambda: tr("Announce what is of high priority on the desktop"),
    lambda: tr("New notices and messages of IB, while the program runs."),
)
QUIET_HOURS = _desktop(
    "desktop.quiet_hours",
    "",
    lambda: tr("Quiet hours"),
    lambda: tr("Nothing is announced within them, such as 18:00-08:00, by the office’s clock. Empty: none."),
)
THEME = _desktop("desktop.theme", "system", lambda: tr("Appearance"))
ROW_HEIGHT = _desktop("desktop.row_height", "comfortable", lambda: tr("Rows"))
LANGUAGE = _desktop(
    "desktop.language", "", lambda: tr("Language"), lambda: tr("Empty: the language of this computer.")
)
