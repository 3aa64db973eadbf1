"""Names exchanged: a field for another of its kind in the same part, a facet for another, a param for another of its type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.diagnostics import Words
from perfrules.mutants.facts import Facts
from perfrules.mutants.mutant import Change
from perfrules.mutants.places import Place
from perfrules.mutants.writing import source

MOST = 2
FACETS: dict[core.Facet, core.Facet] = {"comparator": "text", "measure": "text", "text": "measure"}
FACET_WORDS = {"comparator": ("比较符", "comparator"), "measure": ("单位", "measure"), "text": ("原文", "text")}


def cells(place: Place, facts: Facts) -> Iterator[Change]:
    """Other fields the policy reads of the same part, next to it in the order it first reads them."""
    node = place.node
    assert isinstance(node, core.Cell)
    known = facts.cells[node.route.end]
    others = [name for name, type_ in known.items() if name != node.field and _same(type_, node.type)]
    order = list(known)
    others.sort(key=lambda name: abs(order.index(name) - order.index(node.field)))
    for name in others[:MOST]:
        new = replace(node, field=name, type=known[name])
        after = _renamed(node, facts.names[(node.route.end, name)], isinstance(place.parent, core.FacetOf))
        yield Change(new, "field", Words("换一栏", "another field"), after)


def _renamed(node: core.Cell, name: str, faceted: bool) -> str:
    path = source(node).split(".")
    path[-2 if faceted else -1] = name
    return ".".join(path)


def _same(one: Type, other: Type) -> bool:
    return (one.kind, one.dimension, one.sort, one.choices) == (other.kind, other.dimension, other.sort, other.choices)


def faceted(node: core.FacetOf) -> Iterator[Change]:
    facet = FACETS[node.facet]
    head, dot, last = source(node).rpartition(".")
    name = FACET_WORDS[facet][1 if last.isascii() else 0]
    new = replace(node, facet=facet, type=replace(node.type, choices=None))
    yield Change(new, "facet", Words("换一个方面", "another facet"), head + dot + name)


def params(node: core.ParamRef, facts: Facts) -> Iterator[Change]:
    kept = facts.steps | facts.patterns
    if node.name in kept:
        return
    known = facts.program.params
    for name, param in known.items():
        if name in kept or name == node.name or param.value == known[node.name].value or name not in facts.read:
            continue
        if _same(param.expression.type, node.type):
            new = replace(node, name=name, type=param.expression.type)
            yield Change(new, "param", Words("换一个参数", "another param"), param.name)
