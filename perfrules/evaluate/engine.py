"""The evaluator: every expression compiled once into a closure from a frame to its value.

There are two compilations of one program and one meaning: the plain one decides, the observing one also records each value under
its node and row, and explanations are read from that record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import assert_never

from perfrules import library
from perfrules.core import tree as core
from perfrules.evaluate import measure
from perfrules.evaluate.agreement import agreement
from perfrules.evaluate.entity import Entities, Entity
from perfrules.evaluate.routes import Routes
from perfrules.forms import Cell, Form
from perfrules.values import Interval, Missing, Quantity, Value, Why, missing
from perfrules.values.numbers import exact_text, to_step
from perfrules.values.text import normal

Closure = Callable[["Frame"], Value]
Key = tuple[int, str]
"""A node's id and the path of the row it was evaluated for."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The row in scope, what the item is about, the run, and the column being audited (None: cells are read as claimed)."""

    row: Entity
    this: Entity
    run: Run
    auditing: core.Column | None = None


@dataclass(slots=True)
class Run:
    """One form under one program: what has been computed so far, and what was seen on the way if anyone looks."""

    entities: Entities
    engine: Engine
    lets: dict[tuple[str, str, core.Column | None], Value] = field(default_factory=dict)
    audited: dict[tuple[str, str], Value] = field(default_factory=dict)
    seen: dict[Key, Value] = field(default_factory=dict)

    def frame(self, entity: Entity) -> Frame:
        return Frame(entity, entity, self)


