"""Numbers worked out in another way: other operators where the dimensions allow it, other functions, parts left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfrules.check.products import product
from perfrules.core import tree as core
from perfrules.core.types import Sort, Type
from perfrules.diagnostics import Words
from perfrules.mutants.facts import ROUNDINGS
from perfrules.mutants.mutant import Change
from perfrules.mutants.writing import OPERATOR, between, exchanged, renamed, source

TURNED: dict[core.Operator, core.Operator] = {"+": "-", "-": "+", "*": "/", "/": "*"}
INSTEAD = {"sum": "average", "average": "sum", "min": "max", "max": "min", "any": "no", "no": "any"}
ROUNDED = {"rounded": ("cut", "raised"), "rounded_even": ("rounded", "cut"), "cut": ("rounded",), "raised": ("rounded",)}
ANOTHER = Words("换一个函数", "another function")


def worked_out(node: core.Arithmetic) -> Iterator[Change]:
    left, right = node.left, node.right
    if source(node).lstrip().startswith(("-", "－")) and isinstance(left, core.Constant) and left.type.sort is Sort.ZERO:
        if alike(node.type, right.type):
            yield Change(right, "arithmetic", Words("去掉负号", "without its sign"), source(right))
        return
    turned = TURNED[node.operator]
    if node.operator in "+-" or alike(node.type, product(left.type, right.type, turned)):
        after = between(left, right, turned, OPERATOR)
        yield Change(replace(node, operator=turned), "arithmetic", Words("换一种运算", "another operation"), after)
    if node.operator == "-" or (node.operator == "/" and alike(node.type, product(right.type, left.type, "/"))):
        words = Words("两边对调", "the sides exchanged")
        yield Change(replace(node, left=right, right=left), "arithmetic", words, exchanged(node, left, right))
    for kept, gone in ((left, right), (right, left)):
        first = node.operator in ("-", "/") and kept is right
        if not first and alike(node.type, kept.type):
            words = Words(f"少了 `{source(gone)}`", f"without `{source(gone)}`")
            yield Change(kept, "arithmetic", words, source(kept))


def alike(one: Type, other: Type) -> bool:
    """Whether a value of one type may stand where the other stood, its unit and all."""
    plain = (Sort.ZERO, Sort.BARE)
    return (
        one.kind is other.kind
        and one.dimension == other.dimension
        and (one.sort is other.sort or (one.sort not in plain and other.sort not in plain))
        and other.sort is not Sort.ZERO
    )


def called(node: core.Call) -> Iterator[Change]:
    if node.function in ("min", "max") and len(node.arguments) > 1:
        yield Change(replace(node, function=INSTEAD[node.function]), "function", ANOTHER, renamed(node, INSTEAD[node.function]))
        for at, gone in enumerate(node.arguments):
            rest = (*node.arguments[:at], *node.arguments[at + 1 :])
            if len(rest) == 1 and alike(node.type, rest[0].type):
                words = Words(f"少了 `{source(gone)}`", f"without `{source(gone)}`")
                yield Change(rest[0], "function", words, source(rest[0]))
    elif node.function in ROUNDINGS:
        for other in ROUNDED[node.function]:
            yield Change(replace(node, function=other), "rounding", Words("换一种舍入", "another rounding"), renamed(node, other))
    elif node.function == "abs" and alike(node.type, node.arguments[0].type):
        yield Change(node.arguments[0], "function", Words("保留负号", "with its sign"), source(node.arguments[0]))
    elif node.function == "if_missing" and alike(node.type, node.arguments[0].type):
        words = Words("空白时不另取值", "nothing in place of a blank")
        yield Change(node.arguments[0], "function", words, source(node.arguments[0]))


def of_rows(node: core.Aggregate) -> Iterator[Change]:
    other = INSTEAD.get(node.function)
    if other is not None:
        yield Change(replace(node, function=other), "function", ANOTHER, renamed(node, other))
    if node.where is not None:
        start, end = node.span.start, node.where.span.start
        head = node.source.text[start:end].rstrip().rsplit(None, 1)[0].rstrip()
        yield Change(replace(node, where=None), "where", Words("不设 `满足`", "without `where`"), head + ")")
