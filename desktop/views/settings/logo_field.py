"""The office's logo: chosen from a file, looked at, removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from desktop.errors import Refused
from desktop.language import tr
from desktop.services.office import LARGEST_LOGO, check_logo
from desktop.views.kit.button import Button
from desktop.views.kit.file_dialogs import FilePurpose, file_dialog
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.bridge.jobs import Jobs


class LogoField(QWidget):
    """``refused`` says why a file is none that can be used; what was chosen before stays."""

    edited = Signal()
    refused = Signal(object)  # Refused

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._logo = b""
        self.picture = QLabel()
        self.choose_button = Button(tr("Choose file…"), self._on_choose)
        self.remove_button = Button(tr("Remove logo"), lambda: self._on_read(b""))
        self.setFocusProxy(self.choose_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).scale.small)
        row.addWidget(self.picture)
        row.addWidget(self.choose_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        self.show_logo(b"")

    @property
    def logo(self) -> bytes:
        return self._logo

    def show_logo(self, logo: bytes) -> None:
        """Show this image; empty for none."""
        self._logo = logo
        picture = QPixmap()
        picture.loadFromData(logo)
        scale = theme_of(self).scale
        if not picture.isNull():
            picture = picture.scaled(
                scale.width_label,
                scale.icon_hero,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self.picture.setPixmap(picture)
        self.picture.setAccessibleName(tr("The logo") if logo else tr("No logo"))
        self.picture.setVisible(bool(logo))
        self.remove_button.setVisible(bool(logo))

    def take_file(self, path: Path) -> None:
        """Read the image in the file."""
        self._jobs.read(
            _read_logo, path, then=self._on_read, failed=self._on_failed, owner=self, latest="logo"
        )

    def _on_choose(self) -> None:
        dialog = file_dialog(self, tr("Choose the logo"), FilePurpose.PICTURE)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Images (*.png *.jpg *.jpeg)"))
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.open()

    def _on_read(self, logo: bytes) -> None:
        self.show_logo(logo)
        self.edited.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.refused.emit(error)


def _read_logo(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            logo = file.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise Refused(
            tr("The file could not be read"),
            tr("This computer says: {reason}.").format(reason=error.strerror or tr("unknown reason")),
            tr("Choose another file."),
            about="logo",
        ) from error
    check_logo(logo, size)
    if QImage.fromData(QByteArray(logo)).isNull():
        raise Refused(
            tr("The file could not be read"),
            tr("The image is damaged or of a kind that cannot be shown."),
            tr("Choose another file."),
            about="logo",
        )
    return logo
