"""How a changed place would be written: the author's own text, with what is different put in."""

from __future__ import annotations

import re

from perfrules import library
from perfrules.core import tree as core
from perfrules.mutants.facts import spelt, written_in

SIGN = re.compile(r"[<>=!≤≥≠＜＞＝！]+|等于|不等于")
OPERATOR = re.compile(r"[-+*/×÷＋－＊／]")
LOOSE = (core.If, core.Any, core.All)


def source(node: core.Expr) -> str:
    """The text a node was written as."""
    return node.source[node.span]


def link(node: core.Expr) -> str:
    """The text of one part of a condition: of `a < b <= c`, written as one, only its own two sides."""
    if isinstance(node, core.Compare) and _chained(node):
        return node.source.text[node.left.span.start : node.right.span.end]
    return bracketed(node)


def _chained(node: core.Compare) -> bool:
    """Whether more than one comparison is written where this one is."""
    outside = node.source.text[node.span.start : node.left.span.start] + node.source.text[node.right.span.end : node.span.end]
    return SIGN.search(outside) is not None


def bracketed(node: core.Expr) -> str:
    return f"({source(node)})" if isinstance(node, LOOSE) else source(node)


def negated(node: core.Expr) -> str:
    return f"{spelt('not', node)} {bracketed(node)}"


def joined(parts: tuple[core.Expr, ...], word: str) -> str:
    between = f" {spelt(word, parts[0])} "
    return between.join(link(part) for part in parts)


def between(left: core.Expr, right: core.Expr, new: str, sign: re.Pattern[str]) -> str:
    """Two sides as written, with another sign between them."""
    gap = left.source.text[left.span.end : right.span.start]
    changed, count = sign.subn(new, gap, count=1)
    return source(left) + (changed if count else f" {new} ") + source(right)


def exchanged(node: core.Expr, one: core.Expr, other: core.Expr) -> str:
    """A node as written, with two of its parts in each other's place."""
    first, second = sorted((one, other), key=lambda part: part.span.start)
    text, start = node.source.text, node.span.start
    middle = text[first.span.end : second.span.start]
    return text[start : first.span.start] + source(second) + middle + source(first) + text[second.span.end : node.span.end]


def renamed(node: core.Call | core.Aggregate, function: str) -> str:
    """A call as written, of another function."""
    written = source(node)
    name = library.names()[function][1 if written_in(node) == "zh" else 0]
    return re.sub(r"^\w+", name, written, count=1)


def without(parts: list[core.Expr], at: int) -> str:
    return "{" + ", ".join(source(part) for place, part in enumerate(parts) if place != at) + "}"


def quoted(text: str) -> str:
    return f"“{text}”" if '"' in text else f'"{text}"'
