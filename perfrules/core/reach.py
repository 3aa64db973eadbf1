"""What an item reads beyond its own form."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core


def crosses(program: core.Program, check: core.Check) -> bool:
    """Whether a rule or score reads other forms, by itself or through what it names."""
    return any(program.links[name].across for name in links_read(program, roots(check)))


def roots(check: core.Check) -> list[core.Expr]:
    """The expressions of a rule or score."""
    found: list[core.Expr | None] = [check.when, *(part for part in check.message if not isinstance(part, str))]
    match check:
        case core.Rule(require=require):
            found.append(require)
        case core.Score(claimed=claimed, expected=expected, tolerance=tolerance):
            found += [claimed, expected, tolerance]
    return [each for each in found if each is not None]


def links_read(program: core.Program, nodes: list[core.Expr]) -> set[str]:
    """The keys of the links that expressions go along, through lets and other links."""
    found: set[str] = set()
    lets: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        for route in routes(node):
            found |= set(_along(program, route))
        if isinstance(node, core.LetRef) and node.name not in lets:
            lets.add(node.name)
            waiting.append(program.lets[node.name].value)
        waiting.extend(core.children(node))
    return found


def routes(node: core.Expr) -> Iterator[core.Route]:
    """The route that a node itself goes."""
    if isinstance(node, core.Cell | core.LetRef | core.Aggregate):
        yield node.route


def _along(program: core.Program, route: core.Route) -> Iterator[str]:
    for step in route.steps:
        if step.kind == "link":
            yield step.name
            through = program.links[step.name].through
            if through is not None:
                yield from _along(program, through)
