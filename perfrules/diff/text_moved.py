"""The forms that came out differently, at a terminal: a line for each, then each with its rules, both editions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from perfrules.diagnostics import Words
from perfrules.diff.derivations import Line, contrasted, lines
from perfrules.diff.impact import FormImpact
from perfrules.diff.naming import ABSENT, HOW, UNKNOWN, outcome, points, share_name, total_text
from perfrules.diff.outcomes import Moved
from perfrules.report.page import Column, table

if TYPE_CHECKING:
    from perfrules.diff.text import Pages

MOST_FORMS = 40
"""Forms that are listed and shown; a page or a workbook holds them all."""
MOST_THINGS = 6
STEP = 2
Shown = dict[object, str]
"""Steps that were shown already, with the form they were shown on: they are not shown twice."""


def moved_lines(pages: Pages, forms: Sequence[FormImpact]) -> Iterator[str]:
    """First the totals in a table, then form by form what moved."""
    hit = [form for form in forms if form.hit]
    if not hit:
        yield pages.either("没有一张表的结论或总分有变动", "no outcome and no total moved on any form")
        yield ""
        return
    yield from _totals(pages, hit[:MOST_FORMS])
    left = len(forms) - len(hit)
    if left:
        yield pages.either(f"其余 {left} 张表没有变动", f"nothing moved on the other {left} forms")
    if len(hit) > MOST_FORMS:
        yield from pages.page.wrapped(
            pages.either(
                f"还有 {len(hit) - MOST_FORMS} 张有变动的表没有列在这里：用 --format html 或 --format xlsx 看全部",
                f"{len(hit) - MOST_FORMS} more forms with something moved are not listed here: "
                "--format html or --format xlsx shows them all",
            )
        )
    yield ""
    yield from pages.head(
        Words(
            "影响：各表的变动，左为旧版、右为新版，只列两版不同的步骤（全部步骤见 --format html）",
            "impact: what moved on each form, old left and new right, only the steps that differ (all of them: --format html)",
        )
    )
    shown: Shown = {}
    for form in hit[:MOST_FORMS]:
        yield from _form(pages, form, shown)


def _totals(pages: Pages, forms: Sequence[FormImpact]) -> Iterator[str]:
    rows = []
    for form in forms:
        difference = "" if form.difference is None else points(form.difference)
        totals = [pages.said(total_text(total)) for total in (form.old, form.new)]
        rows.append([form.id, form.title, form.claimed or "", *totals, difference, str(len(form.moved))])
    heads = [
        Words("表", "form"),
        Words("项目", "project"),
        Words("填报", "claimed"),
        Words("旧版复核", "old audited"),
        Words("新版复核", "new audited"),
        Words("变动", "change"),
        Words("结论变动", "outcomes"),
    ]
    title = max(8, min(24, pages.page.width - 84))
    most = [20, title, None, 22, 22, None, None]
    columns = [Column(pages.said(head), right=at > 1, most=wide) for at, (head, wide) in enumerate(zip(heads, most, strict=True))]
    yield from table(pages.page, columns, rows)


def _form(pages: Pages, form: FormImpact, shown: Shown) -> Iterator[str]:
    page = pages.page
    yield page.rule()
    yield page.paint(page.clip(f"{form.id}  {form.title}", page.width), "strong")
    if form.totals_differ:
        change = "" if form.difference is None else pages.either("（{}）", " ({})").format(points(form.difference))
        yield (
            pages.either("复核总分 ", "audited total ")
            + f"{pages.said(total_text(form.old))} → {pages.said(total_text(form.new))}{change}"
        )
    for share in form.shares:
        yield "  " + page.pad(points(share.amount), 10, right=True) + "  " + pages.said(share_name(share))
    if form.totals_differ and HOW[form.how].zh:
        yield from ("  " + line for line in page.wrapped(pages.said(HOW[form.how]), 2))
    for grade in form.grades:
        old, new = (pages.said(UNKNOWN) if value is None else value for value in (grade.old, grade.new))
        yield f"{pages.said(grade.label)} {old} → {new}"
    groups: dict[object, list[Moved]] = {}
    for moved in form.moved:
        groups.setdefault((moved.rule, moved.old, moved.new), []).append(moved)
    for alike in groups.values():
        yield from _alike(pages, form.id, alike, shown)
    yield ""


def _alike(pages: Pages, form: str, alike: list[Moved], shown: Shown) -> Iterator[str]:
    """One rule's outcomes that moved alike: the first explained, the others named."""
    page, first = pages.page, alike[0]
    told = f"{pages.said(outcome(first.old))} → {pages.said(outcome(first.new))}"
    if first.old == first.new and all(first.expected):
        was, now = (pages.said(words) for words in first.expected if words)
        told = f"{pages.said(outcome(first.old))}{pages.either('，应得', ', expected')} {was} → {now}"
    yield ""
    yield from (page.paint(line, "strong") for line in page.wrapped(f"{first.name}  {pages.said(first.about)}  {told}"))
    others = [pages.said(each.about) for each in alike[1:]]
    if others:
        more = pages.either(f" 等 {len(others)} 处", f" and others, {len(others)} in all") if len(others) > MOST_THINGS else ""
        named = pages.either("同样的还有 ", "likewise ") + pages.either("、", ", ").join(others[:MOST_THINGS]) + more
        yield from (page.paint("  " + line, "quiet") for line in page.wrapped(named, 2))
    sides = _sides(pages, first)
    known = shown.setdefault((first.rule, *(tuple(side) for side in sides)), form)
    if known != form:
        yield page.paint(pages.either(f"  步骤与 {known} 的相同", f"  the same steps as on {known}"), "quiet")
    else:
        yield from _beside(pages, sides)


def _sides(pages: Pages, moved: Moved) -> tuple[list[Line], list[Line]]:
    """Both explanations, as far as they differ."""
    if moved.before and moved.after:
        return contrasted(pages.said(moved.before), pages.said(moved.after))
    absent = [Line(0, pages.said(ABSENT))]
    return (
        [each for each in lines(pages.said(moved.before)) if not each.depth] if moved.before else absent,
        [each for each in lines(pages.said(moved.after)) if not each.depth] if moved.after else absent,
    )


def _beside(pages: Pages, sides: tuple[list[Line], list[Line]]) -> Iterator[str]:
    page = pages.page
    half = (page.width - 3) // 2
    columns = [[row for line in side for row in _cut(pages, line, half)] for side in sides]
    for at in range(max(map(len, columns))):
        left, right = (column[at] if at < len(column) else "" for column in columns)
        yield page.pad(left, half) + " │ " + right


def _cut(pages: Pages, line: Line, width: int) -> Iterator[str]:
    """A step set into half a page; what goes on on the next line is set in further."""
    indent = STEP * (line.depth + 1)
    room = pages.page.width - width + indent + STEP
    first, *rest = pages.page.wrapped(line.text, room)
    yield " " * indent + first
    yield from (" " * (indent + STEP) + each for each in rest)
