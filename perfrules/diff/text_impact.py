"""The impact at a terminal: outcomes that moved, rule by rule; totals, form by form, with the share of each edit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.diagnostics import Words
from perfrules.diff.edits import Edit
from perfrules.diff.impact import FormImpact, Impact, RuleImpact, Share, Total
from perfrules.diff.outcomes import Moved, moves
from perfrules.diff.wording import WHAT, listed, signed
from perfrules.diff.years import Year
from perfrules.report.page import Column, table
from perfrules.report.text import OUTCOME_WORDS
from perfrules.values.numbers import decimal_text

if TYPE_CHECKING:
    from perfrules.diff.text import Pages

ABSENT = Words("没有此条", "no such rule")
UNKNOWN = Words("无法判断", "undetermined")
HOW = {
    "exact": Words("", ""),
    "sampled": Words(
        "牵涉的改动超过十处，各处的份额是按随机次序抽样平均的（合计仍恰等于变动）",
        "more than ten edits: the shares are averaged over drawn orders (they still add up exactly)",
    ),
    "together": Words(
        "只作其中几处改动时总分无法判断，所以这几处只能合起来算",
        "with only some of these edits the total cannot be told, so they are taken together",
    ),
    "none": Words(
        "有一版的总分无法判断，变动不能算出，也不能分摊",
        "one edition's total cannot be told, so neither can the change or its shares",
    ),
}


def outcome(name: str) -> Words:
    return ABSENT if name == "absent" else OUTCOME_WORDS[name]  # type: ignore[index]


def impact_summary(impact: Impact) -> Words:
    forms = impact.forms
    moved = [form for form in forms if form.difference]
    unknown = [form for form in forms if form.difference is None and form.totals_differ]
    graded = [form for form in forms if form.grades]
    outcomes = [form for form in forms if form.moved]
    zh = f"{len(forms)} 张表：复核总分变动 {len(moved)} 张，等级变动 {len(graded)} 张，结论变动 {len(outcomes)} 张"
    en = f"{len(forms)} forms: audited totals move on {len(moved)}, grades on {len(graded)}, outcomes on {len(outcomes)}"
    if unknown:
        zh += f"，另有 {len(unknown)} 张的总分至少在一版里无法判断"
        en += f"; on {len(unknown)} more a total cannot be told in one edition"
    return Words(zh, en)


def edit_name(edit: Edit) -> Words:
    return listed([Words(f"{WHAT[kind].zh} {name}", f"{WHAT[kind].en} {name}") for kind, name in edit.items])


def share_name(share: Share) -> Words:
    return listed([edit_name(edit) for edit in share.edits])


def points(number: Fraction) -> str:
    """A difference of points, signed."""
    return signed(number, decimal_text(number, 4))


def total_text(total: Total) -> Words:
    if total.text is not None:
        return Words(total.text, total.text)
    if total.low is not None and total.high is not None:
        return Words(f"{UNKNOWN.zh}，在 {total.low} 与 {total.high} 之间", f"{UNKNOWN.en}, between {total.low} and {total.high}")
    return UNKNOWN


def impact_lines(pages: Pages, impact: Impact) -> Iterator[str]:
    yield from pages.head(Words("影响：各条规则的结论，旧版 → 新版", "impact: the outcomes of each rule, old → new"))
    yield from _rules(pages, impact.rules)
    yield ""
    yield from pages.head(Words("影响：各表的复核总分", "impact: the audited total of each form"))
    yield from _totals(pages, impact)
    for form in impact.forms:
        if form.hit:
            yield from _form(pages, form)
    if impact.years is not None:
        yield from _years(pages, impact.years)


def _rules(pages: Pages, rules: tuple[RuleImpact, ...]) -> Iterator[str]:
    moved = [rule for rule in rules if rule.moved]
    if not moved:
        yield pages.either("没有一条规则的结论有变动", "no outcome moved")
        return
    rows = []
    for rule in sorted(moved, key=lambda each: -each.moved):
        told = [
            f"{pages.said(outcome(old))} → {pages.said(outcome(new))} {count}"
            for old, new, count in rule.matrix
            if moves(old, new)
        ]
        kept = sum(count for _, _, count in rule.matrix) - rule.moved
        rows.append([rule.name, str(rule.moved), str(kept), pages.either("；", "; ").join(told)])
    heads = [Words("规则", "rule"), Words("变动", "moved"), Words("未变", "kept"), Words("旧版 → 新版", "old → new")]
    columns = [Column(pages.said(heads[0]), most=30), *(Column(pages.said(head), right=True) for head in heads[1:3])]
    yield from table(pages.page, [*columns, Column(pages.said(heads[3]), most=max(20, pages.page.width - 48))], rows)


def _totals(pages: Pages, impact: Impact) -> Iterator[str]:
    rows = []
    for form in impact.forms:
        difference = "" if form.difference is None else points(form.difference)
        rows.append(
            [
                form.id,
                form.title,
                form.claimed or "",
                pages.said(total_text(form.old)),
                pages.said(total_text(form.new)),
                difference,
            ]
        )
    heads = [
        Words("表", "form"),
        Words("项目", "project"),
        Words("填报", "claimed"),
        Words("旧版复核", "old audited"),
        Words("新版复核", "new audited"),
        Words("变动", "change"),
    ]
    title = max(8, min(24, pages.page.width - 76))
    most = [24, title, None, 26, 26, None]
    columns = [Column(pages.said(head), right=at > 1, most=wide) for at, (head, wide) in enumerate(zip(heads, most, strict=True))]
    yield from table(pages.page, columns, rows)
    yield ""


def _form(pages: Pages, form: FormImpact) -> Iterator[str]:
    page = pages.page
    yield page.rule()
    yield page.paint(page.clip(f"{form.id}  {form.title}", page.width), "strong")
    change = "" if form.difference is None else f"（{points(form.difference)}）"
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
    for moved in form.moved:
        yield from _moved(pages, moved)
    yield ""


def _moved(pages: Pages, moved: Moved) -> Iterator[str]:
    page = pages.page
    told = f"{pages.said(outcome(moved.old))} → {pages.said(outcome(moved.new))}"
    yield ""
    yield from (page.paint(line, "strong") for line in page.wrapped(f"{moved.name}  {pages.said(moved.about)}  {told}"))
    sides = [None if words is None else _body(pages.said(words)) for words in (moved.before, moved.after)]
    half = (page.width - 3) // 2
    columns = [
        [pages.said(ABSENT)] if side is None else [row for line in side for row in _cut(pages, line, half)] for side in sides
    ]
    tall = max(len(column) for column in columns)
    for at in range(tall):
        left, right = (column[at] if at < len(column) else "" for column in columns)
        yield page.pad(left, half) + " │ " + right


def _body(text: str) -> list[str]:
    """An explanation without its head, which both sides share."""
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if not line), -1)
    return lines[start + 1 :]


def _cut(pages: Pages, line: str, width: int) -> Iterator[str]:
    """A line of an explanation set into half a page."""
    indent = min(len(line) - len(line.lstrip(" ")), 8)
    room = pages.page.width - width + indent
    yield from (" " * indent + each for each in pages.page.wrapped(line.strip(), room))


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
