"""Which branch of each condition a recipient gets, and what it lacks: told without making the message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from liquid.ast import BlockNode
from liquid.builtin.expressions import FilteredExpression, Path
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.case_tag import CaseNode, MultiExpressionBlockNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.unless_tag import UnlessNode

from desktop.content.cleaning import authored
from desktop.content.conditions import Tag, elses_of, one_of, readable, tags_of
from desktop.content.keywords import COLUMNS, NAMES
from desktop.content.liquid_rules import Filling
from desktop.content.places import place_at
from desktop.content.sentinels import SENTINEL, number_of
from desktop.content.template_problems import LETTERS
from desktop.models.survey import Branch, Met, UnusedName

if TYPE_CHECKING:
    from liquid import BoundTemplate, RenderContext
    from liquid.ast import Node
    from liquid.expression import Expression

_MOST_KEPT = 20_000
_MARK = "\ue000"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What one recipient meets: the missing keywords (name, line, column) and the branches by number.

    A measured text is ``length`` characters long, and the values of ``plain`` besides.
    """

    missing: tuple[tuple[str, int, int], ...]
    taken: frozenset[int]
    length: int = 0
    plain: tuple[str, ...] = ()


class TextBranches:
    """Reads a text that has no problems; ``look`` is for any number of recipients, in one thread.

    Recipients who differ in nothing that matters cost one look, so a million of them cost as many as
    there are cases.
    What ``look`` says depends on nothing but the values of ``decisive`` and on which of ``named``
    have a value. To measure the text, the filtered values that it puts out are decisive as well.
    """

    def __init__(self, source: str, *, in_subject: bool, measured: bool = False) -> None:
        self._source = authored(source)
        self._in_subject = in_subject
        self._measured = measured
        self._template = LETTERS.from_string(self._source)
        analysis = self._template.analyze(include_partials=False)
        self.named = frozenset(analysis.variables) & NAMES
        self.decisive = _decisive(self._template.nodes, measured=measured) & NAMES
        self._deciding = tuple(sorted(self.decisive & COLUMNS.keys()))
        self._present = tuple(sorted(self.named & COLUMNS.keys() - self.decisive))
        self._kept: dict[tuple[object, ...], Look] = {}
        self.assigns = bool(analysis.locals.keys() & analysis.variables.keys())
        """Whether it uses names that are assigned on the way, which not every way need do."""
        self.unused = tuple(
            self._unused(name, places[0].span.index)
            for name, places in analysis.locals.items()
            if name not in analysis.variables
        )
        self.branches = tuple(_Marking(self._source, in_subject=in_subject).mark(self._template.nodes))

    def look(self, values: Mapping[str, str]) -> Look:
        """The recipient whose keywords have ``values``; blank ones count as none.

        Looks are kept: what is no column of recipients must be the same at every call.
        """
        get = values.get
        key = (
            *(get(name, "") for name in self._deciding),
            *(bool(get(name, "").strip()) for name in self._present),
        )
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            known = self._kept[key] = self._made(values)
        return known

    def _made(self, values: Mapping[str, str]) -> Look:
        known = {
            name: _MARK + name if name in NAMES and name not in self.decisive else value
            for name, value in values.items()
            if value.strip()
        }
        context = _Probe(self._template, known)
        skeleton = StringIO()
        self._template.render_with_context(context, skeleton)
        put_out = context.put_out
        missing = tuple(self._spot(name, index) for name, index in context.missing)
        if not self._measured:
            return Look(missing, frozenset(context.taken))
        # Nothing where nothing is put out, so that white space around it goes as well.
        shown = SENTINEL.sub(lambda one: put_out[number_of(one.group())].strip()[:1], skeleton.getvalue())
        length = len(" ".join(shown.split()))
        length += sum(max(len(value.strip()) - 1, 0) for value in put_out if not value.startswith(_MARK))
        plain = tuple(value[1:] for value in put_out if value.startswith(_MARK))
        return Look(missing, frozenset(context.taken), length - len(plain), plain)

    def _spot(self, name: str, index: int) -> tuple[str, int, int]:
        place = place_at(self._source, index)
        return name, place.line, place.column

    def _unused(self, name: str, index: int) -> UnusedName:
        place = place_at(self._source, index)
        return UnusedName(name, place.line, place.column, self._in_subject)


class _Probe(Filling):
    def __init__(self, template: BoundTemplate, values: Mapping[str, str]) -> None:
        super().__init__(template, values)
        self.taken: set[int] = set()


class _Marked(BlockNode):
    """A block that says when it is entered."""

    __slots__ = ("number",)

    def __init__(self, number: int, block: BlockNode | None, node: Node) -> None:
        super().__init__(node.token if block is None else block.token, [] if block is None else block.nodes)
        self.blank = True if block is None else block.blank
        self.number = number

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        if isinstance(context, _Probe):
            context.taken.add(self.number)
        return super().render_to_output(context, buffer)


