"""The conditions that an item's outcome hangs on, in both editions: what regions are made of.

A condition is a truth, with where it holds, where not, and where it is unknown. Comparisons of one number with constants, tables
and `min`/`max` are gathered under that number as its edges: between two neighbouring edges nothing changes its mind. A truth that
both editions have a name for is a condition under that name, as its authors say it; a name of one edition is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from perfrules.core import tree as core
from perfrules.core.types import RATIO, TRUTH, Kind
from perfrules.diagnostics import Words
from perfrules.diff.asking import Question, Twin
from perfrules.diff.bands import constant
from perfrules.diff.drivers import Atom, Driver, Key
from perfrules.diff.moves import LANGUAGES
from perfrules.forms import Templates
from perfrules.report.wording import Wording
from perfrules.source import Source, Span
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.terms import Bool
from perfrules.values import Interval

NOUGHT = core.Constant(Fraction(0), id=0, type=RATIO, source=Source.of("", ""), span=Span(0, 0))
MOST_VALUES = 8


class Atoms:
    """All conditions and drivers of a question, those in which the editions differ first."""

    def __init__(self, question: Question, templates: Templates, ids: Iterator[int]) -> None:
        self.question = question
        self.templates = templates
        self._atoms: dict[Key, Atom] = {}
        self._drivers: dict[Key, Driver] = {}
        self._ids = ids
        self._depth = 0
        for side, item in enumerate((question.pairing.old, question.pairing.new)):
            for node in _deciding(item):
                self._collect(side, node, question.frame)

        self._apart()

    def all(self) -> list[Atom | Driver]:
        """What regions are told by, in the order in which the editions come to it, the old one first."""
        return [*self._drivers.values(), *self._atoms.values()]

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
                if not (self._edges(side, left, right, frame) or self._edges(side, right, left, frame)):
                    self._atom(side, node, frame)
                self._below(side, node, frame)
            case core.In(value=value, container=container):
                if not self._ends(side, value, container, frame):
                    self._atom(side, node, frame)
            case core.Choose():
                self._table(side, node, frame)
            case core.Call(function="min" | "max", arguments=(one, other)):
                if not (self._edges(side, one, other, frame) or self._edges(side, other, one, frame)):
                    self._made(side, node, one, "<", other, frame)
                self._below(side, node, frame)
            case core.IntervalOf(low=low, high=high):
                for end in (low, high):
                    if end is not None:
                        self._share(side, end, frame)
                self._below(side, node, frame)
            case core.Aggregate():
                if node.type.kind is Kind.TRUTH:
                    self._atom(side, node, frame)
            case core.Arithmetic(left=left, operator="*", right=right) if self.question.pairing.by_value:
                for factor in (left, right):  # a share of nothing is nothing: there editions that differ give the same
                    if isinstance(factor, core.Cell | core.LetRef | core.Aggregate):
                        self._edges(side, factor, NOUGHT, frame)
                self._below(side, node, frame)
            case _:
                if node.type.kind is Kind.TRUTH and not isinstance(node, core.Constant):
                    self._atom(side, node, frame)
                else:
                    self._below(side, node, frame)

    def _below(self, side: int, node: core.Expr, frame: Frame) -> None:
        for each in core.children(node):
            self._collect(side, each, frame)

    def _let(self, side: int, node: core.LetRef, frame: Frame) -> None:
        at = self.question.sides[side].unwrapped(node, frame)
        shared = self.question.shared_name(side, node.name)
        if node.type.kind is Kind.TRUTH and (at is None or shared or isinstance(at[0], core.Aggregate | core.All)):
            self._atom(side, node, frame, at is not None and isinstance(at[0], core.All))
        if at is not None:
            self._depth += shared
            self._collect(side, *at)
            self._depth -= shared

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

    def _share(self, side: int, end: core.Expr, frame: Frame) -> None:
        """An end of what a score may show: its claimed value as a share of what the end is a share of."""
        item = (self.question.pairing.old, self.question.pairing.new)[side]
        if not isinstance(item, core.Score) or not isinstance(item.claimed, core.Cell) or frame != self.question.frame:
            return
        program = self.question.sides[side].program
        whole, share = end, core.Constant(Fraction(1), id=0, type=RATIO, source=end.source, span=end.span)
        if isinstance(end, core.Arithmetic) and end.operator == "*":
            for part, rest in ((end.left, end.right), (end.right, end.left)):
                value = constant(part, program)
                if isinstance(value, Fraction):
                    whole, share = rest, replace(share, value=value)
        if constant(whole, program) is not None:
            self._edges(side, item.claimed, end, frame)
        else:
            parts = item.claimed, "/", whole
            divided = core.Arithmetic(*parts, id=next(self._ids), type=RATIO, source=end.source, span=end.span)  # type: ignore[arg-type]
            self._edge(side, divided, share, frame)

    def _edges(self, side: int, node: core.Expr, against: core.Expr, frame: Frame) -> bool:
        """Takes every number that the other side can come to, if all of them are written out, as edges of a value."""
        values = self._values(side, against, frame)
        if not values or len(values) > MOST_VALUES:
            return False
        made = [replace(NOUGHT, value=value, type=against.type) for value in sorted(values)]
        taken = [self._edge(side, node, each, frame) for each in made]
        return all(taken)

    def _values(self, side: int, node: core.Expr, frame: Frame) -> set[Fraction]:
        """What an expression of conditions and numbers that are written out can come to; nothing where it is any other."""
        told = constant(node, self.question.sides[side].program)
        if told is not None:
            return {told} if isinstance(told, Fraction) and not isinstance(told, bool) else set()
        match node:
            case core.LetRef():
                at = self.question.sides[side].unwrapped(node, frame)
                return set() if at is None else self._values(side, *at)
            case core.If(then=then, otherwise=otherwise):
                one, other = self._values(side, then, frame), self._values(side, otherwise, frame)
                return one | other if one and other else set()
            case core.Arithmetic(left=left, operator="+" | "-" as sign, right=right):
                pairs = product(self._values(side, left, frame), self._values(side, right, frame))
                return {one + other if sign == "+" else one - other for one, other in pairs}
            case _:
                return set()

    def _edge(self, side: int, node: core.Expr, against: core.Expr, frame: Frame) -> bool:
        """Takes a number that is written out as an edge of another."""
        program = self.question.sides[side].program
        edge = constant(against, program)
        if not isinstance(edge, Fraction) or isinstance(edge, bool) or constant(node, program) is not None:
            return False
        if not node.type.number or node.type.written or against.type.written:
            return False
        if isinstance(node, core.Call) and node.function in ("min", "max"):  # which side it lies is told by what is capped
            capped = [each for each in node.arguments if constant(each, program) is None]
            if len(node.arguments) == 2 and len(capped) == 1:
                return self._edge(side, capped[0], against, frame)
        inner, where = node, frame
        while isinstance(inner, core.LetRef) and (at := self.question.sides[side].unwrapped(inner, where)) is not None:
            inner, where = at
        twin = self.question.sides[side]
        key = (twin.shape(inner), where)
        driver = self._drivers.get(key)
        if driver is None:
            driver = self._drivers[key] = Driver(key, side, inner, self._words(twin, node), node.type, twin.value(inner, where))
        if edge not in driver.edges or not self._depth:
            driver.inner -= {edge}
            driver.inner |= {edge} if self._depth else set()
        driver.edges.setdefault(edge, set()).add(side)
        if self.question.pairing.by_value and Fraction(0) not in driver.edges:
            driver.edges[Fraction(0)] = {0, 1}  # what is given often changes its sign there
            driver.inner |= {Fraction(0)} if self._depth else set()
        return True

    def _made(self, side: int, near: core.Expr, left: core.Expr, sign: core.Comparator, right: core.Expr, frame: Frame) -> None:
        """A comparison that stands in a table or in `min`, though nobody wrote it as one."""
        if left.type.kind in (Kind.INTERVAL, Kind.SET):
            return
        node = core.Compare(left, sign, right, id=next(self._ids), type=TRUTH, source=near.source, span=near.span)
        self._atom(side, node, frame)

    def _atom(self, side: int, node: core.Expr, frame: Frame, all_of: bool = False) -> None:
        twin = self.question.sides[side]
        key = (twin.shape(node), frame)
        if key not in self._atoms:
            self._atoms[key] = Atom(key, side, node, self._words(twin, node), twin.value(node, frame), all_of=all_of)
        self._atoms[key].sides.add(side)
        self._atoms[key].inner &= self._depth > 0

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
