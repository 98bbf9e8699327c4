"""Takes pictures and files that are given to the editor into the store, and puts them into the message."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.content.enclosure_policy import enclosure_policy
from desktop.content.pictures import picture_markdown
from desktop.errors import Refused
from desktop.language import tr
from desktop.services.enclosing import keep_attachment, keep_picture, with_attachment
from desktop.views.compose.picture_intake import fit_picture, picture_bytes
from desktop.views.kit.dropped_files import seems_picture
from desktop.views.kit.page_troubles import PageTroubles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.bridge.desk import Desk
    from desktop.models.attachment import Attachment
    from desktop.models.office import User
    from desktop.store.store import Store
    from desktop.views.compose.message_fields import MessageFields

_LARGEST_PICTURE_FILE = 50_000_000


class Enclosing(QObject):
    """Files dropped into the text become pictures where they are some, else attachments."""

    def __init__(self, desk: Desk, fields: MessageFields, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._fields = fields
        self._troubles = PageTroubles(desk.notices, page)
        fields.content.image_given.connect(self._take_image)
        fields.content.files_given.connect(self._take_mixed)
        fields.attachments.files_offered.connect(self._attach)

    def _take_image(self, image: QImage) -> None:
        self._insert(functools.partial(picture_bytes, image), tr("picture"))

    def _take_mixed(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if seems_picture(path):
                self._insert(functools.partial(_read, path, _LARGEST_PICTURE_FILE), path.stem)
        self._attach([path for path in paths if not seems_picture(path)])

    def _insert(self, read: functools.partial[bytes], words: str) -> None:
        desk = self._desk

        def put(name: str) -> None:
            self._fields.content.insert_text(picture_markdown(name, words))

        desk.jobs.write(
            _keep_picture, desk.store, desk.actor, read, then=put, failed=self._on_failed, owner=self
        )

    def _attach(self, paths: Sequence[Path]) -> None:
        desk = self._desk
        for path in paths:
            desk.jobs.write(
                _keep_file, desk.store, desk.actor, path, then=self._put, failed=self._on_failed, owner=self
            )

    def _put(self, attachment: Attachment) -> None:
        shown = self._fields.attachments
        try:
            shown.set_attachments(with_attachment(shown.attachments, attachment))
        except Refused as refusal:
            self._troubles.tell(refusal)
        else:
            shown.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        # A fault of the program has been told of already.
        if isinstance(error, Refused):
            self._troubles.tell(error)


def _keep_picture(store: Store, actor: User, read: functools.partial[bytes]) -> str:
    return keep_picture(store, actor, fit_picture(read()))


def _keep_file(store: Store, actor: User, path: Path) -> Attachment:
    return keep_attachment(store, actor, path.name, _read(path, enclosure_policy().attachment_bytes))


def _read(path: Path, most: int) -> bytes:
    """The file, or a little more than ``most`` bytes of it. Raises Refused."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise Refused(
            tr("“{name}” cannot be read").format(name=path.name), error.strerror or str(error)
        ) from error