class _Marking:
    """Puts marked blocks in the place of all blocks, and a marked one where the author wrote none."""

    def __init__(self, source: str, *, in_subject: bool) -> None:
        self._source = source
        self._in_subject = in_subject
        self._tags = tags_of(source)
        self._elses = elses_of(self._tags)
        self._found: list[Branch] = []

    def mark(self, nodes: Iterable[Node]) -> list[Branch]:
        self._mark(nodes)
        return self._found

    def _mark(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if isinstance(node, (IfNode, UnlessNode)):
                self._mark_if(node, holds=isinstance(node, IfNode))
            elif isinstance(node, CaseNode):
                self._mark_case(node)

    def _mark_if(self, node: IfNode | UnlessNode, *, holds: bool) -> None:
        first = self._tag_at(node.token.start_index)
        asked = readable(first.rest)
        others = [self._elsif_before(each.token.start_index) for each in node.alternatives]
        node.consequence = self._block(node, node.consequence, first, (asked,), holds=holds)
        for each, tag in zip(node.alternatives, others, strict=True):
            each.block = self._block(node, each.block, tag, (readable(tag.rest),), holds=True)
        all_asked = (asked, *(readable(tag.rest) for tag in others))
        # Beside an "unless" stand no other conditions as a rule; with some, its own is told the plain way.
        last = self._elses.get(first.index, first)
        if others:
            node.default = self._marked(node, node.default, last, Met.NONE_HOLDS, all_asked)
        else:
            node.default = self._block(node, node.default, last, (asked,), holds=not holds)

    def _mark_case(self, node: CaseNode) -> None:
        tag = self._tag_at(node.token.start_index)
        last = self._elses.get(tag.index, tag)
        asked: list[str] = []
        has_else = False
        for place, block in enumerate(node.blocks):
            if isinstance(block, MultiExpressionBlockNode):
                when = self._tag_at(block.token.start_index)
                asked.append(one_of(tag.rest, when.rest))
                block.block = self._block(node, block.block, when, (asked[-1],), holds=True)
            else:
                has_else = True
                node.blocks[place] = self._marked(node, block, last, Met.NONE_HOLDS, tuple(asked))
        if not has_else:
            node.blocks.append(self._marked(node, None, last, Met.NONE_HOLDS, tuple(asked)))

    def _block(
        self, node: Node, block: BlockNode | None, tag: Tag, asked: tuple[str, ...], *, holds: bool
    ) -> _Marked:
        return self._marked(node, block, tag, Met.HOLDS if holds else Met.FAILS, asked)

    def _marked(
        self, node: Node, block: BlockNode | None, tag: Tag, met: Met, asked: tuple[str, ...]
    ) -> _Marked:
        place = place_at(self._source, tag.index)
        has_text = block is not None and bool(str(block).strip())
        self._found.append(Branch(place.line, place.column, self._in_subject, met, asked, has_text))
        marked = _Marked(len(self._found) - 1, block, node)
        if block is not None:
            self._mark(block.nodes)
        return marked

    def _tag_at(self, index: int) -> Tag:
        return next(tag for tag in self._tags if tag.index == index)

    def _elsif_before(self, index: int) -> Tag:
        """The parser knows where the block begins, not where its tag stands."""
        return next(tag for tag in reversed(self._tags) if tag.name == "elsif" and tag.index < index)


def _decisive(nodes: Iterable[Node], *, measured: bool) -> frozenset[str]:
    """The names whose values decide what happens, those behind assigned names among them."""
    assigned: dict[str, set[str]] = {}
    names: set[str] = set()
    put_out: list[Expression] = []
    for node in _all_nodes(nodes):
        if isinstance(node, AssignNode):
            assigned.setdefault(node.name, set()).update(_names(node.expression))
        elif isinstance(node, OutputNode):
            put_out.append(node.expression)
        else:
            names.update(name for expression in node.expressions() for name in _names(expression))
    if measured:
        names.update(*(_names(each) for each in put_out if not _is_plain(each, assigned)))
    while more := {name for key in names & assigned.keys() for name in assigned[key]} - names:
        names |= more
    return frozenset(names)


def _is_plain(expression: Expression, assigned: Collection[str]) -> bool:
    if isinstance(expression, FilteredExpression):
        return not expression.filters and _is_plain(expression.left, assigned)
    return isinstance(expression, Path) and str(expression.path[0]) not in assigned


def _all_nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, (IfNode, UnlessNode)):
            yield from _all_nodes([node.consequence, *node.alternatives])
            if node.default is not None:
                yield from _all_nodes([node.default])
        elif isinstance(node, CaseNode):
            yield from _all_nodes(node.blocks)
        elif isinstance(node, BlockNode):
            yield from _all_nodes(node.nodes)
        elif hasattr(node, "block"):
            yield from _all_nodes([node.block])


def _names(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Path):
        yield str(expression.path[0])
    for child in expression.children():
        yield from _names(child)
