"""What is wrong with a text with keywords, found without filling it: all branches are looked at."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from liquid.builtin.expressions import FilteredExpression
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.exceptions import LiquidError, ResourceLimitError

from desktop.content.cleaning import authored
from desktop.content.filters import FILTERS
from desktop.content.keywords import NAMES, examples
from desktop.content.liquid_rules import TAGS, Filling, Letters, leaves
from desktop.content.places import Place, place_at
from desktop.language import tr

if TYPE_CHECKING:
    from liquid import BoundTemplate
    from liquid.ast import Node
    from liquid.expression import Expression

LETTERS = Letters()
LONGEST_SOURCE = 100_000

_MARKUP = re.compile(r"\{\{.*?\}\}|\{%-?\s*(\w+).*?%\}", re.DOTALL)
_CLOSED = re.compile(
    r"\{%-?\s*(?P<whole>raw|comment)\b.*?\{%-?\s*end(?P=whole)\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|(?P<stray>%\})",
    re.DOTALL,
)
_BEGINNING = ("assign", "case", "comment", "if", "unless")
_ELSEWHERE = {"set": "assign", "elif": "elsif", "elseif": "elsif"}
"""What other languages of templates call an instruction."""
_OPENING = ("if", "unless", "case", "comment")
_WORD = re.compile(r"[\w.\-]+")
_QUOTES = "'\""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the author must mend: where it is, how long it is, what it is, what was meant.

    ``suggestion`` is the text that would stand well in its place, or empty.
    """

    place: Place
    length: int
    sentence: str
    suggestion: str = ""


def problems(source: str) -> tuple[Problem, ...]:
    """All problems of ``source`` in their order; of errors of form the first, as it hides the rest."""
    text = authored(source)
    if len(text) > LONGEST_SOURCE:
        sentence = tr("The text is too long. At most {n} characters can be sent.")
        return (Problem(Place(1, 1), 1, sentence.format(n=f"{LONGEST_SOURCE:,}")),)
    try:
        template = LETTERS.from_string(text)
    except LiquidError as error:
        return (problem_of(error, text),)
    found = [
        *_unknown_names(template, text),
        *_misused_filters(template, text),
        *_misused_tests(template, text),
    ]
    return tuple(sorted(found, key=lambda each: (each.place.line, each.place.column)))


def stray_marks(source: str) -> tuple[Problem, ...]:
    """Closing marks that close nothing, of a text without other problems.

    Whoever writes is told of them; what was sent with one stays as it is, for it reads as plain text.
    """
    text = authored(source)
    found = [match.start() for match in _CLOSED.finditer(text) if match.group("stray")]
    if not found or problems(source):
        return ()
    sentence = tr("“{closing}” closes nothing here. “{opening}” is missing before it.")
    words = sentence.format(closing="%}", opening="{%")
    return tuple(Problem(place_at(text, index), 2, words) for index in found)


def problem_of(error: LiquidError, text: str) -> Problem:
    """What the parser says about ``text``, in words that need no knowledge of Liquid."""
    if isinstance(error, ResourceLimitError):
        return Problem(Place(1, 1), 1, tr("There are too many keywords or conditions inside each other."))
    if error.token is None or error.token.start_index < 0:
        return _unfinished(text)
    index, value = error.token.start_index, error.token.value
    place = place_at(text, index)
    if text.startswith(("{{", "{%"), index):
        closing = "}}" if text.startswith("{{", index) else "%}"
        return Problem(place, 2, tr("This is not closed. “{closing}” is missing.").format(closing=closing))
    if error.token.kind == "tag":
        return _misplaced_tag(place, value, lacks_condition="missing" in str(error.message))
    if value in _QUOTES:
        return Problem(place, 1, tr("This quotation mark is not closed."))
    sentence = tr("This cannot be read: “{text}” is not expected here.")
    return Problem(place, max(len(value), 1), sentence.format(text=value))


def _misplaced_tag(place: Place, name: str, *, lacks_condition: bool) -> Problem:
    if lacks_condition:
        return Problem(place, len(name), tr("Something is missing after “{name}”.").format(name=name))
    if name in TAGS:
        return Problem(place, len(name), tr("“{name}” is out of place here.").format(name=name))
    if name.startswith("end"):
        sentence = tr("“{name}” ends something that was not begun, or ends it too early.")
        return Problem(place, len(name), sentence.format(name=name))
    there = tr("“{name}” is not available here. There are: {all}.")
    words = there.format(name=name, all=", ".join(_BEGINNING))
    meant = [_ELSEWHERE[name]] if name in _ELSEWHERE else difflib.get_close_matches(name, TAGS, 1, 0.7)
    return _with_hint(place, name, words, meant)


