"""Conditions changed: comparisons at and past their edge, parts of `and` and `or` dropped, negations added and dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfrules.core import tree as core
from perfrules.core.types import TRUTH, Kind
from perfrules.diagnostics import Words
from perfrules.mutants.constants import tenfold
from perfrules.mutants.facts import Facts
from perfrules.mutants.mutant import Change
from perfrules.mutants.places import Place
from perfrules.mutants.writing import SIGN, between, bracketed, joined, link, negated, source

NEAR: dict[core.Comparator, tuple[core.Comparator, ...]] = {
    "<": ("<=", ">=", "!="),
    "<=": ("<", ">", "="),
    ">": (">=", "<=", "!="),
    ">=": (">", "<", "="),
    "=": ("!=", "<=", ">="),
    "!=": ("=", "<", ">"),
}
"""The same with its edge the other way, its opposite, and the one that only the edge tells from it."""
EQUAL = ("=", "!=")


def compared(node: core.Compare) -> Iterator[Change]:
    ordered = {side.type.kind for side in (node.left, node.right)} <= {Kind.NUMBER, Kind.DATE}
    for sign in NEAR[node.operator]:
        if ordered or sign in EQUAL:
            after = between(node.left, node.right, sign, SIGN)
            yield Change(replace(node, operator=sign), "comparison", Words("换一种比较", "another comparison"), after)


def agreeing(node: core.Agrees) -> Iterator[Change]:
    """Exactly equal instead of as paper shows it; a tolerance ten times as large, and none."""
    if node.value.type.kind is Kind.NUMBER:
        new = core.Compare(node.cell, "=", node.value, id=node.id, type=TRUTH, source=node.source, span=node.span)
        after = f"{source(node.cell)} = {source(node.value)}"
        yield Change(new, "agreement", Words("要求分毫不差", "exactly equal"), after)
    if node.tolerance is not None:
        after = source(node)[: node.value.span.end - node.span.start]
        yield Change(replace(node, tolerance=None), "tolerance", Words("不设误差", "without a tolerance"), after)
        for change in tenfold(node.tolerance):
            text = source(node)
            shown = text[: node.tolerance.span.start - node.span.start] + change.after
            yield replace(change, node=replace(node, tolerance=change.node), after=shown)


def joint(node: core.All | core.Any) -> Iterator[Change]:
    """One part left out, and `or` for `and`."""
    for at, part in enumerate(node.of):
        rest = (*node.of[:at], *node.of[at + 1 :])
        kept = rest[0] if len(rest) == 1 else replace(node, of=rest)
        word = "and" if isinstance(node, core.All) else "or"
        words = Words(f"少了 `{link(part)}`", f"without `{link(part)}`")
        yield Change(kept, "condition", words, link(rest[0]) if len(rest) == 1 else joined(rest, word))
    if isinstance(node, core.All):
        either = core.Any(node.of, id=node.id, type=TRUTH, source=node.source, span=node.span)
        yield Change(either, "condition", Words("`且` 换成 `或`", "`or` for `and`"), joined(node.of, "or"))
    else:
        both = core.All(node.of, id=node.id, type=TRUTH, source=node.source, span=node.span)
        yield Change(both, "condition", Words("`或` 换成 `且`", "`and` for `or`"), joined(node.of, "and"))


def turned(place: Place, facts: Facts) -> Iterator[Change]:
    """`not` dropped where it stands, added where a condition has no opposite sign of its own."""
    node = place.node
    if isinstance(node, core.Not):
        yield Change(node.of, "negation", Words("去掉 `非`", "without `not`"), bracketed(node.of))
        return
    if node.type.kind is not Kind.TRUTH or isinstance(place.parent, core.Not):
        return
    if isinstance(node, core.Compare | core.All | core.Any | core.Constant | core.Choose | core.If | core.Cell):
        return
    if isinstance(node, core.Aggregate) and node.function in ("any", "no"):
        return
    if isinstance(place.parent, core.If) and node is place.parent.condition:
        return
    new = core.Not(node, id=facts.last + 1, type=TRUTH, source=node.source, span=node.span)
    yield Change(new, "negation", Words("加上 `非`", "with `not`"), negated(node))
