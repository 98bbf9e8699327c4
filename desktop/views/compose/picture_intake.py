"""Makes a picture fit for a message: decoded to prove what it is, turned upright, stripped and made smaller."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from desktop.content.enclosure_policy import enclosure_policy
from desktop.content.pictures import picture_kind
from desktop.errors import Refused
from desktop.language import tr

_MOST_PIXELS = 50_000_000
_QUALITY = 85
_SMALLER = 0.75
_KEPT_KINDS = frozenset({"image/png", "image/jpeg", "image/gif"})
# Where a camera writes the place and the person; and a JPEG's way up, which mail programs read differently.
_PRIVATE = (b"Exif\x00\x00", b"eXIf", b"http://ns.adobe.com/xap", b"iTXt", b"tEXt", b"zTXt")


def fit_picture(data: bytes) -> bytes:
    """``data`` as it may travel; unchanged where nothing speaks against it. Raises Refused.

    WebP becomes PNG or JPEG, because many mail programs do not show it. Runs on any thread.
    """
    kind = picture_kind(data)
    if kind is None:
        raise _refused(tr("It is not a PNG, JPEG, GIF or WebP picture."))
    image = _decoded(data)
    policy = enclosure_policy()
    is_small = len(data) <= policy.picture_bytes and max(image.width(), image.height()) <= policy.picture_edge
    if is_small and kind[0] in _KEPT_KINDS and not any(mark in data for mark in _PRIVATE):
        return data
    return _encoded(image, kind[0], policy.picture_edge, policy.picture_bytes)


def picture_bytes(image: QImage) -> bytes:
    """A picture from the clipboard as bytes, to be fitted."""
    return _written(image, "png")


def _decoded(data: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        raise _refused(tr("It has more than 50 million pixels."))
    image = reader.read()
    if image.isNull():
        raise _refused(tr("It is damaged."))
    return image


def _encoded(image: QImage, mime_type: str, edge: int, most: int) -> bytes:
    shown = image
    if max(image.width(), image.height()) > edge:
        shown = _scaled(image, QSize(edge, edge))
    if image.hasAlphaChannel() or mime_type in {"image/png", "image/gif"}:
        written = _written(shown, "png")
        if len(written) <= most:
            return written
    shown = _on_paper(shown)
    written = _written(shown, "jpeg")
    while len(written) > most:
        shown = _scaled(shown, shown.size() * _SMALLER)
        written = _written(shown, "jpeg")
    return written


def _scaled(image: QImage, size: QSize) -> QImage:
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _on_paper(image: QImage) -> QImage:
    """Without transparency: what a JPEG would show black is white."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper


def _written(image: QImage, kind: str) -> bytes:
    plain = QImage(image)
    for key in plain.textKeys():
        plain.setText(key, "")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    if kind == "jpeg":
        writer.setQuality(_QUALITY)
    writer.write(plain)
    return bytes(buffer.data().data())


def _refused(sentence: str) -> Refused:
    return Refused(tr("The picture was not inserted"), sentence, tr("Choose another picture."))
