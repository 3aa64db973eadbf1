"""The comparison as one page for a browser: no network, no script, readable with pictures off, on paper and on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.diff import naming as told
from perfrules.diff import text_meaning as meant
from perfrules.diff import wording
from perfrules.diff.bands import bands
from perfrules.diff.derivations import Line, contrasted, lines
from perfrules.diff.impact import FormImpact, Impact
from perfrules.diff.meaning import Crossing, ItemMeaning, Region
from perfrules.diff.model import Change, Difference
from perfrules.diff.outcomes import Found, Moved, moves
from perfrules.diff.pictures import Step, table_picture, waterfall
from perfrules.diff.years import Matched
from perfrules.findings import OUTCOMES
from perfrules.values.numbers import decimal_text

if TYPE_CHECKING:
    from markupsafe import Markup

FOUND: tuple[Found, ...] = (*OUTCOMES, "absent")


def web_page(difference: Difference, programs: tuple[core.Program, core.Program], language: Language) -> str:
    """The page as text. The programs are the two editions: pictures of their tables are drawn from them."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    view = _View(difference, programs, language)
    return environment.get_template("page.html.jinja").render(view=view, d=difference, words=WORDS) + "\n"


@dataclass(frozen=True, slots=True)
class Group:
    """The outcomes of one rule on one form that moved alike: explained in full, each about its own row."""

    name: str
    told: str
    all: tuple[Moved, ...]


