"""Choosing between values: `if`, tables, and what an expression comes down to once its choices are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfrules.core import tree as core
from perfrules.evaluate import containers, measure
from perfrules.evaluate.frame import Closure, Frame
from perfrules.values import Missing, Quantity, Value, Why, missing

if TYPE_CHECKING:
    from perfrules.evaluate.engine import Engine


def decided(engine: Engine, node: core.If) -> Closure:
    """One of two values; where the condition is unknown, the value that both are."""
    condition = engine.closure(node.condition)
    then, otherwise = fitting(engine, node.then, node), fitting(engine, node.otherwise, node)

    def choice(frame: Frame) -> Value:
        told = condition(frame)
        if not isinstance(told, Missing):
            return then(frame) if told else otherwise(frame)
        one, other = then(frame), otherwise(frame)
        return told if isinstance(one, Missing) or isinstance(other, Missing) or one != other else one

    return choice


def chosen(engine: Engine, node: core.Choose) -> Closure:
    """The value of the row of a table that takes the subject."""
    values = {value.id: fitting(engine, value, node) for _, value in node.rows}

    def choose(frame: Frame) -> Value:
        value = _taken(engine, node, frame)
        return value if isinstance(value, Missing) else values[value.id](frame)

    return choose


def fitting(engine: Engine, branch: core.Expr, node: core.Expr) -> Closure:
    """A branch as a value of the whole: a bare number among written quantities is a quantity."""
    closure = engine.closure(branch)
    if not node.type.written or branch.type.written:
        return closure
    return lambda frame: measure.fitted(closure(frame), branch.type)


def _taken(engine: Engine, node: core.Choose, frame: Frame) -> core.Expr | Missing:
    """The value, as an expression, of the first row whose test takes the subject."""
    subject = containers.side(engine, node.subject, frame)
    if isinstance(subject.value, Missing):
        return subject.value
    for test, value in node.rows:
        told = True if test is None else containers.holds(containers.held(engine, test, frame), subject)
        if isinstance(told, Missing):
            placed = engine.placed(told, node.subject, frame)
            assert isinstance(placed, Missing)
            return placed
        if told:
            return value
    gone = engine.placed(missing(Why.NO_BAND, "", "", _shown(subject.value)), node.subject, frame)
    assert isinstance(gone, Missing)
    return gone


def _shown(value: Value) -> str:
    return measure.amount_text(value) if isinstance(value, Quantity) else str(value)


def leaf(engine: Engine, node: core.Expr, frame: Frame) -> tuple[core.Expr, Frame] | None:
    """Where a value is written out, behind lets, params and choices that are made; None when one cannot be made.

    A let only names a value, so what asks how a value is written (a blank text, one end of an interval) asks this.
    """
    while True:
        match node:
            case core.ParamRef(name=name):
                node = engine.program.params[name].expression
            case core.LetRef(name=name, route=route):
                entity = engine.entity(route, frame)
                if isinstance(entity, Missing):
                    return None
                node, frame = engine.program.lets[name].value, frame.of(entity)
            case core.If(condition=condition, then=then, otherwise=otherwise):
                told = engine.value(condition, frame)
                if isinstance(told, Missing):
                    return None
                node = then if told else otherwise
            case core.Choose():
                value = _taken(engine, node, frame)
                if isinstance(value, Missing):
                    return None
                node = value
            case core.Call(function="if_missing", arguments=(core.Cell() as cell, instead)):
                held = engine.current(cell, frame)
                if isinstance(held, Missing):
                    return None
                node = instead if isinstance(held.value, Missing) and held.text is None else cell
            case _:
                return node, frame
