"""What computes a value: names, what is written out, arithmetic, conditions, calls, intervals and sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from perfrules.source import Span

Spelling = Literal["zh", "en"]
Operator = Literal["+", "-", "*", "/"]
Comparator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """`language` is the spelling of its first word, `further` those of the words after it (none: they are spelt as the first)."""

    span: Span = field(compare=False, default=Span(0, 0))
    language: Spelling = field(compare=False, default="zh")
    further: tuple[Spelling, ...] = field(compare=False, default=())


@dataclass(frozen=True, slots=True)
class Name(Node):
    text: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`budget.executed`"""

    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        return ".".join(name.text for name in self.names)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """`500 wan_yuan`: the digits as written and the unit by its English word."""

    digits: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Percent(Node):
    """`80%`: the digits before the sign."""

    digits: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    value: str


@dataclass(frozen=True, slots=True)
class Date(Node):
    """Kept as `YYYY-MM-DD`; `day` is checked to exist when it is read."""

    text: str


@dataclass(frozen=True, slots=True)
class Minus(Node):
    of: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    left: Expr
    operator: Operator
    right: Expr


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`a < b <= c`: a chain holds when each of its comparisons does."""

    first: Expr
    rest: tuple[tuple[Comparator, Expr], ...]


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Expr
    container: Expr


@dataclass(frozen=True, slots=True)
class Agrees(Node):
    """`cell agrees with value within tolerance`"""

    cell: Expr
    value: Expr
    within: Expr | None = None


@dataclass(frozen=True, slots=True)
class Not(Node):
    of: Expr


@dataclass(frozen=True, slots=True)
class And(Node):
    """`left and right`. False when one side is false, even if another is unknown."""

    of: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    of: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """`indicators where not met`"""

    value: Expr
    where: Expr | None = None


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Name
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`[80%, 100%)`; an end left out has no bound."""

    low: Expr | None
    high: Expr | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Set(Node):
    members: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Grouped(Node):
    """An expression in brackets, kept so that it prints as it was written."""

    of: Expr


Expr = (
    Path
    | Number
    | Percent
    | Text
    | Date
    | Minus
    | Arithmetic
    | Compare
    | In
    | Agrees
    | Not
    | And
    | Or
    | If
    | Call
    | Interval
    | Set
    | Grouped
)