class Engine:
    """A program ready to run on forms. `observe` records every value."""

    def __init__(self, program: core.Program, observe: bool = False) -> None:
        self.program = program
        self.observe = observe
        self.routes = Routes(program)
        self.scores: dict[core.Column, list[core.Score]] = {}
        for score in program.scores():
            self.scores.setdefault(score.column, []).append(score)
        self._closures: dict[int, Closure] = {}

    def start(self, form: Form) -> Run:
        return Run(Entities(form), self)

    def value(self, node: core.Expr, frame: Frame) -> Value:
        return self.closure(node)(frame)

    def closure(self, node: core.Expr) -> Closure:
        made = self._closures.get(node.id)
        if made is None:
            made = self._compile(node)
            if self.observe:
                made = _observing(node, made)
            self._closures[node.id] = made
        return made

    # ── cells ──

    def entity(self, route: core.Route, frame: Frame) -> Entity | Missing:
        """The one entity that a single route leads to."""
        found = self.routes.follow(route, frame.this if route.start == "this" else frame.row, frame.run.entities)
        if isinstance(found, Missing):
            return found
        assert len(found) == 1
        return found[0]

    def cell(self, node: core.Cell, frame: Frame) -> Cell | Missing:
        entity = self.entity(node.route, frame)
        return entity if isinstance(entity, Missing) else entity.cells[node.field]

    def read(self, node: core.Cell, frame: Frame) -> Value:
        """A cell's value: as claimed, or as audited while another column is audited."""
        entity = self.entity(node.route, frame)
        if isinstance(entity, Missing):
            return entity
        column = core.Column(entity.subject, node.field)
        if frame.auditing is None or frame.auditing == column or column not in self.scores:
            return entity.cells[node.field].value  # type: ignore[return-value]
        return self.audited(entity, node.field, frame.run)

    def audited(self, entity: Entity, name: str, run: Run) -> Value:
        """What the rules give for a cell: the expected value of the score that applies, else what is claimed."""
        key = (entity.path, name)
        if key not in run.audited:
            run.audited[key] = self._audit(entity, name, run)
        return run.audited[key]

    def _audit(self, entity: Entity, name: str, run: Run) -> Value:
        column = core.Column(entity.subject, name)
        claimed: Value = entity.cells[name].value  # type: ignore[assignment]
        applying: list[tuple[core.Score, Entity]] = []
        for score in self.scores.get(column, ()):
            about = self.about(score, entity, run)
            when = self.applies(score, run.frame(about))
            if isinstance(when, Missing):
                return when
            if when:
                applying.append((score, about))
        if not applying:
            return claimed
        if len(applying) > 1:
            return missing(Why.RIVAL, entity.form.id, entity.cells[name].path, " / ".join(score.name for score, _ in applying))
        score, about = applying[0]
        return self._due(score, replace(run.frame(about), auditing=column), entity.cells[name])

    def _due(self, score: core.Score, frame: Frame, cell: Cell) -> Value:
        """What the cell should show: the claim where it agrees, else the expected value at the digits its column keeps.

        The claim is kept where it agrees, and what replaces it is rounded as on paper: a total adds up the cells shown, so
        exact values would move totals by a hundredth that nobody wrote wrongly.
        """
        expected = self.closure(score.expected)(frame)
        tolerance = None if score.tolerance is None else self.closure(score.tolerance)(frame)
        if agreement(cell, expected, tolerance, score.claimed.type, score.expected.type) is True:
            return cell.value  # type: ignore[return-value]
        if isinstance(expected, Interval):
            ends = [("" if end is None else exact_text(end)) for end in (expected.low, expected.high)]
            return missing(Why.BETWEEN, frame.run.entities.form.id, cell.path, "~".join(ends))
        if isinstance(expected, Fraction) and cell.column_step is not None:
            return to_step(expected, cell.column_step, "rounded")
        return expected

    def about(self, score: core.Score, entity: Entity, run: Run) -> Entity:
        """What a score is about when `entity` holds the cell it claims."""
        return entity if score.subject == entity.subject else run.entities.of(score.subject)[0]

    def applies(self, check: core.Check, frame: Frame) -> bool | Missing:
        """Whether a rule applies: its `when`, as claimed."""
        when = True if check.when is None else self.closure(check.when)(frame)
        assert isinstance(when, bool | Missing)
        return when

    # ── closures ──

    def _compile(self, node: core.Expr) -> Closure:
        match node:
            case core.Constant(value=value):
                return lambda frame: value
            case core.ParamRef(name=name):
                param = self.program.params[name].value
                return lambda frame: param
            case core.Cell():
                return lambda frame: self.read(node, frame)
            case core.FacetOf():
                return lambda frame: self._facet(node, frame)
            case core.LetRef():
                return self._let(node)
            case core.Audited(cell=cell):
                return lambda frame: self._audited(cell, frame)
            case core.Not(of=of):
                return _negation(self.closure(of))
            case core.All(of=parts):
                return _junction([self.closure(part) for part in parts], False)
            case core.Any(of=parts):
                return _junction([self.closure(part) for part in parts], True)
            case core.Compare():
                return self._compare(node)
            case core.Arithmetic():
                return self._arithmetic(node)
            case core.If():
                return self._if(node)
            case core.IntervalOf():
                return self._interval(node)
            case core.SetOf(members=members):
                return _set([self.closure(member) for member in members])
            case core.In():
                return self._in(node)
            case core.Choose():
                return self._choose(node)
            case core.Agrees():
                return self._agrees(node)
            case core.Aggregate():
                return self._aggregate(node)
            case core.Call():
                return self._call(node)
            case other:
                assert_never(other)

    def _facet(self, node: core.FacetOf, frame: Frame) -> Value:
        cell = self.cell(node.cell, frame)
        if isinstance(cell, Missing):
            return cell
        if node.facet == "text":
            return missing(Why.BLANK, frame.run.entities.form.id, cell.path) if cell.text is None else cell.text
        if cell.written is None:
            return cell.value if isinstance(cell.value, Missing) else missing(Why.UNREADABLE, frame.run.entities.form.id, cell.path)
        return cell.written.comparator if node.facet == "comparator" else cell.written.unit

    def _let(self, node: core.LetRef) -> Closure:
        name, route = node.name, node.route
        inner = self.closure(self.program.lets[name].value)

        def let(frame: Frame) -> Value:
            entity = self.entity(route, frame)
            if isinstance(entity, Missing):
                return entity
            key = (name, entity.path, frame.auditing)
            known = frame.run.lets.get(key)
            if known is None:
                known = frame.run.lets[key] = inner(Frame(entity, entity, frame.run, frame.auditing))
            return known

        return let

    def _audited(self, cell: core.Cell, frame: Frame) -> Value:
        entity = self.entity(cell.route, frame)
        return entity if isinstance(entity, Missing) else self.audited(entity, cell.field, frame.run)

    def where(self, node: core.Expr, frame: Frame) -> measure.Where:
        """The form and the cell that a cause of `node` is to name: the first cell it reads, else its row."""
        waiting = [node]
        while waiting:
            current = waiting.pop(0)
            if isinstance(current, core.Cell):
                cell = self.cell(current, frame)
                return frame.run.entities.form.id, frame.row.path if isinstance(cell, Missing) else cell.path
            if isinstance(current, core.Aggregate):
                continue
            waiting.extend(core.children(current))
        return frame.run.entities.form.id, frame.row.path

    def _compare(self, node: core.Compare) -> Closure:
        left, right = self.closure(node.left), self.closure(node.right)
        words = node.operator in ("=", "!=") and _asks_words(node.left) and _asks_words(node.right)

        def comparison(frame: Frame) -> Value:
            one, other = left(frame), right(frame)
            if words and isinstance(one, Missing) and isinstance(other, Missing):
                told = self._words(node, frame)
                if told is not None:
                    return told
            result = measure.compare(one, node.left.type, node.operator, other, node.right.type, ("", ""))
            return self._placed(result, node.left, frame)

        return comparison

    def _words(self, node: core.Compare, frame: Frame) -> bool | None:
        """Two written quantities that are both words are compared as words."""
        assert isinstance(node.left, core.Cell)
        assert isinstance(node.right, core.Cell)
        one, other = self.cell(node.left, frame), self.cell(node.right, frame)
        if isinstance(one, Missing) or isinstance(other, Missing) or one.text is None or other.text is None:
            return None
        if one.written is not None or other.written is not None:
            return None
        return measure.COMPARE[node.operator](normal(one.text), normal(other.text))

    def _placed(self, value: Value, node: core.Expr, frame: Frame) -> Value:
        """A cause that arose here, given its place."""
        if not isinstance(value, Missing) or all(cause.form for cause in value.causes):
            return value
        form, path = self.where(node, frame)
        return Missing(
            frozenset(cause if cause.form else replace(cause, form=form, path=cause.path or path) for cause in value.causes)
        )

    def _arithmetic(self, node: core.Arithmetic) -> Closure:
        left, right = self.closure(node.left), self.closure(node.right)
        its, others = node.left.type, node.right.type
        culprit = node.right if node.operator == "/" else node.left

        def arithmetic(frame: Frame) -> Value:
            result = measure.calculate(left(frame), its, node.operator, right(frame), others, node.type, ("", ""))
            return self._placed(result, culprit, frame)

        return arithmetic

    def _if(self, node: core.If) -> Closure:
        condition, then, otherwise = self.closure(node.condition), self.closure(node.then), self.closure(node.otherwise)

        def choice(frame: Frame) -> Value:
            told = condition(frame)
            if not isinstance(told, Missing):
                return then(frame) if told else otherwise(frame)
            one, other = then(frame), otherwise(frame)
            if isinstance(one, Missing) or isinstance(other, Missing) or one != other:
                return told
            return one

        return choice

    def _interval(self, node: core.IntervalOf) -> Closure:
        low = None if node.low is None else self.closure(node.low)
        high = None if node.high is None else self.closure(node.high)

        def interval(frame: Frame) -> Value:
            ends = [None if end is None else end(frame) for end in (low, high)]
            gone = measure.either_missing(*(end for end in ends if end is not None))
            if gone is not None:
                return gone
            return Interval(ends[0], ends[1], node.low_closed, node.high_closed)  # type: ignore[arg-type]

        return interval

    def _in(self, node: core.In) -> Closure:
        value = self.closure(node.value)
        if isinstance(node.container, core.IntervalOf):
            return self._between(node, node.container, value)
        container = self.closure(node.container)
        inner = node.container.type.of or node.container.type

        def member(frame: Frame) -> Value:
            one, held = value(frame), container(frame)
            if isinstance(held, tuple):
                return one if isinstance(one, Missing) else normal(str(one)) in {normal(each) for each in held}
            gone = measure.either_missing(one, held)
            if gone is not None:
                return gone
            return self._placed(holds(held, one, node.value.type, inner), node.value, frame)

        return member

    def _between(self, node: core.In, ends: core.IntervalOf, value: Closure) -> Closure:
        """`x in [a, b)` is `x >= a and x < b`, each end by itself."""
        low = None if ends.low is None else self.closure(ends.low)
        high = None if ends.high is None else self.closure(ends.high)

        def between(frame: Frame) -> Value:
            one = value(frame)
            told: list[Value] = []
            if low is not None and ends.low is not None:
                told.append(measure.compare(one, node.value.type, ">=" if ends.low_closed else ">", low(frame), ends.low.type, ("", "")))
            if high is not None and ends.high is not None:
                told.append(measure.compare(one, node.value.type, "<=" if ends.high_closed else "<", high(frame), ends.high.type, ("", "")))
            return self._placed(joined_truths(told, False), node.value, frame)

        return between

    def _choose(self, node: core.Choose) -> Closure:
        subject = self.closure(node.subject)
        rows = [(None if test is None else self.closure(test), test, self.closure(value)) for test, value in node.rows]

        def choose(frame: Frame) -> Value:
            one = subject(frame)
            if isinstance(one, Missing):
                return one
            for test, written, value in rows:
                if test is None or written is None:
                    return value(frame)
                told = holds(test(frame), one, node.subject.type, written.type.of or written.type)
                if isinstance(told, Missing):
                    return self._placed(told, node.subject, frame)
                if told:
                    return value(frame)
            return self._placed(missing(Why.NO_BAND, "", "", shown(one)), node.subject, frame)

        return choose

    def _agrees(self, node: core.Agrees) -> Closure:
        value = self.closure(node.value)
        tolerance = None if node.tolerance is None else self.closure(node.tolerance)

        def agrees(frame: Frame) -> Value:
            cell = self.cell(node.cell, frame)
            if isinstance(cell, Missing):
                return cell
            told = agreement(cell, value(frame), None if tolerance is None else tolerance(frame), node.cell.type, node.value.type)
            return self._placed(told, node.cell, frame)

        return agrees

    def _aggregate(self, node: core.Aggregate) -> Closure:
        meaning = library.aggregates()[node.function].meaning
        value = None if node.value is None else self.closure(node.value)
        where = None if node.where is None else self.closure(node.where)

        def aggregate(frame: Frame) -> Value:
            rows = self.routes.rows(node.route, frame.this if node.route.start == "this" else frame.row, frame.run.entities)
            if isinstance(rows, Missing):
                return rows
            kept: list[tuple[bool | Missing, Value]] = []
            for entity in rows:
                inner = Frame(entity, frame.this, frame.run, frame.auditing)
                counts = True if where is None else where(inner)
                assert isinstance(counts, bool | Missing)
                if counts is not False:
                    kept.append((counts, True if value is None else value(inner)))
            return self._placed(meaning(kept), node, frame)

        return aggregate

    # ── functions of single values ──

    def _call(self, node: core.Call) -> Closure:
        if node.function == "undetermined":
            reason = node.arguments[0]
            assert isinstance(reason, core.Constant)
            detail = str(reason.value)
            return lambda frame: missing(Why.STATED, frame.run.entities.form.id, frame.row.path, detail)
        if node.function == "count":
            ticks = self.closure(node.arguments[0])
            return lambda frame: _ticked(ticks(frame))
        if node.function in ("min", "max"):
            values = [self.closure(argument) for argument in node.arguments]
            greatest = node.function == "max"

            def extreme(frame: Frame) -> Value:
                each = [value(frame) for value in values]
                return self._placed(measure.either_missing(*each) or library.extreme(each, greatest), node, frame)

            return extreme
        return self._builtin(node)

    def _builtin(self, node: core.Call) -> Closure:
        builtin = library.builtins()[node.function]
        readers = [self._argument(takes, argument) for takes, argument in zip(builtin.takes, node.arguments, strict=True)]
        forgiving = builtin.en == "if_missing"

        def call(frame: Frame) -> Value:
            read = [reader(frame) for reader in readers]
            asked = read[:1] if forgiving else read
            gone = measure.either_missing(*asked)  # type: ignore[arg-type]
            return gone if gone is not None else builtin.meaning(*read)

        return call

    def _argument(self, takes: str, node: core.Expr) -> Callable[[Frame], object]:
        """How an argument is read: a cell itself, the text written (a blank one is empty), or a value."""
        if takes in ("cell", "written"):
            assert isinstance(node, core.Cell)
            cell_node = node
            return lambda frame: self._seen_cell(cell_node, frame)
        value = self.closure(node)
        if takes == "text" and isinstance(node, core.Cell | core.FacetOf):
            return lambda frame: _asked(value(frame))
        return value

    def _seen_cell(self, node: core.Cell, frame: Frame) -> Cell | Missing:
        """The cell, with the value that is read at present."""
        cell = self.cell(node, frame)
        if isinstance(cell, Missing):
            return cell
        value = self.read(node, frame)
        if self.observe:
            frame.run.seen[(node.id, frame.row.path)] = value
        return cell if value is cell.value else replace(cell, value=value)


