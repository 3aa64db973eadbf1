"""Conditions of a region, and pieces: where the editions differ in one way, as conditions that all hold.

Nothing is left unsaid: where what both editions ask alike is not told piece by piece, it is told by what they come to (a
`Standpoint`), which a form meets or not like any other condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff.drivers import ONE_SIDED, Atom, Driver, Standpoint
from perfrules.diff.moves import Move, Pairing, Replay
from perfrules.forms import Form
from perfrules.symbolic.solving import Model
from perfrules.symbolic.symbol import NUMBER
from perfrules.symbolic.terms import Bool, both, opposite
from perfrules.values import Interval, Missing

Truth = Literal["true", "false", "unknown"]


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """One condition of a region: a truth of an atom or standpoint, or where a driver lies (None: it cannot be worked out)."""

    of: Atom | Driver | Standpoint
    told: Truth | Interval | None
    rank: int = 0

    @property
    def key(self) -> object:
        return (self.of.key, self.told)

    def holds(self) -> Bool:
        if isinstance(self.of, Standpoint):
            return self.of.here if self.told == "true" else opposite(self.of.here)
        if isinstance(self.of, Driver):
            return self.of.value.missing if self.told is None else self.of.inside(interval(self.told))
        value = self.of.value
        return value.true if self.told == "true" else value.false if self.told == "false" else value.missing

    def held_by(self, pairing: Pairing, replay: Replay, form: Form, path: str) -> bool:
        """Whether the ordinary evaluator finds it so of a thing of a form."""
        if isinstance(self.of, Standpoint):
            stand, by_value = self.of.key
            return replay.stands(pairing, form, path, by_value)[stand] == (self.told == "true")
        value = replay.value(self.of.side, self.of.node, form, self.of.key[1].row.path)
        if value is None or isinstance(value, Missing):
            return value is not None and self.told in (None, "unknown")
        if isinstance(self.of, Driver):
            return self.told is not None and isinstance(value, Fraction) and value in interval(self.told)
        return self.told == ("true" if value is True else "false")


def interval(told: object) -> Interval:
    assert isinstance(told, Interval)
    return told


@dataclass(frozen=True, slots=True)
class Piece:
    """Where `moves` hold. `exact`: everywhere there; else only somewhere in it. `gives`: the formula that is left there."""

    conditions: tuple[Condition, ...]
    moves: tuple[Move, ...]
    exact: bool
    gives: tuple[Words | None, Words | None] = (None, None)

    def held_by(self, pairing: Pairing, replay: Replay, form: Form, path: str) -> bool:
        """Whether a thing of a form lies there."""
        return all(condition.held_by(pairing, replay, form, path) for condition in self.conditions)

    def holds(self) -> Bool:
        return both(*(condition.holds() for condition in self.conditions))


def cube(of: Atom | Driver, model: Model) -> list[Condition]:
    """What a model says of one atom or driver; of a driver, of each edge which side it lies, the weaker word first."""
    if isinstance(of, Atom):
        value = of.value
        told: Truth = "true" if model.truth(value.true) else "false" if model.truth(value.false) else "unknown"
        whole = isinstance(of.node, core.LetRef) and of.rank == ONE_SIDED and of.all_of
        # That all of it is so is said part by part; that it is not can be said by its name alone.
        return [] if whole and told != "false" else [Condition(of, told, of.rank)]
    number = _number(of, model)
    if number is None:
        return [Condition(of, None, min(map(of.rank, of.edges)))]
    found = []
    for edge in sorted(of.edges):
        halves = []
        if number >= edge:
            halves.append(Interval(edge, None, True, False))
        if number <= edge:
            halves.append(Interval(None, edge, False, True))
        if number > edge:
            halves.append(Interval(edge, None, False, False))
        if number < edge:
            halves.append(Interval(None, edge, False, False))
        found += [Condition(of, half, of.rank(edge)) for half in halves]
    return found


def _number(driver: Driver, model: Model) -> Fraction | None:
    for part in driver.value.parts:
        if part.shape == NUMBER and model.truth(part.when):
            bottom = model.number(part.value.bottom)
            return model.number(part.value.top) / bottom if bottom else None
    return None


def gathered(conditions: list[Condition]) -> tuple[Condition, ...]:
    """What is said of one number put together; what only one edition asks comes first."""
    found: dict[object, Condition] = {}
    for condition in conditions:
        known = found.get(condition.of.key)
        if known is None or known.told is None or condition.told is None or not isinstance(condition.of, Driver):
            found[condition.of.key] = condition
        else:
            met = interval(known.told).meet(interval(condition.told))
            found[condition.of.key] = Condition(condition.of, met, min(known.rank, condition.rank))
    return tuple(sorted(found.values(), key=lambda each: (each.rank, isinstance(each.of, Driver))))


def within(one: Piece, other: Piece) -> bool:
    """Whether every form of one piece lies in another that says the same of it."""
    if (one.moves, one.gives) != (other.moves, other.gives) or (one.exact and not other.exact):
        return False
    return all(any(_follows(each, from_) for from_ in one.conditions) for each in other.conditions)


def _follows(one: Condition, other: Condition) -> bool:
    if one.of.key != other.of.key or not isinstance(one.told, Interval) or not isinstance(other.told, Interval):
        return one.key == other.key
    return one.told.meet(other.told) == other.told


def in_order(piece: Piece) -> tuple[object, ...]:
    """By the numbers, the lowest first."""
    lows = [each.told.low for each in piece.conditions if isinstance(each.told, Interval)]
    return tuple((low is not None, low or Fraction(0)) for low in lows)


def weakest_first(conditions: list[Condition]) -> list[Condition]:
    """In the order in which they are worth keeping: near to the change, and of one number the weaker word."""
    return sorted(conditions, key=_worth)


def _worth(condition: Condition) -> tuple[int, bool, bool]:
    named = not isinstance(condition.of, Atom) or isinstance(condition.of.node, core.LetRef)
    return condition.rank, not named, strict(condition.told)


def strict(told: object) -> bool:
    """Whether it is the stronger word of two about an edge: above or below, not at it."""
    return isinstance(told, Interval) and not (told.low_closed or told.high_closed)
