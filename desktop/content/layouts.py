"""Dresses a letter: the office's banner above, signature and footer below, for mail and for viewing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from string import Template

import css_inline

from desktop import paths
from desktop.content.cleaning import clean, one_line
from desktop.content.direction import with_plain_direction
from desktop.content.logo import InlineImage, Logo, logo_of
from desktop.models.office import Branding

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DARK, _LIGHT = "#1f2328", "#ffffff"


@dataclass(frozen=True, slots=True)
class Dress:
    """What surrounds every copy of one message: all of it the office's own, none of it a recipient's."""

    office_name: str
    signature: str
    branded: bool
    branding: Branding

    @property
    def logo(self) -> Logo | None:
        return logo_of(self.branding.logo) if self.branded and self.branding.logo else None

    @property
    def images(self) -> tuple[InlineImage, ...]:
        return (self.logo.image,) if self.logo is not None else ()

    @property
    def footer(self) -> str:
        return clean(self.branding.footer).strip() if self.branded else ""

    def mail(self, body: str) -> str:
        """A whole HTML document for mail clients around the sanitised ``body``, its CSS inlined."""
        document = _layout("mail.html").substitute(
            title=html.escape(one_line(self.office_name)),
            style=_style("mail.css"),
            banner=self._banner_row(),
            body=body,
            signature=self._signature(),
            footer=self._row("footer", _lines(self.footer)) if self.footer else "",
        )
        return _inliner(keep_rules=True).inline(document)

    def view(self, body: str) -> str:
        """The same for the program's own viewer, which knows few tags and picks its own colours."""
        footer = f'<hr><p class="footer" dir="auto">{_lines(self.footer)}</p>' if self.footer else ""
        row = self._banner_row()
        banner = (
            f'<table width="100%" cellpadding="12" cellspacing="0" border="0">{row}</table>' if row else ""
        )
        document = _layout("view.html").substitute(
            style=_style("view.css"),
            banner=f"{banner}<hr>" if banner and not self._is_coloured else banner,
            body=with_plain_direction(body).replace("<table", _VIEW_TABLE),
            signature=self._signature(),
            footer=footer,
        )
        return _inliner(keep_rules=False).inline(document)

    @property
    def _is_coloured(self) -> bool:
        return _COLOUR.fullmatch(self.branding.banner_colour) is not None

    def _banner_row(self) -> str:
        if not self.branded:
            return ""
        name = html.escape(one_line(self.office_name))
        content = self._logo_image(name) if self.logo is not None else name
        if not self._is_coloured:
            return f'<tr><td class="banner plain" dir="auto">{content}</td></tr>\n' if content else ""
        ground = self.branding.banner_colour
        ink = self.branding.text_colour
        if _COLOUR.fullmatch(ink) is None:
            ink = legible_on(ground)
        style = f"background-color: {ground}; color: {ink};"
        return f'<tr><td class="banner" dir="auto" bgcolor="{ground}" style="{style}">{content}</td></tr>\n'

    def _logo_image(self, name: str) -> str:
        logo = self.logo
        if logo is None:
            return ""
        size = f'width="{logo.width}" height="{logo.height}"'
        return f'<img src="cid:{logo.image.cid}" {size} alt="{name}">'

    def _signature(self) -> str:
        text = clean(self.signature).strip()
        return f'<p class="signature" dir="auto">{_lines(text)}</p>\n' if text else ""

    @staticmethod
    def _row(kind: str, content: str) -> str:
        return f'<tr><td class="{kind}" dir="auto">{content}</td></tr>\n'


_VIEW_TABLE = '<table border="1" cellpadding="4" cellspacing="0" style="border-collapse: collapse;"'


def legible_on(ground: str) -> str:
    """Dark or light ink, whichever contrasts more with the colour ``ground`` (``#rrggbb``)."""
    channels = (int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return _DARK if luminance > 0.2 else _LIGHT


def _lines(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


@lru_cache(maxsize=8)
def _layout(name: str) -> Template:
    return Template((paths.resources() / "layouts" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _style(name: str) -> str:
    return (paths.resources() / "layouts" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _inliner(*, keep_rules: bool) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=keep_rules)
