"""A form made smaller and rounder while something stays true of it: fewer rows, fewer cells, simpler values."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from perfrules.forms import Field, Template
from perfrules.symbolic.verdicts import Data
from perfrules.symbolic.writing import UNREADABLE
from perfrules.values.numbers import decimal_text

ROUND = ("100", "80", "50", "20", "10", "1", "0")
EASY = {
    "number": ("2020", "2021", "2019"),
    "date": ("2021-01-15", "2020-12-31", "2019-12-31", "2022-01-01"),
    "ratio": ("100%", "80%", "50%", "0%"),
    "points": ROUND,
    "money": ROUND,
    "quantity": ROUND,
}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WORDS = re.compile(r"\w+")

Where = tuple[str | None, int | None, str]
"""A part (None: the form itself), a row of it, and a field."""


def shrunk(template: Template, data: Data, holds: Callable[[Data], bool]) -> Data:
    """The smallest form that trying finds. `holds(data)` is true."""
    best = data
    for candidates in (_without_rows, _without_cells, _simpler):
        best = _while(best, candidates, template, holds)
    return best


def _while(
    data: Data, candidates: Callable[[Data, Template], Iterator[Data]], template: Template, holds: Callable[[Data], bool]
) -> Data:
    """Goes on from each candidate that holds. Every change is tried once, in order, so it ends."""
    tried: set[str] = set()
    going = True
    while going:
        going = False
        for candidate in candidates(data, template):
            if repr(candidate) in tried:
                continue
            tried.add(repr(candidate))
            if holds(candidate):
                data, going = candidate, True
                break
    return data


def _without_rows(data: Data, template: Template) -> Iterator[Data]:
    for name, part in template.parts.items():
        if part.many and name in data:
            for at in reversed(range(len(data[name]))):
                rows = data[name][:at] + data[name][at + 1 :]
                yield {**{key: held for key, held in data.items() if key != name}, **({name: rows} if rows else {})}


def _places(data: Data, template: Template) -> Iterator[tuple[Where, Field]]:
    for name in list(data):
        if name in template.fields:
            yield (None, None, name), template.fields[name]
        elif not template.parts[name].many:
            yield from (((name, None, each), template.parts[name].fields[each]) for each in data[name])
        else:
            for at, row in enumerate(data[name]):
                yield from (((name, at, each), template.parts[name].fields[each]) for each in row)


def _with(data: Data, where: Where, value: Any) -> Data:
    """The data with another value in one cell; blank when it is None."""
    made = copy.deepcopy(data)
    part, at, name = where
    holder = made if part is None else made[part] if at is None else made[part][at]
    if value is None:
        del holder[name]
        if part is not None and at is None and not holder:
            del made[part]
    else:
        holder[name] = value
    return made


def _without_cells(data: Data, template: Template) -> Iterator[Data]:
    for where, _ in _places(data, template):
        yield _with(data, where, None)


def _simpler(data: Data, template: Template) -> Iterator[Data]:
    for where, field in _places(data, template):
        part, at, name = where
        held = (data if part is None else data[part] if at is None else data[part][at])[name]
        if isinstance(held, str):
            for text in _texts(held, field):
                yield _with(data, where, text)


def _texts(held: str, field: Field) -> Iterator[str]:
    """Texts that read more easily than this one, the easiest first; never one that reads less easily."""
    easier = _easier(held, field)
    for text in easier:
        if text == held:
            return
        yield text


def _easier(held: str, field: Field) -> Iterator[str]:
    if field.kind in ("choice", "ticks"):
        return
    yield from EASY.get(field.kind, ())
    found = _NUMBER.search(held) if field.kind not in ("text", "date") else None
    if found is None:
        if field.kind != "text":
            yield UNREADABLE
            return
        yield from ("甲", "乙")
        yield from (part for part in _WORDS.findall(held) if part != held)  # a pattern's own text reads badly
        return
    before, after = held[: found.start()], held[found.end() :]
    if field.kind == "quantity" and (before or after):
        yield from (found[0], found[0] + after)
    number = Fraction(found[0])
    for text in (*ROUND, *(decimal_text(Fraction(round(number * 10**places), 10**places)) for places in (0, 1, 2))):
        yield before + text + after
