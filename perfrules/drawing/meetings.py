"""What each cell of a form is held against: the constants, cells and sums that a policy compares it with.

A comparison is read backwards as far as it is a straight line: `20 * executed / budgeted >= 16` says that 80% of the budget is
an edge. What cannot be read so is left to the search.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import combinations, product

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.drawing.lines import Line, combined, constant, over_rows
from perfrules.drawing.reads import nodes
from perfrules.values import Value
from perfrules.values.numbers import too_large
from perfrules.values.quantity import PERCENT

MOST_FACES = 24
"""Of one expression. A formula of many branches is held against the first of them; the search sees the others."""
DEEPEST = 24

LONGEST_TEXT = 2000
"""No longer text is written to see what is said of one."""
STEPPED = frozenset({"rounded", "rounded_even", "cut", "raised"})


@dataclass(frozen=True, slots=True)
class Tie:
    """The edge at `column` = `factor` × `other` + `offset`; with `total`, the sum of the column over its rows is meant."""

    column: core.Column
    other: core.Column
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    total: bool = False


@dataclass(slots=True)
class Meetings:
    """`numbers`, `texts` and `dates` of each column, `totals` its sums; `lengths` that its text is to have, `patterns` it is
    matched with; `units` asked of a written quantity."""

    numbers: dict[core.Column, dict[Fraction, None]] = field(default_factory=dict)
    totals: dict[core.Column, dict[Fraction, None]] = field(default_factory=dict)
    texts: dict[core.Column, dict[str, None]] = field(default_factory=dict)
    dates: dict[core.Column, dict[date, None]] = field(default_factory=dict)
    lengths: dict[core.Column, dict[int, None]] = field(default_factory=dict)
    patterns: dict[core.Column, dict[str, None]] = field(default_factory=dict)
    units: dict[core.Column, dict[str, None]] = field(default_factory=dict)
    ties: dict[Tie, None] = field(default_factory=dict)


def meetings(program: core.Program, roots: Iterable[core.Expr], scores: Iterable[core.Score] = ()) -> Meetings:
    """Everything that the expressions, and the lets behind them, compare."""
    reader = _Reader(program)
    for node in nodes(program, roots):
        reader.read(node)
    for score in scores:
        reader.meet(score.claimed, score.expected)
    return reader.found


class _Reader:
    def __init__(self, program: core.Program) -> None:
        self.program = program
        self.found = Meetings()
        self._known: dict[tuple[int, int], list[Line]] = {}
        """The lines of an expression at a depth: one that many lets read is gone through once."""

    def read(self, node: core.Expr) -> None:
        match node:
            case core.Compare(left=left, right=right) | core.In(value=left, container=right):
                self.meet(left, right)
            case core.Agrees(cell=cell, value=value):
                self.meet(cell, value)
            case core.Choose(subject=subject, rows=rows):
                for test, _ in rows:
                    if test is not None:
                        self.meet(subject, test)
            case core.Arithmetic(operator="/", right=right):
                self._numbers(right, [Line(None, Fraction(0), Fraction(0))])
            case core.Call(function="min" | "max", arguments=arguments):
                for one, other in combinations(arguments, 2):
                    self.meet(one, other)
            case core.Call(function="abs", arguments=(of,)):
                self._numbers(of, [Line(None, Fraction(0), Fraction(0))])
            case core.Call(function="percentage", arguments=(of,)):
                for column in (line.column for face in self.faces(of) for line in self.lines(face)):
                    if column is not None:
                        self.found.units.setdefault(column, {})[PERCENT] = None
            case core.Call(function="contains" | "similar", arguments=(of, word)):
                self.meet(of, word)
            case core.Call(function="matches", arguments=(of, pattern)):
                self._patterns(of, pattern)
            case _:
                return

    def meet(self, left: core.Expr, right: core.Expr) -> None:
        """The edges between two expressions."""
        kind = left.type.kind
        if kind is Kind.NUMBER:
            self._lengths(left, right)
            self._lengths(right, left)
            self._numbers(left, [line for face in self.faces(right) for line in self.lines(face)])
            return
        for one, other in product(self.faces(left), self.faces(right)):
            self._texts(one, other)
            self._texts(other, one)

    # ── numbers ──

    def _numbers(self, left: core.Expr, others: list[Line]) -> None:
        lines = [line for face in self.faces(left) for line in self.lines(face)]
        for one, other in list(product(lines, others))[: MOST_FACES * MOST_FACES]:
            if one.column is None:
                one, other = other, one
            if one.column is not None and one.factor != 0:
                self._edge(one, one.column, other)

    def _edge(self, one: Line, column: core.Column, other: Line) -> None:
        level = (other.offset - one.offset) / one.factor
        if other.column is None:
            if one.per is not None and level != 0:
                self.found.ties[Tie(column, one.per, level, Fraction(0), one.total)] = None
            else:
                kept = self.found.totals if one.total else self.found.numbers
                kept.setdefault(column, {})[level] = None
        elif one.per is None and other.per is None and (column, one.total) != (other.column, other.total):
            factor = other.factor / one.factor
            if not other.total:
                self.found.ties[Tie(column, other.column, factor, level, one.total)] = None
            elif not one.total and factor != 0:
                self.found.ties[Tie(other.column, column, 1 / factor, -level / factor, True)] = None

    def faces(self, node: core.Expr, deep: int = 0) -> list[core.Expr]:
        """The expressions that one may turn out to be: behind lets, branches, tables, ends of intervals and members of sets."""
        parts: Iterable[core.Expr]
        match node:
            case core.LetRef(name=name):
                parts = (self.program.lets[name].value,)
            case core.If(then=then, otherwise=otherwise):
                parts = (then, otherwise)
            case core.Choose(rows=rows):
                parts = [value for _, value in rows]
            case core.IntervalOf() | core.SetOf():
                parts = core.children(node)
            case core.Audited(cell=cell):
                parts = (cell,)
            case core.Call(function="if_missing" | "min" | "max", arguments=arguments):
                parts = arguments
            case core.Call(function=function, arguments=(of, *_)) if function in STEPPED:
                parts = (of,)
            case _:
                return [node]
        if deep > DEEPEST:
            return []
        found: list[core.Expr] = []
        for part in parts:
            found += self.faces(part, deep + 1)
            if len(found) > MOST_FACES:
                break
        return found[:MOST_FACES]

    def lines(self, node: core.Expr, deep: int = 0) -> list[Line]:
        """What an expression is as a straight line in one cell, once for each way to read it so."""
        key = (node.id, deep)
        if key not in self._known:
            self._known[key] = [
                line for line in self._lines(node, deep) if not too_large(line.factor) and not too_large(line.offset)
            ]
        return self._known[key]

    def _lines(self, node: core.Expr, deep: int) -> list[Line]:
        match node:
            case core.Constant(value=value):
                return constant(value)
            case core.ParamRef(name=name):
                return constant(self.program.params[name].value)
            case core.Cell() | core.FacetOf():
                cell = node.cell if isinstance(node, core.FacetOf) else node
                return [Line(core.Column(cell.route.end, cell.field), Fraction(1), Fraction(0))]
            case core.Aggregate(function="sum" | "average" | "min" | "max" as function, value=value) if value is not None:
                return [over_rows(line, function == "sum") for face in self.faces(value) for line in self.lines(face, deep + 1)]
            case core.Call(function="abs" | "year_of" | "percentage", arguments=(of,)):
                return self.lines(of, deep + 1)
            case core.Arithmetic(operator=operator, left=left, right=right) if deep < DEEPEST:
                sides = [[line for face in self.faces(side) for line in self.lines(face, deep + 1)] for side in (left, right)]
                made = [combined(one, operator, other) for one, other in product(*sides)]
                return [line for lines in made[: MOST_FACES * MOST_FACES] for line in lines][:MOST_FACES]
            case _:
                return []

    # ── texts, dates, signs ──

    def _lengths(self, one: core.Expr, other: core.Expr) -> None:
        """`字数(改进措施) <= 200` asks for texts about so long."""
        for face, bound in product(self.faces(one), self.faces(other)):
            column = _column(face.arguments[0]) if isinstance(face, core.Call) and face.function == "characters" else None
            for line in self.lines(bound) if column is not None else ():
                if column is not None and line.column is None and 0 <= line.offset <= LONGEST_TEXT:
                    self.found.lengths.setdefault(column, {})[int(line.offset)] = None

    def _texts(self, one: core.Expr, other: core.Expr) -> None:
        column = _column(one)
        if column is None:
            return
        value = self._value(other)
        if isinstance(value, date):
            self.found.dates.setdefault(column, {})[value] = None
        elif isinstance(value, str):
            measure = isinstance(one, core.FacetOf) and one.facet == "measure"
            (self.found.units if measure else self.found.texts).setdefault(column, {})[value] = None
        else:
            beside = _column(other)
            if beside is not None and beside != column:
                self.found.ties[Tie(column, beside)] = None

    def _patterns(self, of: core.Expr, pattern: core.Expr) -> None:
        for face, written in product(self.faces(of), self.faces(pattern)):
            column, value = _column(face), self._value(written)
            if column is not None and isinstance(value, str):
                self.found.patterns.setdefault(column, {})[value] = None

    def _value(self, node: core.Expr) -> Value | None:
        if isinstance(node, core.ParamRef):
            return self.program.params[node.name].value
        return node.value if isinstance(node, core.Constant) else None


def _column(node: core.Expr) -> core.Column | None:
    match node:
        case core.Cell() as cell:
            return core.Column(cell.route.end, cell.field)
        case core.FacetOf(cell=cell):
            return core.Column(cell.route.end, cell.field)
        case _:
            return None
