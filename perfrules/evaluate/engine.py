"""The evaluator: every expression compiled once into a closure from a frame to its value.

There are two compilations of one program and one meaning: the plain one decides, the observing one also records each value under
its node and row, and explanations are read from that record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from perfrules.core import tree as core
from perfrules.evaluate import audit, calls, choices, conditions, containers, measure, rows
from perfrules.evaluate.batch import Batch
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Closure, Frame, Run
from perfrules.evaluate.routes import Routes
from perfrules.forms import Cell, Form
from perfrules.values import Missing, Value, Why, missing


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

    def start(self, form: Form, batch: Batch | None = None) -> Run:
        """A run over one form of a batch; a form by itself is a batch that holds nothing in full."""
        batch = batch or Batch((form,))
        memory = batch.memory(self)
        return Run(batch.entities(form), batch, memory, memory.audited)

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
        if not route.steps:
            return frame.this if route.start == "this" else frame.row
        found = self.routes.follow(route, frame.this if route.start == "this" else frame.row, frame.run)
        if isinstance(found, Missing):
            return found
        assert len(found) == 1
        return found[0]

    def cell(self, node: core.Cell, frame: Frame) -> Cell | Missing:
        """The cell as it stands on the form."""
        entity = self.entity(node.route, frame)
        return entity if isinstance(entity, Missing) else entity.cells[node.field]

    def read(self, node: core.Cell, frame: Frame) -> Value:
        """A cell's value: as claimed, or as audited while another column is audited."""
        entity = self.entity(node.route, frame)
        if isinstance(entity, Missing):
            return entity
        if frame.auditing is None or not frame.run.at_home(entity):
            return entity.cells[node.field].value  # type: ignore[return-value]
        column = core.Column(entity.subject, node.field)
        if frame.auditing == column or column not in self.scores:
            return entity.cells[node.field].value  # type: ignore[return-value]
        return self.audited(entity, node.field, frame.run)

    def current(self, node: core.Cell, frame: Frame) -> Cell | Missing:
        """The cell with the value that is read at present; digits that are shown are those of the claim only."""
        cell = self.cell(node, frame)
        if isinstance(cell, Missing):
            return cell
        value = self.read(node, frame)
        if self.observe:
            frame.run.seen[(node.id, frame.row)] = value
        if value is cell.value:
            return cell
        return value if isinstance(value, Missing) else replace(cell, value=value, step=None)

    def audited(self, entity: Entity, name: str, run: Run) -> Value:
        """What the rules give for a cell, worked out once; for a cell of another form, what the rules for that form give."""
        if not run.at_home(entity):
            return run.batch.audited(entity, name)
        key = (entity, name)
        if key not in run.audited:
            busy = run.batch.busy
            if key in busy:
                return missing(Why.CIRCLE, entity.form.id, entity.cells[name].path)
            busy.add(key)
            run.audited[key] = audit.audited(self, entity, name, run)
            busy.remove(key)
        return run.audited[key]

    def applies(self, check: core.Check, frame: Frame) -> bool | Missing:
        """Whether a rule applies: its `when`, as claimed."""
        when = True if check.when is None else self.value(check.when, frame)
        assert isinstance(when, bool | Missing)
        return when

    # ── closures ──

    def _compile(self, node: core.Expr) -> Closure:
        match node:
            case core.Constant(value=value):
                return lambda _: value
            case core.ParamRef(name=name):
                param = self.program.params[name].value
                return lambda _: param
            case core.Cell():
                return lambda frame: self.read(node, frame)
            case core.FacetOf():
                return lambda frame: self._facet(node, frame)
            case core.LetRef():
                return self._let(node)
            case core.Audited(cell=cell):
                return lambda frame: self._audited(cell, frame)
            case core.Not(of=of):
                return conditions.negation(self.closure(of))
            case core.All(of=parts):
                return conditions.junction([self.closure(part) for part in parts], False)
            case core.Any(of=parts):
                return conditions.junction([self.closure(part) for part in parts], True)
            case core.Compare():
                return conditions.comparison(self, node)
            case core.Arithmetic():
                return self._arithmetic(node)
            case core.If():
                return choices.decided(self, node)
            case core.IntervalOf():
                return containers.interval(self, node)
            case core.SetOf():
                return containers.members(self, node)
            case core.In():
                return conditions.membership(self, node)
            case core.Choose():
                return choices.chosen(self, node)
            case core.Agrees():
                return conditions.agrees(self, node)
            case core.Aggregate():
                return rows.aggregate(self, node)
            case core.Call():
                return calls.call(self, node)
            case other:
                assert_never(other)

    def _facet(self, node: core.FacetOf, frame: Frame) -> Value:
        cell = self.cell(node.cell, frame)
        if isinstance(cell, Missing):
            return cell
        if node.facet == "text":
            return missing(Why.BLANK, self._form_of(node.cell, frame), cell.path) if cell.text is None else cell.text
        if cell.written is None:
            if isinstance(cell.value, Missing):
                return cell.value
            return missing(Why.UNREADABLE, self._form_of(node.cell, frame), cell.path)
        return cell.written.comparator if node.facet == "comparator" else cell.written.unit

    def _let(self, node: core.LetRef) -> Closure:
        name, route = node.name, node.route
        inner = self.closure(self.program.lets[name].value)

        def let(frame: Frame) -> Value:
            entity = self.entity(route, frame)
            if isinstance(entity, Missing):
                return entity
            if not frame.run.at_home(entity):
                return abroad(entity, frame)
            key = (name, entity, frame.auditing)
            known = frame.run.lets.get(key)
            if known is None:
                known = frame.run.lets[key] = inner(frame.of(entity))
            return known

        def abroad(entity: Entity, frame: Frame) -> Value:
            held = frame.run.memory.lets
            known = held.get((name, entity))
            if known is None:
                known = held[(name, entity)] = inner(frame.of(entity))
            return known

        return let

    def _audited(self, cell: core.Cell, frame: Frame) -> Value:
        entity = self.entity(cell.route, frame)
        return entity if isinstance(entity, Missing) else self.audited(entity, cell.field, frame.run)

    def _arithmetic(self, node: core.Arithmetic) -> Closure:
        left, right = self.closure(node.left), self.closure(node.right)
        its, others = node.left.type, node.right.type
        culprit = node.right if node.operator == "/" else node.left

        def arithmetic(frame: Frame) -> Value:
            result = measure.calculate(left(frame), its, node.operator, right(frame), others, node.type, ("", ""))
            return self.placed(result, culprit, frame)

        return arithmetic

    # ── causes ──

    def placed(self, value: Value, node: core.Expr, frame: Frame) -> Value:
        """A cause that arose here, given its place."""
        if not isinstance(value, Missing) or all(cause.form for cause in value.causes):
            return value
        form, path = self._where(node, frame)
        return Missing(
            frozenset(cause if cause.form else replace(cause, form=form, path=cause.path or path) for cause in value.causes)
        )

    def _where(self, node: core.Expr, frame: Frame) -> measure.Where:
        """The form and the cell that a cause of `node` is to name: the first cell it reads, else its row."""
        waiting = [node]
        while waiting:
            current = waiting.pop(0)
            if isinstance(current, core.Cell):
                entity = self.entity(current.route, frame)
                if isinstance(entity, Missing):
                    return frame.row.form.id, frame.row.path
                return entity.form.id, entity.cells[current.field].path
            if isinstance(current, core.Aggregate):
                continue
            waiting.extend(core.children(current))
        return frame.row.form.id, frame.row.path

    def _form_of(self, cell: core.Cell, frame: Frame) -> str:
        entity = self.entity(cell.route, frame)
        return (frame.row if isinstance(entity, Missing) else entity).form.id


def _observing(node: core.Expr, closure: Closure) -> Closure:
    def observed(frame: Frame) -> Value:
        value = closure(frame)
        if frame.auditing is None:
            frame.run.seen[(node.id, frame.row)] = value
        return value

    return observed
