"""A form's numbers made easier to read, as far as it goes on showing what it shows: hundreds, and what follows from them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from perfrules.values.numbers import digits_after_point, exact_text

Data = dict[str, Any]
Holder = tuple[str | int, ...]
"""The way to a row or a record: its name, and for a row which one."""
_DIGITS = re.compile(r"([^0-9.,-]*)(-?[0-9]+(?:\.[0-9]+)?)([^0-9.,-]*)")
ROUND = (100, 80, 50, 20, 10, 1)
EASY = 3
"""So many signs are read at a glance."""


def rounder(data: Data, holds: Callable[[Data], bool]) -> Data:
    """The form with round numbers, first all of a row alike, so that what they have to one another stays, then one by one."""
    for holder, name, number in list(_numbers(data)):
        if len(exact_text(number)) <= EASY or not number:
            continue
        for candidate in _candidates(data, holder, name, number):
            if _length(candidate) < _length(data) and holds(candidate):
                data = candidate
                break
    return data


def _length(data: Data) -> int:
    """How many signs its numbers take."""
    return sum(len(exact_text(number)) for *_, number in _numbers(data))


def _candidates(data: Data, holder: Holder, name: str, number: Fraction) -> Iterator[Data]:
    for whole in ROUND:
        wanted = Fraction(whole if number > 0 else -whole)
        scaled = _scaled(data, holder, wanted / number)
        if scaled is not None:
            yield scaled
        yield _with(data, holder, name, wanted)


def _numbers(data: Data) -> Iterator[tuple[Holder, str, Fraction]]:
    """Where numbers stand in rows and records, the largest of each first."""
    for name, held in data.items():
        rows: list[tuple[Holder, Any]] = [((name,), held)] if isinstance(held, dict) else []
        rows += [((name, at), row) for at, row in enumerate(held)] if isinstance(held, list) else []
        for holder, row in rows:
            if isinstance(row, dict):
                read = [(key, _DIGITS.fullmatch(value)) for key, value in row.items() if isinstance(value, str)]
                known = [(key, Fraction(found[2])) for key, found in read if found is not None]
                yield from ((holder, key, number) for key, number in sorted(known, key=lambda each: -abs(each[1])))


def _scaled(data: Data, holder: Holder, by: Fraction) -> Data | None:
    """All plain numbers of one row or record multiplied alike; None where that takes more digits than one can write."""
    for where, name, number in list(_numbers(data)):
        if where == holder:
            if digits_after_point(number * by) is None:
                return None
            data = _with(data, holder, name, number * by)
    return data


def _with(data: Data, holder: Holder, name: str, number: Fraction) -> Data:
    made = copy.deepcopy(data)
    inside: Any = made
    for key in holder:
        inside = inside[key]
    found = _DIGITS.fullmatch(inside[name])
    assert found is not None
    inside[name] = found[1] + exact_text(number) + found[3]
    return made