def _observing(node: core.Expr, closure: Closure) -> Closure:
    def observed(frame: Frame) -> Value:
        value = closure(frame)
        if frame.auditing is None:
            frame.run.seen[(node.id, frame.row.path)] = value
        return value

    return observed


def _asks_words(node: core.Expr) -> bool:
    return isinstance(node, core.Cell) and node.type.written


def _negation(of: Closure) -> Closure:
    def negation(frame: Frame) -> Value:
        value = of(frame)
        return value if isinstance(value, Missing) else not value

    return negation


def _junction(parts: list[Closure], deciding: bool) -> Closure:
    """`and` is decided by false, `or` by true; both sides are always looked at."""
    return lambda frame: joined_truths([part(frame) for part in parts], deciding)


def joined_truths(values: list[Value], deciding: bool) -> Value:
    if any(value is deciding for value in values):
        return deciding
    return measure.either_missing(*values) or (not deciding)


def _set(members: list[Closure]) -> Closure:
    def members_of(frame: Frame) -> Value:
        values = [member(frame) for member in members]
        return measure.either_missing(*values) or frozenset(values)

    return members_of


def holds(container: Value, value: Value, its: core.Type, inner: core.Type) -> Value:
    """Whether an interval, a set or a single value takes `value`."""
    if isinstance(container, Interval):
        told = []
        if container.low is not None:
            told.append(measure.compare(value, its, ">=" if container.low_closed else ">", container.low, inner, ("", "")))
        if container.high is not None:
            told.append(measure.compare(value, its, "<=" if container.high_closed else "<", container.high, inner, ("", "")))
        return joined_truths(list(told), False)
    members = container if isinstance(container, frozenset) else (container,)
    return joined_truths([measure.compare(value, its, "=", member, inner, ("", "")) for member in members], True)


def shown(value: Value) -> str:
    if isinstance(value, Quantity):
        return measure.amount_text(value)
    return str(value)


def _ticked(value: object) -> Value:
    return value if isinstance(value, Missing) else Fraction(len(value))  # type: ignore[arg-type]


def _asked(value: Value) -> Value:
    """What is written: nothing, where the cell is blank."""
    if isinstance(value, Missing) and {cause.why for cause in value.causes} == {Why.BLANK}:
        return ""
    return value
