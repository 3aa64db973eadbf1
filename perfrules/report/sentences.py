"""The sentence of a finding, made from the rule's own tree, so it cannot drift from what the rule does.

A requirement that failed is followed to the comparisons that decided it; each says what stands there and what should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Language, Words
from perfrules.evaluate import Explanation
from perfrules.findings import Derivation
from perfrules.forms import Cell, Form, Templates
from perfrules.report.labels import cell_at, label, written
from perfrules.report.wording import Wording, value_text
from perfrules.values import Interval, Missing
from perfrules.values.numbers import decimal_text, to_step

SHOULD = {
    "=": ("应等于", "should equal"),
    "!=": ("不应等于", "should not equal"),
    ">=": ("应不小于", "should be at least"),
    "<=": ("应不大于", "should be at most"),
    ">": ("应大于", "should be more than"),
    "<": ("应小于", "should be less than"),
}
SIGN = {"=": "", "!=": "≠ ", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}
OPPOSITE = {"=": "!=", "!=": "=", ">=": "<", "<=": ">", ">": "<=", "<": ">="}
MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What decided a failure: the sentence, the cell it is about, and the values as they would be written."""

    words: Words
    path: str | None = None
    claimed: str | None = None
    expected: str | None = None
    working: tuple[Words, ...] = ()
    remedy: Words | None = None


