"""Choosing between symbolic values: `if`, tables, and what an expression comes down to once its choices are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.symbolic import number as numbers
from perfrules.symbolic import terms
from perfrules.symbolic.containers import Choices, Ends, Held, Members, Side, holds
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.measures import fitted
from perfrules.symbolic.symbol import Part, Shape, Symbol, gone, merged, single
from perfrules.symbolic.terms import Bool, both, either, opposite

if TYPE_CHECKING:
    from perfrules.symbolic.expressions import Encoder

Leaf = tuple[Bool, core.Expr, Frame]


def decided(encoder: Encoder, node: core.If, frame: Frame) -> Symbol:
    """One of two values; where the condition is unknown, the value that both are."""
    told = encoder.value(node.condition, frame)
    one, other = fitting(encoder, node.then, node, frame), fitting(encoder, node.otherwise, node, frame)
    alike = both(told.missing, same(one, other)) if told.missing is not False else False
    return merged(
        [
            (told.true, one),
            (told.false, other),
            (alike, one),
            (both(told.missing, opposite(alike)), gone(told.other)),
        ]
    )


def same(one: Symbol, other: Symbol) -> Bool:
    """Whether both are there and one value."""
    return either(
        *(
            both(first.when, second.when, equal(first.shape, first.value, second.value))
            for first in one.parts
            for second in other.parts
            if first.shape == second.shape
        )
    )


def equal(shape: Shape, one: object, other: object) -> Bool:
    match shape.kind:
        case "number" | "quantity":
            assert isinstance(one, numbers.Number)
            assert isinstance(other, numbers.Number)
            return numbers.compare(one, "=", other)
        case "ticks":
            assert isinstance(one, dict)
            assert isinstance(other, dict)
            return both(*(terms.equal(one[name], other[name]) for name in one))
        case "span" | "members":
            assert isinstance(one, tuple)
            assert isinstance(other, tuple)
            pairs = zip(shape.inner, one, other, strict=True)
            return both(*(equal(inner, first, second) for inner, first, second in pairs if inner is not None))
        case _:
            return terms.equal(one, other)


def chosen(encoder: Encoder, node: core.Choose, frame: Frame) -> Symbol:
    """The value of the row of a table that takes the subject."""
    rows, missing, other = taken(encoder, node, frame)
    branches = [(when, fitting(encoder, value, node, frame)) for when, value in rows]
    return merged([*branches, (missing, gone(other))])


def fitting(encoder: Encoder, branch: core.Expr, node: core.Expr, frame: Frame) -> Symbol:
    """A branch as a value of the whole: a bare number among written quantities is a quantity."""
    value = encoder.value(branch, frame)
    if not node.type.written or branch.type.written:
        return value
    return fitted(value, branch.type)


def taken(encoder: Encoder, node: core.Choose, frame: Frame) -> tuple[list[tuple[Bool, core.Expr]], Bool, Bool]:
    """Which row of a table takes the subject, each with its condition; and where none can be told."""
    subject = encoder.side(node.subject, frame)
    lost, why = subject.value.missing, subject.value.not_blank
    left = opposite(lost)
    rows: list[tuple[Bool, core.Expr]] = []
    for test, value in node.rows:
        if test is None:
            rows.append((left, value))
            left = False
            break
        told = merged([(when, holds(encoder.texts, held, subject)) for when, held in encoder.held(test, frame)])
        unknown = both(left, told.missing)
        lost, why = either(lost, unknown), either(why, both(unknown, told.other))
        rows.append((both(left, told.true), value))
        left = both(left, told.false)
    return rows, either(lost, left), either(why, left)


def leaves(encoder: Encoder, node: core.Expr, frame: Frame) -> Iterator[Leaf]:
    """Where a value is written out, behind lets, params and choices that are made. Where one cannot be made there is none."""
    waiting: list[Leaf] = [(True, node, frame)]
    while waiting:
        when, current, where = waiting.pop(0)
        if when is False:
            continue
        match current:
            case core.ParamRef(name=name):
                waiting.append((when, encoder.program.params[name].expression, where))
            case core.LetRef(name=name, route=route):
                inner = encoder.program.lets[name].value
                waiting += [(both(when, there), inner, where.of(thing)) for there, thing in encoder.reached(route, where)[0]]
            case core.If(condition=condition, then=then, otherwise=otherwise):
                told = encoder.value(condition, where)
                waiting += [(both(when, told.true), then, where), (both(when, told.false), otherwise, where)]
            case core.Choose():
                waiting += [(both(when, there), value, where) for there, value in taken(encoder, current, where)[0]]
            case core.Call(function="if_missing", arguments=(core.Cell() as cell, instead)):
                for there, held in encoder.currents(cell, where)[0]:
                    blank = both(held.value.missing, opposite(held.cell.filled))
                    waiting += [(both(when, there, blank), instead, where), (both(when, there, opposite(blank)), cell, where)]
            case _:
                yield when, current, where


def containers(encoder: Encoder, node: core.Expr, frame: Frame) -> Choices:
    """The interval or set that an expression stands for, by cases."""
    found: list[tuple[Bool, Held]] = []
    rest: Bool = True
    for when, leaf, where in leaves(encoder, node, frame):
        match leaf:
            case core.IntervalOf(low=low, high=high):
                ends = [None if end is None else encoder.side(end, where) for end in (low, high)]
                found.append((when, Ends(ends[0], ends[1], leaf.low_closed, leaf.high_closed)))
            case core.SetOf(members=written):
                found.append((when, Members(tuple(encoder.side(member, where) for member in written))))
            case _:
                continue
        rest = both(rest, opposite(when))
    if rest is not False:
        value = encoder.value(node, frame)
        found += [(both(rest, part.when), _known(part, node.type)) for part in value.parts]
        found.append((both(rest, value.missing), Side(gone(value.other), node.type)))
    return [(when, held) for when, held in found if when is not False]


def _known(part: Part, type_: Type) -> Held:
    """A value that may be an interval or a set."""
    inner = type_.of or type_
    if part.shape.kind not in ("span", "members"):
        return Side(single(part.shape, part.value), type_)
    each = [
        None if shape is None else Side(single(shape, value), inner)
        for shape, value in zip(part.shape.inner, part.value, strict=True)
    ]
    if part.shape.kind == "span":
        return Ends(each[0], each[1], *part.shape.closed)
    return Members(tuple(member for member in each if member is not None))
