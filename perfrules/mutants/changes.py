"""Everything that one place of an expression may be instead."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core
from perfrules.mutants import choices, conditions, naming, numbers
from perfrules.mutants.constants import constants
from perfrules.mutants.facts import Facts
from perfrules.mutants.mutant import Change
from perfrules.mutants.places import Place


def changes(place: Place, facts: Facts) -> Iterator[Change]:
    """Each change leaves the expression well typed; none leaves it as it was."""
    for change in (*_of_its_kind(place, facts), *conditions.turned(place, facts)):
        if change.node != place.node:  # `a - a` is the same the other way round
            yield change


def _of_its_kind(place: Place, facts: Facts) -> Iterator[Change]:
    match place.node:
        case core.Constant():
            yield from constants(place, facts)
        case core.ParamRef() as node:
            yield from naming.params(node, facts)
        case core.Cell():
            yield from naming.cells(place, facts)
        case core.FacetOf() as node:
            yield from naming.faceted(node)
        case core.All() | core.Any() as node:
            yield from conditions.joint(node)
        case core.Compare() as node:
            yield from conditions.compared(node)
        case core.Arithmetic() as node:
            yield from numbers.worked_out(node)
        case core.If() as node:
            yield from choices.branched(node)
        case core.IntervalOf() as node:
            yield from choices.ended(node)
        case core.SetOf() as node:
            yield from choices.membered(node)
        case core.Choose() as node:
            yield from choices.tabled(node)
        case core.Aggregate() as node:
            yield from numbers.of_rows(node)
        case core.Call() as node:
            yield from numbers.called(node)
        case core.Agrees() as node:
            yield from conditions.agreeing(node)
        case core.LetRef() | core.Audited() | core.Not() | core.In():
            pass
