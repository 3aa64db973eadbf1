"""Forms brought towards what a policy asks for: each value that is due written where it is due."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core import tree as core
from perfrules.drawing import Data, copied
from perfrules.drawing.sheet import put
from perfrules.drawing.written import number
from perfrules.evaluate.decide import result, subjects
from perfrules.forms import Field, Template
from perfrules.trials.under import Under, spot_at
from perfrules.values import Interval, Missing, Quantity, Value
from perfrules.values.numbers import exact_text
from perfrules.values.quantity import PERCENT, UNWRITTEN

ROUNDS = 2
"""Totals are due after what they add up."""


def settled(under: Under, data: Data, only: str | None = None) -> Data:
    """The form with every cell that is to show a computed value (of the rule `only`) showing it, as far as the value is known."""
    data = copied(data)
    for _ in range(ROUNDS):
        run = under.engine.start(under.form(data))
        changed = False
        for check in under.program.checks:
            pair = due(check)
            if pair is None or check.off is not None or only not in (None, check.name):
                continue
            for entity in subjects(check, run):
                frame = run.frame(entity)
                if under.engine.applies(check, frame) is not True or result(under.engine, check, entity, run).outcome == "pass":
                    continue
                cell = under.engine.cell(pair[0], frame)
                if isinstance(cell, Missing):
                    continue
                text = shown(under.engine.value(pair[1], frame), cell.field, under.template)
                if text is not None:
                    put(data, spot_at(cell.path), text)
                    changed = True
        if not changed:
            break
    return data


def due(check: core.Check) -> tuple[core.Cell, core.Expr] | None:
    """The cell that a rule or score says the value of, and the value."""
    match check:
        case core.Score(claimed=claimed, expected=expected):
            return claimed, expected
        case core.Rule(require=core.Agrees(cell=cell, value=value)):
            return cell, value
        case core.Rule(require=core.Compare(left=core.Cell() as cell, operator="=", right=value)):
            return cell, value
        case core.Rule(require=core.Compare(left=value, operator="=", right=core.Cell() as cell)):
            return cell, value
        case _:
            return None


def shown(value: Value, field: Field, template: Template) -> str | None:
    """A value as it is written in a cell; of an interval, one inside it."""
    match value:
        case bool():
            return None
        case Fraction():
            return number(field, value, template)
        case Quantity(value=amount, unit=unit):
            if field.kind != "quantity":
                return number(field, amount, template)
            name = "".join(part for part, _ in unit if part != UNWRITTEN)
            return f"{exact_text(amount * 100)}%" if name == PERCENT else f"{exact_text(amount)}{name}"
        case Interval(low=low, high=high):
            ends = [end for end in (low, high) if end is not None]
            return number(field, sum(ends, Fraction(0)) / len(ends), template) if ends else None
        case str():
            return value
        case frozenset():
            return shown(min(value, key=str), field, template) if value else None
        case _:
            return None
