"""Which rules a change reaches: their own words, the lets, params and links they read, and the scores whose values they audit."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core
from perfrules.mutants.facts import nodes, read_by, roots

Named = tuple[str, str]
"""Kind and name of an item: `("let", "完成")`."""


def reached(program: core.Program) -> dict[Named, tuple[str, ...]]:
    """For every item the checks that it can make a difference to, those that read least else first."""
    needs = {check.name: needed(program, check) for check in program.checks}
    found: dict[Named, list[str]] = {}
    for name in sorted(needs, key=lambda name: len(needs[name])):
        for item in sorted(needs[name]):
            found.setdefault(item, []).append(name)
    return {item: tuple(names) for item, names in found.items()}


def needed(program: core.Program, of: core.Rule | core.Score | core.Let) -> set[Named]:
    """Everything that decides its outcome or value and, for a score, its audited value."""
    found: set[Named] = set()
    waiting: list[core.Rule | core.Score | core.Let] = [of]
    done: set[str] = set()
    while waiting:
        current = waiting.pop()
        if current.name in done:
            continue
        done.add(current.name)
        if not isinstance(current, core.Let):
            found.add(("check", current.name))
        read = read_by(program, roots(current))
        found |= {("param", name) for name in read.params}
        found |= {("let", name) for name in read.lets}
        found |= {("link", name) for name in read.links}
        columns = set(_columns(program, current, read.lets))
        waiting += [score for score in program.scores() if score.column in columns]
    return found


def _columns(program: core.Program, of: core.Rule | core.Score | core.Let, lets: frozenset[str]) -> Iterator[core.Column]:
    """The columns whose scores have a say: rivals for a score's own, what it reads while it audits, what asks for `audited`."""
    if isinstance(of, core.Score):
        yield of.column
    for root in (*roots(of), *(program.lets[name].value for name in lets)):
        for node in nodes(root):
            if isinstance(node, core.Audited) or (isinstance(node, core.Cell) and isinstance(of, core.Score)):
                cell = node.cell if isinstance(node, core.Audited) else node
                yield core.Column(cell.route.end, cell.field)
