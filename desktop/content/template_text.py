"""A text with keywords, read once and filled for each recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from desktop.content.cleaning import authored
from desktop.content.liquid_rules import Filling
from desktop.content.places import Place, place_at
from desktop.content.template_problems import LETTERS, Problem, problems
from desktop.errors import Refused
from desktop.language import tr


@dataclass(frozen=True, slots=True)
class MissingKeyword:
    """A keyword that was needed for one recipient and has no value for it."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Filled:
    """A text for one recipient: its skeleton, in which characters stand for ``values``, in order.

    The skeleton depends only on which conditions were met, never on what else the values say.
    """

    skeleton: str
    values: tuple[str, ...]
    missing: tuple[MissingKeyword, ...]


class TemplateText:
    """Filled any number of times, from any thread.

    ``part`` says to the person which text it is. Raises ``Refused`` with the first problem when
    ``source`` has any.
    """

    def __init__(self, source: str, part: str = "") -> None:
        found = problems(source)
        if found:
            raise _refusal(found[0], part or tr("Text"))
        self._source = authored(source)
        self._template = LETTERS.from_string(self._source)

    def fill(self, values: Mapping[str, str]) -> Filled:
        """The text for the recipient whose keywords have ``values``; those without one are left out."""
        context = Filling(self._template, {name: value for name, value in values.items() if value})
        skeleton = StringIO()
        self._template.render_with_context(context, skeleton)
        missing = (MissingKeyword(name, place_at(self._source, index)) for name, index in context.missing)
        return Filled(skeleton.getvalue(), tuple(context.put_out), tuple(missing))


def _refusal(problem: Problem, part: str) -> Refused:
    where = tr("{part}, line {line}, column {column}:").format(
        part=part, line=problem.place.line, column=problem.place.column
    )
    return Refused(
        tr("The message cannot be put together"),
        f"{where} {problem.sentence}",
        tr("Mend it in the editor and look again."),
    )
