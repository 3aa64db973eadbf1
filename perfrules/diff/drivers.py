"""What regions are told by: conditions, numbers with the edges at which something changes its mind, and what editions come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.diagnostics import Words
from perfrules.symbolic import number as numbers
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.symbol import NUMBER, Symbol
from perfrules.symbolic.terms import Bool, both, either
from perfrules.values import Interval

Key = tuple[int, Frame]

ONE_SIDED, SHARED, INNER = range(3)
"""How near a condition is to what changed: only one edition has it; both have it; both have it inside a name of both."""


Stand = Literal["known", "applied"]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What both editions come to themselves: a result each (`known`), one that is not *not applicable* (`applied`).

    Said of a region it stands for all that both of them ask alike before they come to anything.
    """

    key: tuple[Stand, bool]
    words: Words
    here: Bool


@dataclass(slots=True)
class Atom:
    """A condition; `node` is how it is written in the edition `side`, `words` the formula, `sides` which editions have it."""

    key: Key
    side: int
    node: core.Expr
    words: Words
    value: Symbol
    sides: set[int] = field(default_factory=set)
    inner: bool = True
    all_of: bool = False
    """Whether it is a name for several conditions at once."""

    @property
    def rank(self) -> int:
        return INNER if self.inner else SHARED if len(self.sides) > 1 else ONE_SIDED


@dataclass(slots=True)
class Driver:
    """A number, as the edition `side` writes it, and its edges, each with the editions that have it."""

    key: Key
    side: int
    node: core.Expr
    words: Words
    type: Type
    value: Symbol
    edges: dict[Fraction, set[int]] = field(default_factory=dict)
    inner: set[Fraction] = field(default_factory=set)

    def rank(self, edge: Fraction) -> int:
        return INNER if edge in self.inner else SHARED if len(self.edges[edge]) > 1 else ONE_SIDED

    def inside(self, interval: Interval) -> Bool:
        """Where the number lies in it."""
        return either(*(both(part.when, _in(part.value, interval)) for part in self.value.parts if part.shape == NUMBER))

    @property
    def sides(self) -> set[int]:
        """The editions that have any of its edges."""
        return set().union(*self.edges.values())


def _in(value: Any, interval: Interval) -> Bool:
    told: list[Bool] = []
    if interval.low is not None:
        told.append(numbers.compare(value, ">=" if interval.low_closed else ">", numbers.exact(interval.low)))
    if interval.high is not None:
        told.append(numbers.compare(value, "<=" if interval.high_closed else "<", numbers.exact(interval.high)))
    return both(*told)
