"""What is written and what will arrive, side by side where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.language import tr
from desktop.views.kit.button import Button
from desktop.views.kit.form_scroll import FormScroll
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from desktop.views.compose.editor_form import EditorForm
    from desktop.views.compose.live_preview_pane import LivePreviewPane


class EditorHalves(QWidget):
    """In a narrow page one half at a time; ``toggle``, which stands elsewhere, changes between them."""

    def __init__(self, form: EditorForm, preview: LivePreviewPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._preview = preview
        self._page_width = 0
        self.toggle = Button(tr("Show preview"))
        self.toggle.setCheckable(True)
        self.form_area = FormScroll(form)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.form_area, 3)
        row.addWidget(preview, 2)
        self.toggle.toggled.connect(lambda: self.fit(self._page_width))

    def show_form(self, widget: QWidget) -> None:
        """Bring a field of the form into view."""
        self.toggle.setChecked(False)
        self.form_area.show_field(widget)

    def fit(self, width: int) -> None:
        """Side by side where a page of this width has room, else one or the other."""
        self._page_width = width
        is_narrow = width < 2 * theme_of(self).scale.width_field
        self.toggle.setVisible(is_narrow)
        self.toggle.relabel(tr("Back to writing") if self.toggle.isChecked() else tr("Show preview"))
        self._preview.setVisible(not is_narrow or self.toggle.isChecked())
        # In another language the words of the form may need more than its share of the page.
        beside = self.form_area.verticalScrollBar().sizeHint().width()
        self.form_area.setMinimumWidth(self._form.minimumSizeHint().width() + beside)
        self.form_area.setVisible(not is_narrow or not self.toggle.isChecked())
