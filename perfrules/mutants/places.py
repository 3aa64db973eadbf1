"""Every place of an expression, and the same expression with another one put there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from perfrules.core import tree as core
from perfrules.core.types import EVERYWHERE, Kind, Type
from perfrules.mutants.facts import ROUNDINGS


@dataclass(frozen=True, slots=True)
class Place:
    """A node and what stands around it; `beside` is the type of what it is compared with, added to or chosen against."""

    node: core.Expr
    parent: core.Expr | None
    beside: Type | None


def places(root: core.Expr, beside: Type | None = None) -> Iterator[Place]:
    """Every place, each node once: the middle of `a < b <= c` belongs to two comparisons and is one place."""
    waiting = [Place(root, None, beside)]
    seen: set[int] = set()
    while waiting:
        place = waiting.pop()
        if place.node.id in seen:
            continue
        seen.add(place.node.id)
        yield place
        inside = [Place(child, place.node, _beside(place, child)) for child in _changing(place.node)]
        waiting.extend(reversed(inside))


def _changing(node: core.Expr) -> tuple[core.Expr, ...]:
    """What inside a node may change: not the reason of `undetermined`, nor anything a step is worked out from."""
    match node:
        case core.Call(function="undetermined"):
            return ()
        case core.Call(function=function, arguments=(number, step)) if function in ROUNDINGS:
            return (number, step) if isinstance(step, core.Constant) else (number,)
        case core.Agrees(cell=cell, value=value):
            return (cell, value)
        case core.Call(function="matches", arguments=(text, pattern)):
            return (text, pattern) if isinstance(pattern, core.Constant) else (text,)
        case _:
            return core.children(node)


def _beside(place: Place, child: core.Expr) -> Type | None:
    match place.node:
        case core.Compare(left=left, right=right) | core.Arithmetic(left=left, right=right):
            return right.type if child is left else left.type
        case core.In(value=value, container=container):
            return container.type.of if child is value else value.type
        case core.If(condition=condition) as node:
            return None if child is condition else node.type
        case core.Choose(subject=subject, rows=rows) as node:
            if child is subject:
                return None
            return subject.type if any(child is test for test, _ in rows) else node.type
        case core.IntervalOf() | core.SetOf():
            if place.beside is not None:
                return place.beside.of or place.beside
            return place.node.type.of
        case core.Agrees(cell=cell):
            return cell.type
        case core.Call(function="min" | "max" | "if_missing") as node:
            return node.type
        case _:
            return None


def put(root: core.Expr, at: int, new: core.Expr) -> core.Expr:
    """`root` with the node of that id replaced. Nodes on the way no longer promise where their values lie."""
    if root.id == at:
        return new
    inside = core.children(root)
    changed = {child.id: put(child, at, new) for child in inside}
    if all(changed[child.id] is child for child in inside):
        return root
    node = _with(root, changed)
    return replace(node, type=loose(node.type))


def loosened(root: core.Expr) -> core.Expr:
    """`root` without a promise of where anything but a cell or a constant lies: something it names was changed."""
    node = root if not core.children(root) else _with(root, {child.id: loosened(child) for child in core.children(root)})
    if isinstance(node, core.Cell | core.Constant):
        return node
    return replace(node, type=loose(node.type))


def loose(of: Type) -> Type:
    if of.kind is Kind.NUMBER:
        return replace(of, bounds=EVERYWHERE, scale=None)
    return of if of.of is None else replace(of, bounds=EVERYWHERE, scale=None, of=loose(of.of))


def _with(node: core.Expr, new: dict[int, core.Expr]) -> core.Expr:
    """The node with its children exchanged."""
    match node:
        case core.FacetOf(cell=cell) | core.Audited(cell=cell):
            return replace(node, cell=cast(core.Cell, new[cell.id]))
        case core.Not(of=of):
            return replace(node, of=new[of.id])
        case core.All(of=parts) | core.Any(of=parts):
            return replace(node, of=tuple(new[part.id] for part in parts))
        case core.SetOf(members=parts):
            return replace(node, members=tuple(new[part.id] for part in parts))
        case core.Call(arguments=parts):
            return replace(node, arguments=tuple(new[part.id] for part in parts))
        case core.Compare(left=left, right=right) | core.Arithmetic(left=left, right=right):
            return replace(node, left=new[left.id], right=new[right.id])
        case core.In(value=value, container=container):
            return replace(node, value=new[value.id], container=new[container.id])
        case core.If(condition=condition, then=then, otherwise=otherwise):
            return replace(node, condition=new[condition.id], then=new[then.id], otherwise=new[otherwise.id])
        case core.IntervalOf(low=low, high=high):
            return replace(node, low=low and new[low.id], high=high and new[high.id])
        case core.Choose(subject=subject, rows=rows):
            shown = tuple((test and new[test.id], new[value.id]) for test, value in rows)
            return replace(node, subject=new[subject.id], rows=shown)
        case core.Agrees(cell=cell, value=value, tolerance=tolerance):
            shown_cell = cast(core.Cell, new[cell.id])
            return replace(node, cell=shown_cell, value=new[value.id], tolerance=tolerance and new[tolerance.id])
        case core.Aggregate(value=held, where=where):
            return replace(node, value=held and new[held.id], where=where and new[where.id])
        case _:
            return node
