"""The audited form: what the rules give for a cell that a score claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.evaluate import containers, measure
from perfrules.evaluate.agreement import shows
from perfrules.evaluate.containers import Ends, Held, Members, Side
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Frame, Run
from perfrules.forms import Cell
from perfrules.values import Missing, Quantity, Value, Why, missing
from perfrules.values.numbers import exact_text, to_step

if TYPE_CHECKING:
    from perfrules.evaluate.engine import Engine


def audited(engine: Engine, entity: Entity, name: str, run: Run) -> Value:
    """What the one score that applies gives for the cell; the claim where none does."""
    cell = entity.cells[name]
    told = [(engine.applies(score, run.frame(about)), score, about) for score, about in claims(engine, entity, name, run)]
    unknown = measure.either_missing(*(when for when, _, _ in told))
    if unknown is not None:
        return unknown
    applying = [(score, about) for when, score, about in told if when]
    if not applying:
        return cell.value  # type: ignore[return-value]
    if len(applying) > 1:
        return missing(Why.RIVAL, entity.form.id, cell.path, " / ".join(score.name for score, _ in applying))
    score, about = applying[0]
    return _due(engine, score, replace(run.frame(about), auditing=score.column), cell)


def claims(engine: Engine, holder: Entity, name: str, run: Run) -> Iterator[tuple[core.Score, Entity]]:
    """The scores that may claim a cell, each with what it is about: every row may claim a cell of the form."""
    for score in engine.scores.get(core.Column(holder.subject, name), ()):
        for about in run.entities.of(score.subject) if score.subject != holder.subject else (holder,):
            if engine.entity(score.claimed.route, run.frame(about)) is holder:
                yield score, about


def agreed(engine: Engine, score: core.Score, due: Held, frame: Frame, cell: Cell) -> bool | Missing:
    """Whether the cell shows what the score expects. A tolerance is read as claimed, like `when`."""
    claimed = replace(frame, auditing=None)
    tolerance = None if score.tolerance is None else containers.side(engine, score.tolerance, claimed)
    return shows(cell, score.claimed.type, due, tolerance)


def _due(engine: Engine, score: core.Score, frame: Frame, cell: Cell) -> Value:
    """What the cell should show: the claim where it agrees, else the expected value at the digits its column keeps.

    The claim is kept where it agrees, and what replaces it is rounded as on paper: a total adds up the cells shown, so
    exact values would move totals by a hundredth that nobody wrote wrongly.
    """
    due = containers.held(engine, score.expected, frame)
    if agreed(engine, score, due, frame, cell) is True:
        return cell.value  # type: ignore[return-value]
    form = frame.row.form.id
    if isinstance(due, Ends) and due.low_closed and due.high_closed and due.low and due.high and due.low.value == due.high.value:
        due = due.low  # an interval of one number is that number
    if isinstance(due, Side):
        shown = _as_shown(due, score.claimed.type, cell, form)
        return Missing(shown.causes) if isinstance(shown, Missing) else shown
    parts = due.of if isinstance(due, Members) else tuple(end for end in (due.low, due.high) if end is not None)
    gone = measure.either_missing(*(part.value for part in parts))
    return gone if gone is not None else missing(Why.BETWEEN, form, cell.path, _text(due))


def _text(due: Ends | Members) -> str:
    if isinstance(due, Members):
        return " / ".join(_part(member) for member in due.of)
    return "~".join("" if end is None else _part(end) for end in (due.low, due.high))


def _part(side: Side) -> str:
    if isinstance(side.value, Fraction):
        return exact_text(side.value)
    return measure.amount_text(side.value) if isinstance(side.value, Quantity) else str(side.value)


def _as_shown(due: Side, column: Type, cell: Cell, form: str) -> Value:
    """The expected value in the unit of the column, rounded half up to its step."""
    value = due.value
    if not isinstance(value, Fraction | Quantity) or isinstance(value, bool):
        return value
    if column.written:
        return measure.fitted(value, due.type)
    if isinstance(value, Quantity):
        pair = measure.aligned(value, due.type, Fraction(0), column, (form, cell.path))
        if isinstance(pair, Missing):
            return pair
        value = pair[0]
    return value if cell.column_step is None else to_step(value, cell.column_step, "rounded")
