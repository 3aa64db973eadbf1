"""What every policy must satisfy on every form, each as a law that a form, or two that differ in one cell, may break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.drawing import Choices, Data, Spot, copied
from perfrules.drawing.reads import columns, every_expression, expressions
from perfrules.drawing.sheet import put
from perfrules.evaluate.decide import result, subjects
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Run
from perfrules.findings import OUTCOMES
from perfrules.forms import Cell, Form
from perfrules.trials.result import Kind
from perfrules.trials.under import Under
from perfrules.values import Missing, Quantity, Value
from perfrules.values.numbers import exact_text


@dataclass(frozen=True, slots=True)
class Case:
    """A form, and if a cell is to differ the other text of it."""

    data: Data
    spot: Spot | None = None
    other: str | None = None

    def forms(self) -> tuple[Data, ...]:
        if self.spot is None:
            return (self.data,)
        changed = copied(self.data)
        put(changed, self.spot, self.other)
        return self.data, changed


class Law(Protocol):
    """`cases` are what to try of a drawn form, `broken` which rules or scores (or "") break it there, and how."""

    kind: Kind
    title: Words

    def cases(self, under: Under, choices: Choices, data: Data) -> Iterator[Case]: ...

    def broken(self, under: Under, case: Case) -> dict[str, Words]: ...


class EveryOutcome:
    """Every rule gives every form one of the five outcomes, and nothing goes wrong on the way."""

    kind: Kind = "outcomes"
    title = Words("每张表上每条规则都有一个结论", "every rule gives every form an outcome")

    def cases(self, under: Under, choices: Choices, data: Data) -> Iterator[Case]:  # noqa: ARG002
        yield Case(data)

    def broken(self, under: Under, case: Case) -> dict[str, Words]:
        try:
            decided = under.decided(case.data)
            run = under.engine.start(decided.form)
            expected = [check.name for check in under.program.checks for _ in subjects(check, run)]
            for check in under.program.scores():
                for entity in run.entities.of(check.column.subject):
                    under.engine.audited(entity, check.claimed.field, run)
        except Exception as error:  # a mistake of the program, and this is where it is to be found out
            told = f"{type(error).__name__}: {error}"
            return {"": Words(f"程序出错：{told}", f"the program went wrong: {told}")}
        if [each.check for each in decided.results] != expected or any(each.outcome not in OUTCOMES for each in decided.results):
            return {"": Words("有的规则没有结论", "a rule gives no outcome")}
        return {}


class WithinBounds:
    """An audited score is in the range of its column and not above what its field is `at_most`.

    Only forms count whose own figures are possible: in their ranges, amounts and quantities not below nought. A weight that the
    policy never looks at, or that some rule objects to, is no measure; and a score that adds up rows is measured only on forms
    that no rule objects to, for rows without end add up to anything.
    """

    kind: Kind = "bounds"
    title = Words("复核得分不小于零、不超过分值", "audited scores are not below nought and not above their weight")

    def __init__(self, under: Under) -> None:
        self.read = frozenset(columns(under.program, every_expression(under.program)))

    def cases(self, under: Under, choices: Choices, data: Data) -> Iterator[Case]:  # noqa: ARG002
        yield Case(data)

    def broken(self, under: Under, case: Case) -> dict[str, Words]:
        form = under.form(case.data)
        if not possible(form):
            return {}
        run = under.engine.start(form)
        found: dict[str, Words] = {}
        for score in under.program.scores():
            if score.claimed.type.dimension.points != 1:
                continue
            for holder, value in audited(under, score, run):
                cell = holder.cells[score.claimed.field]
                weight = core.Column(holder.subject, cell.field.at_most or "")
                words = _outside(cell, value, holder.cells[weight.field] if weight in self.read else None)
                about = None if _adds_up(score) else weight
                if words is not None and not _objected(under, run, about):
                    found.setdefault(score.name, words)
        return found


def possible(form: Form) -> bool:
    """Whether the figures are such as a form can have at all, at the digits of their columns."""
    for cell in form.every_cell():
        value = cell.value.value if isinstance(cell.value, Quantity) else cell.value
        if not isinstance(value, Fraction) or isinstance(value, bool):
            continue
        field = cell.field
        if field.kind in ("money", "quantity", "ratio") and value < 0:
            return False
        if cell.step is not None and cell.column_step is not None and cell.step < cell.column_step:
            return False
        if field.kind == "points" and (
            (field.low is not None and value < field.low) or (field.high is not None and value > field.high)
        ):
            return False
    return True


def audited(under: Under, score: core.Score, run: Run) -> Iterator[tuple[Entity, Fraction]]:
    """The cells that a score claims where it applies, with their audited values, where these are known numbers."""
    for entity in subjects(score, run):
        frame = run.frame(entity)
        if under.engine.applies(score, frame) is not True:
            continue
        holder = under.engine.entity(score.claimed.route, frame)
        if isinstance(holder, Missing):
            continue
        value = number(under.engine.audited(holder, score.claimed.field, run))
        if value is not None:
            yield holder, value


def number(value: Value) -> Fraction | None:
    if isinstance(value, Quantity):
        return value.value
    return value if isinstance(value, Fraction) and not isinstance(value, bool) else None


def _outside(cell: Cell, value: Fraction, most: Cell | None) -> Words | None:
    """How the audited value is out of bounds, those of its column or the cell it is not to exceed; None when it is not."""
    field, shown = cell.field, exact_text(value)
    low = Fraction(0) if field.low is None else field.low
    if value < low:
        return Words(
            f"复核{field.zh}是 {shown}，小于 {exact_text(low)}", f"the audited {field.name} is {shown}, below {exact_text(low)}"
        )
    limit = most.value if most is not None else None
    if isinstance(limit, Fraction) and most is not None and value > limit:
        told = exact_text(limit)
        return Words(
            f"复核{field.zh}是 {shown}，超过{most.field.zh} {told}",
            f"the audited {field.name} is {shown}, above the {most.field.name} {told}",
        )
    if field.high is not None and value > field.high:
        told = exact_text(field.high)
        return Words(f"复核{field.zh}是 {shown}，超过 {told}", f"the audited {field.name} is {shown}, above {told}")
    return None


def _adds_up(score: core.Score) -> bool:
    waiting: list[core.Expr] = [score.expected]
    while waiting:
        node = waiting.pop()
        if isinstance(node, core.Aggregate):
            return True
        waiting.extend(core.children(node))
    return False


def _objected(under: Under, run: Run, about: core.Column | None) -> bool:
    """Whether some rule that looks at the column (None: any rule) fails."""
    for rule in under.program.checks:
        if not isinstance(rule, core.Rule) or rule.off is not None:
            continue
        if about is not None and about not in columns(under.program, expressions(rule)):
            continue
        if any(result(under.engine, rule, entity, run).outcome == "fail" for entity in subjects(rule, run)):
            return True
    return False
