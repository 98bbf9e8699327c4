"""The only place where HTML is shown: it loads nothing, and goes nowhere without asking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument, QTextOption
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from desktop.language import tr
from desktop.late import late
from desktop.views.kit.confirm import Confirm
from desktop.views.kit.on_paper import give_margins, put_on_paper
from desktop.views.kit.picture_fit import fit_pictures
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PySide6 import QtPrintSupport
else:
    QtPrintSupport = late("PySide6.QtPrintSupport")

_AT_WORDS = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_ANYWHERE = QTextOption.WrapMode.WrapAnywhere
_HTML = QTextDocument.ResourceType.HtmlResource
_LONG_WORD = re.compile(r"[^\s<>-]{1000}")
_LONGEST_ADDRESS = 400
_END = 60
_OPENED = frozenset({"http", "https", "mailto"})


class HtmlViewer(QTextBrowser):
    """Shows sanitised HTML or plain text on light paper, in the dark theme too.

    The only pictures are those given by their ``cid:`` names; whatever else a message asks for
    is answered with nothing. ``opener`` is called with an address the person confirmed. What is of the
    class ``keyword`` or ``missing`` is set off; a sanitised message has no classes of its own.
    """

    def __init__(
        self, parent: QWidget | None = None, opener: Callable[[QUrl], object] = QDesktopServices.openUrl
    ) -> None:
        self._images: dict[str, QImage] = {}
        # Qt tries the name as a local file where the answer is no picture, so nothing is a picture too.
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(0)
        super().__init__(parent)
        self.setObjectName("messageViewer")
        self.setAccessibleName(tr("Message"))
        self._opener = opener
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._on_link_clicked)
        theme_of(self).changed.connect(self._on_theme_changed)
        self._dress(self.document())

    def show_html(self, html: str, images: Mapping[str, bytes] | None = None) -> None:
        """Show ``html``; ``images`` are PNG or JPEG by content id, without ``cid:``."""
        self._images = {
            f"cid:{name}": QImage.fromData(QByteArray(data)) for name, data in (images or {}).items()
        }
        self.document().clear()
        self._dress(self.document())
        self._break_words(html)
        self.setHtml(html)
        self._fit()

    def show_text(self, text: str) -> None:
        """Show ``text`` with every character as itself."""
        self._images = {}
        self.document().clear()
        self._dress(self.document())
        self._break_words(text)
        self.setPlainText(text)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture that was given by name; otherwise nothing, and nothing is fetched."""
        url = name if isinstance(name, QUrl) else QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return QByteArray()
        return self._images.get(url.toString(), self._nothing)

    def doSetSource(self, _name: QUrl | str, _kind: QTextDocument.ResourceType = _HTML) -> None:
        """Stays where it is: a message is not a web page."""

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def save_pdf(self, file: Path) -> None:
        """Write what is shown as a PDF on A4. Raises OSError where the file cannot be written."""
        with file.open("wb"):
            pass
        # Named in full: the names of all sizes of paper take longer to make than a viewer.
        writer = QtGui.QPdfWriter(str(file))
        writer.setTitle(file.stem)
        writer.setPageSize(QtGui.QPageSize(QtGui.QPageSize.PageSizeId.A4))
        give_margins(writer)
        put_on_paper(self.document(), writer)

    def ask_print(self) -> QtPrintSupport.QPrintDialog:
        """Open the system's print dialog; the message is printed when it is accepted."""
        printer = QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
        give_margins(printer)
        dialog = QtPrintSupport.QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: put_on_paper(self.document(), printer))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QDialog.open(dialog)
        return dialog

    def _on_link_clicked(self, url: QUrl) -> None:
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if url.scheme().lower() not in _OPENED:
            return
        Confirm(
            self,
            tr("Open this link outside the program?"),
            tr("It leads to {address}").format(address=_in_view(address)),
            tr("Open link"),
            lambda: self._opener(url),
        ).open()

    def _break_words(self, text: str) -> None:
        """Of a word without end Qt looks through all the rest for each line of it, unless it may break anywhere."""
        has_long = _LONG_WORD.search(text) is not None
        self.setWordWrapMode(_ANYWHERE if has_long else _AT_WORDS)

    def _fit(self) -> None:
        if self._images:
            fit_pictures(self.document(), self.viewport().width())

    def _on_theme_changed(self) -> None:
        self._dress(self.document())

    def _dress(self, document: QTextDocument) -> None:
        theme = theme_of(self)
        document.setDefaultFont(theme.font())
        document.setDefaultStyleSheet(
            f"a {{ color: {theme.hex('paper-link')}; }}"
            f" .keyword {{ background-color: {theme.hex('paper-chip')}; color: {theme.hex('paper-chip-text')}; }}"
            f" .missing {{ background-color: {theme.hex('paper-missing')};"
            f" color: {theme.hex('paper-missing-text')}; }}"
        )
        document.setDocumentMargin(theme.scale.medium)


def _in_view(address: str) -> str:
    """An address of which the beginning, which says to whom it leads, and the end have room in a dialog."""
    if len(address) <= _LONGEST_ADDRESS:
        return address
    return f"{address[: _LONGEST_ADDRESS - _END]}…{address[-_END:]}"
