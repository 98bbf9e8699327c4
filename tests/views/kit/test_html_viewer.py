"""The viewer shows what it was given and fetches nothing, from no disk and no network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument, QTextOption

from desktop.views.kit.confirm import Confirm
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.words import Words
from desktop.views.theme.theme import Theme, ThemeMode

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

_RED = QColor(255, 0, 0)
_IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def viewer(theme: Theme, qtbot: QtBot) -> HtmlViewer:
    viewer = HtmlViewer(opener=opened.append)
    opened.clear()
    qtbot.addWidget(viewer)
    viewer.resize(300, 200)
    viewer.show()
    return viewer


opened: list[QUrl] = []


def _png(width: int = 40, height: int = 40) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(_RED)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _lines_of_red(viewer: HtmlViewer) -> tuple[int, int]:
    """How wide and how high the red ground is."""
    image = viewer.grab().toImage()
    red = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == _RED
    ]
    return len({x for x, _ in red}), len({y for _, y in red})


_CELL = '<table width="100%" cellpadding="12" cellspacing="0" border="0"><tr><td>{}</td></tr></table>'


@pytest.mark.parametrize(
    "within",
    [
        "{}",
        "<blockquote>{}</blockquote>",
        "<ul><li>one<ul><li>{}</li></ul></li></ul>",
        "<table><tr><td>one</td><td>{}</td></tr></table>",
    ],
)
@pytest.mark.parametrize("size", ['width="552"', 'width="800" height="400"'])
def test_a_wide_picture_is_made_as_narrow_as_the_pane_and_cuts_no_text(
    viewer: HtmlViewer, within: str, size: str, qtbot: QtBot
) -> None:
    picture = within.format(f'<img src="cid:lake" {size}>')
    viewer.show_html(_CELL.format(f"<p>{'words ' * 30}</p>{picture}"), {"lake": _png(800, 400)})
    for width, height in ((300, 900), (420, 900), (300, 900)):
        viewer.resize(width, height)
        qtbot.waitUntil(lambda: viewer.horizontalScrollBar().maximum() == 0)
        wide, high = _lines_of_red(viewer)
        assert wide > 40
        assert abs(wide - 2 * high) <= 2, "as a whole, not squeezed"


def test_a_picture_that_fits_keeps_its_size(viewer: HtmlViewer) -> None:
    viewer.show_html(_CELL.format('<img src="cid:lake" width="100">'), {"lake": _png(800, 400)})
    assert _lines_of_red(viewer) == (100, 50)


def _shows_red(viewer: HtmlViewer) -> bool:
    image = viewer.grab().toImage()
    return any(image.pixelColor(x, y) == _RED for x in range(image.width()) for y in range(image.height()))


def test_a_picture_that_came_with_the_message_is_shown(viewer: HtmlViewer) -> None:
    viewer.show_html('<img src="cid:banner">', {"banner": _png()})
    assert _shows_red(viewer)


@pytest.mark.parametrize("form", ["{path}", "file://{path}", "{name}"])
def test_a_picture_on_this_computer_is_not_loaded(
    viewer: HtmlViewer, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.png").write_bytes(_png())
    monkeypatch.chdir(tmp_path)
    address = form.format(path=(tmp_path / "secret.png").as_posix(), name="secret.png")
    viewer.show_html(f'<img src="{address}"><p style="background-image: url({address})">text</p>')
    assert not _shows_red(viewer)


def test_the_net_is_not_reached_and_the_answer_is_empty(viewer: HtmlViewer) -> None:
    answer = viewer.loadResource(_IMAGE, QUrl("https://pictures.example/pixel.png"))
    assert isinstance(answer, QImage)
    assert answer.size().width() == 1
    assert answer.pixelColor(0, 0).alpha() == 0
    style = viewer.loadResource(
        QTextDocument.ResourceType.StyleSheetResource.value, QUrl("https://x.example/a.css")
    )
    assert not style


def test_pictures_of_the_message_before_are_gone(viewer: HtmlViewer) -> None:
    viewer.show_html('<img src="cid:banner">', {"banner": _png()})
    viewer.show_html('<img src="cid:banner">')
    assert not _shows_red(viewer)


def test_a_link_is_opened_only_after_its_true_address_was_seen(viewer: HtmlViewer) -> None:
    viewer.show_html('<a href="https://evil.example/x">https://bank.example</a>')
    viewer.anchorClicked.emit(QUrl("https://evil.example/x"))
    (asked,) = viewer.findChildren(Confirm)
    assert "https://evil.example/x" in asked.accessibleDescription()
    assert opened == []
    asked.yes.click()
    assert opened == [QUrl("https://evil.example/x")]
    assert "bank.example" in viewer.toPlainText()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hosts",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "smb://host.example/x",
        "x.exe",
        "//host.example",
        "data:text/html,x",
        "vbscript:x",
        "blob:https://host.example/x",
        "view-source:https://host.example",
        "ms-msdt:/id x",
        "qrc:/icons/mail.svg",
        "cid:x",
        "about:blank",
        "\\\\host.example\\x",
    ],
)
def test_other_links_lead_nowhere(viewer: HtmlViewer, address: str) -> None:
    viewer.anchorClicked.emit(QUrl(address))
    assert viewer.findChildren(Confirm) == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://b\N{CYRILLIC SMALL LETTER A}nk.example/", "https://xn--bnk-6cd.example/"),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ("https://evil.example/\u202egpj.exe", "https://evil.example/%E2%80%AEgpj.exe"),
        ("https://evil.example/" + "x" * 20_000 + "end", "https://evil.example/xxx"),
    ],
)
def test_no_address_hides_where_it_leads(viewer: HtmlViewer, address: str, told: str) -> None:
    viewer.anchorClicked.emit(QUrl(address))
    (asked,) = viewer.findChildren(Confirm)
    assert f"It leads to {told}" in asked.accessibleDescription()
    assert asked.minimumSizeHint().width() < 600
    for words in asked.findChildren(Words):
        assert words.height() >= words.heightForWidth(words.width())
    assert asked.sizeHint().height() < 600
    assert opened == []
    asked.reject()


def test_a_word_without_end_may_break_anywhere_and_others_may_not(viewer: HtmlViewer) -> None:
    viewer.show_text("word " * 5_000)
    assert viewer.wordWrapMode() is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    for show in (viewer.show_text, viewer.show_html):
        show("x" * 200_000)
        assert viewer.wordWrapMode() is QTextOption.WrapMode.WrapAnywhere
        assert len(viewer.toPlainText()) == 200_000


def test_it_never_navigates(viewer: HtmlViewer, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("other page", "utf-8")
    viewer.show_text("here")
    viewer.setSource(QUrl.fromLocalFile(str(page)))
    assert viewer.toPlainText() == "here"


def test_plain_text_is_shown_as_it_is(viewer: HtmlViewer) -> None:
    viewer.show_text("<b>5 < 6</b>\n{{ keyword }}")
    assert viewer.toPlainText() == "<b>5 < 6</b>\n{{ keyword }}"


def test_paper_is_light_in_the_dark_theme(viewer: HtmlViewer, theme: Theme) -> None:
    theme.set_mode(ThemeMode.DARK)
    viewer.show_text("text")
    ground = viewer.grab().toImage().pixelColor(viewer.width() // 2, viewer.height() - 20)
    assert ground.lightness() > 240


def test_it_is_saved_as_a_pdf(viewer: HtmlViewer, tmp_path: Path) -> None:
    viewer.show_html("<h1>Letter</h1>")
    viewer.save_pdf(tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")


def _pages(file: Path) -> int:
    return len(re.findall(rb"/Type /Page\b", file.read_bytes()))


def test_on_paper_it_can_be_read(viewer: HtmlViewer, tmp_path: Path) -> None:
    viewer.show_html("<p style='font-size: 15px'>A line of the letter.</p>" * 120)
    viewer.save_pdf(tmp_path / "letter.pdf")
    assert 3 <= _pages(tmp_path / "letter.pdf") <= 6  # of A4, with some 30 lines each


def test_the_printer_gets_it_in_the_same_size(viewer: HtmlViewer, tmp_path: Path) -> None:
    viewer.show_html("<p style='font-size: 15px'>A line of the letter.</p>" * 120)
    dialog = viewer.ask_print()
    dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.accepted.emit(dialog.printer())
    dialog.close()
    assert 3 <= _pages(tmp_path / "printed.pdf") <= 6


def test_its_pictures_are_on_paper(viewer: HtmlViewer, tmp_path: Path) -> None:
    viewer.show_html("<p>Look:</p><img src='cid:chart'>", {"chart": _png()})
    viewer.save_pdf(tmp_path / "letter.pdf")
    assert b"/Subtype /Image" in (tmp_path / "letter.pdf").read_bytes()


def test_a_folder_that_is_not_there_is_an_error(viewer: HtmlViewer, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="letter"):
        viewer.save_pdf(tmp_path / "gone" / "letter.pdf")
