"""Pictures are told by their bytes, named by the store's digest alone, and never fetched from elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from desktop.content.markdown_html import html_of
from desktop.content.pictures import (
    inline_pictures,
    picture_kind,
    picture_markdown,
    pictures_named,
    with_pictures,
)
from desktop.content.plain_text import text_of_html

DIGEST = "a1" * 32
OTHER = "b2" * 32


def picture(kind: str, width: int = 40, height: int = 30) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.mark.parametrize(
    ("kind", "mime_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_kind_and_size_are_read_from_the_bytes(kind: str, mime_type: str) -> None:
    assert picture_kind(picture(kind)) == (mime_type, 40, 30)


def test_a_gif_is_one_too() -> None:
    assert picture_kind(b"GIF89a\x28\x00\x1e\x00\x00\x00\x00;") == ("image/gif", 40, 30)


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='x'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"GIF89a\0\0\0\0"]
)
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert picture_kind(data) is None


def test_only_pictures_of_the_store_pass_the_sanitiser() -> None:
    for address in (
        "https://tracker.example/p.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "cid:logo.x@message-center",
        f"cid:{DIGEST}@elsewhere",
    ):
        assert "<img" not in html_of(f"before ![words]({address}) after"), address
        assert "<img" not in html_of(f'<img src="{address}" onerror="x()">'), address
    kept = html_of(f"![A lake](cid:{DIGEST})")
    assert f'src="cid:{DIGEST}"' in kept
    assert 'alt="A lake"' in kept


def test_a_picture_may_be_named_by_the_first_digits() -> None:
    short = DIGEST[:12]
    assert picture_markdown(short, "A lake") == f"![A lake](cid:{short})"
    assert pictures_named([f"![a](cid:{short}) ![b](cid:{OTHER})", f"cid:{short}"]) == (short, OTHER)
    assert f'src="cid:{short}@message-center"' in with_pictures(
        html_of(f"![A lake](cid:{short})"), inline_pictures({short: picture("PNG")})
    )
    assert pictures_named([f"![a](cid:{DIGEST[:13]})"]) == ()
    assert "<img" not in html_of(f"![a](cid:{DIGEST[:13]})")


def test_an_image_keeps_no_other_attribute() -> None:
    html = html_of(f'<img src="cid:{DIGEST}" onload="x()" style="width:9999px" width="9999" alt="a > b">')
    assert "onload" not in html
    assert "9999" not in html
    assert html.count("<img") == 1


def test_a_picture_is_named_by_its_content_id_and_fits_the_letter() -> None:
    wide = inline_pictures({DIGEST: picture("PNG", 1200, 10)})
    shown = with_pictures(html_of(f"![A lake](cid:{DIGEST})"), wide)
    assert f'src="cid:{DIGEST}@message-center" width="552" alt="A lake"' in shown
    assert wide[0].cid == f"{DIGEST}@message-center"


def test_a_picture_that_is_not_there_is_its_words() -> None:
    assert "[A lake]" in with_pictures(html_of(f"![A lake](cid:{OTHER})"), ())
    assert "<img" not in with_pictures(html_of(f"![](cid:{OTHER})"), ())


def test_the_plain_text_says_the_words_of_a_picture() -> None:
    assert (
        text_of_html(
            with_pictures(html_of(f"See ![A lake](cid:{DIGEST})."), inline_pictures({DIGEST: picture("PNG")}))
        )
        == "See [A lake]."
    )


def test_pictures_are_found_in_the_words() -> None:
    text = f"{picture_markdown(DIGEST, 'a [b] c')} and {picture_markdown(OTHER, '')}"
    assert text == f"![a (b) c](cid:{DIGEST}) and ![](cid:{OTHER})"
    assert pictures_named([text, text]) == (DIGEST, OTHER)
