"""What a start does without is not loaded by it, and comes when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from desktop import late

if TYPE_CHECKING:
    import pytest

NOT_NEEDED = (
    "alembic", "psycopg", "sqlalchemy.dialects.postgresql", "sqlalchemy.orm", "liquid", "markdown", "nh3",
    "css_inline", "email_validator", "keyring", "desktop.views.compose.editor_page",
)  # fmt: skip
LOOK = "import sys, desktop.cli, desktop.app; print([n for n in sys.argv[1:] if n in sys.modules])"


def test_the_window_starts_without_what_only_later_screens_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *NOT_NEEDED], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_late_module_is_loaded_when_something_of_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = late.late("colorsys")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    assert "colorsys" not in sys.modules
    assert loaded.rgb_to_hls(0, 0, 0) == (0.0, 0.0, 0.0)
    assert "colorsys" in sys.modules


def test_all_that_is_late_can_be_loaded_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    late.late("colorsys")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    late.load_all()
    assert "colorsys" in sys.modules
