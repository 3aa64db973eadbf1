"""What is true, false or unknown: comparisons, membership, agreement, and their junctions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.evaluate import containers, measure
from perfrules.evaluate.agreement import shows
from perfrules.evaluate.frame import Closure, Frame
from perfrules.values import Missing, Value
from perfrules.values.text import normal

if TYPE_CHECKING:
    from perfrules.evaluate.engine import Engine


def negation(of: Closure) -> Closure:
    def not_(frame: Frame) -> Value:
        value = of(frame)
        return value if isinstance(value, Missing) else not value

    return not_


def junction(parts: list[Closure], deciding: bool) -> Closure:
    """`and` is decided by false, `or` by true; both sides are always looked at."""
    return lambda frame: measure.junction([part(frame) for part in parts], deciding)


def comparison(engine: Engine, node: core.Compare) -> Closure:
    left, right = engine.closure(node.left), engine.closure(node.right)
    its, sign, others = node.left.type, node.operator, node.right.type

    def compare(frame: Frame) -> Value:
        one, other = left(frame), right(frame)
        if isinstance(one, Missing) or isinstance(other, Missing):
            sides = containers.with_words(engine, node.left, one, frame), containers.with_words(engine, node.right, other, frame)
            told = containers.compare(sides[0], sign, sides[1])
        else:
            told = measure.compare(one, its, sign, other, others, ("", ""))
        return told if told is True or told is False else engine.placed(told, node.left, frame)

    return compare


def membership(engine: Engine, node: core.In) -> Closure:
    if node.container.type.kind is Kind.TICKS:
        return _ticked(engine, node)

    def inside(frame: Frame) -> Value:
        one = containers.side(engine, node.value, frame)
        return engine.placed(containers.holds(containers.held(engine, node.container, frame), one), node.value, frame)

    return inside


def _ticked(engine: Engine, node: core.In) -> Closure:
    value, boxes = engine.closure(node.value), engine.closure(node.container)

    def ticked(frame: Frame) -> Value:
        one, held = value(frame), boxes(frame)
        gone = measure.either_missing(one, held)
        return gone if gone is not None else normal(str(one)) in {normal(each) for each in held}  # type: ignore[union-attr, arg-type]

    return ticked


def agrees(engine: Engine, node: core.Agrees) -> Closure:
    def agree(frame: Frame) -> Value:
        cell = engine.current(node.cell, frame)
        if isinstance(cell, Missing):
            return cell
        tolerance = None if node.tolerance is None else containers.side(engine, node.tolerance, frame)
        told = shows(cell, node.cell.type, containers.held(engine, node.value, frame), tolerance)
        return engine.placed(told, node.cell, frame)

    return agree
