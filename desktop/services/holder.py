"""Names by which workers hold what they claimed, and by which those of this very program are known."""

from __future__ import annotations

import os
import socket
import uuid


def new_holder() -> str:
    """A name that no worker has had before: computer, process and a random part."""
    return f"{ours()}{uuid.uuid4().hex}"


def ours() -> str:
    """What the names of all workers within this process begin with."""
    return f"{socket.gethostname()}-{os.getpid()}-"
