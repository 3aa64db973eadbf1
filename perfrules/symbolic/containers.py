"""Symbolic intervals and sets, whether they hold a value, and whether a cell shows what they allow: each end by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perfrules.core.types import Type
from perfrules.symbolic import number as numbers
from perfrules.symbolic import terms
from perfrules.symbolic.measures import alike, compare, distance
from perfrules.symbolic.symbol import TRUTH, Part, Symbol, all_there, gone, merged, numeric, paired, single, truth
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.symbolic.texts import Texts


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison. Where `worded`, `words` is what a cell says that was to hold a number."""

    value: Symbol
    type: Type
    worded: Bool = False
    words: Any = 0


@dataclass(frozen=True, slots=True)
class Ends:
    low: Side | None
    high: Side | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Members:
    of: tuple[Side, ...]


Held = Ends | Members | Side
Choices = Sequence[tuple[Bool, Held]]
"""What a container is, each where its condition holds; together they leave nothing out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is compared with what is expected: its value, and the steps that count, None where there is none."""

    value: Symbol
    type: Type
    steps: Sequence[tuple[Bool, Any]]


def junction(parts: Sequence[Symbol], deciding: bool) -> Symbol:
    """The truth of all (one false decides) or of any (one true does); else unknown when one is."""
    decided = either(*(part.true if deciding else part.false for part in parts))
    missing, other = all_there(*parts)
    unknown = both(missing, opposite(decided))
    return truth(decided if deciding else opposite(decided), unknown, other)


def sides(texts: Texts, one: Side, sign: Any, other: Side) -> Symbol:
    """The truth of a comparison. Two cells that both hold words where numbers were expected are equal when the words are."""
    plain = compare(texts, one.value, one.type, sign, other.value, other.type)
    worded = both(one.worded, other.worded)
    if sign not in ("=", "!=") or worded is False:
        return plain
    same = terms.equal(texts.normal(one.words), texts.normal(other.words))
    return merged([(worded, truth(same if sign == "=" else opposite(same))), (opposite(worded), plain)])


def holds(texts: Texts, container: Held, one: Side) -> Symbol:
    """Whether the value is within both ends, is one of the members, or is the value."""
    match container:
        case Ends(low=low, high=high):
            told = [sides(texts, one, ">=" if container.low_closed else ">", low)] if low is not None else []
            told += [sides(texts, one, "<=" if container.high_closed else "<", high)] if high is not None else []
            return junction(told, False)
        case Members(of=members):
            return junction([sides(texts, one, "=", member) for member in members], True)
        case Side():
            return sides(texts, one, "=", container)


def shows(texts: Texts, cell: Shown, due: Held, tolerance: Side | None) -> Symbol:
    """Whether the cell shows the value, is in the interval (or shows an end that belongs to it), or shows a member of the set."""
    match due:
        case Ends(low=low, high=high):
            told = [_within(texts, cell, ">", low, due.low_closed, tolerance)] if low is not None else []
            told += [_within(texts, cell, "<", high, due.high_closed, tolerance)] if high is not None else []
            return junction(told, False)
        case Members(of=members):
            return junction([_same(texts, cell, member, tolerance) for member in members], True)
        case Side():
            return _same(texts, cell, due, tolerance)


def _within(texts: Texts, cell: Shown, sign: str, end: Side, closed: bool, tolerance: Side | None) -> Symbol:
    shown = Side(cell.value, cell.type)
    told = [sides(texts, shown, sign, end)]
    if closed:
        told += [sides(texts, shown, "=", end), _same(texts, cell, end, tolerance)]
    return junction(told, True)


def _same(texts: Texts, cell: Shown, due: Side, tolerance: Side | None) -> Symbol:
    """Whether the cell shows one value: within the tolerance, or rounded half up to the cell's step."""

    def told(one: Part, other: Part) -> Symbol | None:
        if not numeric(one.shape):
            return sides(
                texts, Side(single(one.shape, one.value), cell.type), "=", Side(single(other.shape, other.value), due.type)
            )
        if not numeric(other.shape) or not alike(one.shape, cell.type, other.shape, due.type):
            return None
        if tolerance is not None:
            apart = distance(one, cell.type, other, due.type)
            kind = cell.type if cell.type.written else due.type if due.type.written else cell.type
            return sides(texts, Side(apart, kind), "<=", tolerance)
        by_step = []
        for when, step in cell.steps:
            rounded = other.value if step is None else numbers.to_step(other.value, step, "rounded")
            by_step.append(both(when, numbers.compare(one.value, "=", rounded)))
        return single(TRUTH, either(*by_step))

    same = paired(cell.value, due.value, told)
    if tolerance is None:
        return same
    missing, other = all_there(cell.value, due.value, tolerance.value)
    return merged([(missing, gone(other)), (opposite(missing), same)])