def _near(place: Place, name: str, known: Iterable[str], sentence: str) -> Problem:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return _with_hint(place, name, sentence.format(name=name), close)


def _with_hint(place: Place, name: str, words: str, close: Sequence[str]) -> Problem:
    if not close:
        return Problem(place, max(len(name), 1), words)
    hint = tr("Did you mean “{name}”?").format(name=close[0])
    return Problem(place, max(len(name), 1), f"{words} {hint}", close[0])


def _unfinished(text: str) -> Problem:
    """The parser came to an end too early and does not say where: at a block or in an expression."""
    open_blocks: list[tuple[str, int]] = []
    for match in _MARKUP.finditer(text):
        name = match.group(1)
        if name in _OPENING:
            open_blocks.append((name, match.start()))
        elif name and name.startswith("end") and open_blocks:
            open_blocks.pop()
        if _breaks_off(match.group(), name):
            sentence = tr("Something is missing here, before the closing braces.")
            return Problem(place_at(text, match.start()), len(match.group()), sentence)
    if not open_blocks:
        return Problem(place_at(text, len(text) - 1), 1, tr("Something is missing at the end."))
    name, index = open_blocks[-1]
    sentence = tr("“{name}” is not ended. “{ending}” is missing.")
    words = sentence.format(name=name, ending=f"{{% end{name} %}}")
    return Problem(place_at(text, index), text.index("}", index) + 1 - index, words)


def _breaks_off(markup: str, name: str | None) -> bool:
    """Whether one output or tag breaks off, looked at by itself."""
    alone = markup
    if name in ("elsif", "when"):
        alone = "{% if x %}" + markup + "{% endif %}" if name == "elsif" else "{% case x %}" + markup
        name = None if name == "elsif" else "case"
    if name in _OPENING:
        alone += f"{{% end{name} %}}"
    try:
        LETTERS.from_string(alone)
    except LiquidError as error:
        return error.token is not None and error.token.start_index < 0
    return False


def _unknown_names(template: BoundTemplate, text: str) -> Iterator[Problem]:
    analysis = template.analyze(include_partials=False)
    for name, variables in analysis.globals.items():
        for variable in variables:
            if name in NAMES and len(variable.segments) == 1:
                continue
            written = _WORD.match(text, variable.span.index)
            whole = written.group().rstrip(".-") if written else str(variable)
            yield _near(
                place_at(text, variable.span.index), whole, NAMES, tr("There is no keyword “{name}”.")
            )


def _misused_filters(template: BoundTemplate, text: str) -> Iterator[Problem]:
    """Every chain of filters is tried on the examples, in branches taken and not taken."""
    context = Filling(template, examples())
    for expression in _filtered(template.nodes, context):
        value: object = expression.left.evaluate(context)
        for each in expression.filters or ():
            place = place_at(text, each.token.start_index)
            if each.name not in FILTERS:
                yield _near(place, each.name, FILTERS, tr("There is no filter “{name}”."))
                break
            try:
                value = each.evaluate(value, context)
            except LiquidError:
                sentence = tr("What follows the filter “{name}” does not fit it.").format(name=each.name)
                yield Problem(place, len(each.name), sentence)
                break


def _misused_tests(template: BoundTemplate, text: str) -> Iterator[Problem]:
    """Every single test is tried on the examples: one that only some recipients come to would fail for them."""
    context = Filling(template, examples())
    for test in _tests(template.nodes, context):
        try:
            test.evaluate(context)
        except LiquidError as error:
            index = error.token.start_index if error.token is not None else 0
            sentence = tr("Only a text can be asked what it contains.")
            yield Problem(place_at(text, index), len("contains"), sentence)


def _tests(nodes: Iterable[Node], context: Filling) -> Iterator[Expression]:
    for node in nodes:
        if isinstance(node, AssignNode):
            with suppress(LiquidError):  # a filter that does not fit is told of by itself
                node.render_to_output(context, StringIO())
        for expression in node.expressions():
            if not isinstance(expression, FilteredExpression):
                yield from leaves(expression)
        yield from _tests(node.children(context), context)


def _filtered(nodes: Iterable[Node], context: Filling) -> Iterator[FilteredExpression]:
    for node in nodes:
        yield from (each for each in node.expressions() if isinstance(each, FilteredExpression))
        yield from _filtered(node.children(context), context)
