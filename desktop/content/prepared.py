"""A message made ready once and rendered for each of its recipients, in every form at once.

Keywords are filled by stand-ins, so that Markdown, the sanitiser and the CSS inliner run once for
each way the conditions can turn out, and never see a value (``docs/decisions/0004-values-are-data.md``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from desktop.content.bulletin import Bulletin, bulletin_of, bulletin_policy
from desktop.content.cleaning import clean
from desktop.content.layouts import Dress
from desktop.content.logo import InlineImage
from desktop.content.markdown_html import html_of
from desktop.content.pictures import with_pictures
from desktop.content.places import Place
from desktop.content.plain_text import text_of_html
from desktop.content.splice import Gap, Splice, splice_html, splice_text
from desktop.content.template_text import MissingKeyword, TemplateText
from desktop.language import tr
from desktop.models.office import Branding

_SKELETONS_KEPT = 256
_RULE = "-" * 40


@dataclass(frozen=True, slots=True)
class MessageSource:
    """What the office wrote, and what it dresses it in."""

    subject: str
    content: str
    branded: bool
    branding: Branding
    signature: str
    office_name: str
    pictures: tuple[InlineImage, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A keyword without a value for this recipient, and where it stands."""

    name: str
    place: Place
    in_subject: bool


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The finished forms of one skeleton, with gaps for the values."""

    mail: Splice
    view: Splice
    text: Splice
    short: Splice


@dataclass(eq=False)  # thousands a second: to freeze each takes three times as long
class Rendered:
    """One recipient's message in every form in which it can be sent or shown.

    A form is made when it is first read: a mail needs no bulletin, and a bulletin no HTML.
    """

    subject: str
    missing: tuple[MissingValue, ...]
    forms: Forms = field(repr=False)
    values: tuple[str, ...] = field(repr=False)
    _limit: int = field(repr=False)

    @cached_property
    def mail_html(self) -> str:
        return self.forms.mail.fill(self.values)

    @cached_property
    def view_html(self) -> str:
        return self.forms.view.fill(self.values)

    @cached_property
    def text(self) -> str:
        return self.forms.text.fill(self.values)

    @cached_property
    def bulletin(self) -> Bulletin:
        return bulletin_of(self.subject, self.forms.short.fill(self.values), self._limit)


class PreparedMessage:
    """Renders ``source`` for any number of recipients, from any thread.

    Raises ``Refused`` when the subject or the content has a problem (see ``problems``).
    """

    def __init__(self, source: MessageSource) -> None:
        self._subject = TemplateText(source.subject, tr("Subject"))
        self._content = TemplateText(source.content, tr("Content"))
        self._dress = Dress(source.office_name, source.signature, source.branded, source.branding)
        self._pictures = source.pictures
        self._limit = bulletin_policy().max_characters
        self._forms: dict[str, Forms] = {}

    @property
    def images(self) -> tuple[InlineImage, ...]:
        """The images that ``mail_html`` and ``view_html`` name by ``cid:``; the same for all recipients."""
        return (*self._dress.images, *self._pictures)

    def render(self, values: Mapping[str, str]) -> Rendered:
        """The message for the recipient whose keywords have ``values`` (see ``values_of``)."""
        content = self._content.fill(values)
        forms = self._forms_of(content.skeleton)
        about = self._subject.fill(values)
        missing: tuple[MissingValue, ...] = ()
        if about.missing or content.missing:
            missing = (
                *_missing(about.missing, in_subject=True),
                *_missing(content.missing, in_subject=False),
            )
        subject = _subject_form(about.skeleton).fill(about.values).strip()
        return Rendered(subject, missing, forms, content.values, self._limit)

    def _forms_of(self, skeleton: str) -> Forms:
        known = self._forms.get(skeleton)
        if known is None:
            known = self._make(skeleton)
            if len(self._forms) >= _SKELETONS_KEPT:
                self._forms = {}
            self._forms[skeleton] = known
        return known

    def _make(self, skeleton: str) -> Forms:
        body = with_pictures(html_of(skeleton), self._pictures)
        text = text_of_html(body)
        parts = [text, clean(self._dress.signature).strip()]
        if self._dress.footer:
            parts.append(f"{_RULE}\n{self._dress.footer}")
        return Forms(
            mail=splice_html(self._dress.mail(body)),
            view=splice_html(self._dress.view(body)),
            text=splice_text("\n\n".join(part for part in parts if part) + "\n"),
            short=splice_text(text),
        )


@lru_cache(maxsize=_SKELETONS_KEPT)
def _subject_form(skeleton: str) -> Splice:
    return splice_text(" ".join(skeleton.split()), Gap.ONE_LINE)


def _missing(found: Sequence[MissingKeyword], *, in_subject: bool) -> tuple[MissingValue, ...]:
    return tuple(MissingValue(each.name, each.place, in_subject) for each in found)
