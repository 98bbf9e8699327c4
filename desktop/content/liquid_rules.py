"""Liquid cut down to what a letter needs: keywords, text filters, conditions, assignments.

There is nothing that reads a file, includes another template or loops, so a render takes time in
proportion to the source. Output statements hand their value to the render context and write a
stand-in character in its place (see ``docs/decisions/0004-values-are-data.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from liquid import Environment, Mode, RenderContext
from liquid.builtin import content, illegal, output
from liquid.builtin.expressions import FilteredExpression, Nil, Path
from liquid.builtin.expressions.logical import (
    BooleanExpression,
    LogicalAndExpression,
    LogicalNotExpression,
    LogicalOrExpression,
)
from liquid.builtin.expressions.primitive import Blank, Empty
from liquid.builtin.tags import assign_tag, case_tag, comment_tag, if_tag, inline_comment_tag, unless_tag
from liquid.exceptions import ResourceLimitError
from liquid.utils import ReadOnlyChainMap

from desktop.content.cleaning import clean
from desktop.content.filters import FILTERS, text_of
from desktop.content.sentinels import MOST, sentinel

if TYPE_CHECKING:
    from liquid import BoundTemplate
    from liquid.expression import Expression

TAGS = ("if", "elsif", "else", "unless", "case", "when", "assign", "comment")
Uses = tuple[tuple[str, int], ...]


class Filling(RenderContext):
    """One render for one recipient: gathers the values put out and the keywords found missing.

    ``held`` and ``noted`` tell where values come from and which keywords were looked for.
    """

    def __init__(self, template: BoundTemplate, values: Mapping[str, str]) -> None:
        super().__init__(template, globals=values)
        # Without the library's own names: ``now`` would make the same input give other output.
        self.scope = ReadOnlyChainMap(self.locals, self.globals)
        self.put_out: list[str] = []
        self.held: list[Expression] = []
        self.noted: dict[tuple[str, int], None] = {}
        self.missing: dict[tuple[str, int], None] = {}

    def hold(self, value: str, expression: Expression) -> str:
        """Keep ``value``, which is that of ``expression``, and give the character that stands for it."""
        if len(self.put_out) >= MOST:
            raise ResourceLimitError("too many keywords", token=None)
        self.put_out.append(clean(value))
        self.held.append(expression)
        return sentinel(len(self.put_out) - 1)

    def note(self, uses: Uses) -> None:
        """Remember those of ``uses`` (name and place in the source) that have no value."""
        for name, index in uses:
            self.noted[name, index] = None
            if self.get([name], token=None, default=None) is None:
                self.missing[name, index] = None


class Output(output.OutputNode):
    __slots__ = ("uses",)

    def __init__(self, token: Any, expression: Expression) -> None:
        super().__init__(token, expression)
        self.uses = _uses_in_filtered(expression)

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        value = text_of(self.expression.evaluate(context))
        if not isinstance(context, Filling):
            return buffer.write(value)
        context.note(self.uses)
        return buffer.write(context.hold(value, self.expression))


class _Assign(assign_tag.AssignNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        if isinstance(context, Filling):
            context.note(_uses_in_filtered(self.expression))
        return super().render_to_output(context, buffer)


class _If(if_tag.IfNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        _note_tests(context, (self.condition, *(each.expression for each in self.alternatives)))
        return super().render_to_output(context, buffer)


class _Unless(unless_tag.UnlessNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        _note_tests(context, (self.condition, *(each.expression for each in self.alternatives)))
        return super().render_to_output(context, buffer)


class _Case(case_tag.CaseNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        if isinstance(context, Filling):
            context.note(tuple(uses(self.expression)))
        return super().render_to_output(context, buffer)


class _OutputTag(output.Output):
    node_class = Output


class _AssignTag(assign_tag.AssignTag):
    node_class = _Assign


class _IfTag(if_tag.IfTag):
    node_class = _If
    mode = Mode.STRICT


class _UnlessTag(unless_tag.UnlessTag):
    node_class = _Unless
    mode = Mode.STRICT


class _CaseTag(case_tag.CaseTag):
    node_class = _Case


class Letters(Environment):
    """The Liquid of letters: strict, with no loader and only the tags and filters named here."""

    local_namespace_limit = 200_000
    output_stream_limit = 500_000

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        for tag in (
            content.Literal,
            illegal.Illegal,
            comment_tag.CommentTag,
            inline_comment_tag.InlineCommentTag,
            _OutputTag,
            _AssignTag,
            _IfTag,
            _UnlessTag,
            _CaseTag,
        ):
            self.add_tag(tag)
        for name, function in FILTERS.items():
            self.add_filter(name, function)


def _note_tests(context: RenderContext, conditions: Iterable[Expression]) -> None:
    if isinstance(context, Filling):
        for condition in conditions:
            present = {name for name, _ in _presence_tests(condition)}
            context.note(tuple(use for use in _comparisons(condition) if use[0] not in present))


def uses(expression: Expression) -> Iterable[tuple[str, int]]:
    """The names in ``expression`` with their places in the source."""
    if isinstance(expression, Path):
        yield str(expression.path[0]), expression.token.start_index
    for child in expression.children():
        yield from uses(child)


def _uses_in_filtered(expression: Expression) -> Uses:
    if not isinstance(expression, FilteredExpression):
        return tuple(uses(expression))
    if any(each.name == "default" for each in expression.filters or ()):
        return ()
    return tuple(uses(expression.left))


def leaves(expression: Expression) -> Iterable[Expression]:
    """The single tests that ``and``, ``or`` and ``not`` join."""
    if isinstance(
        expression, (BooleanExpression, LogicalAndExpression, LogicalOrExpression, LogicalNotExpression)
    ):
        for child in expression.children():
            yield from leaves(child)
    else:
        yield expression


def _asks_presence(test: Expression) -> bool:
    return isinstance(test, Path) or any(isinstance(each, (Nil, Blank, Empty)) for each in test.children())


def _presence_tests(condition: Expression) -> Iterable[tuple[str, int]]:
    for test in leaves(condition):
        if _asks_presence(test):
            yield from uses(test)


def _comparisons(condition: Expression) -> Iterable[tuple[str, int]]:
    for test in leaves(condition):
        if not _asks_presence(test):
            yield from uses(test)
