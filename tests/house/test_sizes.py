"""The rules of the house that a program can check: sizes, words that are not used, and where Qt may be."""

from __future__ import annotations

import ast
import functools
import io
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DESKTOP = sorted(
    path
    for path in (ROOT / "desktop").rglob("*.py")
    if "versions" not in path.parts and "resources" not in path.parts
)
OTHERS = [
    ROOT / "dev.py",
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]
LONGEST_FILE = 500
LONGEST_FUNCTION = 50
BELOW_THE_BRIDGE = ("models", "store", "content", "channels", "services", "flows")
ROOMS_WITHOUT_MEANING = {"utils", "util", "misc", "common", "helpers", "helper", "base", "manager"}
FORBIDDEN = {
    "processEvents": "a nested loop runs what should come later",
    "QSortFilterProxyModel": "ordering and filtering belong to the store or an index",
    "QEventLoop": "a nested loop runs what should come later",
    "QThread": "background work goes through Jobs",
    "QRunnable": "background work goes through Jobs",
    "sleep": "nothing waits by the clock",
}


@functools.lru_cache(maxsize=1)
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


@functools.lru_cache(maxsize=1)
def functions(source: str) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    nodes = ast.walk(parsed(source))
    return tuple(n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def long_functions(source: str) -> list[str]:
    """Names of the functions over the limit, decorators not counted."""
    return [n.name for n in functions(source) if (n.end_lineno or 0) - n.lineno + 1 > LONGEST_FUNCTION]


def tokens_of(source: str) -> Iterator[tokenize.TokenInfo]:
    """Slow: asked only of a source in which there is something to find."""
    return tokenize.generate_tokens(io.StringIO(source).readline)


def forbidden_names(source: str) -> set[str]:
    """Forbidden names used as code (a docstring may speak of them)."""
    written = {name for name in FORBIDDEN if name in source}
    return (
        {token.string for token in tokens_of(source) if token.type == tokenize.NAME} & written
        if written
        else set()
    )


def unfinished(source: str) -> bool:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    return bool(marks.search(source)) and any(
        t.type == tokenize.COMMENT and marks.search(t.string) for t in tokens_of(source)
    )


def project_imports_inside_functions(source: str) -> list[int]:
    """Lines where a function imports a package of the project."""
    inside = (n for function in functions(source) for n in ast.walk(function))
    return [
        n.lineno for n in inside if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("desktop")
    ]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*DESKTOP, *OTHERS], ids=relative)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", DESKTOP, ids=relative)
def test_the_program_keeps_the_rules(path: Path) -> None:
    source = path.read_text("utf-8")
    assert long_functions(source) == []
    assert {name: FORBIDDEN[name] for name in forbidden_names(source)} == {}
    assert not unfinished(source)
    assert project_imports_inside_functions(source) == []
    assert path.stem not in ROOMS_WITHOUT_MEANING
    if path.name != "__init__.py" or source.strip():
        assert ast.get_docstring(parsed(source)), "a module says in a sentence why it exists"


def test_qt_stays_above_the_bridge() -> None:
    rooms = [path for path in DESKTOP if path.relative_to(ROOT / "desktop").parts[0] in BELOW_THE_BRIDGE]
    assert rooms
    assert [relative(path) for path in rooms if "PySide6" in path.read_text("utf-8")] == []


def test_a_planted_violation_is_seen() -> None:
    body = "\n".join(f"    x = {n}" for n in range(LONGEST_FUNCTION))
    assert long_functions(f"def long():\n{body}\n") == ["long"]
    assert forbidden_names("app.processEvents()\nfrom time import sleep\n") == {"processEvents", "sleep"}
    assert forbidden_names('"""Never processEvents."""\n') == set()
    assert unfinished("x = 1  # TODO later\n")
    assert project_imports_inside_functions("def f():\n    from desktop import paths\n") == [2]
