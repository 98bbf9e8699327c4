"""Settings, Branding: the banner and footer of the office's messages, seen as clients will see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from desktop.content.prepared import MessageSource, PreparedMessage
from desktop.language import tr
from desktop.models.change import Subject
from desktop.models.office import Branding
from desktop.services.office import branding_of, save_branding
from desktop.views.kit.field import Field
from desktop.views.kit.html_viewer import HtmlViewer
from desktop.views.kit.words import Words
from desktop.views.settings.colour_field import ColourField
from desktop.views.settings.logo_field import LogoField
from desktop.views.settings.section import Section
from desktop.views.theme.colours import contrast
from desktop.views.theme.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.bridge.desk import Desk
    from desktop.models.change import Change

_LEGIBLE = 4.5
_FOOTER_LINES = 5


class BrandingSection(Section):
    """The form at the left, a letter in its dress at the right."""

    subjects = (Subject.SETTINGS,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Branding"))
        self.logo = LogoField(desk.jobs)
        self.banner, self.text, self.footer = ColourField(), ColourField(), QPlainTextEdit()
        self.contrast_words = Words("", "problem").wrapped()
        self.preview = HtmlViewer()
        self._build()
        self._connect()
        if not self.may_change:
            self.lock()
        self.read()

    def read(self) -> None:
        desk = self.desk
        desk.jobs.read(branding_of, desk.store, then=self.take, owner=self, latest="branding")

    def answers(self) -> Any:
        return Branding(self.logo.logo, self.banner.colour, self.text.colour, self.footer.toPlainText())

    def show_answers(self, stored: Any) -> None:
        self.logo.show_logo(stored.logo)
        self.banner.show_colour(stored.banner_colour)
        self.text.show_colour(stored.text_colour)
        self.footer.setPlainText(stored.footer)
        self._show_preview()

    def write(self, then: Callable[[Change], object], failed: Callable[[Exception], object]) -> None:
        desk = self.desk
        branding = self.answers()
        desk.jobs.write(save_branding, desk.store, desk.actor, branding, then=then, failed=failed, owner=self)

    def widest(self) -> int:
        return 2 * super().widest()

    def _build(self) -> None:
        scale = theme_of(self).scale
        lines = self.footer.fontMetrics().lineSpacing() * (_FOOTER_LINES + 1)
        self.footer.setFixedHeight(lines)
        self.footer.setTabChangesFocus(True)
        self.preview.setAccessibleName(tr("Preview"))
        left = QVBoxLayout()
        left.setSpacing(scale.medium)
        words = tr("PNG or JPEG, at most 256 KB. It travels with each mail.")
        for key, field in (
            ("logo", Field(tr("Logo"), self.logo, words)),
            ("banner_colour", Field(tr("Banner colour"), self.banner, tr("Empty: a plain neutral banner."))),
            (
                "text_colour",
                Field(tr("Text colour"), self.text, tr("Empty: dark or light, as the banner needs.")),
            ),
        ):
            left.addWidget(self.add(key, field))
        left.addWidget(self.contrast_words)
        self.contrast_words.hide()
        words = tr("Stands at the end of each message with banner, such as the address of the office.")
        left.addWidget(self.add("footer", Field(tr("Footer text"), self.footer, words)))
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(scale.tiny)
        right.addWidget(Words(tr("Preview"), "strong"))
        right.addWidget(self.preview, 1)
        both = QHBoxLayout()
        both.setSpacing(scale.wide)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.form.addLayout(both)
        self.banner.name(tr("Banner colour"))
        self.text.name(tr("Text colour"))

    def _connect(self) -> None:
        for part in (self.logo, self.banner, self.text):
            part.edited.connect(self._on_edited)
        self.footer.textChanged.connect(self._on_edited)
        self.logo.refused.connect(self.show_failure)
        self.desk.office_changed.connect(self._show_preview)

    def _on_edited(self) -> None:
        self.fields["logo"].show_problem("")
        self._show_contrast()
        self._show_preview()
        self.tell_changed()

    def _show_contrast(self) -> None:
        both = self.banner.is_colour and self.text.is_colour
        ratio = contrast(self.banner.colour, self.text.colour) if both else _LEGIBLE
        words = tr("Hard to read: the contrast of the two is {ratio} to 1, and 4.5 to 1 is needed.")
        self.contrast_words.setText(words.format(ratio=f"{ratio:.1f}"))
        self.contrast_words.setVisible(ratio < _LEGIBLE)

    def _show_preview(self) -> None:
        self.desk.jobs.read(
            _letter, self.answers(), self.desk.office.name, then=self._on_letter, owner=self, latest="preview"
        )

    def _on_letter(self, letter: tuple[str, dict[str, bytes]]) -> None:
        self.preview.show_html(*letter)


def _letter(branding: Branding, office: str) -> tuple[str, dict[str, bytes]]:
    content = tr("Dear client,") + "\n\n" + tr("this is how your messages will look.")
    source = MessageSource(tr("Example"), content, True, branding, tr("Your signature"), office)
    prepared = PreparedMessage(source)
    return prepared.render({}).view_html, {image.cid: image.data for image in prepared.images}
