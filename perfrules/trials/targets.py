"""What there is to try in a policy: every condition each way, every edge from both sides and at it, every row of a table, and
every outcome of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perfrules.check.constants import constant
from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.forms import Templates
from perfrules.mutants.facts import read_by, roots
from perfrules.mutants.known import always_decided, always_known
from perfrules.source import Source, Span
from perfrules.values import Value

Aspect = Literal["true", "false", "unknown", "below", "at", "above", "taken", "pass", "fail", "undetermined", "not_applicable"]
OUTCOMES: tuple[Aspect, ...] = ("pass", "fail", "undetermined", "not_applicable")
OUTCOME = 0
"""The node of a target that is about a whole check."""
ASPECTS: dict[Aspect, Words] = {
    "true": Words("成立", "true"),
    "false": Words("不成立", "false"),
    "unknown": Words("无法判断", "unknown"),
    "below": Words("在其下", "below it"),
    "at": Words("恰在其上", "at it"),
    "above": Words("在其上", "above it"),
    "taken": Words("用到", "taken"),
    "pass": Words("符合", "pass"),
    "fail": Words("不符合", "fail"),
    "undetermined": Words("无法判断", "undetermined"),
    "not_applicable": Words("不适用", "not applicable"),
}


@dataclass(frozen=True, slots=True)
class Edge:
    """Two numbers that are held against each other; `bound` is the value of `right` where it is constant."""

    left: core.Expr
    right: core.Expr
    bound: Value | None


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to be seen: `aspect` of what stands at `span`.

    `node` is the id under which the evaluator records it, less than nought for an edge.
    """

    of: Literal["let", "check"]
    name: str
    node: int
    aspect: Aspect
    source: Source
    span: Span

    @property
    def text(self) -> str:
        return " ".join(self.source[self.span].split())


@dataclass(frozen=True, slots=True)
class Part:
    """What there is to see in one let or check. `edges` and `rows` are looked up by the id of the target's node."""

    of: Literal["let", "check"]
    key: str
    name: str
    targets: tuple[Target, ...]
    edges: dict[int, Edge]
    rows: dict[int, int]


def parts(program: core.Program, templates: Templates) -> tuple[Part, ...]:
    """Lets that some check reads, and checks, in the order of the program."""
    read = read_by(program, [root for check in program.checks for root in roots(check)])
    lets = tuple(_part(program, templates, "let", key, let) for key, let in program.lets.items() if key in read.lets)
    return (*lets, *(_part(program, templates, "check", check.name, check) for check in program.checks))


def _part(
    program: core.Program, templates: Templates, of: Literal["let", "check"], key: str, item: core.Let | core.Rule | core.Score
) -> Part:
    edges: dict[int, Edge] = {}
    rows: dict[int, int] = {}
    found: dict[Target, None] = {}
    for root in roots(item):
        for node in _once(root):
            for edge in _edges(node, program):
                if not _known_edge(edge, edges):
                    edges[-edge.right.id] = edge
                    for side in ("below", "at", "above"):
                        found[_target(of, item, -edge.right.id, side, edge.right)] = None
            if _condition(node):
                ways: tuple[Aspect, ...] = ("true", "false") if always_known(node, program) else ("true", "false", "unknown")
                found.update({_target(of, item, node.id, way, node): None for way in ways})
            if isinstance(node, core.Choose):
                for test, value in node.rows:
                    rows[value.id] = node.id
                    found[_target(of, item, value.id, "taken", test or value)] = None
    if isinstance(item, core.Check):
        header = Span(item.span.start, item.span.start + len(item.source[item.span].partition("\n")[0].rstrip()))
        for outcome in OUTCOMES:
            never = {"undetermined": always_decided(item, program), "not_applicable": _always_applies(item, templates)}
            if not never.get(outcome):
                found[Target(of, item.name, OUTCOME, outcome, item.source, header)] = None
    return Part(of, key, item.name, tuple(found), edges, rows)


def _always_applies(check: core.Check, templates: Templates) -> bool:
    """Of rows there may be none; a record is always there."""
    part, template = check.subject.part, templates.get(check.subject.template)
    return check.when is None and (part is None or (template is not None and not template.parts[part].many))


def _target(of: Literal["let", "check"], item: core.Item, node: int, aspect: Aspect, at: core.Expr) -> Target:
    return Target(of, item.name, node, aspect, at.source, at.span)


def _once(root: core.Expr) -> Iterator[core.Expr]:
    """Every node in the order written, each once."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node.id not in seen:
            seen.add(node.id)
            yield node
            waiting.extend(reversed(core.children(node)))


def _condition(node: core.Expr) -> bool:
    """What `not` says is seen at what it denies, and a truth written out is no condition."""
    return node.type.kind is Kind.TRUTH and not isinstance(node, core.Not | core.Constant | core.ParamRef | core.If | core.Choose)


def _edges(node: core.Expr, program: core.Program) -> Iterator[Edge]:
    match node:
        case core.Compare(left=left, right=right) if _numbers(left, right):
            one, other = constant(left, program.params), constant(right, program.params)
            if one is not None and other is None:
                yield Edge(right, left, one)
            elif one is None:
                yield Edge(left, right, other)
        case core.In(value=value, container=core.IntervalOf() as interval):
            yield from _ends(value, interval, program)
        case core.Choose(subject=subject, rows=rows):
            for test, _ in rows:
                if isinstance(test, core.IntervalOf):
                    yield from _ends(subject, test, program)
        case _:
            pass


def _ends(value: core.Expr, interval: core.IntervalOf, program: core.Program) -> Iterator[Edge]:
    for end in (interval.low, interval.high):
        if end is not None and _numbers(value, end):
            yield Edge(value, end, constant(end, program.params))


def _numbers(*sides: core.Expr) -> bool:
    return all(side.type.kind in (Kind.NUMBER, Kind.DATE) for side in sides)


def _known_edge(edge: Edge, known: dict[int, Edge]) -> bool:
    """Two rows of a table share an edge."""
    return edge.bound is not None and any(each.left.id == edge.left.id and each.bound == edge.bound for each in known.values())
