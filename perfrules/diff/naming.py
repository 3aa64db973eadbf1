"""What outcomes, edits, shares and totals are called, and what the impact comes to: in both languages, on every page."""

from __future__ import annotations

from fractions import Fraction

from perfrules.diagnostics import Words
from perfrules.diff.edits import Edit
from perfrules.diff.impact import Impact, Share, Total
from perfrules.diff.wording import WHAT, listed, signed
from perfrules.report.text import OUTCOME_WORDS
from perfrules.values.numbers import decimal_text

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
    if not forms:
        return Words("给的表没有一张可比较", "none of the forms given could be compared")
    moved = [form for form in forms if form.difference]
    unknown = [form for form in forms if form.difference is None and form.totals_differ]
    graded = [form for form in forms if form.grades]
    outcomes = [form for form in forms if form.moved]
    zh = f"{len(forms)} 张表：复核总分变动 {len(moved)} 张，等级变动 {len(graded)} 张，结论变动 {len(outcomes)} 张"
    counted = "1 form" if len(forms) == 1 else f"{len(forms)} forms"
    en = f"{counted}: audited totals move on {len(moved)}, grades on {len(graded)}, outcomes on {len(outcomes)}"
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
