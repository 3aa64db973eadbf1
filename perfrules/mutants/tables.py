"""Whether a changed table takes what it took.

The first row that fits counts, so a limit that reaches into a row above moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from perfrules.check.constants import constant
from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.values import Interval
from perfrules.values.interval import without

LINE = (Interval(None, None, False, False),)


def same_rows(before: core.Expr, after: core.Expr, params: Mapping[str, core.Param]) -> bool:
    """Whether two tables by one number give the same value for every number. Of any other tables nothing is said: False."""
    if not (isinstance(before, core.Choose) and isinstance(after, core.Choose)):
        return False
    if before.subject != after.subject or before.subject.type.kind is not Kind.NUMBER:
        return False
    return list(_taken(before, params)) == list(_taken(after, params))


def _taken(table: core.Choose, params: Mapping[str, core.Param]) -> Iterator[tuple[core.Expr, list[Interval]]]:
    """Each row's value, and the numbers that it takes because no row above does."""
    left: tuple[Interval, ...] = LINE
    for test, value in table.rows:
        wanted = LINE if test is None else _numbers(test, params)
        mine = [part.meet(rest) for part in wanted for rest in left]
        yield value, [part for part in mine if not part.empty]
        for part in wanted:
            left = without(left, part)


def _numbers(test: core.Expr, params: Mapping[str, core.Param]) -> tuple[Interval, ...]:
    found = constant(test, params)
    if isinstance(found, Interval):
        return (found,)
    members = found if isinstance(found, frozenset) else (found,)
    return tuple(Interval(each, each) for each in sorted(each for each in members if isinstance(each, Fraction)))
