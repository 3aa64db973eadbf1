"""What a score says of the cell it claims: what it shows, what it should show, and by how much they differ."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.evaluate import Explanation, step_of
from perfrules.findings import Derivation
from perfrules.forms import Cell
from perfrules.report.labels import label, written
from perfrules.report.speaking import Said, Speaker
from perfrules.values import Interval, Missing
from perfrules.values.numbers import decimal_text, to_step


def score(said: Speaker, explanation: Explanation) -> Said:
    """The cell claims this, the rules give that."""
    cell = explanation.claimed
    assert cell is not None
    due = explanation.requirement
    name = label(said.form, cell.path)
    working = said.working(due)
    value = due.value.only if isinstance(due.value, Interval) and due.value.only is not None else due.value
    if isinstance(value, Missing):
        return _one_end(said, explanation, name, cell)
    if isinstance(value, Interval) or due.node.type.kind is Kind.SET:
        inside = said.value(due)
        return Said(
            Words(f"{name.zh}填 {cell.text}，应属于 {inside.zh}", f"{name.en} shows {cell.text}; it should lie in {inside.en}"),
            cell.path,
            cell.text,
            inside.zh,
            working,
            Words(f"填 {inside.zh} 之内的数", f"write a value in {inside.en}"),
        )
    expected = written(value, cell.field, cell) or said.value(due).zh
    difference = _difference(cell.value, value, explanation)
    words = Words(f"{name.zh}填 {cell.text}，应为 {expected}", f"{name.en} shows {cell.text}; it should be {expected}")
    cut = Words("；尾数是截去的，不是四舍五入", "; the digits were cut off, not rounded") if explanation.cut else Words("", "")
    return Said(words + difference + cut, cell.path, cell.text, expected, working, Words(f"填 {expected}", f"write {expected}"))


def _one_end(said: Speaker, explanation: Explanation, name: Words, cell: Cell) -> Said:
    """The claim lies beyond the one end of the interval that is known."""
    at = _interval(explanation.requirement)
    assert isinstance(at.node, core.IntervalOf)
    ends = dict(zip([end for end in ("low", "high") if getattr(at.node, end) is not None], at.below, strict=True))
    high = ends.get("high")
    upper = high is not None and not isinstance(high.value, Missing)
    end = high if upper and high is not None else ends["low"]
    bound = written(end.value, cell.field, cell) or said.value(end).zh
    zh, en, sign = ("不能多于", "cannot be more than", "≤") if upper else ("不能少于", "cannot be less than", "≥")
    return Said(
        Words(f"{name.zh}填 {cell.text}，{zh} {bound}", f"{name.en} shows {cell.text}; it {en} {bound}"),
        cell.path,
        cell.text,
        f"{sign} {bound}",
        said.working(end),
    )


def _difference(claimed: object, due: object, explanation: Explanation) -> Words:
    cell = explanation.claimed
    if not isinstance(claimed, Fraction) or not isinstance(due, Fraction) or cell is None or cell.field.kind != "points":
        return Words("", "")
    step = step_of(cell)
    by = claimed - (due if step is None else to_step(due, step, "rounded"))
    text = decimal_text(abs(by), 4)
    return Words(f"，{'多' if by > 0 else '少'} {text} 分", f", {text} {'too many' if by > 0 else 'too few'}")


def _interval(at: Derivation) -> Derivation:
    """The interval that a value was chosen as, through lets and choices."""
    while not isinstance(at.node, core.IntervalOf):
        at = at.below[-1]
    return at
