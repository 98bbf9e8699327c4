"""What announces on a Linux desktop without a tray: the notification service of freedesktop.org, over D-Bus.

Its rules: https://specifications.freedesktop.org/notification-spec/. Qt reaches it only where there is a
tray, and Qt's own D-Bus module cannot send from Python the unsigned number that Notify asks for.
"""

from __future__ import annotations

import html
import sys
from typing import TYPE_CHECKING, Any

if sys.platform == "linux":
    from jeepney import (
        DBusAddress,
        DBusErrorResponse,
        HeaderFields,
        MatchRule,
        MessageType,
        message_bus,
        new_method_call,
    )
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

if TYPE_CHECKING:
    from collections.abc import Collection

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_REACH_S = 10.0  # the session may have to start it first
_SEND_S = 1.0
_CLICKED = "default"
_AS_LONG_AS_USUAL = -1


class AnnouncingService:
    """Reached once; ``announce`` and ``take`` do not wait. They raise OSError when the session's bus is gone."""

    def __init__(self, connection: Any, abilities: Collection[str]) -> None:
        self._connection = connection
        self._abilities = abilities
        self._asked: dict[int, int] = {}  # the key of each announcement by the number of its call
        self._shown: dict[int, int] = {}  # and by the number that the service gave it

    @classmethod
    def reach(cls) -> AnnouncingService | None:
        """Wait for the session's service, at most some seconds; None where there is none."""
        if sys.platform != "linux":
            return None
        try:
            connection = open_dbus_connection("SESSION")
        except (OSError, KeyError, RuntimeError, StopIteration):
            return None  # no session bus, or one that cannot be spoken with
        try:
            abilities = _greet(connection)
        except (OSError, DBusErrorResponse):
            connection.close()
            return None
        connection.sock.settimeout(_SEND_S)
        return cls(connection, abilities)

    def fileno(self) -> int:
        """What becomes readable when something has come to ``take``."""
        number: int = self._connection.sock.fileno()
        return number

    def announce(self, key: int, program: str, title: str, words: str, action: str) -> None:
        """Show it; ``action`` names what a click does. ``words`` may come from outside."""
        # Only where markup is read: elsewhere the entities would be shown.
        body = html.escape(words, quote=False) if "body-markup" in self._abilities else words
        actions = [_CLICKED, action] if "actions" in self._abilities else []
        said: tuple[Any, ...] = (program, 0, "", title, body, actions, {}, _AS_LONG_AS_USUAL)
        serial = next(self._connection.outgoing_serial)
        self._connection.send(new_method_call(_service(), "Notify", "susssasa{sv}i", said), serial=serial)
        self._asked[serial] = key

    def take(self) -> list[int]:
        """The keys of the announcements that were clicked since."""
        clicked: list[int] = []
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return clicked
            clicked += self._heard(message)

    def close(self) -> None:
        self._connection.close()

    def _heard(self, message: Any) -> list[int]:
        fields, kind = message.header.fields, message.header.message_type
        if kind in {MessageType.method_return, MessageType.error}:
            key = self._asked.pop(fields.get(HeaderFields.reply_serial), None)
            if key is not None and kind is MessageType.method_return:
                self._shown[message.body[0]] = key
            return []
        if kind is not MessageType.signal or fields.get(HeaderFields.interface) != _NAME:
            return []
        member, number = fields.get(HeaderFields.member), message.body[0]
        if member == "NotificationClosed":
            self._shown.pop(number, None)
        elif member == "ActionInvoked" and number in self._shown:
            return [self._shown[number]]
        return []


def _greet(connection: Any) -> list[str]:
    """Ask to hear of clicks, and what the service can do."""
    for member in ("ActionInvoked", "NotificationClosed"):
        rule = MatchRule(type="signal", interface=_NAME, member=member, path=_PATH)
        unwrap_msg(connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=_REACH_S))
    asked = new_method_call(_service(), "GetCapabilities")
    (abilities,) = unwrap_msg(connection.send_and_get_reply(asked, timeout=_REACH_S))
    return list(abilities)


def _service() -> Any:
    return DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
