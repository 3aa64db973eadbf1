"""The conditions that an item's outcome hangs on, in both editions: what regions are made of.

A condition is a truth, with where it holds, where not, and where it is unknown. Comparisons of one number with constants, tables
and `min`/`max` are gathered under that number as its edges: between two neighbouring edges nothing changes its mind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from perfrules.core import tree as core
from perfrules.core.types import TRUTH, Kind, Type
from perfrules.diagnostics import Words
from perfrules.diff.asking import Question, Twin
from perfrules.diff.bands import constant
from perfrules.diff.moves import LANGUAGES
from perfrules.forms import Templates
from perfrules.report.wording import Wording
from perfrules.symbolic import number as numbers
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.symbol import NUMBER, Symbol
from perfrules.symbolic.terms import Bool, both, either
from perfrules.values import Interval

Key = tuple[int, Frame]


@dataclass(slots=True)
class Atom:
    """A condition; `node` is how it is written in the edition `side`, `words` the formula, `sides` which editions have it."""

    key: Key
    side: int
    node: core.Expr
    words: Words
    value: Symbol
    sides: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Driver:
    """A number, as the edition `side` writes it, and its edges, each with the editions that have it."""

    key: Key
    side: int
    node: core.Expr
    words: Words
    type: Type
    value: Symbol
    edges: dict[Fraction, set[int]] = field(default_factory=dict)

    def inside(self, interval: Interval) -> Bool:
        """Where the number lies in it."""
        return either(*(both(part.when, _in(part.value, interval)) for part in self.value.parts if part.shape == NUMBER))

    @property
    def sides(self) -> set[int]:
        """The editions that have any of its edges."""
        return set().union(*self.edges.values())

    @property
    def changed(self) -> int:
        """How many of its edges one edition has and the other has not."""
        return sum(len(sides) == 1 for sides in self.edges.values())


def _in(value: Any, interval: Interval) -> Bool:
    told: list[Bool] = []
    if interval.low is not None:
        told.append(numbers.compare(value, ">=" if interval.low_closed else ">", numbers.exact(interval.low)))
    if interval.high is not None:
        told.append(numbers.compare(value, "<=" if interval.high_closed else "<", numbers.exact(interval.high)))
    return both(*told)


class Atoms:
    """All conditions and drivers of a question, those in which the editions differ first."""

    def __init__(self, question: Question, templates: Templates, ids: Iterator[int]) -> None:
        self.question = question
        self.templates = templates
        self._atoms: dict[Key, Atom] = {}
        self._drivers: dict[Key, Driver] = {}
        self._ids = ids
        for side, item in enumerate((question.pairing.old, question.pairing.new)):
            for node in _deciding(item):
                self._collect(side, node, question.frame)

        self._apart()

    def drivers(self) -> list[Driver]:
        """Numbers whose edges changed, most changes first; where what is given is a number, else any that has edges."""
        changed = sorted((each for each in self._drivers.values() if each.changed), key=lambda each: -each.changed)
        return changed or ([*self._drivers.values()] if self.question.pairing.by_value else [])

    def all(self) -> list[Atom | Driver]:
        """What regions are split by, after the driver: what only one edition asks, then what both ask."""
        changed = self.drivers()
        others = [each for each in self._drivers.values() if each not in changed]
        one_sided = [atom for atom in self._atoms.values() if len(atom.sides) == 1]
        return [*changed, *one_sided, *others, *(atom for atom in self._atoms.values() if len(atom.sides) > 1)]

    def terms(self) -> Iterator[Bool]:
        """Everything that any of them says, for whoever asks which cells they are about."""
        for atom in self._atoms.values():
            yield from (atom.value.true, atom.value.missing)
        for driver in self._drivers.values():
            yield driver.value.missing
            yield from (driver.inside(Interval(edge, edge)) for edge in driver.edges)

    def _apart(self) -> None:
        """What reads alike but means something else in each edition is told apart."""
        every: list[Atom | Driver] = [*self._atoms.values(), *self._drivers.values()]
        for one in every:
            sides = one.sides
            if len(sides) == 1 and any(other.words == one.words and other is not one for other in every):
                alike = [other for other in every if other.words == one.words and len(other.sides) == 1]
                for each in alike:
                    old = 0 in each.sides
                    each.words += Words("（旧版）" if old else "（新版）", " (old edition)" if old else " (new edition)")

    # ── gathering ──

    def _collect(self, side: int, node: core.Expr, frame: Frame) -> None:
        match node:
            case core.Not() | core.All() | core.Any() | core.If():
                self._below(side, node, frame)
            case core.LetRef():
                self._let(side, node, frame)
            case core.Compare(left=left, right=right):
                if not (self._edge(side, left, right, frame) or self._edge(side, right, left, frame)):
                    self._atom(side, node, frame)
                self._below(side, node, frame)
            case core.In(value=value, container=container):
                if not self._ends(side, value, container, frame):
                    self._atom(side, node, frame)
            case core.Choose():
                self._table(side, node, frame)
            case core.Call(function="min" | "max", arguments=(one, other)):
                if not (self._edge(side, one, other, frame) or self._edge(side, other, one, frame)):
                    self._made(side, node, one, "<", other, frame)
                self._below(side, node, frame)
            case core.Aggregate():
                return
            case _:
                if node.type.kind is Kind.TRUTH and not isinstance(node, core.Constant):
                    self._atom(side, node, frame)
                else:
                    self._below(side, node, frame)

    def _below(self, side: int, node: core.Expr, frame: Frame) -> None:
        for each in core.children(node):
            self._collect(side, each, frame)

    def _let(self, side: int, node: core.LetRef, frame: Frame) -> None:
        at = self._unwrapped(side, node, frame)
        if at is not None:
            self._collect(side, *at)
        elif node.type.kind is Kind.TRUTH:
            self._atom(side, node, frame)

    def _unwrapped(self, side: int, node: core.LetRef, frame: Frame) -> tuple[core.Expr, Frame] | None:
        """What the let stands for, where it certainly leads to one thing."""
        twin = self.question.sides[side]
        ends, missing, _ = twin.reached(node.route, frame)
        if missing is not False or len(ends) != 1 or ends[0][0] is not True:
            return None
        return twin.program.lets[node.name].value, frame.of(ends[0][1])

    def _table(self, side: int, node: core.Choose, frame: Frame) -> None:
        for test, _ in node.rows:
            if test is None or self._ends(side, node.subject, test, frame):
                continue
            if test.type.kind not in (Kind.INTERVAL, Kind.SET):
                self._made(side, node, node.subject, "=", test, frame)
        for _, value in node.rows:
            self._collect(side, value, frame)

    def _ends(self, side: int, value: core.Expr, container: core.Expr, frame: Frame) -> bool:
        """Takes the ends of an interval, or one number, as edges of a value; whether they are written out."""
        if isinstance(container, core.IntervalOf):
            ends = [end for end in (container.low, container.high) if end is not None]
        else:
            ends = [container]
        taken = [self._edge(side, value, end, frame) for end in ends]
        return all(taken)

    def _edge(self, side: int, node: core.Expr, against: core.Expr, frame: Frame) -> bool:
        """Takes a number that is written out as an edge of another."""
        program = self.question.sides[side].program
        edge = constant(against, program)
        if not isinstance(edge, Fraction) or isinstance(edge, bool) or constant(node, program) is not None:
            return False
        if not node.type.number or node.type.written or against.type.written:
            return False
        inner, where = node, frame
        while isinstance(inner, core.LetRef) and (at := self._unwrapped(side, inner, where)) is not None:
            inner, where = at
        twin = self.question.sides[side]
        key = (twin.shape(inner), where)
        driver = self._drivers.get(key)
        if driver is None:
            driver = self._drivers[key] = Driver(key, side, inner, self._words(twin, node), node.type, twin.value(inner, where))
        driver.edges.setdefault(edge, set()).add(side)
        if self.question.pairing.by_value:  # a share of nothing is nothing: what is given often changes its sign there
            driver.edges.setdefault(Fraction(0), set()).update((0, 1))
        return True

    def _made(self, side: int, near: core.Expr, left: core.Expr, sign: core.Comparator, right: core.Expr, frame: Frame) -> None:
        """A comparison that stands in a table or in `min`, though nobody wrote it as one."""
        if left.type.kind in (Kind.INTERVAL, Kind.SET):
            return
        node = core.Compare(left, sign, right, id=next(self._ids), type=TRUTH, source=near.source, span=near.span)
        self._atom(side, node, frame)

    def _atom(self, side: int, node: core.Expr, frame: Frame) -> None:
        twin = self.question.sides[side]
        key = (twin.shape(node), frame)
        if key not in self._atoms:
            self._atoms[key] = Atom(key, side, node, self._words(twin, node), twin.value(node, frame))
        self._atoms[key].sides.add(side)

    def _words(self, twin: Twin, node: core.Expr) -> Words:
        zh, en = (Wording(twin.program, self.templates, language) for language in LANGUAGES)
        told = Words(zh.formula(node), en.formula(node))
        if isinstance(node, core.Agrees) and node.tolerance is not None:
            told += Words(f" 误差不超过 {zh.formula(node.tolerance)}", f" within {en.formula(node.tolerance)}")
        return told


def _deciding(item: core.Item) -> Iterator[core.Expr]:
    match item:
        case core.Let(value=value):
            yield value
        case core.Rule(when=when, require=require):
            yield from (node for node in (when, require) if node is not None)
        case core.Score(when=when, expected=expected, tolerance=tolerance):
            yield from (node for node in (when, expected, tolerance) if node is not None)
