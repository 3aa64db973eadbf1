"""Trees by their shape: what an expression means, without spans, spelling or the types that follow from other items.

A shape is a number: two expressions have one number exactly when they are the same tree. Names are either kept, after those
that changed are put right (`Named`), or put in their place (`Inlined`): then two rules that differ in names only have one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Protocol

from perfrules.core import tree as core

PASSED = {"id", "type", "source", "span"}
STATED = "undetermined"
"""The words of `undetermined("…")` are words only: they decide nothing."""


class Names(Protocol):
    """What stands for a name in a shape."""

    def let(self, name: str) -> object: ...

    def param(self, name: str) -> object: ...

    def link(self, name: str) -> object: ...


class Shapes:
    """Numbers for shapes, the same for both editions of one comparison."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}

    def number(self, *parts: object) -> int:
        return self._numbers.setdefault(parts, len(self._numbers))

    def of(self, node: core.Expr, names: Names) -> int:
        match node:
            case core.Constant(value=value):
                return self.number("Constant", node.type.kind, node.type.dimension, node.type.sort, value)
            case core.LetRef(route=route, name=name):
                return self.number("LetRef", self.route(route, names), names.let(name))
            case core.ParamRef(name=name):
                return self.number("ParamRef", names.param(name))
            case core.Call(function=function) if function == STATED:
                return self.number("Call", STATED)
            case _:
                parts = (self._part(getattr(node, each.name), names) for each in fields(node) if each.name not in PASSED)
                return self.number(type(node).__name__, *parts)

    def _part(self, value: Any, names: Names) -> object:
        match value:
            case core.Node():
                return self.of(value, names)  # type: ignore[arg-type]
            case core.Route():
                return self.route(value, names)
            case tuple():
                return tuple(self._part(each, names) for each in value)
            case _:
                return value

    def route(self, route: core.Route, names: Names) -> int:
        steps = tuple((step.kind, names.link(step.name) if step.kind == "link" else step.name) for step in route.steps)
        return self.number("Route", route.start, steps, route.end)

    def link(self, link: core.Link, names: Names) -> int:
        through = None if link.through is None else self.route(link.through, names)
        return self.number("Link", link.subject, link.target, link.many, link.other, link.keys, through)

    def item(self, item: core.Item, names: Names) -> int:
        """What an item means, without its name, title, basis and the author's words."""
        match item:
            case core.Param(expression=expression):
                return self.number("Param", self.of(expression, names))
            case core.Let(subject=subject, value=value):
                return self.number("Let", subject, self.of(value, names))
            case core.Link():
                return self.link(item, names)
            case core.Rule() | core.Score():
                return self.number(type(item).__name__, *self._check(item, names))
            case _:
                raise AssertionError(type(item))

    def _check(self, check: core.Rule | core.Score, names: Names) -> Iterator[object]:
        yield check.subject
        yield self.optional(check.when, names)
        yield check.missing_means
        yield check.off is not None
        if isinstance(check, core.Rule):
            yield self.of(check.require, names)
        else:
            yield self.of(check.claimed, names)
            yield self.of(check.expected, names)
            yield self.optional(check.tolerance, names)

    def optional(self, node: core.Expr | None, names: Names) -> int | None:
        return None if node is None else self.of(node, names)


class Named:
    """Names as written, those of the old edition under the names they have in the new one."""

    def __init__(self, renamed: Mapping[str, str] | None = None) -> None:
        self.renamed = renamed or {}

    def let(self, name: str) -> object:
        return self.renamed.get(name, name)

    param = let
    link = let


class Inlined:
    """Every name put in its place. `hole` may stand for one name that is asked about, wherever it is read."""

    def __init__(self, program: core.Program, shapes: Shapes, hole: str | None = None) -> None:
        self.program = program
        self.shapes = shapes
        self.hole = hole
        self._known: dict[str, int] = {}

    def let(self, name: str) -> object:
        return self._once(name, lambda: self.shapes.item(self.program.lets[name], self))

    def param(self, name: str) -> object:
        return self._once(name, lambda: self.shapes.item(self.program.params[name], self))

    def link(self, name: str) -> object:
        return self._once(name, lambda: self.shapes.item(self.program.links[name], self))

    def _once(self, name: str, make: Callable[[], int]) -> int:
        if name not in self._known:
            self._known[name] = self.shapes.number("hole") if name == self.hole else make()
        return self._known[name]


def apart(one: core.Expr, other: core.Expr, shapes: Shapes, ours: Names, theirs: Names) -> Iterator[tuple[core.Expr, core.Expr]]:
    """The smallest parts in which two expressions differ, pair by pair."""
    if shapes.of(one, ours) == shapes.of(other, theirs):
        return
    mine, its = core.children(one), core.children(other)
    alike = type(one) is type(other) and len(mine) == len(its) > 0 and _own(one) == _own(other)
    if not alike or isinstance(one, core.FacetOf | core.Audited):
        yield one, other
        return
    for each, its_own in zip(mine, its, strict=True):
        yield from apart(each, its_own, shapes, ours, theirs)


def _own(node: core.Expr) -> list[Any]:
    """What a node says itself, without what is inside it."""
    held = (getattr(node, each.name) for each in fields(node) if each.name not in PASSED)
    return [value for value in held if not isinstance(value, core.Node | tuple)]
