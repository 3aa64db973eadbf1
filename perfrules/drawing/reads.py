"""Which cells a condition reads, behind its lets, parameters and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfrules.core import tree as core
from perfrules.forms import Template


def every_expression(program: core.Program) -> tuple[core.Expr, ...]:
    """The expressions of all rules and scores; lets are reached from them."""
    return tuple(part for check in program.checks for part in expressions(check))


def expressions(check: core.Check) -> tuple[core.Expr, ...]:
    """What a rule or score says: when, and what must hold or be shown."""
    when = () if check.when is None else (check.when,)
    match check:
        case core.Rule(require=require):
            return (*when, require)
        case core.Score(claimed=claimed, expected=expected, tolerance=None):
            return (*when, claimed, expected)
        case core.Score(claimed=claimed, expected=expected, tolerance=tolerance) if tolerance is not None:
            return (*when, claimed, expected, tolerance)
    raise AssertionError(f"{check} is neither a rule nor a score")


def nodes(program: core.Program, roots: Iterable[core.Expr]) -> Iterator[core.Expr]:
    """Every node of the expressions and, once each, of the lets they read."""
    waiting = list(roots)
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, core.LetRef) and node.name not in seen:
            seen.add(node.name)
            waiting.append(program.lets[node.name].value)
        waiting.extend(core.children(node))


def columns(program: core.Program, roots: Iterable[core.Expr]) -> tuple[core.Column, ...]:
    """The columns that are read, keys of links among them, in the order in which they are met."""
    found: dict[core.Column, None] = {}
    for node in nodes(program, roots):
        if isinstance(node, core.Cell):
            found[core.Column(node.route.end, node.field)] = None
        if isinstance(node, core.Cell | core.LetRef | core.Aggregate):
            found.update(dict.fromkeys(_keys(program, node.route)))
    return tuple(found)


def _keys(program: core.Program, route: core.Route) -> Iterator[core.Column]:
    for step in route.steps:
        if step.kind == "link":
            link = program.links[step.name]
            for theirs, ours, _ in link.keys:
                yield core.Column(link.subject, ours)
                yield core.Column(link.target, theirs)


def groups(program: core.Program, roots: Iterable[core.Expr], template: Template) -> tuple[str, ...]:
    """The groups of the template whose rows are looked at, even if no cell of them is read: `count(indicators)`."""
    ends = {node.route.end: None for node in nodes(program, roots) if isinstance(node, core.Aggregate)}
    named = [end.part for end in ends if end.template == template.name and end.part is not None]
    return tuple(part for part in named if template.parts[part].many)
