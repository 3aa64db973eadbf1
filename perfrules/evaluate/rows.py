"""Functions of rows: which rows there are, which of them count, and what each gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfrules import library
from perfrules.core import tree as core
from perfrules.evaluate.frame import Closure, Frame
from perfrules.values import Missing, Value

if TYPE_CHECKING:
    from perfrules.evaluate.engine import Engine


def aggregate(engine: Engine, node: core.Aggregate) -> Closure:
    meaning = library.aggregates()[node.function].meaning
    value = None if node.value is None else engine.closure(node.value)
    where = None if node.where is None else engine.closure(node.where)

    def closure(frame: Frame) -> Value:
        rows = engine.routes.rows(node.route, frame.this if node.route.start == "this" else frame.row, frame.run)
        if isinstance(rows, Missing):
            return rows
        kept: list[tuple[bool | Missing, Value]] = []
        for entity in rows:
            inner = Frame(entity, frame.this, frame.run, frame.auditing)
            counts = True if where is None else where(inner)
            assert isinstance(counts, bool | Missing)
            if counts is not False:
                kept.append((counts, True if value is None else value(inner)))
        return engine.placed(meaning(kept), node, frame)

    return closure
