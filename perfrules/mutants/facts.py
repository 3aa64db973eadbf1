"""What a program holds that a change may draw on: the fields it reads, the texts it compares them with, its params by type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.syntax.words import words

About = tuple[object, ...]
"""What a text is compared with: a cell, one of its facets, or a let."""
Item = core.Param | core.Let | core.Rule | core.Score
ROUNDINGS = ("rounded", "rounded_even", "cut", "raised")


@dataclass(slots=True)
class Facts:
    """`last` is the largest id in use, `names` what the policy calls a field, `read` the params that some check reads.

    `steps` and `patterns` name the params that only a step or a pattern may replace.
    """

    program: core.Program
    last: int = 0
    cells: dict[core.Subject, dict[str, Type]] = field(default_factory=dict)
    names: dict[tuple[core.Subject, str], str] = field(default_factory=dict)
    texts: dict[About, list[str]] = field(default_factory=dict)
    read: frozenset[str] = frozenset()
    _faceted: set[int] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, program: core.Program) -> Facts:
        facts = cls(program)
        for node in nodes_of(program):
            facts.last = max(facts.last, node.id)
            facts._note(node)
        facts.read = read_by(program, [root for check in program.checks for root in roots(check)]).params
        return facts

    def _note(self, node: core.Expr) -> None:
        match node:
            case core.FacetOf(cell=cell):
                self._faceted.add(cell.id)
            case core.Cell(route=route, field=name):
                self.cells.setdefault(route.end, {}).setdefault(name, node.type)
                path = node.source[node.span].split(".")
                if node.id in self._faceted:
                    path.pop()
                self.names.setdefault((route.end, name), path[-1].strip())
            case core.Compare(left=left, right=right) | core.In(value=left, container=right):
                self._compared(left, right)
                self._compared(right, left)
            case core.Choose(subject=subject, rows=rows):
                for test, _ in rows:
                    if test is not None:
                        self._compared(subject, test)
            case core.Call(function="contains", arguments=(text, wanted)):
                self._compared(text, wanted)
            case core.Call(function="matches", arguments=(_, core.ParamRef(name=name))):
                self.patterns.add(name)
            case core.Call(function=function, arguments=(_, step)) if function in ROUNDINGS:
                self.steps.update(each.name for each in nodes(step) if isinstance(each, core.ParamRef))
            case _:
                pass

    def _compared(self, one: core.Expr, other: core.Expr) -> None:
        at = about(one)
        if at is None:
            return
        for member in other.members if isinstance(other, core.SetOf) else (other,):
            if isinstance(member, core.Constant) and isinstance(member.value, str):
                known = self.texts.setdefault(at, [])
                if member.value not in known:
                    known.append(member.value)


def about(node: core.Expr) -> About | None:
    match node:
        case core.Cell(route=route, field=name):
            return (route.end, name)
        case core.FacetOf(cell=cell, facet=facet):
            return (cell.route.end, cell.field, facet)
        case core.LetRef(name=name):
            return (name,)
        case _:
            return None


def nodes(root: core.Expr) -> Iterator[core.Expr]:
    """Everything in an expression, itself first."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(core.children(node))


def roots(item: Item) -> list[core.Expr]:
    """The expressions of an item that say what it gives; the author's words are not among them."""
    match item:
        case core.Param(expression=expression):
            return [expression]
        case core.Let(value=value):
            return [value]
        case core.Rule(when=when, require=require):
            return [node for node in (when, require) if node is not None]
        case core.Score(when=when, claimed=claimed, expected=expected, tolerance=tolerance):
            return [node for node in (when, claimed, expected, tolerance) if node is not None]


def nodes_of(program: core.Program) -> Iterator[core.Expr]:
    for item in (*program.params.values(), *program.lets.values(), *program.checks):
        for root in roots(item):
            yield from nodes(root)
        if isinstance(item, core.Check):
            for part in item.message:
                if not isinstance(part, str):
                    yield from nodes(part)


@dataclass(frozen=True, slots=True)
class Read:
    """The names of the params, lets and links that something reads, through lets."""

    params: frozenset[str]
    lets: frozenset[str]
    links: frozenset[str]


def read_by(program: core.Program, starts: list[core.Expr]) -> Read:
    params: set[str] = set()
    lets: set[str] = set()
    links: set[str] = set()
    waiting = list(starts)
    while waiting:
        for node in nodes(waiting.pop()):
            match node:
                case core.ParamRef(name=name) if name not in params:
                    params.add(name)
                    waiting.append(program.params[name].expression)
                case core.LetRef(name=name) if name not in lets:
                    lets.add(name)
                    waiting.append(program.lets[name].value)
                case _:
                    pass
            route = getattr(node, "route", None)
            if isinstance(route, core.Route):
                links.update(step.name for step in route.steps if step.kind == "link")
    return Read(frozenset(params), frozenset(lets), frozenset(links))


def written_in(node: core.Node | core.Item) -> Literal["zh", "en"]:
    """The spelling of the item that a node stands in, by the word the item opens with."""
    text, at = node.source.text, node.span.start
    while True:
        start = text.rfind("\n", 0, at) + 1
        if not start or (not text[start].isspace() and text[start] not in "#|"):
            break
        at = start - 1
    return "en" if text[start : start + 1].isascii() else "zh"


def spelt(word: str, node: core.Node | core.Item) -> str:
    return words().spelled(word, written_in(node))
