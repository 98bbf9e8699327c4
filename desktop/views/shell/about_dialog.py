"""What this program is, in which version, and under whose licences it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import __version__
from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.words import Words
from desktop.views.theme.theme import theme_of

# What is delivered with the program, and its licence.
_LICENCES = (
    ("Qt and PySide6", "LGPL-3.0"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("psycopg", "LGPL-3.0"),
    ("keyring, jeepney", "MIT"),
    ("Markdown", "BSD-3-Clause"),
    ("pymdown-extensions", "MIT"),
    ("nh3", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("python-liquid", "MIT"),
    ("css-inline", "MIT"),
    ("platformdirs", "MIT"),
    ("email-validator", "Unlicense"),
    ("holidays, python-calamine", "MIT"),
    ("tzdata", "Apache-2.0"),
)


class AboutDialog(QDialog):
    """Open it with ``open()``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About Message Center"))
        self._licences = QPlainTextEdit("\n".join(f"{name}: {licence}" for name, licence in _LICENCES))
        self._licences.setReadOnly(True)
        self._licences.setTabChangesFocus(True)
        self._licences.setAccessibleName(tr("Licences"))
        self._arrange()

    def _arrange(self) -> None:
        scale = theme_of(self).scale
        self.resize(scale.width_dialog, scale.width_field)
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.wide, scale.wide, scale.wide, scale.large)
        column.setSpacing(scale.small)
        column.addWidget(Words(tr("Message Center"), "title"))
        version = tr("Version {version}, with Qt {qt}").format(version=__version__, qt=qVersion())
        column.addWidget(Words(version, "quiet"))
        column.addWidget(Words(tr("Licensed under the Apache License 2.0. It contains:")).wrapped())
        column.addWidget(self._licences, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(Button(tr("Close"), self.accept))
        column.addLayout(row)
