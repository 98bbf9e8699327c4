"""The branding is seen before it is saved, and what cannot be used is refused where it was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from desktop.models.office import Branding
from desktop.services.office import LARGEST_LOGO, branding_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.bridge.desk import Desk
    from desktop.views.settings.branding_section import BrandingSection
    from tests.pages.settings_page import SettingsPages


def png() -> bytes:
    """A small picture."""
    image = QImage(24, 12, QImage.Format.Format_RGB32)
    image.fill(0x1F4E79)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.fixture
def branding(settings: SettingsPages) -> BrandingSection:
    settings.go_to("Branding")
    return settings.page.branding


def test_a_branding_is_previewed_and_saved(
    branding: BrandingSection, settings: SettingsPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(png())
    branding.logo.take_file(file)
    qtbot.waitUntil(lambda: branding.logo.logo == png())
    settings.type(branding.banner.line, "#1F4E79")
    settings.type(branding.text.line, "#FFFFFF")
    branding.footer.setPlainText("Harbor Advisors, 1 Quay")
    qtbot.waitUntil(lambda: "1 Quay" in branding.preview.toPlainText())
    assert "#1f4e79" in branding.preview.toHtml().lower()
    with qtbot.waitSignal(settings.page.office_saved):
        settings.save(branding)
    assert branding_of(desk.store) == Branding(png(), "#1F4E79", "#FFFFFF", "Harbor Advisors, 1 Quay")


def test_a_logo_is_removed(
    branding: BrandingSection, settings: SettingsPages, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(png())
    branding.logo.take_file(file)
    qtbot.waitUntil(branding.logo.remove_button.isVisible)
    branding.logo.remove_button.click()
    assert branding.logo.logo == b""
    assert not branding.is_changed


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "neither a PNG nor a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_LOGO), "may have 256 KB"),
        (b"\x89PNG\r\n\x1a\nbroken", "damaged"),
    ],
)
def test_a_file_that_is_no_logo_is_refused_at_once(
    branding: BrandingSection, qtbot: QtBot, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(content)
    branding.logo.take_file(file)
    qtbot.waitUntil(lambda: words in branding.fields["logo"].problem)
    assert branding.logo.logo == b""


def test_a_file_that_is_not_there_is_refused(branding: BrandingSection, qtbot: QtBot, tmp_path: Path) -> None:
    branding.logo.take_file(tmp_path / "none.png")
    qtbot.waitUntil(lambda: "No such file" in branding.fields["logo"].problem)


def test_what_is_no_colour_is_said_beside_it(
    branding: BrandingSection, settings: SettingsPages, qtbot: QtBot
) -> None:
    settings.type(branding.banner.line, "navy")
    settings.save(branding)
    qtbot.waitUntil(lambda: "not a colour" in branding.fields["banner_colour"].problem)


def test_letters_that_are_hard_to_read_are_warned_of(
    branding: BrandingSection, settings: SettingsPages
) -> None:
    settings.type(branding.banner.line, "#777777")
    settings.type(branding.text.line, "#888888")
    assert branding.contrast_words.isVisible()
    assert "4.5 to 1 is needed" in branding.contrast_words.text()
    settings.type(branding.text.line, "#FFFFFE")
    assert branding.contrast_words.isVisible()
    settings.type(branding.banner.line, "#222222")
    assert not branding.contrast_words.isVisible()
