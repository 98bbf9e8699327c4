"""The list of texts is current, and an incomplete or ill-fitting translation is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import translations

SOURCE = """
def words(n):
    return tr("Send to {name}"), trn("{n} account", "{n} accounts", n)
"""
PLURAL = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
WHOLE = """
msgid "Send to {name}"
msgstr "An {name} senden"

msgid "{n} account"
msgid_plural "{n} accounts"
msgstr[0] "{n} Konto"
msgstr[1] "{n} Konten"
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small repository with two texts and a whole translation."""
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "words.py").write_text(SOURCE, "utf-8")
    path = translations.template_path(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(translations.template(tmp_path), "utf-8")
    translate(tmp_path, WHOLE)
    return tmp_path


def translate(house: Path, entries: str) -> None:
    (house / "resources" / "languages" / "de.po").write_text(PLURAL + entries, "utf-8")


def test_the_repository_passes() -> None:
    root = translations.ROOT
    assert translations.source_faults(root) == []
    assert translations.template_faults(root) == []
    assert translations.translation_faults(root) == []


def test_a_whole_house_passes(house: Path) -> None:
    assert translations.template_faults(house) == []
    assert translations.translation_faults(house) == []


def test_the_list_holds_every_text_and_nothing_that_changes_by_itself(house: Path) -> None:
    text = translations.template(house)
    assert 'msgid "Send to {name}"' in text
    assert 'msgid_plural "{n} accounts"' in text
    assert "#: desktop/words.py\n" in text
    assert "Date" not in text
    assert str(house) not in text


def test_a_new_text_makes_the_list_out_of_date(house: Path) -> None:
    with (house / "desktop" / "words.py").open("a", encoding="utf-8") as file:
        file.write('\ndef more():\n    return tr("Cancel")\n')
    assert "out of date" in translations.template_faults(house)[0]
    assert "'Cancel' is not translated" in translations.translation_faults(house)[0]


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("An {name} senden", "", "not translated"),
        ("An {name} senden", "An {nmae} senden", "placeholders"),
        ("An {name} senden", "Senden", "placeholders"),
        ("An {name} senden", "An {name senden", "placeholders"),
        ("{n} Konten", "", "not translated"),
        ("{n} Konten", "{m} Konten", "placeholders"),
    ],
)
def test_a_translation_that_does_not_fit_is_seen(house: Path, right: str, wrong: str, words: str) -> None:
    translate(house, WHOLE.replace(right, wrong))
    (fault,) = translations.translation_faults(house)
    assert fault.startswith("resources/languages/de.po: ")
    assert words in fault


def test_a_doubtful_translation_counts_as_none(house: Path) -> None:
    translate(house, WHOLE.replace('msgid "Send', '#, fuzzy\nmsgid "Send'))
    assert len(translations.translation_faults(house)) == 1


def test_a_text_in_the_source_that_bypasses_translation_is_named_by_file_and_line(house: Path) -> None:
    (house / "desktop" / "view.py").write_text('\nQLabel("Hello")\n', "utf-8")
    (fault,) = translations.source_faults(house)
    assert fault.startswith("desktop/view.py:2: QLabel('Hello')")
