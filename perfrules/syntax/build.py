"""From lark's tree of one segment to nodes of the syntax tree."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

from perfrules.source import Span
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import language_of, terminal, words

OPERATORS = {"×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!="}


class Build:
    """Builds nodes of one segment that starts at `offset` of the source; `text` is the source's half-width text."""

    def __init__(self, offset: int, text: str) -> None:
        self.offset = offset
        self.text = text

    def span(self, node: Any) -> Span:
        if hasattr(node, "meta"):
            return Span(node.meta.start_pos, node.meta.end_pos).shifted(self.offset)
        return Span(node.start_pos, node.end_pos).shifted(self.offset)

    # ── expressions ──

    def expression(self, node: Any) -> syntax.Expr:
        build = getattr(self, "_" + node.data)
        return cast(syntax.Expr, build(node, self.span(node)))

    def _path(self, node: Any, span: Span) -> syntax.Path:
        return syntax.Path(tuple(self.name(token) for token in tokens(node, "NAME")), span=span)

    def _number(self, node: Any, span: Span) -> syntax.Number:
        number, *unit = node.children
        if not unit:
            return syntax.Number(str(number), span=span)
        return syntax.Number(str(number), words().english("units", str(unit[0])), span=span, language=language_of(str(unit[0])))

    def _percent(self, node: Any, span: Span) -> syntax.Percent:
        return syntax.Percent(str(node.children[0]).rstrip("% \t"), span=span)

    def _text(self, node: Any, span: Span) -> syntax.Text:
        return syntax.Text(str(node.children[0])[1:-1], span=span)

    def _date(self, node: Any, span: Span) -> syntax.Date:
        year, month, day = re.findall(r"[0-9]+", str(node.children[0]))
        return syntax.Date(f"{year}-{int(month):02}-{int(day):02}", span=span)

    def _minus(self, node: Any, span: Span) -> syntax.Minus:
        return syntax.Minus(self.expression(node.children[1]), span=span)

    def _arithmetic(self, node: Any, span: Span) -> syntax.Arithmetic:
        left, operator, right = node.children
        sign = cast(syntax.Operator, OPERATORS.get(str(operator), str(operator)))
        return syntax.Arithmetic(self.expression(left), sign, self.expression(right), span=span)

    def _compare(self, node: Any, span: Span) -> syntax.Compare:
        first, *rest = node.children
        pairs = zip(rest[::2], rest[1::2], strict=True)
        return syntax.Compare(
            self.expression(first), tuple((comparator(sign), self.expression(side)) for sign, side in pairs), span=span
        )

    def _in_(self, node: Any, span: Span) -> syntax.In:
        value, word, container = node.children
        return syntax.In(self.expression(value), self.expression(container), span=span, language=language_of(word))

    def _agrees(self, node: Any, span: Span) -> syntax.Agrees:
        cell, _, value, *within = node.children
        tolerance = self.expression(within[1]) if within else None
        return syntax.Agrees(self.expression(cell), self.expression(value), tolerance, span=span, **spellings(node))

    def _not_(self, node: Any, span: Span) -> syntax.Not:
        word, of = node.children
        return syntax.Not(self.expression(of), span=span, language=language_of(word))

    def _and_(self, node: Any, span: Span) -> syntax.And:
        return syntax.And(tuple(self.expression(each) for each in node.children[::2]), span=span, **spellings(node))

    def _or_(self, node: Any, span: Span) -> syntax.Or:
        return syntax.Or(tuple(self.expression(each) for each in node.children[::2]), span=span, **spellings(node))

    def _if_(self, node: Any, span: Span) -> syntax.If:
        _, condition, _, then, _, otherwise = node.children
        return syntax.If(
            self.expression(condition), self.expression(then), self.expression(otherwise), span=span, **spellings(node)
        )

    def _call(self, node: Any, span: Span) -> syntax.Call:
        function = self.name(node.children[0])
        arguments = tuple(self._argument(each) for each in node.children if data(each) == "argument")
        return syntax.Call(function, arguments, span=span, language=language_of(function.text))

    def _argument(self, node: Any) -> syntax.Argument:
        value, *where = node.children
        if not where:
            return syntax.Argument(self.expression(value), span=self.span(node))
        return syntax.Argument(
            self.expression(value), self.expression(where[1]), span=self.span(node), language=language_of(where[0])
        )

    def _interval(self, node: Any, span: Span) -> syntax.Interval:
        comma = next(at for at, child in enumerate(node.children) if getattr(child, "type", "") == "COMMA")
        low, high = node.children[1:comma], node.children[comma + 1 : -1]
        return syntax.Interval(
            self.expression(low[0]) if low else None,
            self.expression(high[0]) if high else None,
            node.children[0].type == "CLOSED_FROM",
            node.children[-1].type == "CLOSED_TO",
            span=span,
        )

    def _set(self, node: Any, span: Span) -> syntax.Set:
        return syntax.Set(tuple(self.expression(each) for each in node.children[1::2]), span=span)

    def _grouped(self, node: Any, span: Span) -> syntax.Grouped:
        return syntax.Grouped(self.expression(node.children[1]), span=span)

    # ── small pieces that headers and clauses share ──

    def name(self, node: Any) -> syntax.Name:
        token = node.children[0] if hasattr(node, "children") else node
        return syntax.Name(str(token), span=self.span(node))

    def text_of(self, node: Any) -> syntax.Text:
        return self._text(node, self.span(node))

    def date_of(self, node: Any) -> syntax.Date:
        return self._date(node, self.span(node))

    def path_of(self, node: Any) -> syntax.Path:
        return self._path(node, self.span(node))

    def identity(self, node: Any) -> syntax.Identity:
        path = "/".join(str(token) for token in tokens(node, "NAME"))
        return syntax.Identity(path, str(node.children[-1]), span=self.span(node))

    def row(self, node: Any) -> syntax.Row:
        _, test, _, value, _ = node.children
        return syntax.Row(self._test(test), self.expression(value), span=self.span(node))

    def _test(self, node: Any) -> syntax.Test:
        span = self.span(node)
        match data(node):
            case "open_end":
                return syntax.OpenEnd(comparator(node.children[0]), self.expression(node.children[1]), span=span)
            case "exactly":
                return self.expression(node.children[1])
            case "otherwise":
                return syntax.Otherwise(span=span, language=language_of(node.children[0]))
            case _:
                return self.expression(node)


@cache
def _word_terminals() -> frozenset[str]:
    groups = words().groups
    plain = {terminal(word) for group in groups.values() for word in group}
    return frozenset(plain | {"C_" + terminal(word) for word in groups["clauses"]})


def spellings(node: Any) -> dict[str, Any]:
    """In which spelling each word of a node is, those before its subject and its outcome included, in the order written."""
    found: list[syntax.Spelling] = []
    for child in node.children:
        parts = child.children if data(child) in ("subject", "outcome") else [child]
        found.extend(language_of(part) for part in parts if getattr(part, "type", "") in _word_terminals())
    return {"language": found[0], "further": tuple(found[1:])}


def comparator(token: Any) -> syntax.Comparator:
    return cast(syntax.Comparator, OPERATORS.get(str(token), str(token)))


def data(node: Any) -> str:
    return str(getattr(node, "data", ""))


def tokens(node: Any, kind: str) -> list[Any]:
    return [child for child in node.children if getattr(child, "type", "") == kind]


def trees(node: Any, kind: str) -> list[Any]:
    return [child for child in node.children if data(child) == kind]


def depth(node: Any) -> int:
    """How deep the tree is, found without recursion."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        current, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in getattr(current, "children", ()))
    return deepest
