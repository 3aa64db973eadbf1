"""Functions of single values: how each argument is read, and what is missing when one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules import library
from perfrules.core import tree as core
from perfrules.evaluate import choices, measure
from perfrules.evaluate.decide import result, subjects
from perfrules.evaluate.frame import Closure, Frame
from perfrules.forms import Cell
from perfrules.values import Missing, Value, Why, missing

if TYPE_CHECKING:
    from perfrules.evaluate.engine import Engine

Reader = Callable[[Frame], object]


def call(engine: Engine, node: core.Call) -> Closure:
    match node.function:
        case "undetermined":
            return _undetermined(node)
        case "all_pass":
            return _all_pass(engine, node)
        case "count":
            ticks = engine.closure(node.arguments[0])
            return lambda frame: _ticked(ticks(frame))
        case "min" | "max":
            return _extreme(engine, node)
        case "if_missing":
            return _if_missing(engine, node)
        case _:
            return _builtin(engine, node)


def _undetermined(node: core.Call) -> Closure:
    reason = node.arguments[0]
    assert isinstance(reason, core.Constant)
    detail = str(reason.value)
    return lambda frame: missing(Why.STATED, frame.row.form.id, frame.row.path, detail)


def _all_pass(engine: Engine, node: core.Call) -> Closure:
    """Whether every rule but the one named is met or does not apply; what cannot be decided is not met."""
    but = {argument.value for argument in node.arguments if isinstance(argument, core.Constant)}
    checks = [check for check in engine.program.checks if check.name not in but]

    def all_pass(frame: Frame) -> bool:
        run = frame.run
        told = (result(engine, check, entity, run) for check in checks for entity in subjects(check, run))
        return all(each.outcome in ("pass", "not_applicable", "off") for each in told)

    return all_pass


def _ticked(value: object) -> Value:
    return value if isinstance(value, Missing) else Fraction(len(value))  # type: ignore[arg-type]


def _extreme(engine: Engine, node: core.Call) -> Closure:
    values = [choices.fitting(engine, argument, node) for argument in node.arguments]
    greatest = node.function == "max"

    def extreme(frame: Frame) -> Value:
        each = [value(frame) for value in values]
        return engine.placed(measure.either_missing(*each) or library.extreme(each, greatest), node, frame)

    return extreme


def _if_missing(engine: Engine, node: core.Call) -> Closure:
    """Only its first argument must be there; the second is looked at when it is needed."""
    meaning = library.builtins()[node.function].meaning
    asked, instead = node.arguments
    assert isinstance(asked, core.Cell)
    cell, other = asked, choices.fitting(engine, instead, node)

    def closure(frame: Frame) -> Value:
        held = engine.current(cell, frame)
        return held if isinstance(held, Missing) else meaning(held, other(frame))

    return closure


def _builtin(engine: Engine, node: core.Call) -> Closure:
    builtin = library.builtins()[node.function]
    readers = [_reader(engine, takes, argument) for takes, argument in zip(builtin.takes, node.arguments, strict=True)]
    stepped = "step" in builtin.takes

    def closure(frame: Frame) -> Value:
        read = [reader(frame) for reader in readers]
        gone = measure.either_missing(*read)  # type: ignore[arg-type]
        if gone is None and stepped:
            gone = engine.placed(_misfit(node, *read), node, frame)  # type: ignore[arg-type, assignment]
        return gone if isinstance(gone, Missing) else engine.placed(builtin.meaning(*read), node, frame)

    return closure


def _misfit(node: core.Call, number: Value, step: Value) -> Value:
    """Why a number cannot be rounded to the step: 95% has no digits before a step of 1."""
    one, other = node.arguments
    pair = measure.aligned(number, one.type, step, other.type, ("", ""))
    return pair if isinstance(pair, Missing) else True


def _reader(engine: Engine, takes: str, node: core.Expr) -> Reader:
    """How an argument is read: the cell on the form, the cell with its present value, the text written, or a value."""
    match takes:
        case "cell":
            assert isinstance(node, core.Cell)
            return _observed(engine, node)
        case "written":
            assert isinstance(node, core.Cell)
            return _written(engine, node)
        case "text":
            return lambda frame: _text(engine, node, frame)
        case _:
            return engine.closure(node)


def _observed(engine: Engine, node: core.Cell) -> Reader:
    value = engine.closure(node)

    def cell(frame: Frame) -> Cell | Missing:
        if engine.observe:
            value(frame)
        return engine.cell(node, frame)

    return cell


def _written(engine: Engine, node: core.Cell) -> Reader:
    """A cell in which something is written. A number among written quantities is one, with the unit of its column."""

    def cell(frame: Frame) -> Cell | Missing:
        held = engine.current(node, frame)
        if isinstance(held, Missing):
            return held
        if isinstance(held.value, Missing) and held.text is None:
            return held.value
        return replace(held, value=measure.fitted(held.value, node.type)) if isinstance(held.value, Fraction) else held

    return cell


def _text(engine: Engine, node: core.Expr, frame: Frame) -> Value:
    """The text that is written; none is, where the cell is blank."""
    value = engine.value(node, frame)
    at = choices.leaf(engine, node, frame) if isinstance(value, Missing) else None
    match at:
        case (core.Cell() as cell, where):
            held = engine.current(cell, where)
            return value if isinstance(held, Missing) else held.text or ""
        case (core.FacetOf(cell=cell), where):
            told = engine.cell(cell, where)
            return "" if not isinstance(told, Missing) and told.text is None else value
    return value
