"""Makes a form of data that fits its template: every cell read, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from perfrules.diagnostics import Words
from perfrules.forms.derived import figures, filled_cells
from perfrules.forms.envelope import PLACE_NUMBERS
from perfrules.forms.form import Cell, Form, Note, Row
from perfrules.forms.pointer import canonical
from perfrules.forms.reading import MONEY_UNITS, column_step, read_cell
from perfrules.forms.shape import Shape
from perfrules.forms.template import CELLS, FIGURES, Field, Part
from perfrules.source import Place
from perfrules.values import Why, missing
from perfrules.values.text import is_blank


class Builder:
    """One form while it is made, of a shape in which no mistake was found."""

    def __init__(self, shape: Shape, id: str) -> None:
        self.shape = shape
        self.id = id
        self.template = shape.template
        self.data: Mapping[str, Any] = shape.data
        self.document = self.data.get("source") or shape.source.name
        self.places = dict(self._places())
        unit = self.data.get(self.template.money_unit or "") or self.template.default_money_unit
        self.money = MONEY_UNITS.get(unit, Fraction(1))

    def form(self) -> Form:
        """The form, derived groups and all."""
        fields = {name: self._cell(field, self.data.get(name), f"/{name}") for name, field in self.template.fields.items()}
        records = {part.name: self._record(part) for part in self.template.parts.values() if not part.many}
        groups = {part.name: self._rows(part) for part in self.template.parts.values() if part.many}
        noted = self.data.get("notes") or ()
        notes = tuple(Note(note["path"] or "", Words(note["zh"] or "", note["en"] or "")) for note in noted)
        form = Form(self.id, self.template, self.shape.source.name, self._place(""), fields, records, groups, notes)
        cells = list(form.every_cell())
        derived = {CELLS: list(filled_cells(cells)), FIGURES: list(figures(self.id, cells))}
        for name, rows in derived.items():
            groups[name] = (*rows, *(replace(row, index=len(rows) + at) for at, row in enumerate(groups[name])))
        return form

    def _record(self, part: Part) -> Row:
        return self._row(part, self.data.get(part.name) or {}, f"/{part.name}", None)

    def _rows(self, part: Part) -> tuple[Row, ...]:
        held = self.data.get(part.name) or ()
        return tuple(self._row(part, row, f"/{part.name}/{at}", at) for at, row in enumerate(held))

    def _row(self, part: Part, held: Mapping[str, Any], path: str, index: int | None) -> Row:
        cells = {name: self._cell(field, held.get(name), f"{path}/{name}") for name, field in part.fields.items()}
        return Row(part, cells, path, self._place(path), index)

    def _cell(self, field: Field, held: Any, path: str) -> Cell:
        place, step = self._place(path), column_step(field, self.money)
        if isinstance(held, list):
            ticked = tuple(map(str, held))
            return Cell(field, "、".join(ticked) or None, path, place, ticked)
        if is_blank(held):
            return Cell(field, None, path, place, missing(Why.BLANK, self.id, path), column_step=step)
        read = read_cell(field, held, self.money)
        return Cell(field, held, path, place, read.value_at(self.id, path, held), read.step, step, read.written)

    def _place(self, path: str) -> Place:
        """Its own place, else that of the row it is in, else the line of the form's file."""
        stated = self.places.get(path) or self.places.get(path.rpartition("/")[0])
        return stated or Place(self.shape.source.name, self.shape.line(path))

    def _places(self) -> Iterator[tuple[str, Place]]:
        for pointer, held in (self.data.get("places") or {}).items():
            line, cell, page, row = (None if held.get(key) is None else int(held[key]) for key in PLACE_NUMBERS)
            file = held.get("file") or self.document
            place = Place(file, line, cell, held.get("sheet"), held.get("address"), page, row)
            yield canonical(self.template, self.data, pointer) or "", place
