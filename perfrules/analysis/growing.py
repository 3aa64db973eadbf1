"""Forms with more rows, made of forms at hand and tried on the ordinary evaluator: rows written again, or shared out.

A row that is shared out stands there several times, each with its share of the points and amounts: sums stay what they were while
each row weighs less. A total of 50 under a limit of 15 for each row is met by four rows, of which no form of two tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from perfrules.analysis.remarks import Data
from perfrules.analysis.samples import Sample
from perfrules.analysis.sizes import GROWN_ROWS
from perfrules.core import tree as core
from perfrules.core.reach import roots
from perfrules.forms import Part
from perfrules.values.numbers import decimal_text

if TYPE_CHECKING:
    from perfrules.analysis.study import Study

TIMES = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 40, 50, 100)
SEEDS = 4
APART = 4
"""Of so many rows each is tried by itself, too."""
SHARED = ("points", "money")
_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)([^0-9]*)")
CENT = Fraction(1, 100)

Rows = list[Data]


def grown(study: Study, seeds: Sequence[Sample], confirm: Callable[[Sample], bool]) -> Sample | None:
    """A form for which something is so, with the rows of one of the `seeds` written again or shared out; it is remembered."""
    apart = _unlike(study)
    for seed in seeds[:SEEDS]:
        for data in _grown(study, seed.data, apart):
            form = study.made(data)
            sample = None if form is None else study.sample(data, form)
            if sample is not None and confirm(sample):
                study.keep(sample)
                return sample
    return None


def _grown(study: Study, data: Data, apart: set[tuple[str, str]]) -> Iterator[Data]:
    groups = [(part, data[name]) for name, part in study.template.parts.items() if part.many and data.get(name)]
    for times in TIMES:
        for part, rows in groups:
            for made in _more(part, rows, times):
                if len(made) <= GROWN_ROWS:
                    yield {**data, part.name: _told_apart(made, [field for name, field in sorted(apart) if name == part.name])}


def _more(part: Part, rows: Rows, times: int) -> Iterator[Rows]:
    """So many times the rows: all of them, or one."""
    for make in (_shared, _again):
        yield [one for row in rows for one in make(part, row, times)]
        if 1 < len(rows) <= APART:
            for at, row in enumerate(rows):
                yield [*rows[:at], *make(part, row, times), *rows[at + 1 :]]


def _again(_: Part, row: Data, times: int) -> Rows:
    return [dict(row) for _ in range(times)]


def _shared(part: Part, row: Data, times: int) -> Rows:
    """The row so many times, each with its share; what a hundredth cannot be shared out of goes to the last."""
    rows = _again(part, row, times)
    for name, text in row.items():
        found = _AMOUNT.fullmatch(text) if isinstance(text, str) and part.fields[name].kind in SHARED else None
        if found is not None:
            whole = Fraction(found[1])
            share = floor(whole / times / CENT) * CENT
            for at, each in enumerate(rows):
                amount = share if at + 1 < times else whole - share * (times - 1)
                each[name] = decimal_text(amount) + found[2]
    return rows


def _told_apart(rows: Rows, fields: Sequence[str]) -> Rows:
    """No text twice in columns where none may stand twice."""
    made = [dict(row) for row in rows]
    for name in fields:
        seen: set[Any] = set()
        for at, row in enumerate(made):
            if isinstance(row.get(name), str):
                row[name] = f"{row[name]}{at + 1}" if row[name] in seen else row[name]
                seen.add(row[name])
    return made


def _unlike(study: Study) -> set[tuple[str, str]]:
    """The columns of text that rules say are `unique`."""
    found: set[tuple[str, str]] = set()
    for check in study.program.checks:
        for node in (node for root in roots(check) for node in study.inside(root)):
            if isinstance(node, core.Aggregate) and node.function == "unique" and node.value is not None:
                cells = (each for each in study.inside(node.value) if isinstance(each, core.Cell))
                found |= {(cell.route.end.part, cell.field) for cell in cells if cell.route.end.part}
    return {(part, name) for part, name in found if study.template.parts[part].fields[name].kind == "text"}
