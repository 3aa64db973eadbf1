"""The functions of rows: what no rows give, what a missing term gives, and what an unknown `where` gives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from perfrules.library.builtin import AggregateFunction, RowValue
from perfrules.values import Missing, Quantity, Value, Why, missing
from perfrules.values.numbers import too_large
from perfrules.values.quantity import Unit, joined
from perfrules.values.text import normal

NO_ROWS = missing(Why.NO_ROWS, "", "")


def _known(rows: Sequence[RowValue], zero_counts: bool = False) -> list[Value] | Missing:
    """The rows' values; missing when a value is, or when it is unknown whether a row counts (unless its term is 0)."""
    gone: list[Missing] = []
    values: list[Value] = []
    for counts, value in rows:
        if isinstance(counts, Missing):
            if not (zero_counts and _is_zero(value)):
                gone.append(counts)
        elif isinstance(value, Missing):
            gone.append(value)
        else:
            values.append(value)
    return _joined(gone) if gone else values


def _joined(gone: Sequence[Missing]) -> Missing:
    return Missing(frozenset().union(*(each.causes for each in gone)))


def _is_zero(value: Value) -> bool:
    return value == 0 or (isinstance(value, Quantity) and value.value == 0)


def _sum(rows: Sequence[RowValue]) -> Value:
    values = _known(rows, zero_counts=True)
    return values if isinstance(values, Missing) else add(values)


def add(values: Sequence[Value]) -> Value:
    """The sum of numbers of one unit."""
    shared = _one_unit(values)
    if isinstance(shared, Missing):
        return shared
    total = sum((_number(value) for value in values), Fraction(0))
    if too_large(total):
        return missing(Why.TOO_LARGE, "", "")
    return Quantity(total, shared) if shared is not None else total


def _one_unit(values: Sequence[Value]) -> Missing | tuple[tuple[str, int], ...] | None:
    """The unit that all quantities share; None when they are plain numbers."""
    units = [value.unit for value in values if isinstance(value, Quantity)]
    if not units:
        return None
    first = units[0]
    shared = first
    for other in units[1:]:
        both = joined(shared, other)
        if both is None:
            return missing(Why.UNIT, "", "", f"{_unit_text(shared)} {_unit_text(other)}")
        shared = both
    return shared


def _unit_text(of: tuple[tuple[str, int], ...]) -> str:
    return "·".join(name for name, _ in of)


def _number(value: Value) -> Fraction:
    if isinstance(value, Quantity):
        return value.value
    assert isinstance(value, Fraction)
    return value


def _count(rows: Sequence[RowValue]) -> Value:
    unknown = [counts for counts, _ in rows if isinstance(counts, Missing)]
    return _joined(unknown) if unknown else Fraction(len(rows))


def _average(rows: Sequence[RowValue]) -> Value:
    values = _known(rows)
    if isinstance(values, Missing):
        return values
    if not values:
        return NO_ROWS
    total = add(values)
    if isinstance(total, Missing):
        return total
    return Quantity(total.value / len(values), total.unit) if isinstance(total, Quantity) else _number(total) / len(values)


def extreme(values: Sequence[Value], greatest: bool) -> Value:
    """The least or greatest of values of one unit."""
    if not values:
        return NO_ROWS
    shared = _one_unit(values)
    if isinstance(shared, Missing):
        return shared
    numbers = [_number(value) for value in values]
    best = max(numbers) if greatest else min(numbers)
    return Quantity(best, shared) if shared is not None else best


def _extreme(greatest: bool, rows: Sequence[RowValue]) -> Value:
    values = _known(rows)
    return values if isinstance(values, Missing) else extreme(values, greatest)


def _least(rows: Sequence[RowValue]) -> Value:
    return _extreme(False, rows)


def _greatest(rows: Sequence[RowValue]) -> Value:
    return _extreme(True, rows)


def _any(rows: Sequence[RowValue]) -> Value:
    if any(counts is True for counts, _ in rows):
        return True
    unknown = [counts for counts, _ in rows if isinstance(counts, Missing)]
    return _joined(unknown) if unknown else False


def _no(rows: Sequence[RowValue]) -> Value:
    some = _any(rows)
    return some if isinstance(some, Missing) else not some


def _unique(rows: Sequence[RowValue]) -> Value:
    """False when two known values are equal, else unknown when two could be: a value is missing, or two units do not convert."""
    gone = [each for row in rows for each in row if isinstance(each, Missing)]
    known = [value for counts, value in rows if not isinstance(value, Missing) and not isinstance(counts, Missing)]
    texts = [normal(value) if isinstance(value, str) else value for value in known]
    plain = [value for value in texts if not isinstance(value, Quantity)]
    units: dict[Fraction, list[Unit]] = {}
    for value in texts:
        if isinstance(value, Quantity):
            units.setdefault(value.value, []).append(value.unit)
    if len(set(plain)) < len(plain) or any(_two_join(those) for those in units.values()):
        return False
    every = sorted({each for those in units.values() for each in those})
    apart = [pair for pair in combinations(every, 2) if joined(*pair) is None]
    if apart:
        gone.append(missing(Why.UNIT, "", "", " ".join(map(_unit_text, apart[0]))))
    return _joined(gone) if gone else True


def _two_join(units: list[Unit]) -> bool:
    """Whether two of the units are, or may be, the same."""
    return len(set(units)) < len(units) or any(joined(*pair) is not None for pair in combinations(units, 2))


ROWS = (
    AggregateFunction("sum", "合计", "values", "like", _sum, "各行之和；没有行时为 0", "the sum over rows; 0 of none"),
    AggregateFunction("count", "个数", "rows", "count", _count, "行数，或勾选的个数", "how many rows, or boxes ticked"),
    AggregateFunction("average", "平均", "values", "like", _average, "各行的平均数", "the mean over rows"),
    AggregateFunction("min", "最小", "values", "like", _least, "各行（或几个值）中最小的", "the least of rows or values"),
    AggregateFunction("max", "最大", "values", "like", _greatest, "各行（或几个值）中最大的", "the greatest of rows or values"),
    AggregateFunction("any", "存在", "rows", "truth", _any, "至少有一行", "there is at least one row"),
    AggregateFunction("no", "不存在", "rows", "truth", _no, "一行也没有", "there is no row"),
    AggregateFunction("unique", "不重复", "values", "truth", _unique, "各行的值互不相同", "no two rows have the same value"),
)