@dataclass(frozen=True, slots=True)
class Sentences:
    program: core.Program
    templates: Templates
    form: Form

    def wording(self, language: Language) -> Wording:
        return Wording(self.program, self.templates, language)

    def _both(self, zh: str, en: str) -> Words:
        return Words(zh, en)

    def formula(self, node: core.Expr) -> Words:
        return Words(self.wording("zh").formula(node), self.wording("en").formula(node))

    def numbers(self, derivation: Derivation) -> Words:
        return Words(self.wording("zh").numbers(derivation), self.wording("en").numbers(derivation))

    def value(self, derivation: Derivation) -> Words:
        node = derivation.node
        return Words(value_text(derivation.value, node.type, "zh"), value_text(derivation.value, node.type, "en"))

    # ── a score ──

    def score(self, explanation: Explanation) -> Said:
        """The cell claims this, the rules give that."""
        cell = explanation.claimed
        assert cell is not None
        due = explanation.requirement
        name = label(self.form, cell.path)
        working = self.working(due)
        value = due.value.only if isinstance(due.value, Interval) and due.value.only is not None else due.value
        if isinstance(value, Missing):
            return self._one_end(explanation, name, cell)
        if isinstance(value, Interval) or due.node.type.kind is Kind.SET:
            inside = self.value(due)
            return Said(
                Words(f"{name.zh}填 {cell.text}，应属于 {inside.zh}", f"{name.en} shows {cell.text}; it should lie in {inside.en}"),
                cell.path, cell.text, inside.zh, working,
                Words(f"填 {inside.zh} 之内的数", f"write a value in {inside.en}"),
            )  # fmt: skip
        expected = written(value, cell.field, self.form, cell) or self.value(due).zh
        difference = self._difference(cell.value, value, explanation)
        words = Words(f"{name.zh}填 {cell.text}，应为 {expected}", f"{name.en} shows {cell.text}; it should be {expected}")
        cut = (
            Words("；尾数是截去的，不是四舍五入", "; the digits were cut off, not rounded") if explanation.cut else Words("", "")
        )
        return Said(
            words + difference + cut, cell.path, cell.text, expected, working, Words(f"填 {expected}", f"write {expected}")
        )

    def _one_end(self, explanation: Explanation, name: Words, cell: Cell) -> Said:
        """The claim lies beyond the one end of the interval that is known."""
        at = _interval(explanation.requirement)
        assert isinstance(at.node, core.IntervalOf)
        ends = dict(zip([end for end in ("low", "high") if getattr(at.node, end) is not None], at.below, strict=True))
        high = ends.get("high")
        upper = high is not None and not isinstance(high.value, Missing)
        end = high if upper and high is not None else ends["low"]
        bound = written(end.value, cell.field, self.form, cell) or self.value(end).zh
        zh, en, sign = ("不能多于", "cannot be more than", "≤") if upper else ("不能少于", "cannot be less than", "≥")
        return Said(
            Words(f"{name.zh}填 {cell.text}，{zh} {bound}", f"{name.en} shows {cell.text}; it {en} {bound}"),
            cell.path, cell.text, f"{sign} {bound}", self.working(end),
        )  # fmt: skip

    def _difference(self, claimed: object, due: object, explanation: Explanation) -> Words:
        from fractions import Fraction

        cell = explanation.claimed
        if not isinstance(claimed, Fraction) or not isinstance(due, Fraction) or cell is None or cell.field.kind != "points":
            return Words("", "")
        step = cell.column_step or Fraction(1, 100)
        by = claimed - to_step(due, step, "rounded")
        text = decimal_text(abs(by), 4)
        return Words(f"，{'多' if by > 0 else '少'} {text} 分", f", {text} {'too many' if by > 0 else 'too few'}")

    def working(self, derivation: Derivation) -> tuple[Words, ...]:
        """The formula, the numbers put into it, and what comes out; lets on the way are worked out below it."""
        return tuple(self._working(derivation, 3))

    def _working(self, derivation: Derivation, depth: int) -> Iterator[Words]:
        node = derivation.node
        if isinstance(node, core.If | core.Choose) and len(derivation.below) == 2:
            yield from self._working(derivation.below[1], depth)
            return
        if isinstance(node, core.LetRef) and derivation.below and depth:
            yield from self._working(derivation.below[0], depth)
            return
        if isinstance(node, core.Constant | core.Cell | core.FacetOf):
            return
        formula, numbers, value = self.formula(node), self.numbers(derivation), self.value(derivation)
        steps = [formula] if numbers == formula else [formula, numbers]
        if steps[-1] != value and not isinstance(derivation.value, Missing):
            steps.append(value)
        yield Words(" = ".join(step.zh for step in steps), " = ".join(step.en for step in steps))
        if depth:
            for below in _lets(derivation):
                inner = list(self._working(below.below[0], 0)) if below.below else []
                if inner:
                    name = self.formula(below.node)
                    yield Words(f"{name.zh} = {inner[0].zh}", f"{name.en} = {inner[0].en}")

    # ── a rule ──

    def rule(self, explanation: Explanation) -> Said:
        """What decided that the requirement does not hold."""
        said = list(self._failures(explanation.requirement, False))
        first = next((each for each in said if each.path is not None), said[0])
        words = Words(
            "；".join(each.words.zh for each in said[:MOST_ROWS]), "; ".join(each.words.en for each in said[:MOST_ROWS])
        )
        remedies = [each.remedy for each in said if each.remedy]
        remedy = Words("；".join(each.zh for each in remedies), "; ".join(each.en for each in remedies)) if remedies else None
        working = tuple(dict.fromkeys(line for each in said for line in each.working))
        return Said(words, first.path, first.claimed, first.expected, working, remedy)

    def _failures(self, at: Derivation, denied: bool) -> Iterator[Said]:
        """The parts that make a condition false (or, under `not`, true)."""
        node = at.node
        match node:
            case core.Not():
                yield from self._failures(at.below[0], not denied)
            case core.All() | core.Any():
                wrong = [below for below in at.below if below.value is denied]
                for below in wrong or at.below:
                    yield from self._failures(below, denied)
            case core.LetRef() if at.below and node.type.kind is Kind.TRUTH:
                yield from self._failures(at.below[0], denied)
            case core.If() if at.below:
                yield from self._failures(at.below[-1], denied)
            case core.Compare():
                yield self._comparison(at, node, denied)
            case core.Agrees():
                yield self._agreement(at, node)
            case core.In():
                yield self._membership(at, denied)
            case core.Aggregate():
                yield self._rows(at, node, denied)
            case core.Call():
                yield self._asked(at, node, denied)
            case _:
                yield self._plain(at, denied)

    def _comparison(self, at: Derivation, node: core.Compare, denied: bool) -> Said:
        left, right = at.below[0], at.below[1]
        operator = OPPOSITE[node.operator] if denied else node.operator
        if isinstance(left.node, core.Constant) and not isinstance(right.node, core.Constant):
            flip = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            left, right, operator = right, left, flip.get(operator, operator)
        if operator == "!=" and isinstance(left.value, str) and left.path and right.path:
            return self._same_text(left, right)
        should = SHOULD[operator]
        subject, value, against = self._named(left), self.value(left), self.value(right)
        bound = self._bound(right)
        text = Words(
            f"{subject.zh}为 {value.zh}，{should[0]} {bound.zh}", f"{subject.en} is {value.en}; it {should[1]} {bound.en}"
        )
        working = tuple(
            line for side in (left, right) if not isinstance(side.node, core.Cell | core.Constant) for line in self.working(side)
        )
        path = left.path or right.path or _first_path(left) or _first_path(right)
        expected = SIGN[operator] + (self._as_written(left, right) or against.zh)
        remedy = Words(
            f"使{subject.zh}{should[0][1:]} {against.zh}", f"make {subject.en} {should[1].removeprefix('should ')} {against.en}"
        )
        return Said(text, path, self._claimed(left), expected, working, remedy)

    def _as_written(self, left: Derivation, right: Derivation) -> str | None:
        """What a cell on the right says, or a number as the cell on the left would show it."""
        if right.text is not None:
            return right.text
        if not isinstance(left.node, core.Cell) or left.path is None:
            return None
        cell = cell_at(self.form, left.path)
        return None if cell is None or isinstance(right.value, bool) else written(right.value, cell.field, self.form)

    def _same_text(self, left: Derivation, right: Derivation) -> Said:
        one, other = self._named(left), self._named(right)
        return Said(
            Words(f"{one.zh}与{other.zh}相同：“{left.text}”", f"{one.en} is the same as {other.en}: “{left.text}”"),
            left.path, left.text, "≠",
        )  # fmt: skip

    def _claimed(self, at: Derivation) -> str | None:
        return at.text if at.text is not None else self.value(at).zh

    def _named(self, at: Derivation) -> Words:
        """What a side of a comparison is called: the cell by its label, a formula by its names."""
        if at.path is not None and isinstance(at.node, core.Cell):
            return label(self.form, at.path)
        if isinstance(at.node, core.FacetOf) and at.node.facet == "text" and at.path is not None:
            return label(self.form, at.path)
        if isinstance(at.node, core.FacetOf) and at.path is not None:
            name = label(self.form, at.path)
            return Words(f"{name.zh}（{self.formula(at.node).zh.rpartition('.')[2]}）", f"{name.en} ({at.node.facet})")
        formula = self.formula(at.node)
        return Words(f" {formula.zh} ", formula.en)

    def _bound(self, at: Derivation) -> Words:
        value = self.value(at)
        if isinstance(at.node, core.Constant):
            return value
        name = self._named(at)
        return Words(f"{name.zh.strip()}（{value.zh}）", f"{name.en.strip()} ({value.en})")

    def _agreement(self, at: Derivation, node: core.Agrees) -> Said:
        due = at.below[1]
        cell = None if at.path is None else cell_at(self.form, at.path)
        if cell is None:
            return self._plain(at, False)
        from perfrules.evaluate.agreement import cut_off

        expected = written(due.value, cell.field, self.form, cell) or self.value(due).zh
        name = label(self.form, cell.path)
        cut = cut_off(cell, due.value, node.cell.type, node.value.type)
        tail = Words("；尾数是截去的，不是四舍五入", "; the digits were cut off, not rounded") if cut else Words("", "")
        return Said(
            Words(f"{name.zh}填 {cell.text}，应为 {expected}", f"{name.en} shows {cell.text}; it should be {expected}") + tail,
            cell.path, cell.text, expected, self.working(due), Words(f"填 {expected}", f"write {expected}"),
        )  # fmt: skip

    def _membership(self, at: Derivation, denied: bool) -> Said:
        value, container = at.below[0], at.below[1]
        name, shown, held = self._named(value), self.value(value), self.value(container)
        if isinstance(container.value, Missing):
            held = self.formula(container.node)
        zh, en = ("不应属于", "should not be in") if denied else ("应属于", "should be in")
        return Said(
            Words(f"{name.zh}为 {shown.zh}，{zh} {held.zh}", f"{name.en} is {shown.en}; it {en} {held.en}"),
            value.path or _first_path(value), self._claimed(value), f"{'∉' if denied else '∈'} {held.zh}", self.working(value),
        )  # fmt: skip

    def _rows(self, at: Derivation, node: core.Aggregate, denied: bool) -> Said:
        counting = [row for row in at.below if row.value is True or node.where is None or node.value is not None]
        condition = None if node.where is None else self.formula(node.where)
        which = Words(f"满足 {condition.zh} 的行", f"rows where {condition.en}") if condition else Words("行", "rows")
        group = self.wording("zh").part(node.route.end), self.wording("en").part(node.route.end)
        if node.function == "unique":
            return self._repeated(at)
        some = (node.function == "any") == denied
        if some and counting:
            names = [label(self.form, row.label or "") for row in counting[:MOST_ROWS]]
            zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
            return Said(
                Words(f"{zh}：{condition.zh}", f"{en}: {condition.en}") if condition else Words(f"不应有 {zh}", f"there should be no {en}"),
                counting[0].label, None, None,
            )  # fmt: skip
        return Said(
            Words(f"{group[0]}中没有{which.zh}", f"{group[1]} has no {which.en}"), None, None, None, (),
            Words(f"补上{which.zh}", f"add {which.en}"),
        )  # fmt: skip

    def _repeated(self, at: Derivation) -> Said:
        seen: dict[object, Derivation] = {}
        for row in at.below:
            if row.value in seen:
                first, again = label(self.form, seen[row.value].path or ""), label(self.form, row.path or "")
                value = self.value(row)
                return Said(
                    Words(f"{value.zh}重复：{first.zh}、{again.zh}", f"{value.en} stands twice: {first.en}, {again.en}"),
                    row.path, row.text, None,
                )  # fmt: skip
            seen[row.value] = row
        return self._plain(at, False)

    def _asked(self, at: Derivation, node: core.Call, denied: bool) -> Said:
        """A function that asks about cells or texts."""
        cell = at.below[0]
        name = label(self.form, cell.path) if cell.path else self._named(cell)
        text = cell.text or ""
        shown = text if len(text) <= 40 else text[:39] + "…"
        match node.function:
            case "filled" if denied:
                return Said(
                    Words(f"{name.zh}填了 {shown}，不应填写", f"{name.en} shows {shown}; it should be blank"), cell.path, cell.text, "",
                    (), Words(f"{name.zh}不填", f"leave {name.en} blank"),
                )  # fmt: skip
            case "filled":
                zh = f"{name.zh}没有填写" if not text else f"{name.zh}只填了“{shown}”"
                return Said(
                    Words(zh, f"{name.en} is not filled in"),
                    cell.path,
                    text,
                    None,
                    (),
                    Words(f"填写{name.zh}", f"fill in {name.en}"),
                )
            case "comparable":
                other = at.below[1]
                its = label(self.form, other.path) if other.path else self._named(other)
                return Said(
                    Words(
                        f"{name.zh}“{cell.text}”与{its.zh}“{other.text}”不能比较：单位不同，或一个是数一个是文字",
                        f"{name.en} “{cell.text}” and {its.en} “{other.text}” cannot be compared: other units, or a number and words",
                    ),
                    other.path or cell.path, other.text, cell.text,
                )  # fmt: skip
            case "numeric":
                zh = "读得出数" if denied else "读不出数"
                return Said(
                    Words(f"{name.zh}“{shown}”{zh}", f"{name.en} “{shown}” is {'a' if denied else 'no'} number"),
                    cell.path,
                    text,
                    None,
                )
            case "contains" | "matches":
                wanted = self.value(at.below[1])
                zh = f"含有 {wanted.zh}" if denied else f"没有 {wanted.zh}"
                if node.function == "matches":
                    zh = "有不该留下的写法" if denied else f"不合 {wanted.zh}"
                return Said(
                    Words(f"{name.zh}“{shown}”{zh}", f"{name.en} “{shown}” {'holds' if denied else 'does not hold'} {wanted.en}"),
                    cell.path, text, None,
                )  # fmt: skip
            case _:
                return self._plain(at, denied)

    def _plain(self, at: Derivation, denied: bool) -> Said:
        formula, value = self.formula(at.node), self.value(at)
        zh = f"{formula.zh} {value.zh}" if denied else f"要求 {formula.zh}，结果{value.zh}"
        return Said(Words(zh, f"{formula.en}: {value.en}"), at.path or _first_path(at))


def _interval(at: Derivation) -> Derivation:
    """The interval that a value was chosen as, through lets and choices."""
    while not isinstance(at.node, core.IntervalOf):
        at = at.below[-1]
    return at


def _first_path(at: Derivation) -> str | None:
    waiting = list(at.below)
    while waiting:
        current = waiting.pop(0)
        if current.path is not None:
            return current.path
        waiting.extend(current.below)
    return None


def _lets(at: Derivation) -> list[Derivation]:
    """The lets that a formula reads directly, once each."""
    found: dict[str, Derivation] = {}
    waiting = list(at.below)
    while waiting:
        current = waiting.pop(0)
        if isinstance(current.node, core.LetRef):
            found.setdefault(current.node.name, current)
        elif not isinstance(current.node, core.Aggregate):
            waiting.extend(current.below)
    return list(found.values())
