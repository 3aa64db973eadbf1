"""Ranges and choices changed: ends open or closed, members and rows left out, rows and branches exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.mutants.mutant import Change
from perfrules.mutants.writing import exchanged, source, without

OPEN = {"[": "(", "(": "[", "［": "(", "（": "["}
CLOSE = {"]": ")", ")": "]", "］": ")", "）": "]"}
SIGNS = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "≥": ">", "≤": "<", "＞": ">=", "＜": "<="}


def ended(node: core.IntervalOf) -> Iterator[Change]:
    if node.low is not None:
        words = Words("下端换成不含", "the low end left out") if node.low_closed else Words("下端换成含", "the low end taken in")
        yield Change(replace(node, low_closed=not node.low_closed), "interval", words, _end(node, True))
    if node.high is not None:
        words = (
            Words("上端换成不含", "the high end left out") if node.high_closed else Words("上端换成含", "the high end taken in")
        )
        yield Change(replace(node, high_closed=not node.high_closed), "interval", words, _end(node, False))


def _end(node: core.IntervalOf, low: bool) -> str:
    text = source(node)
    if text[0] in OPEN and text[-1] in CLOSE:
        return OPEN[text[0]] + text[1:] if low else text[:-1] + CLOSE[text[-1]]
    sign = next((each for each in sorted(SIGNS, key=len, reverse=True) if text.startswith(each)), "")
    return SIGNS[sign] + text[len(sign) :] if sign else text


def membered(node: core.SetOf) -> Iterator[Change]:
    if len(node.members) > 1:
        for at, gone in enumerate(node.members):
            rest = (*node.members[:at], *node.members[at + 1 :])
            words = Words(f"少了 `{source(gone)}`", f"without `{source(gone)}`")
            yield Change(replace(node, members=rest), "set", words, without(list(node.members), at))


def tabled(node: core.Choose) -> Iterator[Change]:
    rows = node.rows
    for at in range(len(rows)):
        if len(rows) > 1:
            words = Words(f"少了第 {at + 1} 行", f"without row {at + 1}")
            after = f"| {_row(rows[at])} | ×"
            yield Change(replace(node, rows=(*rows[:at], *rows[at + 1 :])), "table", words, after)
        if at + 1 < len(rows) and rows[at][1] != rows[at + 1][1]:
            (test, value), (below, other) = rows[at], rows[at + 1]
            changed = (*rows[:at], (test, other), (below, value), *rows[at + 2 :])
            words = Words(f"第 {at + 1}、{at + 2} 行的值对调", f"the values of rows {at + 1} and {at + 2} exchanged")
            after = f"| {_row((test, other))} | / | {_row((below, value))} |"
            yield Change(replace(node, rows=changed), "table", words, after)


def _row(row: tuple[core.Expr | None, core.Expr]) -> str:
    test, value = row
    return f"{'…' if test is None else source(test)} | {source(value)}"


def branched(node: core.If) -> Iterator[Change]:
    """A comparison or a negation has its opposite, which comes to the same."""
    if node.then != node.otherwise and not isinstance(node.condition, core.Compare | core.Not):
        swapped = replace(node, then=node.otherwise, otherwise=node.then)
        words = Words("两个分支对调", "the branches exchanged")
        yield Change(swapped, "branch", words, exchanged(node, node.then, node.otherwise))
