"""Wild values are tried without a clock: how long one takes says more about the machine than about them."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("content", deadline=None)
settings.load_profile("content")
