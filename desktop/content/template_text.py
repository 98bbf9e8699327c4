"""A text with keywords, read once and filled for each recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from liquid.builtin.expressions import FilteredExpression, Path

from desktop.content.cleaning import authored, clean
from desktop.content.filters import text_of
from desktop.content.liquid_rules import Filling
from desktop.content.places import Place, place_at
from desktop.content.template_problems import LETTERS, Problem, problems
from desktop.content.turns import facts_of
from desktop.errors import Refused
from desktop.language import tr

if TYPE_CHECKING:
    from liquid import BoundTemplate
    from liquid.expression import Expression

_TURNS_KEPT = 256


@dataclass(frozen=True, slots=True)
class MissingKeyword:
    """A keyword that was needed for one recipient and has no value for it."""

    name: str
    place: Place


class Filled(NamedTuple):
    """A text for one recipient: its skeleton, in which characters stand for ``values``, in order.

    The skeleton depends only on which conditions were met, never on what else the values say.
    """

    skeleton: str
    values: tuple[str, ...]
    missing: tuple[MissingKeyword, ...]


class _Turn:
    """The text for all recipients of whom the conditions ask the same: only the values differ."""

    def __init__(self, context: Filling, skeleton: str, source: str) -> None:
        self._skeleton = skeleton
        self._put_out = [(_keyword_of(each), each) for each in context.held]
        names = [name for name, _ in self._put_out if name is not None]
        self._names = names if len(names) == len(self._put_out) else None
        self._looked_for = [
            (name, MissingKeyword(name, place_at(source, index))) for name, index in context.noted
        ]

    def fill(self, values: Mapping[str, str], template: BoundTemplate) -> Filled:
        """The text for a recipient with ``values``, none of which is empty."""
        if self._names is not None:
            put_out = tuple([values.get(name, "") for name in self._names])
        else:
            context = Filling(template, values)
            put_out = tuple([_value(values, context, *each) for each in self._put_out])
        # What has nothing to be taken out comes back as it is, and of all together that is sooner seen.
        if clean(whole := "".join(put_out)) is not whole:
            put_out = tuple(map(clean, put_out))
        missing = tuple([keyword for name, keyword in self._looked_for if name not in values])
        return Filled(self._skeleton, put_out, missing)


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
        self._facts = facts_of(self._template, Filling(self._template, {}))
        self._turns: dict[tuple[object, ...], _Turn] = {}

    def fill(self, values: Mapping[str, str]) -> Filled:
        """The text for the recipient whose keywords have ``values``; those without one are left out."""
        given = {name: value for name, value in values.items() if value} if "" in values.values() else values
        if self._facts is None:
            return self.fill_anew(given)
        facts = self._facts(given)
        turn = self._turns.get(facts)
        if turn is None:
            turn = self._take(facts, given)
        return turn.fill(given, self._template)

    def fill_anew(self, given: Mapping[str, str]) -> Filled:
        """The same, all of it rendered for this recipient alone."""
        context, skeleton = self._render(given)
        missing = (MissingKeyword(name, place_at(self._source, index)) for name, index in context.missing)
        return Filled(skeleton, tuple(context.put_out), tuple(missing))

    def _take(self, facts: tuple[object, ...], given: Mapping[str, str]) -> _Turn:
        turn = _Turn(*self._render(given), self._source)
        if len(self._turns) >= _TURNS_KEPT:
            self._turns = {}
        self._turns[facts] = turn
        return turn

    def _render(self, given: Mapping[str, str]) -> tuple[Filling, str]:
        context = Filling(self._template, given)
        skeleton = StringIO()
        self._template.render_with_context(context, skeleton)
        return context, skeleton.getvalue()


def _value(values: Mapping[str, str], context: Filling, name: str | None, expression: Expression) -> str:
    return text_of(expression.evaluate(context)) if name is None else values.get(name, "")


def _keyword_of(expression: Expression) -> str | None:
    """The keyword that ``expression`` just puts out; None where there is more to it."""
    if isinstance(expression, FilteredExpression) and not expression.filters:
        left = expression.left
        if isinstance(left, Path) and len(left.path) == 1 and isinstance(left.path[0], str):
            return left.path[0]
    return None


def _refusal(problem: Problem, part: str) -> Refused:
    where = tr("{part}, line {line}, column {column}:").format(
        part=part, line=problem.place.line, column=problem.place.column
    )
    return Refused(
        tr("The message cannot be put together"),
        f"{where} {problem.sentence}",
        tr("Mend it in the editor and look again."),
    )
