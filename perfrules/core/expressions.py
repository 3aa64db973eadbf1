"""Expressions as they are meant: names resolved, types and dimensions known, sugar gone.

Only `check` makes it. Every expression carries an `id`, unique in its program, under which the evaluator's observer records its
value, and the `origin` it was written as, for sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from perfrules.core.types import Type
from perfrules.source import Source, Span
from perfrules.values import Value

Operator = Literal["+", "-", "*", "/"]
Comparator = Literal["=", "!=", "<", "<=", ">", ">="]
Facet = Literal["comparator", "measure", "text"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one outcome is about: a form of `template`, its record `part`, or each row of its group `part`."""

    template: str
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route: up to the form, into a record or group, or along the link of that key, maybe to other forms."""

    kind: Literal["form", "part", "link"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """The way from the row in scope, or from what the item is about (`this`), to where something is read."""

    start: Literal["row", "this"]
    steps: tuple[Step, ...]
    end: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    id: int = field(compare=False)
    type: Type
    source: Source = field(compare=False, repr=False)
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A value written in the rule."""

    value: Value


@dataclass(frozen=True, slots=True)
class ParamRef(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell's value, as claimed; while an audited value is computed, as audited."""

    route: Route
    field: str


@dataclass(frozen=True, slots=True)
class FacetOf(Node):
    """`target.comparator`, `target.measure`, `target.text`"""

    cell: Cell
    facet: Facet


@dataclass(frozen=True, slots=True)
class LetRef(Node):
    """`name` is its key in the program's `lets`."""

    route: Route
    name: str


@dataclass(frozen=True, slots=True)
class Audited(Node):
    """What the rules give for a cell."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class Not(Node):
    of: Expr


@dataclass(frozen=True, slots=True)
class All(Node):
    """False when one side is false, even if another is unknown."""

    of: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Any(Node):
    """True when one side is true, even if another is unknown."""

    of: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    left: Expr
    operator: Comparator
    right: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    left: Expr
    operator: Operator
    right: Expr


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class IntervalOf(Node):
    low: Expr | None
    high: Expr | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class SetOf(Node):
    members: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Expr
    container: Expr


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """A table: the value of the first row whose test takes the subject.

    A test is an interval, a set, one value, or None for the rest.
    """

    subject: Expr
    rows: tuple[tuple[Expr | None, Expr], ...]


@dataclass(frozen=True, slots=True)
class Agrees(Node):
    """A cell against a computed value, at the digits the cell shows and its column keeps, or within a tolerance."""

    cell: Cell
    value: Expr
    tolerance: Expr | None


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """`value` over the rows at the end of `route`, where `where` holds; both are read with the row in scope."""

    function: str
    route: Route
    value: Expr | None
    where: Expr | None


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the library on single values, by its English name."""

    function: str
    arguments: tuple[Expr, ...]


Expr = (
    Constant
    | ParamRef
    | Cell
    | FacetOf
    | LetRef
    | Audited
    | Not
    | All
    | Any
    | Compare
    | Arithmetic
    | If
    | IntervalOf
    | SetOf
    | In
    | Choose
    | Agrees
    | Aggregate
    | Call
)


def children(node: Node) -> tuple[Expr, ...]:
    """The expressions directly inside a node."""
    match node:
        case FacetOf(cell=cell) | Audited(cell=cell):
            return (cell,)
        case Not(of=of):
            return (of,)
        case All(of=parts) | Any(of=parts) | SetOf(members=parts) | Call(arguments=parts):
            return parts
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case In(value=left, container=right):
            return (left, right)
        case If(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case IntervalOf(low=low, high=high):
            return tuple(end for end in (low, high) if end is not None)
        case Choose(subject=subject, rows=rows):
            return (subject, *(part for row in rows for part in row if part is not None))
        case Agrees(cell=cell, value=value, tolerance=tolerance):
            return (cell, value) if tolerance is None else (cell, value, tolerance)
        case Aggregate(value=value, where=where):
            return tuple(part for part in (value, where) if part is not None)
        case _:
            return ()
