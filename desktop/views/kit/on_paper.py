"""A document on pages of paper, in the size in which it is read on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QMarginsF, QSizeF

from desktop.views.kit.picture_fit import fit_pictures

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice, QTextDocument

_MARGIN_MILLIMETRES = 18.0
_PIXELS_A_POINT = 96 / 72


def give_margins(device: QPagedPaintDevice) -> None:
    """The same margin on all four sides, which a person may still change."""
    edge = QMarginsF(_MARGIN_MILLIMETRES, _MARGIN_MILLIMETRES, _MARGIN_MILLIMETRES, _MARGIN_MILLIMETRES)
    device.setPageMargins(edge, QtGui.QPageLayout.Unit.Millimeter)


def put_on_paper(document: QTextDocument, device: QPagedPaintDevice) -> None:
    """Print ``document`` page by page, with 96 of its pixels to an inch.

    Left to itself Qt lays it out in the pixels of the device, of which a printer has 1,200 to an inch:
    letters, whose size a message gives in pixels, would be a third of a millimetre high.
    """
    sheet = device.pageLayout().paintRect(QtGui.QPageLayout.Unit.Point)
    paper = document.clone(document)  # a child of it, so that it finds its pictures
    size = QSizeF(sheet.width() * _PIXELS_A_POINT, sheet.height() * _PIXELS_A_POINT)
    paper.setPageSize(size)
    fit_pictures(paper, size.width())
    paper.print_(device)
    paper.deleteLater()
