"""One filled-in template (表): every field of every part has a cell, blank where nothing is written.

A cell keeps the text as written and what was read from it, once. Where a value stood is kept beside it, never looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from perfrules.diagnostics import Words
from perfrules.forms.template import DERIVED, Field, Part, Template
from perfrules.source import Place
from perfrules.values import Missing, Value
from perfrules.values.written import Written


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as written (None where blank; the boxes joined by 、 for ticks) and the `value` read from it.

    `step` is what the last digit shown is worth and `column_step` what its column is kept to, both in the unit of `value`
    (元, a ratio); None where there is none. `written` is there where a quantity was read, also one that is only a range.
    `path` is a JSON pointer in English names.
    """

    field: Field
    text: str | None
    path: str
    place: Place
    value: Value | tuple[str, ...]
    step: Fraction | None = None
    column_step: Fraction | None = None
    written: Written | None = None

    @property
    def filled(self) -> bool:
        return self.text is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a group, or a record (`index` is None). A record that is not in the file has blank cells."""

    part: Part
    cells: Mapping[str, Cell]
    path: str
    place: Place
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader of a form had to assume, at the JSON pointer."""

    path: str
    words: Words


@dataclass(frozen=True, slots=True)
class Form:
    """`file` is where it was loaded from; `cells` are its own fields, `records` and `groups` its parts, by English name."""

    id: str
    template: Template
    file: str
    place: Place
    cells: Mapping[str, Cell]
    records: Mapping[str, Row]
    groups: Mapping[str, tuple[Row, ...]]
    notes: tuple[Note, ...] = ()

    @property
    def filled_on(self) -> date | None:
        """The day it was filled in, where the form says it."""
        name = self.template.about.filled_on
        value = self.cells[name].value if name else None
        return value if isinstance(value, date) else None

    @property
    def year(self) -> str | None:
        """The year it is for, from the first field that says it."""
        for name in self.template.about.years:
            value = self.cells[name].value
            if value is not None and not isinstance(value, Missing):
                return str(value)
        return None

    def every_cell(self) -> Iterator[Cell]:
        """The cells the form itself has, in the order of the template: not those of the groups made from them."""
        for name in self.template.schema["properties"]:
            if name in self.cells:
                yield self.cells[name]
            elif name in self.records:
                yield from self.records[name].cells.values()
            elif name in self.groups and name not in DERIVED:
                for row in self.groups[name]:
                    yield from row.cells.values()

    def cell(self, path: str) -> Cell | None:
        """The cell at a JSON pointer."""
        return next((cell for cell in self.every_cell() if cell.path == path), None)
