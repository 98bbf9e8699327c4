"""The desktop's announcing service is asked by its rules, and its clicks find what was announced."""

from __future__ import annotations

import itertools
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux desktops have it", allow_module_level=True)

from jeepney import DBusAddress, Message, new_method_return, new_signal

from desktop.channels import announcing_service
from desktop.channels.announcing_service import AnnouncingService

SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
ALL = ("actions", "body", "body-markup")


class Bus:
    """The session's bus with a service that can do ``abilities``; each announcement gets the next number."""

    def __init__(self, *abilities: str) -> None:
        self.sock, self._other = socket.socketpair()
        self.outgoing_serial = itertools.count(1)
        self.abilities = list(abilities)
        self.said: list[tuple[Any, ...]] = []
        self.signatures: list[str] = []
        self.come: list[Message] = []

    def send_and_get_reply(self, message: Message, *, timeout: float) -> Message:
        message.header.serial = next(self.outgoing_serial)
        if message.header.fields[3] == "GetCapabilities":
            return new_method_return(message, "as", (self.abilities,))
        return new_method_return(message)

    def send(self, message: Message, serial: int) -> None:
        message.serialise(serial=serial)  # it fits its signature
        message.header.serial = serial
        self.said.append(message.body)
        self.come.append(new_method_return(message, "u", (len(self.said) + 40,)))

    def receive(self, *, timeout: float) -> Message:
        if not self.come:
            raise TimeoutError
        return self.come.pop(0)

    def click(self, number: int) -> None:
        self.come.append(new_signal(SERVICE, "ActionInvoked", "us", (number, "default")))

    def close(self) -> None:
        self.sock.close()
        self._other.close()


@pytest.fixture
def bus() -> Iterator[Bus]:
    bus = Bus(*ALL)
    yield bus
    bus.close()


def reached(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> AnnouncingService:
    monkeypatch.setattr(announcing_service, "open_dbus_connection", lambda _bus: bus)
    service = AnnouncingService.reach()
    assert service is not None
    return service


@pytest.mark.parametrize(
    ("abilities", "body", "actions"),
    [
        (ALL, 'Rates &lt;b&gt;up&lt;/b&gt; &amp; "down"', ["default", "Show"]),
        (("body",), 'Rates <b>up</b> & "down"', []),
    ],
)
def test_words_from_outside_are_no_markup(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, abilities: tuple[str, ...], body: str, actions: list[str]
) -> None:
    bus.abilities = list(abilities)
    service = reached(bus, monkeypatch)
    service.announce(0, "Message Center", "1 new", 'Rates <b>up</b> & "down"', "Show")
    assert bus.said == [("Message Center", 0, "", "1 new", body, actions, {}, -1)]


def test_a_click_is_known_by_what_was_announced(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    service = reached(bus, monkeypatch)
    service.announce(7, "Message Center", "1 new", "Rates", "Show")
    service.announce(8, "Message Center", "1 new", "Margin", "Show")
    assert service.take() == []
    bus.click(41)
    bus.click(99)  # that of another program
    assert service.take() == [7]
    bus.come.append(new_signal(SERVICE, "NotificationClosed", "uu", (42, 1)))
    bus.click(42)
    assert service.take() == []


def test_without_a_session_bus_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert AnnouncingService.reach() is None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert AnnouncingService.reach() is None
