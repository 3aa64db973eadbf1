"""Expressions of a program put into terms: what `evaluate.engine` does with values, done with symbolic ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, assert_never

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.forms import FIGURES
from perfrules.symbolic import aggregates, calls, choices, measures, terms
from perfrules.symbolic.audit import Audit
from perfrules.symbolic.cells import SymbolicCell
from perfrules.symbolic.containers import Choices, Side, holds, junction, shows
from perfrules.symbolic.containers import sides as compared
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.free import Free
from perfrules.symbolic.made import MadeCell
from perfrules.symbolic.number import exact
from perfrules.symbolic.routes import ElsewhereError, Routes
from perfrules.symbolic.space import Space, Thing
from perfrules.symbolic.symbol import (
    DAY,
    NUMBER,
    TEXT,
    TRUTH,
    Part,
    Shape,
    Symbol,
    all_there,
    day_number,
    gone,
    merged,
    single,
    truth,
)
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.values import Interval, Value

FIGURES_ARE_FREE = Words("叙述中的数字没有放进求解，由求解器随意取", "numbers in narratives are not part of the search")
ELSEWHERE_IS_FREE = Words(
    "联到别的表，那张表上有什么没有放进求解", "it is linked to another form, which is not part of the search"
)
SETS_ARE_FREE = Words("集合的组合太多，没有放进求解", "too many sets it could be, which are not part of the search")
STEP_IS_FREE = Words("步长不是写定的", "the step is not written out")
MOST_SETS = 64


@dataclass(frozen=True, slots=True)
class Current:
    """A cell with the value that is read at present; `kept` is where that is the claim, with the digits it shows."""

    cell: SymbolicCell | MadeCell
    value: Symbol
    kept: Bool = True


class Encoder(Free):
    """One program over one space. `free` says of what its terms say less than the evaluator: there they hold every value."""

    def __init__(self, program: core.Program, space: Space) -> None:
        super().__init__(program, space)
        self.texts = space.texts
        self.routes = Routes(space, program.links)
        self.scores: dict[core.Column, list[core.Score]] = {}
        for score in program.scores():
            if score.off is None:
                self.scores.setdefault(score.column, []).append(score)
        self.audit = Audit(self)
        self._known: dict[tuple[int, Frame], Symbol] = {}

    def value(self, node: core.Expr, frame: Frame) -> Symbol:
        key = (node.id, frame)
        known = self._known.get(key)
        if known is None:
            try:
                known = self._value(node, frame)
            except ElsewhereError:
                known = self.any_value(node, ELSEWHERE_IS_FREE)
            self._known[key] = known
        return known

    # ── cells ──

    def reached(self, route: core.Route, frame: Frame) -> tuple[list[tuple[Bool, Thing]], Bool, Bool]:
        """The one thing a route leads to, by cases, and where there is none."""
        ends = self.routes.single(route, frame.this if route.start == "this" else frame.row)
        return list(ends.of), ends.missing, ends.other

    def over(self, route: core.Route, frame: Frame, told: Any) -> Symbol:
        """What `told` makes of the thing a route leads to."""
        ends, missing, other = self.reached(route, frame)
        return merged([(missing, gone(other)), *((when, told(thing)) for when, thing in ends)])

    def current(self, thing: Thing, name: str, frame: Frame) -> Current:
        cell = thing.cells[name]
        column = core.Column(thing.subject, name)
        if frame.auditing is None or frame.auditing == column or column not in self.scores:
            return Current(cell, cell.value)
        audited = self.audit.audited(thing, name)
        return Current(cell, audited.value, audited.kept)

    def currents(self, node: core.Cell, frame: Frame) -> tuple[list[tuple[Bool, Current]], Bool, Bool]:
        ends, missing, other = self.reached(node.route, frame)
        return [(when, self.current(thing, node.field, frame)) for when, thing in ends], missing, other

    # ── expressions ──

    def _value(self, node: core.Expr, frame: Frame) -> Symbol:
        match node:
            case core.Constant(value=value):
                return self.constant(value)
            case core.ParamRef(name=name):
                return self.constant(self.program.params[name].value)
            case core.Cell(route=route, field=name):
                return self.over(route, frame, lambda thing: self.current(thing, name, frame).value)
            case core.FacetOf(cell=cell, facet=facet):
                return self.over(cell.route, frame, lambda thing: self._facet(thing.cells[cell.field], facet))
            case core.LetRef(name=name, route=route):
                inner = self.program.lets[name].value
                return self.over(route, frame, lambda thing: self.value(inner, frame.of(thing)))
            case core.Audited(cell=cell):
                return self.over(cell.route, frame, lambda thing: self.audit.audited(thing, cell.field).value)
            case core.Not(of=of):
                told = self.value(of, frame)
                return truth(told.false, told.missing, told.other)
            case core.All(of=parts):
                return junction([self.value(part, frame) for part in parts], False)
            case core.Any(of=parts):
                return junction([self.value(part, frame) for part in parts], True)
            case core.Compare(left=left, operator=sign, right=right):
                return compared(self.texts, self.side(left, frame), sign, self.side(right, frame))
            case core.Arithmetic(left=left, operator=operator, right=right):
                one, other = self.value(left, frame), self.value(right, frame)
                return measures.calculate(one, left.type, operator, other, right.type, node.type)
            case core.If():
                return choices.decided(self, node, frame)
            case core.IntervalOf():
                return self._interval(node, frame)
            case core.SetOf(members=members):
                return self._set(node, [self.value(member, frame) for member in members])
            case core.In():
                return self._inside(node, frame)
            case core.Choose():
                return choices.chosen(self, node, frame)
            case core.Agrees():
                return self._agrees(node, frame)
            case core.Aggregate():
                return self._aggregate(node, frame)
            case core.Call():
                return calls.called(self, node, frame)
            case never:
                assert_never(never)

    def constant(self, value: Value) -> Symbol:
        if isinstance(value, Interval):
            inner = tuple(None if end is None else NUMBER for end in (value.low, value.high))
            shape = Shape("span", inner=inner, closed=(value.low_closed, value.high_closed))
            return single(shape, tuple(None if end is None else exact(end) for end in (value.low, value.high)))
        if isinstance(value, frozenset):
            parts = [self.constant(member).parts[0] for member in sorted(value, key=str)]
            return single(Shape("members", inner=tuple(part.shape for part in parts)), tuple(part.value for part in parts))
        if isinstance(value, bool):
            return single(TRUTH, value)
        if isinstance(value, str):
            return single(TEXT, self.texts.code(value))
        if isinstance(value, date):
            return single(DAY, day_number(value))
        assert isinstance(value, Fraction)
        return single(NUMBER, exact(value))

    def _facet(self, cell: SymbolicCell | MadeCell, facet: core.Facet) -> Symbol:
        if facet == "text":
            return Symbol((Part(TEXT, cell.filled, cell.text),), opposite(cell.filled), False)
        if isinstance(cell, MadeCell):
            return gone()
        said = cell.comparator_text if facet == "comparator" else cell.unit_text
        return Symbol((Part(TEXT, cell.written, said),), opposite(cell.written), opposite(cell.blank))

    def _interval(self, node: core.IntervalOf, frame: Frame) -> Symbol:
        ends = [None if end is None else self.value(end, frame) for end in (node.low, node.high)]
        missing, other = all_there(*(end for end in ends if end is not None))
        branches: list[tuple[Bool, Symbol]] = [(missing, gone(other))]
        for low in ends[0].parts if ends[0] is not None else (None,):
            for high in ends[1].parts if ends[1] is not None else (None,):
                held = (low, high)
                when = both(*(part.when for part in held if part is not None))
                inner = tuple(None if part is None else part.shape for part in held)
                shape = Shape("span", inner=inner, closed=(node.low_closed, node.high_closed))
                branches.append((when, single(shape, tuple(None if part is None else part.value for part in held))))
        return merged(branches)

    def _set(self, node: core.Expr, members: list[Symbol]) -> Symbol:
        missing, other = all_there(*members)
        made: list[tuple[Bool, tuple[Part, ...]]] = [(opposite(missing), ())]
        for member in members:
            made = [(both(when, part.when), (*parts, part)) for when, parts in made for part in member.parts]
            if len(made) > MOST_SETS:
                return self.any_value(node, SETS_ARE_FREE)
        branches: list[tuple[Bool, Symbol]] = [(missing, gone(other))]
        for when, parts in made:
            shape = Shape("members", inner=tuple(part.shape for part in parts))
            branches.append((when, single(shape, tuple(part.value for part in parts))))
        return merged(branches)

    def side(self, node: core.Expr, frame: Frame) -> Side:
        """The value of an expression, ready to be compared."""
        value = self.value(node, frame)
        if not node.type.written or value.missing is False:
            return Side(value, node.type)
        worded: list[tuple[Bool, Any]] = []
        for when, leaf, where in choices.leaves(self, node, frame):
            if isinstance(leaf, core.Cell):
                for there, current in self.currents(leaf, where)[0]:
                    words = both(current.cell.filled, opposite(current.cell.written), current.value.missing)
                    worded.append((both(when, there, words, value.missing), current.cell.text))
        said: Any = worded[-1][1] if worded else 0
        for when, text in reversed(worded[:-1]):
            said = terms.choose(when, text, said)
        return Side(value, node.type, either(*(when for when, _ in worded)), said)

    def held(self, node: core.Expr, frame: Frame) -> Choices:
        """The interval or set that an expression stands for, or its one value."""
        if node.type.kind not in (Kind.INTERVAL, Kind.SET):
            return [(True, self.side(node, frame))]
        return choices.containers(self, node, frame)

    def _inside(self, node: core.In, frame: Frame) -> Symbol:
        if node.container.type.kind is Kind.TICKS:
            return calls.ticked(self, self.value(node.value, frame), self.value(node.container, frame))
        one = self.side(node.value, frame)
        return merged([(when, holds(self.texts, held, one)) for when, held in self.held(node.container, frame)])

    def _agrees(self, node: core.Agrees, frame: Frame) -> Symbol:
        tolerance = None if node.tolerance is None else self.side(node.tolerance, frame)
        dues = self.held(node.value, frame)
        ends, missing, other = self.currents(node.cell, frame)
        branches: list[tuple[Bool, Symbol]] = [(missing, gone(other))]
        for there, current in ends:
            shown = self.audit.shown(current, node.cell.type)
            branches += [(both(there, when), shows(self.texts, shown, due, tolerance)) for when, due in dues]
        return merged(branches)

    def _aggregate(self, node: core.Aggregate, frame: Frame) -> Symbol:
        if node.route.end.part == FIGURES:
            return self.any_value(node, FIGURES_ARE_FREE)
        ends = self.routes.rows(node.route, frame.this if node.route.start == "this" else frame.row)
        rows: list[aggregates.Row] = []
        for when, thing in ends.of:
            inner = replace(frame, row=thing)
            counts = truth(True) if node.where is None else self.value(node.where, inner)
            if both(when, counts.false) is True or both(when, opposite(counts.false)) is False:
                continue
            rows.append(
                (both(when, opposite(counts.false)), counts, truth(True) if node.value is None else self.value(node.value, inner))
            )
        value = aggregates.aggregated(self.texts, node.function, rows)
        return merged([(ends.missing, gone(ends.other)), (opposite(ends.missing), value)])
