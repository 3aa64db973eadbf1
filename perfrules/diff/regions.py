"""Where two editions of an item differ, cut into regions in each of which they differ in one way.

The forms are split by the conditions of both editions, the number whose edges changed first, until a piece differs everywhere in
one way or nowhere. Then every condition that a piece can do without is dropped, and neighbours are joined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from perfrules.diff.asking import Question
from perfrules.diff.atoms import Atom, Atoms, Driver
from perfrules.diff.moves import Move, Replay
from perfrules.forms import Form, Templates
from perfrules.symbolic.search import Search
from perfrules.symbolic.terms import Bool, Model, Standing, both, either, opposite
from perfrules.values import Interval, Missing

SECONDS = Fraction(1)
MOST_QUESTIONS = 300
MOST_LOST = 2
"""After so many questions without an answer no more is asked about an item."""
MOST_SPLITS, MOST_SPLITS_OF_VALUES = 6, 3
MOST_EDGES = 24
Truth = Literal["true", "false", "unknown"]
TRUTHS: tuple[Truth, ...] = ("true", "false", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """One condition of a region: a truth of an atom, or where a driver lies (None: it cannot be worked out)."""

    of: Atom | Driver
    told: Truth | Interval | None

    @property
    def key(self) -> object:
        return (self.of.key, self.told)

    def holds(self) -> Bool:
        if isinstance(self.of, Driver):
            return self.of.value.missing if self.told is None else self.of.inside(interval(self.told))
        value = self.of.value
        return value.true if self.told == "true" else value.false if self.told == "false" else value.missing

    def held_by(self, replay: Replay, form: Form) -> bool:
        """Whether the ordinary evaluator finds it so on a form."""
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
    """Where one move holds. `exact`: everywhere there; else only somewhere in it."""

    conditions: tuple[Condition, ...]
    move: Move
    exact: bool

    @property
    def key(self) -> object:
        return frozenset(condition.key for condition in self.conditions), self.move, self.exact

    def held_by(self, replay: Replay, form: Form) -> bool:
        return all(condition.held_by(replay, form) for condition in self.conditions)

    def holds(self) -> Bool:
        return both(*(condition.holds() for condition in self.conditions))


class Regions:
    """Cuts one question into pieces. `complete` is False as soon as something could not be decided."""

    def __init__(self, question: Question, search: Search, templates: Templates, replay: Replay) -> None:
        self.question = question
        self.complete = True
        self.asked = 0
        self.lost = 0
        self.splits = MOST_SPLITS_OF_VALUES if question.pairing.by_value else MOST_SPLITS
        self.open: list[Move] = []
        self.atoms = Atoms(question, templates, replay.ids)
        # What is told once and for all is no question: a `False` among them would leave nothing to ask about.
        told = [term for term in (*question.moves.values(), *self.atoms.terms()) if not isinstance(term, bool)]
        so = search.around(both(*told))
        self.standing = Standing([question.allowed, *so], SECONDS)

    def pieces(self) -> list[Piece]:
        moves = self._able(True, list(self.question.moves))
        if not moves:
            return []
        drivers = self.atoms.drivers()
        first = drivers[0] if drivers and len(drivers[0].edges) <= MOST_EDGES else None
        others = [each for each in self.atoms.all() if each is not first]
        starts = [()] if first is None else [(Condition(first, told),) for told in _cells(first)]
        found = [piece for start in starts for piece in self._explored(start, moves, others)]
        pieces = _unique([self._simpler(piece, first) for piece in found])
        for driver in self.atoms.all():
            if isinstance(driver, Driver):
                pieces = _joined(pieces, driver)
        return _unique(pieces)

    def _model(self, wanted: Bool) -> Model | bool | None:
        """A form of the space that is such; False when there is none, None when that could not be told."""
        self.asked += 1
        if self.weary:
            self.complete = False
            return None
        told = self.standing.satisfied(wanted)
        if told is None:
            self.lost += 1
            self.complete = False
        return told

    @property
    def weary(self) -> bool:
        return self.asked > MOST_QUESTIONS or self.lost >= MOST_LOST

    def _able(self, here: Bool, moves: list[Move]) -> list[Move]:
        """The moves that are possible there; those of which it could not be told are `open`. Each answer settles a move."""
        able: list[Move] = []
        left = list(moves)
        while left:
            told = self._model(both(here, either(*(self.question.moves[move] for move in left))))
            if told is False:
                break
            seen = [move for move in left if isinstance(told, Model) and told.truth(self.question.moves[move])]
            if not seen:
                self.complete = False
                self.open += [move for move in left if move not in self.open]
                break
            able += seen
            left = [move for move in left if move not in seen]
        return [move for move in moves if move in able]

    def _explored(self, conditions: tuple[Condition, ...], moves: list[Move], atoms: list[Atom | Driver]) -> Iterator[Piece]:
        here = both(*(condition.holds() for condition in conditions))
        if here is False:
            return
        able = self._able(here, moves)
        if not able:
            return
        there = both(self.question.thing.present, here)
        if len(able) == 1 and self._model(both(there, opposite(self.question.moves[able[0]]))) is False:
            yield Piece(conditions, able[0], True)
            return
        if not atoms or len(conditions) > self.splits or self.weary:
            yield from (Piece(conditions, move, False) for move in able)
            return
        atom, *rest = atoms
        if isinstance(atom, Driver):
            values: list[Truth | Interval | None] = [*_cells(atom)]
        else:
            values = [*TRUTHS]
        for told in values:
            yield from self._explored((*conditions, Condition(atom, told)), able, rest)

    def _simpler(self, piece: Piece, first: Driver | None) -> Piece:
        """Without the conditions that it can do without; where it is not exact, all but where the driver lies."""
        if not piece.exact:
            return replace(piece, conditions=tuple(each for each in piece.conditions if each.of is first))
        kept = list(piece.conditions)
        for condition in reversed(piece.conditions) if not self.weary else ():
            rest = [each for each in kept if each is not condition]
            here = both(self.question.thing.present, *(each.holds() for each in rest))
            if self._model(both(here, opposite(self.question.moves[piece.move]))) is False:
                kept = rest
        return replace(piece, conditions=tuple(kept))


def _joined(pieces: list[Piece], driver: Driver) -> list[Piece]:
    """Neighbouring intervals of the driver with the same other conditions are one."""
    groups: dict[object, list[Piece]] = {}
    for piece in pieces:
        others = frozenset(condition.key for condition in piece.conditions if condition.of is not driver)
        groups.setdefault((others, piece.move, piece.exact, _told_missing(piece, driver)), []).append(piece)
    return [joined for group in groups.values() for joined in _neighbours(group, driver)]


def _told_missing(piece: Piece, driver: Driver) -> bool:
    return any(condition.of is driver and condition.told is None for condition in piece.conditions)


def _unique(pieces: list[Piece]) -> list[Piece]:
    """Each once, and none that lies in another of the same move."""
    once = list({piece.key: piece for piece in pieces}.values())
    keys = [frozenset(condition.key for condition in piece.conditions) for piece in once]
    return [
        piece
        for piece, mine in zip(once, keys, strict=True)
        if not any(
            its < mine and other.move == piece.move and (other.exact or not piece.exact)
            for other, its in zip(once, keys, strict=True)
        )
    ]


def _cells(driver: Driver) -> list[Interval | None]:
    """The number line cut at every edge, edges by themselves; last, where the number cannot be worked out."""
    edges = sorted(driver.edges)
    found: list[Interval | None] = [Interval(None, edges[0], False, False)]
    for at, edge in enumerate(edges):
        found.append(Interval(edge, edge))
        found.append(Interval(edge, edges[at + 1] if at + 1 < len(edges) else None, False, False))
    return [*found, None]


def _neighbours(group: list[Piece], driver: Driver) -> Iterator[Piece]:
    held = [(piece, next((condition for condition in piece.conditions if condition.of is driver), None)) for piece in group]
    spans = [(piece, condition) for piece, condition in held if condition is not None and condition.told is not None]
    yield from (piece for piece, condition in held if condition is None or condition.told is None)
    last: tuple[Piece, Condition] | None = None
    for piece, condition in spans:
        if last is not None and _touch(interval(last[1].told), interval(condition.told)):
            one, other = interval(last[1].told), interval(condition.told)
            wider = Condition(driver, Interval(one.low, other.high, one.low_closed, other.high_closed))
            conditions = tuple(wider if each is last[1] else each for each in last[0].conditions)
            last = (replace(last[0], conditions=conditions), wider)
            continue
        if last is not None:
            yield last[0]
        last = (piece, condition)
    if last is not None:
        yield last[0]


def _touch(one: Interval, other: Interval) -> bool:
    return one.high is not None and one.high == other.low and (one.high_closed or other.low_closed)
