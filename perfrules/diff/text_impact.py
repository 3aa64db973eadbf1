"""The impact at a terminal: outcomes that moved, rule by rule; the forms they moved on; what was between two years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfrules.diagnostics import Words
from perfrules.diff.impact import Impact, RuleImpact
from perfrules.diff.naming import outcome, points
from perfrules.diff.outcomes import moves
from perfrules.diff.text_moved import moved_lines
from perfrules.diff.years import Year
from perfrules.report.page import Column, table
from perfrules.values.numbers import decimal_text

if TYPE_CHECKING:
    from perfrules.diff.text import Pages


def impact_lines(pages: Pages, impact: Impact) -> Iterator[str]:
    yield from pages.head(Words("影响：各条规则的结论，旧版 → 新版", "impact: the outcomes of each rule, old → new"))
    yield from _rules(pages, impact.rules)
    yield ""
    yield from pages.head(Words("影响：有变动的表", "impact: the forms on which something moved"))
    yield from moved_lines(pages, impact.forms)
    if impact.years is not None:
        yield from _years(pages, impact.years)


def _rules(pages: Pages, rules: tuple[RuleImpact, ...]) -> Iterator[str]:
    moved = [rule for rule in rules if rule.moved]
    if not moved:
        yield pages.either("没有一条规则的结论有变动", "no outcome moved")
        return
    rows = []
    for rule in sorted(moved, key=lambda each: -each.moved):
        kept = sum(count for _, _, count in rule.matrix) - rule.moved
        head = [rule.name, str(rule.moved), str(kept)]
        for old, new, count in sorted(rule.matrix, key=lambda each: -each[2]):
            if moves(old, new):
                rows.append([*head, pages.said(outcome(old)), "→", pages.said(outcome(new)), str(count)])
                head = ["", "", ""]
    heads = [Words("规则", "rule"), Words("变动", "moved"), Words("未变", "kept"), Words("旧版", "old")]
    heads += [Words("", ""), Words("新版", "new"), Words("处", "times")]
    columns = [Column(pages.said(head), right=at in (1, 2, 6), most=30 if at == 0 else None) for at, head in enumerate(heads)]
    yield from table(pages.page, columns, rows)


def _years(pages: Pages, year: Year) -> Iterator[str]:
    yield from pages.head(
        Words(
            "两年之间：先换数字（按旧版），再换规则（按本年数字）",
            "between the years: first the figures change (old edition), then the rules (this year's figures)",
        )
    )
    rows = []
    for each in year.matched:
        told = [each.old_before, each.figures, each.rules, each.new_now]
        texts = [
            "?" if value is None else decimal_text(value, 4) if at in (0, 3) else points(value) for at, value in enumerate(told)
        ]
        rows.append([each.title, f"{each.before} → {each.now}", *texts])
    heads = [
        Words("项目", "project"),
        Words("表", "forms"),
        Words("上年（旧版）", "earlier (old)"),
        Words("数字的变动", "figures"),
        Words("规则的变动", "rules"),
        Words("本年（新版）", "now (new)"),
    ]
    title, forms = max(8, min(24, pages.page.width - 90)), max(12, min(28, pages.page.width - 68))
    widest = [title, forms, None, None, None, None]
    columns = [
        Column(pages.said(head), right=at > 1, most=most) for at, (head, most) in enumerate(zip(heads, widest, strict=True))
    ]
    yield from table(pages.page, columns, rows)
    for zh, en, ids in (
        ("本年没有配上的", "this year's forms without a match", year.only_now),
        ("上年没有配上的", "the other year's forms without a match", year.only_before),
    ):
        if ids:
            yield from pages.page.wrapped(pages.either(f"{zh}：{'、'.join(ids)}", f"{en}: {', '.join(ids)}"))
