"""Intervals and sets, and whether they hold a value.

Each end and each member is looked at by itself: what is below a known end is outside, whatever the other end is. So a container
is read where it is written out; as a value of its own it is missing as soon as a part of it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perfrules.core import tree as core
from perfrules.core.types import Kind, Type
from perfrules.evaluate import choices, measure
from perfrules.evaluate.frame import Closure, Frame
from perfrules.evaluate.measure import Truth
from perfrules.values import Interval, Missing, Value
from perfrules.values.text import normal

if TYPE_CHECKING:
    from perfrules.evaluate.engine import Engine


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison. `words` is what a cell says that was to hold a number and holds words."""

    value: Value
    type: Type
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Ends:
    """An interval; None where it has no bound."""

    low: Side | None
    high: Side | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Members:
    """A set."""

    of: tuple[Side, ...]


Held = Ends | Members | Side


def side(engine: Engine, node: core.Expr, frame: Frame) -> Side:
    """The value of an expression, ready to be compared."""
    return with_words(engine, node, engine.value(node, frame), frame)


def with_words(engine: Engine, node: core.Expr, value: Value, frame: Frame) -> Side:
    return Side(value, node.type, _words(engine, node, frame) if isinstance(value, Missing) and node.type.written else None)


def _words(engine: Engine, node: core.Expr, frame: Frame) -> str | None:
    at = choices.leaf(engine, node, frame)
    if at is None or not isinstance(at[0], core.Cell):
        return None
    cell = engine.current(at[0], at[1])
    return None if isinstance(cell, Missing) or cell.written is not None or not isinstance(cell.value, Missing) else cell.text


def compare(one: Side, sign: core.Comparator, other: Side) -> Truth:
    """The truth of a comparison. Two cells that both hold words where numbers were expected are equal when the words are."""
    if one.words is not None and other.words is not None and sign in ("=", "!="):
        return (normal(one.words) == normal(other.words)) is (sign == "=")
    return measure.compare(one.value, one.type, sign, other.value, other.type, ("", ""))


def held(engine: Engine, node: core.Expr, frame: Frame) -> Held:
    """The interval or set that an expression stands for, or its one value."""
    if node.type.kind not in (Kind.INTERVAL, Kind.SET):
        return side(engine, node, frame)
    at = choices.leaf(engine, node, frame)
    match at:
        case (core.IntervalOf(low=low, high=high, low_closed=low_closed, high_closed=high_closed), where):
            ends = [None if end is None else side(engine, end, where) for end in (low, high)]
            return Ends(ends[0], ends[1], low_closed, high_closed)
        case (core.SetOf(members=written), where):
            return Members(tuple(side(engine, member, where) for member in written))
    return known(engine.value(node, frame), node.type)


def known(value: Value, type_: Type) -> Held:
    """A value that may be an interval or a set."""
    inner = type_.of or type_
    if isinstance(value, Interval):
        low, high = (None if end is None else Side(end, inner) for end in (value.low, value.high))
        return Ends(low, high, value.low_closed, value.high_closed)
    if isinstance(value, frozenset):
        return Members(tuple(Side(member, inner) for member in value))
    return Side(value, type_)


def holds(container: Held, one: Side) -> Truth:
    """Whether the value is within both ends, is one of the members, or is the value."""
    match container:
        case Ends(low=low, high=high):
            told: list[Value] = []
            if low is not None:
                told.append(compare(one, ">=" if container.low_closed else ">", low))
            if high is not None:
                told.append(compare(one, "<=" if container.high_closed else "<", high))
            return measure.junction(told, False)
        case Members(of=members):
            return measure.junction([compare(one, "=", member) for member in members], True)
        case Side():
            return compare(one, "=", container)


def interval(engine: Engine, node: core.IntervalOf) -> Closure:
    """An interval as a value."""
    low = None if node.low is None else engine.closure(node.low)
    high = None if node.high is None else engine.closure(node.high)

    def closure(frame: Frame) -> Value:
        ends = [None if end is None else end(frame) for end in (low, high)]
        gone = measure.either_missing(*(end for end in ends if end is not None))
        if gone is not None:
            return gone
        return Interval(ends[0], ends[1], node.low_closed, node.high_closed)  # type: ignore[arg-type]

    return closure


def members(engine: Engine, node: core.SetOf) -> Closure:
    """A set as a value."""
    closures = [engine.closure(member) for member in node.members]

    def closure(frame: Frame) -> Value:
        values = [member(frame) for member in closures]
        return measure.either_missing(*values) or frozenset(values)

    return closure
