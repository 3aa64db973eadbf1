"""Functions of rows over rows that may or may not be there: the table of semantics §5, in terms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from perfrules.symbolic import number as numbers
from perfrules.symbolic import terms
from perfrules.symbolic.number import Number, exact
from perfrules.symbolic.symbol import NUMBER, Part, Shape, Symbol, count, gone, merged, numeric, single, truth
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.symbolic.texts import Texts
from perfrules.values.quantity import Unit, joined

Row = tuple[Bool, Symbol, Symbol]
"""Where a row is reached, whether it counts, and its value."""

Total = dict["Unit | None", tuple[Bool, Number]]
"""The value so far by its unit (None: no unit yet), each where its condition holds."""


def aggregated(texts: Texts, function: str, rows: Sequence[Row]) -> Symbol:
    """What `function` makes of the rows."""
    rows = [row for row in rows if row[0] is not False]
    match function:
        case "count":
            unknown, other = _unknown(rows)
            total = Number(count(both(there, counts.true) for there, counts, _ in rows))
            return merged([(unknown, gone(other)), (opposite(unknown), single(NUMBER, total))])
        case "any" | "no":
            some = either(*(both(there, counts.true) for there, counts, _ in rows))
            unknown, other = _unknown(rows)
            return truth(some if function == "any" else opposite(some), both(unknown, opposite(some)), other)
        case "unique":
            return _unique(texts, rows)
        case "sum":
            return _sum(rows)
        case "average":
            added = _sum(rows, zero_counts=False)
            many = Number(count(both(there, counts.true) for there, counts, _ in rows))
            none = numbers.compare(many, "=", exact(Fraction(0)))
            branches: list[tuple[Bool, Symbol]] = [(added.missing, gone(added.other))]
            for part in added.parts:
                mean = numbers.divide(part.value, many)
                branches.append((both(part.when, opposite(none)), single(part.shape, mean)))
            return merged(branches)
        case _:
            return _extreme(rows, function == "max")


def _unknown(rows: Sequence[Row]) -> tuple[Bool, Bool]:
    """Whether it is unknown of some row if it counts, and then for more than a blank cell."""
    missing = either(*(both(there, counts.missing) for there, counts, _ in rows))
    return missing, either(*(both(there, counts.not_blank) for there, counts, _ in rows))


def _gone(rows: Sequence[Row], zero_counts: bool) -> tuple[Bool, Bool]:
    """Whether a value, or whether a row counts, is missing; a row whose term is 0 need not be known to count."""
    missing, other = [], []
    for there, counts, value in rows:
        zero = either(*(both(part.when, _zero(part)) for part in value.parts)) if zero_counts else False
        asked = both(there, counts.missing, opposite(zero))
        term = both(there, counts.true, value.missing)
        missing += [asked, term]
        other += [both(asked, counts.other), both(term, value.other)]
    return either(*missing), either(*other)


def _zero(part: Part) -> Bool:
    return numbers.compare(part.value, "=", exact(Fraction(0))) if numeric(part.shape) else False


def _sum(rows: Sequence[Row], zero_counts: bool = True) -> Symbol:
    total: Total = {None: (True, exact(Fraction(0)))}
    for there, counts, value in rows:
        total = _added(total, both(there, counts.true), value)
    return _known(rows, total, zero_counts)


def _known(rows: Sequence[Row], total: Total, zero_counts: bool) -> Symbol:
    """The total, where every term is known; where two units do not go together no part of it holds."""
    missing, other = _gone(rows, zero_counts)
    branches: list[tuple[Bool, Symbol]] = [(missing, gone(other))]
    for shared, (when, number) in total.items():
        shape = NUMBER if shared is None else Shape("quantity", shared)
        branches.append((both(when, opposite(missing)), single(shape, number)))
    return merged(branches)


def _added(total: Total, here: Bool, value: Symbol) -> Total:
    """One more term, where it counts."""
    made: list[tuple[Unit | None, Bool, Number]] = []
    idle = opposite(both(here, value.there))
    for shared, (when, number) in total.items():
        made.append((shared, both(when, idle), number))
        for part in value.parts:
            unit = _joined(shared, part.shape)
            if unit is not False and numeric(part.shape):
                made.append((unit, both(when, here, part.when), numbers.add(number, part.value)))  # type: ignore[arg-type]
    return _gathered(made)


def _joined(shared: Unit | None, shape: Shape) -> Unit | bool | None:
    """The unit both share; False where there is none."""
    if shape.kind == "number":
        return shared
    if shared is None:
        return shape.unit
    both_units = joined(shared, shape.unit)
    return False if both_units is None else both_units


def _gathered(made: Sequence[tuple[Unit | None, Bool, Number]]) -> Total:
    total: Total = {}
    for unit, when, number in made:
        if when is False:
            continue
        if unit in total:
            known, other = total[unit]
            total[unit] = (either(known, when), numbers.pick(when, number, other))
        else:
            total[unit] = (when, number)
    return total


def _extreme(rows: Sequence[Row], greatest: bool) -> Symbol:
    best: Total = {}
    none: Bool = True
    for there, counts, value in rows:
        here = both(there, counts.true)
        idle = opposite(both(here, value.there))
        made = [(unit, both(when, idle), number) for unit, (when, number) in best.items()]
        for part in value.parts:
            if numeric(part.shape):
                own = None if part.shape.kind == "number" else part.shape.unit
                made.append((own, both(none, here, part.when), part.value))
                made += list(_compared(best, both(here, part.when), part, greatest))
        best, none = _gathered(made), both(none, idle)
    return _known(rows, best, False)


def _compared(best: Total, here: Bool, part: Part, greatest: bool) -> list[tuple[Unit | None, Bool, Number]]:
    made = []
    for shared, (when, number) in best.items():
        unit = _joined(shared, part.shape)
        if unit is not False:
            better = numbers.compare(part.value, ">" if greatest else "<", number)
            made.append((unit, both(when, here), numbers.pick(better, part.value, number)))
    return made  # type: ignore[return-value]


def extreme(values: Sequence[Symbol], greatest: bool) -> Symbol:
    """The least or greatest of single values."""
    return _extreme([(True, truth(True), value) for value in values], greatest)


def _unique(texts: Texts, rows: Sequence[Row]) -> Symbol:
    """False when two known values are equal, else unknown when two could be: a value is missing, or two units do not convert."""
    equal: list[Bool] = []
    apart: list[Bool] = []
    for (there, counts, value), (other_there, other_counts, other) in combinations(rows, 2):
        known = both(there, other_there, counts.true, other_counts.true)
        for one in value.parts:
            for two in other.parts:
                when = both(known, one.when, two.when)
                same, convert = _equal(texts, one, two)
                equal.append(both(when, same))
                apart.append(both(when, opposite(convert)))
    repeated, units = either(*equal), either(*apart)
    lost = either(
        *(both(there, either(counts.missing, both(opposite(counts.false), value.missing))) for there, counts, value in rows)
    )
    why = either(
        *(both(there, either(counts.not_blank, both(opposite(counts.false), value.not_blank))) for there, counts, value in rows)
    )
    missing = both(opposite(repeated), either(lost, units))
    return truth(opposite(repeated), missing, either(why, units))


def _equal(texts: Texts, one: Part, other: Part) -> tuple[Bool, bool]:
    """Whether two values are equal, and whether their units convert."""
    if one.shape.kind == other.shape.kind == "quantity":
        convert = joined(one.shape.unit, other.shape.unit) is not None
        return (numbers.compare(one.value, "=", other.value) if convert else False), convert
    if one.shape.kind != other.shape.kind:
        return False, True
    if one.shape.kind == "number":
        return numbers.compare(one.value, "=", other.value), True
    if one.shape.kind == "text":
        return terms.equal(texts.normal(one.value), texts.normal(other.value)), True
    return terms.equal(one.value, other.value), True
