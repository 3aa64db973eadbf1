"""The text of an expression as its tree says: each word and each name in the spelling it has there.

Brackets are nodes of the tree, so none is added and none dropped. To print in the other spelling, translate the tree first.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, repeat
from typing import assert_never

from perfrules.syntax import tree as syntax
from perfrules.syntax.pieces import Gap, Group, Leaf, Piece, around, commas, flat, line, space
from perfrules.syntax.words import words


def text(node: syntax.Expr) -> str:
    """An expression on one line."""
    return flat(expression(node))


def speller(node: syntax.Node) -> Callable[[str], str]:
    """Gives the words of a node, asked for in the order they are printed, each as it was spelt."""
    languages = chain((node.language, *node.further), repeat(node.language))
    return lambda english: words().spelled(english, next(languages))


def expression(node: syntax.Expr) -> Piece:
    match node:
        case syntax.Path():
            return Leaf(node.text, node.span.start)
        case syntax.Number():
            return Leaf(with_unit(node.digits, node), node.span.start)
        case syntax.Percent():
            return Leaf(node.digits + "%", node.span.start)
        case syntax.Text():
            return quoted(node)
        case syntax.Date():
            return Leaf(node.text, node.span.start)
        case syntax.Minus():
            return Group(("-", expression(node.of)))
        case syntax.Arithmetic():
            return _arithmetic(node)
        case syntax.Compare():
            return _compare(node)
        case syntax.In():
            return Group((expression(node.value), line(), speller(node)("in"), space(), expression(node.container)))
        case syntax.Agrees():
            return _agrees(node)
        case syntax.Not():
            return Group((speller(node)("not"), space(), expression(node.of)))
        case syntax.And():
            return _junction(node, "and")
        case syntax.Or():
            return _junction(node, "or")
        case syntax.If():
            return _if(node)
        case syntax.Call():
            return _call(node)
        case syntax.Interval():
            return _interval(node)
        case syntax.Set():
            return around("{", commas([expression(member) for member in node.members]), "}")
        case syntax.Grouped():
            return around("(", expression(node.of), ")")
        case _:
            assert_never(node)


def name(node: syntax.Name) -> Leaf:
    return Leaf(node.text, node.span.start)


def quoted(node: syntax.Text) -> Leaf:
    return Leaf(in_quotes(node.value), node.span.start)


def in_quotes(value: str) -> str:
    return f"“{value}”" if '"' in value else f'"{value}"'


def with_unit(digits: str, node: syntax.Number | syntax.Written) -> str:
    return digits if node.unit is None else f"{digits} {speller(node)(node.unit)}"


def _arithmetic(node: syntax.Arithmetic) -> Piece:
    """`a + b - c`, one group for all of one rank."""
    rank = node.operator in "+-"
    backwards: list[Piece] = []
    first: syntax.Expr = node
    while isinstance(first, syntax.Arithmetic) and (first.operator in "+-") == rank:
        backwards += [expression(first.right), space(), first.operator, line()]
        first = first.left
    return Group((expression(first), *reversed(backwards)))


def _compare(node: syntax.Compare) -> Piece:
    rest = [part for sign, side in node.rest for part in (line(), sign, space(), expression(side))]
    return Group((expression(node.first), *rest))


def _agrees(node: syntax.Agrees) -> Piece:
    spell = speller(node)
    parts: list[Piece] = [expression(node.cell), line(), spell("agrees with"), space(), expression(node.value)]
    if node.within is not None:
        parts += [space(), spell("within"), space(), expression(node.within)]
    return Group(tuple(parts))


def _junction(node: syntax.And | syntax.Or, word: str) -> Piece:
    spell = speller(node)
    first, *others = node.of
    rest = [part for other in others for part in (line(), spell(word), space(), expression(other))]
    return Group((expression(first), *rest))


def _if(node: syntax.If) -> Piece:
    """A branch a line, when one line is too short: `else if` goes on at the edge of the first `if`."""
    parts: list[Piece] = []
    last: syntax.Expr = node
    while isinstance(last, syntax.If):
        spell = speller(last)
        condition = (spell("if"), space(), expression(last.condition))
        parts.append(Group((*condition, line(), spell("then"), space(), expression(last.then)), hang=2))
        parts += [line(), spell("else"), space()]
        last = last.otherwise
    return Group((*parts, expression(last)))


def _call(node: syntax.Call) -> Piece:
    if not node.arguments:
        return Group((name(node.function), "()"))
    arguments = commas([_argument(argument) for argument in node.arguments])
    return Group((name(node.function), around("(", arguments, ")")))


def _argument(node: syntax.Argument) -> Piece:
    if node.where is None:
        return expression(node.value)
    return Group((expression(node.value), line(), speller(node)("where"), space(), expression(node.where)))


def _interval(node: syntax.Interval) -> Piece:
    opening = "[" if node.low_closed else "("
    closing = "]" if node.high_closed else ")"
    low = [] if node.low is None else [expression(node.low)]
    if node.high is None:
        return Group((opening, *low, ",", Gap(), closing))
    return around(opening, Group((*low, ",", line(), expression(node.high))), closing)
