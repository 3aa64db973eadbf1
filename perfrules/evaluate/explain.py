"""How an outcome came about, read from what the observing evaluator recorded: no second meaning anywhere."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    check: core.Rule | core.Score
    result: Result
    entity: Entity
    when: Derivation | None
    requirement: Derivation
    claimed: Cell | None
    message: tuple[str | Derivation, ...]
    cut: bool


def explain(engine: Engine, run: Run, check: core.Rule | core.Score, index: int | None = None) -> tuple[Explanation, ...]:
    """Why `check` gave what it gave, for every subject of the run's form or for one of them. `engine` must observe."""
    assert engine.observe
    wanted = enumerate(subjects(check, run))
    return tuple(_explain(engine, check, entity, run) for at, entity in wanted if index is None or at == index)


def _explain(engine: Engine, check: core.Rule | core.Score, entity: Entity, run: Run) -> Explanation:
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
    return Explanation(
        check, given, entity, None if check.when is None else derive(engine, check.when, frame), requirement, cell, message, cut
    )


def derive(engine: Engine, node: core.Expr, frame: Frame, label: str | None = None) -> Derivation:
    """The tree of values below a node, as recorded for the frame's row."""
    value = frame.run.seen.get((node.id, frame.row))
    if value is None:
        value = engine.value(node, frame)
    match node:
        case core.Cell() | core.FacetOf():
            return _cell(engine, node, value, frame, label)
        case core.LetRef(name=name, route=route):
            entity = engine.entity(route, frame)
            below: tuple[Derivation, ...] = ()
            if not isinstance(entity, Missing):
                inner = Frame(entity, entity, frame.run)
                below = (derive(engine, engine.program.lets[name].value, inner),)
            return Derivation(node, value, below, label=label)
        case core.Aggregate():
            return Derivation(node, value, _rows(engine, node, frame), label=label)
        case core.If(condition=condition, then=then, otherwise=otherwise):
            told = derive(engine, condition, frame)
            branches = (then, otherwise) if isinstance(told.value, Missing) else (then if told.value else otherwise,)
            return Derivation(node, value, (told, *(derive(engine, branch, frame) for branch in branches)), label=label)
        case core.Choose(subject=subject, rows=rows):
            taken = [(test, row) for test, row in rows if (row.id, frame.row) in frame.run.seen][:1]
            below = (derive(engine, subject, frame), *(derive(engine, row, frame) for _, row in taken))
            return Derivation(node, value, below, label=label, test=taken[0][0] if taken else None)
        case core.Agrees(cell=cell):
            sides = tuple(derive(engine, child, frame) for child in core.children(node))
            return Derivation(node, value, sides, path=_path(engine, cell, frame), label=label)
        case _:
            return Derivation(node, value, tuple(derive(engine, child, frame) for child in core.children(node)), label=label)


def _path(engine: Engine, node: core.Cell, frame: Frame) -> str | None:
    cell = engine.cell(node, frame)
    return None if isinstance(cell, Missing) else cell.path


def _cell(engine: Engine, node: core.Cell | core.FacetOf, value: Value, frame: Frame, label: str | None) -> Derivation:
    cell = engine.cell(node.cell if isinstance(node, core.FacetOf) else node, frame)
    if isinstance(cell, Missing):
        return Derivation(node, value, label=label)
    return Derivation(node, value, path=cell.path, place=cell.place, text=cell.text, label=label)


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
            found.append(derive(engine, node.value, inner, label=entity.path))
        elif node.where is not None:
            found.append(derive(engine, node.where, inner, label=entity.path))
        else:
            found.append(Derivation(node, True, path=entity.path, place=entity.place, label=entity.path))
    return tuple(found)
