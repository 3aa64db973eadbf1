"""Every program that differs from one in a single place, item by item in the order a reader would go through them.

Only what some check reads is changed: a change anywhere else could not be noticed. A changed program is as valid as one that
`check` made: well typed, no circle among its scores, ids of nodes unique.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from perfrules.check.constants import constant
from perfrules.check.order import circle
from perfrules.core import tree as core
from perfrules.core.types import TRUTH
from perfrules.diagnostics import Words
from perfrules.mutants.changes import changes
from perfrules.mutants.constants import tenfold
from perfrules.mutants.facts import Facts, read_by, roots, spelt
from perfrules.mutants.known import always_decided
from perfrules.mutants.mutant import Mutant
from perfrules.mutants.places import Place, loosened, places, put
from perfrules.mutants.tables import same_rows
from perfrules.source import Span
from perfrules.values import Value

MEANS: tuple[core.MissingMeans, ...] = ("undetermined", "pass", "fail", "not applicable")


def mutants(program: core.Program) -> Iterator[Mutant]:
    """Every mutant of what the checks of a program say."""
    return _every(program, program.checks)


def mutants_of(program: core.Program, check_name: str) -> Iterator[Mutant]:
    """Every mutant of one check and of the params, lets and links it reads."""
    return _every(program, tuple(check for check in program.checks if check.name == check_name))


def _every(program: core.Program, checks: tuple[core.Rule | core.Score, ...]) -> Iterator[Mutant]:
    facts = Facts.of(program)
    read = read_by(program, [root for check in checks for root in roots(check)])
    for key in program.params:
        if key in read.params:
            yield from _param(program, key, facts)
    for key in program.lets:
        if key in read.lets:
            yield from _let(program, key, facts)
    for key in program.links:
        if key in read.links:
            yield from _link(program, key)
    for check in checks:
        yield from _check(program, check, facts)


# ── params ──


def _param(program: core.Program, key: str, facts: Facts) -> Iterator[Mutant]:
    param = program.params[key]
    loose = _loosened(program, key)
    for place in places(param.expression):
        for change in changes(_in_param(place, key, facts), facts):
            new = put(param.expression, place.node.id, change.node)
            params = _worth({**program.params, key: replace(param, expression=new)})
            if params is None or params[key].value == param.value:
                continue
            changed = replace(loose, params=params)
            yield Mutant(
                changed, change.kind, "param", key, change.words, param.source, place.node.span, _text(place), change.after
            )


def _in_param(place: Place, key: str, facts: Facts) -> Place:
    """The whole of a param that stands for a step or a pattern changes as one."""
    node = facts.program.params[key].expression
    if place.parent is not None or not isinstance(node, core.Constant):
        return place
    if key in facts.patterns:
        call = core.Call("matches", (node, node), id=0, type=TRUTH, source=node.source, span=node.span)
        return Place(node, call, None)
    if key in facts.steps:
        call = core.Call("rounded", (node, node), id=0, type=node.type, source=node.source, span=node.span)
        return Place(node, call, None)
    return place


def _worth(params: dict[str, core.Param]) -> dict[str, core.Param] | None:
    """The params with their values worked out again; None when one has none."""
    done: dict[str, core.Param] = {}
    for name, param in params.items():
        value: Value | None = constant(param.expression, {**params, **done})
        if value is None:
            return None
        done[name] = replace(param, value=value)
    return done


# ── lets ──


def _let(program: core.Program, key: str, facts: Facts) -> Iterator[Mutant]:
    let = program.lets[key]
    loose = _loosened(program, key)
    for place in places(let.value):
        for change in changes(place, facts):
            new = replace(let, value=put(let.value, place.node.id, change.node))
            changed = replace(loose, lets={**loose.lets, key: new})
            if change.kind == "field" and _circular(changed, program):
                continue
            if same_rows(let.value, new.value, program.params):
                continue
            yield Mutant(changed, change.kind, "let", key, change.words, let.source, place.node.span, _text(place), change.after)


def _loosened(program: core.Program, name: str) -> core.Program:
    """The program in which whatever reads the name, also through lets, no longer promises where its values lie."""
    reading = partial(_reads, program, name)
    lets = {
        key: replace(each, value=loosened(each.value)) if reading([each.value]) else each for key, each in program.lets.items()
    }
    checks = tuple(_loose_check(check) if reading(roots(check)) else check for check in program.checks)
    return replace(program, lets=lets, checks=checks)


def _reads(program: core.Program, name: str, starts: list[core.Expr]) -> bool:
    read = read_by(program, starts)
    return name in read.params or name in read.lets


def _loose_check(check: core.Rule | core.Score) -> core.Rule | core.Score:
    when = None if check.when is None else loosened(check.when)
    if isinstance(check, core.Rule):
        return replace(check, when=when, require=loosened(check.require))
    tolerance = None if check.tolerance is None else loosened(check.tolerance)
    return replace(check, when=when, expected=loosened(check.expected), tolerance=tolerance)


def _circular(changed: core.Program, program: core.Program) -> bool:
    return bool(program.scores()) and circle(changed.scores(), changed.lets) is not None


# ── links ──


def _link(program: core.Program, key: str) -> Iterator[Mutant]:
    """Without `other`, and without each of several keys. The item's first line is the place."""
    link = program.links[key]
    span = _header(link)

    def mutant(new: core.Link, words: Words, after: str) -> Mutant:
        changed = replace(program, links={**program.links, key: new})
        return Mutant(changed, "link", "link", key, words, link.source, span, link.source[span], after)

    if link.other:
        yield mutant(replace(link, other=False), Words("去掉 `其他`", "without `other`"), f"− {spelt('other', link)}")
    if len(link.keys) > 1:
        for at, field in enumerate(link.keys):
            words = Words(f"少了第 {at + 1} 个键", f"without key {at + 1}")
            yield mutant(replace(link, keys=(*link.keys[:at], *link.keys[at + 1 :])), words, f"− {field[0]}")


