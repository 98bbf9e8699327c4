"""What stands in hostile bodies for what a test knows only when it runs, and the words that must be read."""

from __future__ import annotations

HERE = "http://here.invalid"
LOCAL = "file://local.invalid/secret.png"
WORDS = "Rates rise on Monday"


def placed(body: str, here: str, local: str) -> str:
    """``body`` with the addresses of a server and of a picture on this computer."""
    return body.replace(HERE, here).replace(LOCAL, local)
