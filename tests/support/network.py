"""Keeps tests on this computer: a socket to anywhere else is refused, and the test fails for trying."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

# Names that by RFC 2606 and 6761 lead nowhere: a test may show what happens when a name is not found.
NOWHERE = (".invalid", ".example", ".test")


class NetworkReached(OSError):
    """A test asked for a computer other than this one."""


def is_here(host: object) -> bool:
    """Whether ``host`` is this computer: loopback, or no address at all."""
    if host in {"", "localhost", None}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


class NetworkGuard:
    """Stands before the socket module for one test, and remembers what was asked for."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("connect", "connect_ex"):
            monkeypatch.setattr(socket.socket, name, self._guarded(getattr(socket.socket, name)))
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve(socket.getaddrinfo))

    def _refuse(self, host: object) -> None:
        self.reached.append(str(host))
        raise NetworkReached(f"tests stay on this computer, but {host} was asked for")

    def _guarded(self, connect: Any) -> Any:
        def guarded(sock: socket.socket, address: Any) -> Any:
            if sock.family in {socket.AF_INET, socket.AF_INET6} and not is_here(address[0]):
                self._refuse(address[0])
            return connect(sock, address)

        return guarded

    def _resolve(self, getaddrinfo: Any) -> Any:
        def guarded(host: Any, *rest: Any, **named: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if isinstance(name, str) and name.endswith(NOWHERE):
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            if not is_here(name):
                self._refuse(name)
            return getaddrinfo(host, *rest, **named)

        return guarded