# ── checks ──


def _check(program: core.Program, check: core.Rule | core.Score, facts: Facts) -> Iterator[Mutant]:
    at = next(index for index, each in enumerate(program.checks) if each is check)

    def mutant(kind: Any, words: Words, span: Span, after: str, **parts: Any) -> Mutant | None:
        new = replace(check, **parts)
        changed = replace(program, checks=(*program.checks[:at], new, *program.checks[at + 1 :]))
        if kind in ("field", "facet") and _circular(changed, program):
            return None
        return Mutant(changed, kind, "check", check.name, words, check.source, span, check.source[span], after)

    for part in ("when", "require", "expected", "tolerance"):
        root = getattr(check, part, None)
        if root is None:
            continue
        beside = check.claimed.type if isinstance(check, core.Score) and part != "when" else None
        found = [(place, change) for place in places(root, beside) for change in changes(place, facts)]
        if part == "tolerance":
            found = [(Place(root, None, None), change) for change in tenfold(root)]
        for place, change in found:
            new = put(root, place.node.id, change.node)
            made = mutant(change.kind, change.words, place.node.span, change.after, **{part: new})
            if made is not None:
                yield made
    if check.when is not None:
        made = mutant("when", Words("不问是否适用", "applies always"), check.when.span, "", when=None)
        assert made is not None
        yield made
    if isinstance(check, core.Score) and check.tolerance is not None:
        made = mutant("tolerance", Words("不设误差", "without a tolerance"), check.tolerance.span, "", tolerance=None)
        assert made is not None
        yield made
    for other in () if always_decided(check, program) else MEANS:
        if other != check.missing_means:
            zh, en = OUTCOMES[other]
            words, after = Words(f"空白时{zh}", f"blanks mean {en}"), f"{spelt('missing means', check)} {spelt(other, check)}"
            made = mutant("missing means", words, _header(check), after, missing_means=other)
            assert made is not None
            yield made


OUTCOMES: Mapping[core.MissingMeans, tuple[str, str]] = {
    "undetermined": ("无法判断", "undetermined"),
    "pass": ("符合", "pass"),
    "fail": ("不符合", "fail"),
    "not applicable": ("不适用", "not applicable"),
}


def _header(item: core.Item) -> Span:
    """The first line of an item: the place of what is said of all of it."""
    first = item.source[item.span].partition("\n")[0].rstrip()
    return Span(item.span.start, item.span.start + len(first))


def _text(place: Place) -> str:
    return place.node.source[place.node.span]
