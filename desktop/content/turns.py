"""Which facts about the values decide how the conditions of a text turn out.

Recipients for whom these facts are alike get the same skeleton, which is then rendered once for all
of them (see ``TemplateText``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liquid.builtin.expressions import Nil, Path
from liquid.builtin.expressions.logical import EqExpression, NeExpression
from liquid.builtin.expressions.primitive import Blank, Empty, FloatLiteral, IntegerLiteral, StringLiteral
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.case_tag import CaseNode, MultiExpressionBlockNode

from desktop.content.liquid_rules import Output, leaves, uses

if TYPE_CHECKING:
    from liquid import BoundTemplate, RenderContext
    from liquid.ast import Node
    from liquid.expression import Expression

Facts = Callable[[Mapping[str, str]], tuple[object, ...]]
_CONSTANTS = (StringLiteral, IntegerLiteral, FloatLiteral, Nil, Blank, Empty)


@dataclass(slots=True)
class _Fact:
    """What is asked of one keyword: which of ``words`` it is, or, where ``whole``, all that it says."""

    words: set[str]
    whole: bool = False


def facts_of(template: BoundTemplate, context: RenderContext) -> Facts | None:
    """What tells the turns of ``template`` apart; None where that cannot be known beforehand."""
    asked: dict[str, _Fact] = {}
    for node in _nodes(template.nodes, context):
        if isinstance(node, AssignNode):
            return None
        for test in _tests(node, context):
            _ask(test, asked)
    return _reader({name: None if fact.whole else frozenset(fact.words) for name, fact in asked.items()})


def _reader(asked: dict[str, frozenset[str] | None]) -> Facts:
    def read(values: Mapping[str, str]) -> tuple[object, ...]:
        return tuple([_fact(values.get(name), words) for name, words in asked.items()])

    return read


def _fact(value: str | None, words: frozenset[str] | None) -> object:
    """One of few answers for all values that no test can tell apart."""
    if value is None or words is None or value in words:
        return value
    # Neither is a text, so that no value can be taken for it.
    return 0 if value.isspace() else 1


def _nodes(nodes: Iterable[Node], context: RenderContext) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children(context), context)


def _tests(node: Node, context: RenderContext) -> Iterator[Expression]:
    if isinstance(node, (Output, MultiExpressionBlockNode)):
        return
    if isinstance(node, CaseNode):
        for block in node.children(context):
            for words in block.expressions():
                yield from (EqExpression(node.token, node.expression, each) for each in words.children())
    for expression in node.expressions():
        yield from leaves(expression)


def _ask(test: Expression, asked: dict[str, _Fact]) -> None:
    words, whole = _words_of(test)
    for name, _ in uses(test):
        fact = asked.setdefault(name, _Fact(set()))
        fact.words |= words
        fact.whole |= whole


def _words_of(test: Expression) -> tuple[set[str], bool]:
    """The words that ``test`` compares a keyword with, or that it asks for more than that."""
    if isinstance(test, (Path, *_CONSTANTS)):
        return set(), False
    if isinstance(test, (EqExpression, NeExpression)):
        sides = (test.left, test.right)
        constants = [side for side in sides if isinstance(side, _CONSTANTS)]
        if len(constants) == 1 and any(isinstance(side, Path) for side in sides):
            return {each.value for each in constants if isinstance(each, StringLiteral)}, False
    return set(), True
