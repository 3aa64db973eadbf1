"""How an outcome came about, read from what the observing evaluator recorded: no second meaning anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfrules.core import tree as core
from perfrules.evaluate.agreement import cut_off
from perfrules.evaluate.decide import result, subjects
from perfrules.evaluate.engine import Engine
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Frame, Run
from perfrules.findings import Derivation, Result
from perfrules.forms import Cell
from perfrules.values import Missing, Value


@dataclass(frozen=True, slots=True)
class Explanation:
    """`when` and `requirement` are the trees that decided; a score's requirement is its expected value, `claimed` its cell.

    `message` holds the values of the expressions in the author's words, in turn; `cut` says that the claim was cut, not rounded.
    `declared` are the pairs of names that were taken for one unit because the run declares it.
    """

    check: core.Rule | core.Score
    result: Result
    entity: Entity
    when: Derivation | None
    requirement: Derivation
    claimed: Cell | None
    message: tuple[str | Derivation, ...]
    cut: bool
    declared: tuple[tuple[str, str], ...] = ()


def explain(engine: Engine, run: Run, check: core.Rule | core.Score, index: int | None = None) -> tuple[Explanation, ...]:
    """Why `check` gave what it gave, for every subject of the run's form or for one of them. `engine` must observe."""
    assert engine.observe
    wanted = enumerate(subjects(check, run))
    return tuple(_explain(engine, check, entity, run) for at, entity in wanted if index is None or at == index)


def _explain(engine: Engine, check: core.Rule | core.Score, entity: Entity, run: Run) -> Explanation:
    run.declared.clear()
    given = result(engine, check, entity, run)
    frame = run.frame(entity)
    required = check.require if isinstance(check, core.Rule) else check.expected
    for node in (required, *(part for part in check.message if not isinstance(part, str))):
        engine.value(node, frame)
    message = tuple(part if isinstance(part, str) else derive(engine, part, frame) for part in check.message)
    claimed = engine.cell(check.claimed, frame) if isinstance(check, core.Score) else None
    cell = None if isinstance(claimed, Missing) else claimed
    requirement = derive(engine, required, frame)
    cut = cell is not None and given.outcome == "fail" and cut_off(cell, requirement.value)
    when = None if check.when is None else derive(engine, check.when, frame)
    return Explanation(check, given, entity, when, requirement, cell, message, cut, tuple(sorted(run.declared)))


def derive(engine: Engine, node: core.Expr, frame: Frame, row: Entity | None = None) -> Derivation:
    """The tree of values below a node, as recorded for the frame's row; `row` is the row that an aggregate takes the value of."""
    made = _derive(engine, node, frame)
    return made if row is None else replace(made, label=row.path, of=row.form)


def _derive(engine: Engine, node: core.Expr, frame: Frame) -> Derivation:
    value = frame.run.seen.get((node.id, frame.row))
    if value is None:
        value = engine.value(node, frame)
    match node:
        case core.Cell() | core.FacetOf():
            return _cell(engine, node, value, frame)
        case core.LetRef(name=name, route=route):
            entity = engine.entity(route, frame)
            if isinstance(entity, Missing):
                return Derivation(node, value)
            inner = Frame(entity, entity, frame.run)
            return Derivation(node, value, (derive(engine, engine.program.lets[name].value, inner),), form=entity.form)
        case core.Aggregate():
            return Derivation(node, value, _rows(engine, node, frame))
        case core.If(condition=condition, then=then, otherwise=otherwise):
            told = derive(engine, condition, frame)
            branches = (then, otherwise) if isinstance(told.value, Missing) else (then if told.value else otherwise,)
            return Derivation(node, value, (told, *(derive(engine, branch, frame) for branch in branches)))
        case core.Choose(subject=subject, rows=rows):
            taken = [(test, row) for test, row in rows if (row.id, frame.row) in frame.run.seen][:1]
            below = (derive(engine, subject, frame), *(derive(engine, row, frame) for _, row in taken))
            return Derivation(node, value, below, test=taken[0][0] if taken else None)
        case core.Agrees(cell=cell):
            sides = tuple(derive(engine, child, frame) for child in core.children(node))
            return replace(_cell(engine, cell, value, frame), node=node, below=sides, place=None, text=None)
        case _:
            return Derivation(node, value, tuple(derive(engine, child, frame) for child in core.children(node)))


def _cell(engine: Engine, node: core.Cell | core.FacetOf, value: Value, frame: Frame) -> Derivation:
    read = node.cell if isinstance(node, core.FacetOf) else node
    entity = engine.entity(read.route, frame)
    if isinstance(entity, Missing):
        return Derivation(node, value)
    cell = entity.cells[read.field]
    return Derivation(node, value, path=cell.path, place=cell.place, text=cell.text, form=entity.form)


def _rows(engine: Engine, node: core.Aggregate, frame: Frame) -> tuple[Derivation, ...]:
    """What each row that counts, or may count, gave."""
    rows = engine.routes.rows(node.route, frame.this if node.route.start == "this" else frame.row, frame.run)
    if isinstance(rows, Missing):
        return ()
    found = []
    for entity in rows:
        inner = Frame(entity, frame.this, frame.run)
        counts = True if node.where is None else engine.value(node.where, inner)
        if counts is False:
            continue
        if node.value is not None:
            found.append(derive(engine, node.value, inner, entity))
        elif node.where is not None:
            found.append(derive(engine, node.where, inner, entity))
        else:
            made = Derivation(node, True, path=entity.path, place=entity.place, form=entity.form)
            found.append(replace(made, label=entity.path, of=entity.form))
    return tuple(found)
