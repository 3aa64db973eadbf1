"""Whether a value can ever be missing, as far as its shape shows: what asks only what is written always has an answer."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core import tree as core
from perfrules.core.types import Kind

ASKS_WHAT_IS_WRITTEN = {"contains": 1, "matches": 1, "similar": 2, "characters": 1}
"""How many of the arguments are read as written, a blank one as no words."""


def always_known(node: core.Expr, program: core.Program) -> bool:
    """False where it may be missing, and where the shape alone does not tell."""
    match node:
        case core.Constant() | core.ParamRef():
            return True
        case core.LetRef(name=name, route=route):
            return single(route) and always_known(program.lets[name].value, program)
        case core.Call(function="filled", arguments=(cell,)):
            return isinstance(cell, core.Cell) and single(cell.route)
        case core.Call(function=function, arguments=arguments) if function in ASKS_WHAT_IS_WRITTEN:
            asked = ASKS_WHAT_IS_WRITTEN[function]
            return all(_as_written(each) for each in arguments[:asked]) and _known(arguments[asked:], program)
        case core.Call(function="if_missing" | "undetermined" | "numeric" | "comparable" | "count"):
            return False
        case core.Call(function="rounded" | "rounded_even" | "cut" | "raised" | "percentage"):
            return False
        case core.Arithmetic(operator="/", right=right):
            divided = isinstance(right, core.Constant) and isinstance(right.value, Fraction) and right.value != 0
            return divided and always_known(node.left, program)
        case core.Aggregate(function="any" | "no" | "count" | "sum" | "unique", route=route, value=value, where=where):
            rows = all(step.kind != "link" for step in route.steps)
            return rows and (value is None or always_known(value, program)) and (where is None or always_known(where, program))
        case core.Cell() | core.FacetOf() | core.Audited() | core.Agrees() | core.Choose() | core.Aggregate():
            return False
        case core.In(container=container) if container.type.kind is Kind.TICKS:
            return False
        case _:
            return _known(core.children(node), program)


def _known(nodes: tuple[core.Expr, ...], program: core.Program) -> bool:
    return all(always_known(each, program) for each in nodes)


def _as_written(node: core.Expr) -> bool:
    """A cell's text; of a cell that holds words where a number belongs, its facet `text`."""
    match node:
        case core.Cell(route=route):
            return single(route) and node.type.kind is Kind.TEXT
        case core.FacetOf(cell=cell, facet="text"):
            return single(cell.route)
        case core.Constant() | core.ParamRef():
            return True
        case _:
            return False


def single(route: core.Route) -> bool:
    """Whether a route cannot end at nothing."""
    return all(step.kind != "link" for step in route.steps)


def always_decided(check: core.Rule | core.Score, program: core.Program) -> bool:
    """Whether no form can leave a rule undetermined. A score may always find its cell blank."""
    if isinstance(check, core.Score):
        return False
    parts = [check.require, *([check.when] if check.when is not None else [])]
    return all(always_known(part, program) for part in parts)
