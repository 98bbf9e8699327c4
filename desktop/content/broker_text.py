"""A broker's message for viewing: the template with its keywords marked, and what each recipient got.

Keywords give way to stand-ins before anything is parsed, so that no parser ever meets a value
(``docs/decisions/0004-values-are-data.md``). A keyword without a value is shown as missing, never as blank.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from desktop.content.broker_keywords import KEYWORD
from desktop.content.bulletin import bulletin_policy
from desktop.content.cleaning import authored, clean, in_a_row, in_order
from desktop.content.layouts import Dress
from desktop.content.markdown_html import html_of
from desktop.content.places import Place, place_at
from desktop.content.plain_html import plain_html
from desktop.content.plain_text import text_of_html
from desktop.content.prepared import Forms, MissingValue, Rendered
from desktop.content.sentinels import MOST, sentinel
from desktop.content.splice import Gap, Splice, splice_html, splice_text, writer_of
from desktop.content.viewing import LONGEST, safe_html
from desktop.language import tr
from desktop.models.body_format import BodyFormat
from desktop.models.office import Branding

KEYWORD_CLASS, MISSING_CLASS = "keyword", "missing"
"""By these the viewer knows what to set off."""
_BARE = Dress("", "", False, Branding())
_ABSENCES_KEPT = 64
_MOST_PLACES = 5_000
_LONGEST_MARKDOWN = 50_000
"""Beyond it Markdown is shown as it is written: its reader takes seconds."""

_Writer = Callable[[Gap, int], str | None]


class BrokerText:
    """One message, read once and filled for any number of recipients, from any thread.

    ``body`` is safe already (see ``outside_body``) and is made safe again with its stand-ins in place.
    Of a body longer than ``longest`` characters the beginning is shown; ``is_cut`` says so, and so does
    ``was_cut`` of what came in.
    """

    def __init__(
        self, subject: str, body: str, form: BodyFormat, *, was_cut: bool = False, longest: int = LONGEST
    ) -> None:
        self._subject, self._body = in_order(authored(subject)), in_order(authored(body))
        self.is_cut = was_cut or len(self._body) > longest
        self._form = form
        self._numbers: dict[str, int] = {}
        self._about = splice_text(" ".join(self._held(self._subject).split()), Gap.ONE_LINE)
        held = self._held(self._body[:longest])
        html_body = in_order(_html(held, form))
        self._forms = _forms(held, html_body, form)
        self._part = splice_html(html_body)
        self._without = lru_cache(maxsize=_ABSENCES_KEPT)(self._without_values)

    @property
    def names(self) -> tuple[str, ...]:
        """All keywords in the order in which they first occur."""
        return tuple(self._numbers)

    @cached_property
    def template(self) -> Rendered:
        """The message as the broker wrote it, each keyword set off."""
        subject = self._about.settled(self._named).fill(())
        return Rendered(
            in_a_row(subject), (), _settled(self._forms, self._named), (), bulletin_policy().max_characters
        )

    @property
    def template_html(self) -> str:
        """The body that ``template`` shows, to be put into another HTML document."""
        return self._part.settled(self._named).fill(())

    def missing(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The keywords that have no value among ``values``, or an empty one."""
        return tuple(name for name in self._numbers if not values.get(name, "").strip())

    def render(self, values: Mapping[str, str]) -> Rendered:
        """The complete message for the recipient whose keywords have ``values``."""
        missing = self.missing(values)
        about, forms, _ = self._without(missing)
        filled = self._filled(values)
        noted = tuple(self._noted(name) for name in missing)
        return Rendered(in_a_row(about.fill(filled)), noted, forms, filled, bulletin_policy().max_characters)

    def body_html(self, values: Mapping[str, str]) -> str:
        """The body that ``render`` shows, to be put into another HTML document."""
        return self._without(self.missing(values))[2].fill(self._filled(values))

    def _named(self, gap: Gap, number: int) -> str:
        return _marked(gap, self.names[number].replace("_", " "), KEYWORD_CLASS, "‹{}›")

    def _filled(self, values: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(clean(values.get(name, "")) for name in self._numbers)

    def _without_values(self, missing: tuple[str, ...]) -> tuple[Splice, Forms, Splice]:
        names, absent = self.names, frozenset(self._numbers[name] for name in missing)

        def marked(gap: Gap, number: int) -> str | None:
            if number not in absent:
                return None
            return _marked(gap, no_value_words(names[number]), MISSING_CLASS, "{}")

        return self._about.settled(marked), _settled(self._forms, marked), self._part.settled(marked)

    def _noted(self, name: str) -> MissingValue:
        for text, in_subject in ((self._subject, True), (self._body, False)):
            place = _place_of(name, text)
            if place is not None:
                return MissingValue(name, place, in_subject)
        raise LookupError(name)

    def _held(self, text: str) -> str:
        """``text`` with a stand-in for each keyword; beyond all reason many of them stay as they are."""

        left = _MOST_PLACES

        def hold(name: str) -> str | None:
            nonlocal left
            left -= 1
            if left < 0:
                return None
            number = self._numbers.setdefault(name, len(self._numbers)) if self._has_room(name) else None
            return None if number is None else sentinel(number)

        return KEYWORD.sub(lambda found: hold(found[1]) or found[0], text)

    def _has_room(self, name: str) -> bool:
        return name in self._numbers or len(self._numbers) < MOST


def no_value_words(name: str) -> str:
    """What stands where a value is missing."""
    return tr("[no value: {keyword}]").format(keyword=name.replace("_", " "))


def _place_of(name: str, text: str) -> Place | None:
    return next((place_at(text, found.start()) for found in KEYWORD.finditer(text) if found[1] == name), None)


def _marked(gap: Gap, words: str, kind: str, plainly: str) -> str:
    """``words`` as they stand in ``gap``: set off where they are read, written like a value elsewhere."""
    if gap is Gap.HTML_TEXT:
        return f'<span class="{kind}">&nbsp;{html.escape(words).replace(" ", "&nbsp;")}&nbsp;</span>'
    return writer_of(gap)(plainly.format(words))


def _settled(forms: Forms, write: _Writer) -> Forms:
    return Forms(
        mail=forms.mail.settled(write),
        view=forms.view.settled(write),
        text=forms.text.settled(write),
        short=forms.short.settled(write),
    )


def _forms(held: str, body: str, form: BodyFormat) -> Forms:
    text = held if form is BodyFormat.TEXT else text_of_html(body)
    return Forms(
        mail=splice_html(_BARE.mail(body)),
        view=splice_html(_BARE.view(body)),
        text=splice_text(f"{text}\n"),
        short=splice_text(text),
    )


def _html(held: str, form: BodyFormat) -> str:
    if form is BodyFormat.MARKDOWN and len(held) <= _LONGEST_MARKDOWN:
        return html_of(held)
    if form is BodyFormat.HTML:
        return safe_html(held, len(held))
    return plain_html(held)