class _View:
    """What the page asks for, in the reader's language."""

    def __init__(self, difference: Difference, programs: tuple[core.Program, core.Program], language: Language) -> None:
        self.difference = difference
        self.programs = programs
        self.language: Language = language

    def t(self, words: Words | None) -> str:
        return "" if words is None else words.text(self.language)

    def either(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    # ── the text ──

    def how(self, change: Change) -> str:
        return f"{self.t(wording.HOW[change.how])} {self.t(wording.WHAT[change.what])}"

    def aspects(self, change: Change) -> str:
        return self.t(wording.aspects_of(change))

    def counts(self) -> str:
        return self.t(wording.NOTHING if self.difference.empty else wording.counts(self.difference))

    def cited(self, change: Change) -> list[str]:
        return [self.t(wording.cited(each)) for each in (change.was, change.now) if each is not None]

    def names(self, names: tuple[str, ...]) -> str:
        return self.either("、", ", ").join(names)

    def picture(self, change: Change) -> Markup | None:
        """The old table drawn against the new one."""
        if change.what != "table":
            return None
        sides = []
        for program, name in zip(self.programs, (change.old, change.new), strict=True):
            let = program.lets.get(name or "")
            sides.append(None if let is None else bands(let, program))
        zh, en = f"分档表 {change.names}：旧版虚线，新版实线", f"table {change.names}: old dashed, new solid"
        return table_picture(sides[0], sides[1], self.either(zh, en))

    # ── the meaning ──

    def meant(self) -> str:
        assert self.difference.meaning is not None
        return self.t(meant.meaning_summary(self.difference, self.difference.meaning))

    def verdict(self, item: ItemMeaning) -> str:
        return self.t(meant.VERDICT[item.verdict])

    def what(self, item: ItemMeaning) -> str:
        return self.t(wording.WHAT[item.what])

    def sure(self, item: ItemMeaning) -> str:
        return self.t(meant.how_sure(item))

    def where(self, region: Region) -> str:
        return self.t(meant.where_text(region))

    def given(self, region: Region) -> list[str]:
        return [self.t(each) for each in meant.given(region)]

    def shown(self, region: Region) -> str:
        """What the form shows, where the region says a formula; why it comes to no result, where the rules say why."""
        told = meant.shown(region)
        return self.t(told) if told != meant.SHOWN_BY else "" if region.why is None else self.t(region.why)

    def form(self, shown: Region | Crossing) -> str:
        return meant.form_text(shown, self.difference.new.template, self.language)

    def covered(self, item: ItemMeaning) -> str:
        return self.t(meant.COVERED if item.complete else meant.NOT_COVERED)

    def crossing(self, crossing: Crossing) -> str:
        return self.t(meant.crossing_text(crossing))

    # ── the impact ──

    def summary(self) -> str:
        assert self.difference.impact is not None
        return self.t(told.impact_summary(self.difference.impact))

    def outcome(self, name: str) -> str:
        return self.t(told.outcome(name))

    def points(self, number: Fraction | None) -> str:
        return "" if number is None else told.points(number)

    def total(self, form: FormImpact, side: str) -> str:
        return self.t(told.total_text(getattr(form, side)))

    def matrix(self, impact: Impact) -> list[list[int]]:
        """All outcomes, old down and new across."""
        counts = {(old, new): 0 for old in FOUND for new in FOUND}
        for rule in impact.rules:
            for old, new, count in rule.matrix:
                counts[(old, new)] += count
        return [[counts[(old, new)] for new in FOUND] for old in FOUND]

    def found(self) -> tuple[Found, ...]:
        return FOUND

    def moves(self, old: str, new: str) -> bool:
        return moves(old, new)

    def share(self, share: Any) -> str:
        return self.t(told.share_name(share))

    def shared(self, form: FormImpact) -> str:
        return self.t(told.HOW[form.how])

    def waterfall(self, form: FormImpact) -> Markup | None:
        """From the old total to the new one, a bar for each share."""
        if form.old.value is None or form.new.value is None or not form.shares:
            return None
        steps = list(self._steps(form, form.old.value, form.new.value))
        return waterfall(
            steps, self._alternative(form), lambda low: self.either(f"横条从 {low} 分画起", f"bars are drawn from {low}")
        )

    def _steps(self, form: FormImpact, old: Fraction, new: Fraction) -> Iterator[Step]:
        yield Step(self.either("旧版复核总分", "old audited total"), form.old.text or "", Fraction(0), old, "total")
        at = old
        for share in form.shares:
            kind = "more" if share.amount > 0 else "less"
            yield Step(self.share(share), self.points(share.amount), at, at + share.amount, kind)
            at += share.amount
        yield Step(self.either("新版复核总分", "new audited total"), form.new.text or "", Fraction(0), new, "total")

    def _alternative(self, form: FormImpact) -> str:
        parts = [f"{self.share(share)} {self.points(share.amount)}" for share in form.shares]
        shown = self.either("；", "; ").join(parts)
        return f"{form.id} {self.total(form, 'old')} → {self.total(form, 'new')}: {shown}"

    def groups(self, form: FormImpact) -> list[Group]:
        """What moved on a form, rule by rule."""
        found: dict[tuple[str, str], list[Moved]] = {}
        for each in form.moved:
            found.setdefault((each.name, self._told(each)), []).append(each)
        return [Group(name, told, tuple(each)) for (name, told), each in found.items()]

    def _told(self, moved: Moved) -> str:
        """How an outcome moved; where it is the same, how what the score gives moved."""
        old, new = moved.expected
        if moved.old == moved.new and old and new:
            return f"{self.outcome(moved.old)}{self.either('，应得 ', ', expected ')}{self.t(old)} → {self.t(new)}"
        return f"{self.outcome(moved.old)} → {self.outcome(moved.new)}"

    def steps(self, moved: Moved, side: int, whole: bool) -> list[Line]:
        """How an outcome came about in one edition: every step, or those that the other edition has not."""
        both = [self.t(words) for words in (moved.before, moved.after)]
        if whole or not all(both):
            return lines(both[side])
        return contrasted(both[0], both[1])[side]

    def year_row(self, each: Matched) -> list[str]:
        """What was, what the figures did, what the rules did, what is."""
        values = (each.old_before, each.figures, each.rules, each.new_now)
        unknown = self.t(WORDS["unknown"])
        return [
            unknown if value is None else decimal_text(value, 4) if at in (0, 3) else self.points(value)
            for at, value in enumerate(values)
        ]


WORDS = {
    "text": Words("文本：改了什么", "text: what changed"),
    "header": Words("政策自己的几行", "the policy's own clauses"),
    "clause": Words("子句", "clause"),
    "old": Words("旧版", "old"),
    "new": Words("新版", "new"),
    "readers": Words("读它的规则和计分", "read by"),
    "moved_to": Words("条件或要求有一部分与此互相移动", "a part moved between this and"),
    "meaning": Words("含义：两版都有而改了的规则、计分和分档表", "meaning: rules, scores and tables in both editions"),
    "where": Words("哪里不同", "where"),
    "example": Words("例（最小的一张表）", "shown by (the smallest form)"),
    "whole": Words("整份政策", "the whole policy"),
    "impact": Words("影响：哪些表受影响", "impact: whom it hits"),
    "rules": Words("各条规则的结论", "the outcomes of each rule"),
    "rule": Words("规则", "rule"),
    "matrix": Words("全部结论：旧版（行）→ 新版（列）", "all outcomes: old (down) → new (across)"),
    "totals": Words("各表的复核总分", "audited totals"),
    "form": Words("表", "form"),
    "project": Words("项目", "project"),
    "claimed": Words("填报", "claimed"),
    "change": Words("变动", "change"),
    "edit": Words("改动", "edit"),
    "share": Words("份额", "share"),
    "sum": Words("合计", "sum"),
    "moved": Words("变动", "moved"),
    "kept": Words("未变", "kept"),
    "which": Words("旧版 → 新版", "old → new"),
    "explained": Words("两版各自的解释", "explained in both editions"),
    "audited": Words("复核总分", "audited total"),
    "of_text": Words("文本", "text"),
    "of_meaning": Words("含义", "meaning"),
    "of_impact": Words("影响", "impact"),
    "steps": Words("全部步骤", "every step"),
    "no_moves": Words("没有一条规则的结论有变动", "no outcome moved"),
    "grades": Words("等级", "grade"),
    "years": Words("两年之间：规则变了，还是数字变了", "between the years: changed rules, or changed figures"),
    "years_how": Words(
        "先在旧版规则下把上年的数字换成本年的（数字的变动），再在本年的数字上把旧版规则换成新版（规则的变动）。",
        "First the figures change, under the old edition; then the edition changes, on this year's figures.",
    ),
    "before": Words("上年（旧版）", "earlier (old)"),
    "figures": Words("数字的变动", "figures"),
    "by_rules": Words("规则的变动", "rules"),
    "now": Words("本年（新版）", "now (new)"),
    "only_now": Words("本年没有配上的", "this year's forms without a match"),
    "only_before": Words("上年没有配上的", "the other year's forms without a match"),
    "unknown": Words("无法判断", "undetermined"),
}
