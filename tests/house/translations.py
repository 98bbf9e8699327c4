"""The translation check: every text goes through tr, the list of texts is current, every translation is whole.

``python -m tests.house.translations`` checks; with ``--write`` it rewrites the list of texts first.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.house.texts import faults, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
# No date, version or machine: the same texts give the same file everywhere.
HEADER = """\
# Texts of the Message Center, collected by `python3 dev.py messages`. Do not edit by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def source_faults(root: Path) -> list[str]:
    """``file:line: what is wrong`` for every text under ``root``/desktop that cannot be translated."""
    found = []
    for path in sorted((root / "desktop").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        found += [f"{name}:{line}: {words}" for line, words in faults(path.read_text("utf-8"))]
    return found


def template(root: Path) -> str:
    """The list of texts as it should be: what tr and trn say in the source, by file, without line numbers."""
    catalog = Catalog(fuzzy=False)
    extracted = extract_from_dir(
        str(root / "desktop"), [("**.py", "python")], keywords={"tr": None, "trn": (1, 2)}
    )
    for file, _line, text, _comments, _context in sorted(extracted, key=lambda entry: (entry[0], entry[1])):
        catalog.add(text, locations=[(f"desktop/{Path(file).as_posix()}", 0)])
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, include_lineno=False, sort_by_file=True, width=0)
    return (HEADER + body.getvalue().decode()).strip() + "\n"


def template_path(root: Path) -> Path:
    return root / "resources" / "languages" / "desktop.pot"


def template_faults(root: Path) -> list[str]:
    """Whether the list of texts is the one that the source gives."""
    path = template_path(root)
    current = path.read_text("utf-8") if path.exists() else ""
    if current == template(root):
        return []
    return [f"{path.relative_to(root).as_posix()} is out of date: python3 dev.py messages"]


def translation_faults(root: Path) -> list[str]:
    """What is missing or does not fit in each translation."""
    with io.BytesIO(template(root).encode()) as text:
        wanted = read_po(text)
    found = []
    for path in sorted((root / "resources" / "languages").rglob("*.po")):
        with path.open("rb") as file:
            given = read_po(file)
        name = path.relative_to(root).as_posix()
        found += [f"{name}: {words}" for words in _compare(wanted, given)]
    return found


def _compare(wanted: Catalog, given: Catalog) -> Iterable[str]:
    for message in wanted:
        if not message.id:
            continue
        translated = given.get(message.id)
        forms = _forms(translated.string) if translated is not None and not translated.fuzzy else [""]
        if not all(forms):
            yield f"{message.id!r} is not translated"
        elif any(not _fits(message.id, form) for form in forms):
            yield f"{message.id!r}: the placeholders do not match"


def _forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _fits(original: Any, translated: str) -> bool:
    """A translated plural may leave out {n}, as an English singular may; all other names must be there."""
    named = placeholders(translated)
    full = set().union(*(placeholders(form) or set() for form in _forms(original)))
    loose = {"n"} if not isinstance(original, str) else set()
    return named is not None and named <= full and full - loose <= named


def main(words: list[str]) -> int:
    """Check the repository, and print each fault on its line."""
    if "--write" in words:
        path = template_path(ROOT)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template(ROOT), "utf-8", newline="\n")
    found = [*source_faults(ROOT), *template_faults(ROOT), *translation_faults(ROOT)]
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
