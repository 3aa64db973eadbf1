"""Who reads whom: which params, lets and links an item reads, and which rules feel a change in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from perfrules.core import tree as core


def expressions(item: core.Item) -> Iterator[core.Expr]:
    """Every expression that decides what an item gives; the author's message only words it."""
    match item:
        case core.Param(expression=expression):
            yield expression
        case core.Let(value=value):
            yield value
        case core.Rule() | core.Score():
            if item.when is not None:
                yield item.when
            if isinstance(item, core.Rule):
                yield item.require
            else:
                yield item.claimed
                yield item.expected
                if item.tolerance is not None:
                    yield item.tolerance


def inside(nodes: Iterable[core.Expr]) -> Iterator[core.Expr]:
    """The nodes and everything in them, not through names."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(core.children(node))


def names_in(nodes: Iterable[core.Expr]) -> set[str]:
    """The params, lets and links that are read. They share one namespace, so a name tells which it is."""
    found: set[str] = set()
    for node in inside(nodes):
        match node:
            case core.ParamRef(name=name):
                found.add(name)
            case core.LetRef(name=name, route=route):
                found |= {name, *_links(route)}
            case core.Cell(route=route) | core.Aggregate(route=route):
                found |= set(_links(route))
    return found


def _links(route: core.Route) -> Iterator[str]:
    return (step.name for step in route.steps if step.kind == "link")


def reads(item: core.Item) -> set[str]:
    through = item.through if isinstance(item, core.Link) else None
    return names_in(expressions(item)) | (set() if through is None else set(_links(through)))


def named(program: core.Program) -> dict[str, core.Item]:
    """Params, lets and links by the name they are read under."""
    return {**program.params, **program.lets, **program.links}


def everything_read(items: Iterable[core.Item], known: Mapping[str, core.Item]) -> set[str]:
    """The names the items read, through as many lets as there are."""
    found: set[str] = set()
    waiting = [name for item in items for name in reads(item)]
    while waiting:
        name = waiting.pop()
        if name not in found and name in known:
            found.add(name)
            waiting.extend(reads(known[name]))
    return found


def readers(program: core.Program, name: str) -> list[core.Rule | core.Score]:
    """The rules and scores that a change in what is called `name` can reach."""
    known = named(program)
    return [check for check in program.checks if name in everything_read([check], known)]


def reach(item: core.Item, program: core.Program) -> Iterator[core.Expr]:
    """Every expression that has a say in what an item gives."""
    known = named(program)
    for each in (item, *(known[name] for name in everything_read([item], known))):
        yield from inside(expressions(each))


def alone(item: core.Item, program: core.Program) -> bool:
    """Whether an item looks at its own row alone, or at the form's own cells: how many rows there are is nothing to it."""
    for node in reach(item, program):
        if isinstance(node, core.Aggregate | core.Audited):
            return False
        if isinstance(node, core.Cell | core.LetRef) and any(step.kind == "link" for step in node.route.steps):
            return False
    return not isinstance(item, core.Score) or item.subject == item.column.subject
