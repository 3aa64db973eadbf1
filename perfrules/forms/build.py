"""Makes a form of data that fits its template: every cell read, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from perfrules.diagnostics import Words
from perfrules.forms.codes import UNKNOWN_PLACE, WRONG_SHAPE
from perfrules.forms.derived import figures, filled_cells
from perfrules.forms.envelope import PLACE_NUMBERS, PLACE_TEXTS
from perfrules.forms.form import Cell, Form, Note, Row
from perfrules.forms.reading import MONEY_UNITS, column_step, read_cell
from perfrules.forms.shape import Shape
from perfrules.forms.template import CELLS, FIGURES, Field, Part
from perfrules.forms.tree import escaped, unescaped
from perfrules.source import Place
from perfrules.values import Why, missing
from perfrules.values.text import is_blank


class Builder:
    """One form while it is made. What is wrong with its places is noted on the `shape`."""

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
            groups[name] = (*rows, *(_at(row, len(rows) + at) for at, row in enumerate(groups[name])))
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
            below = f"/places/{escaped(pointer)}"
            path = self._pointer(pointer)
            if path is None:
                words = Words(f"`{pointer}` 不是这张表上的位置", f"`{pointer}` points at nothing on this form")
                self.shape.wrong(UNKNOWN_PLACE, below, words)
            else:
                yield path, self._read_place(below, held)

    def _read_place(self, below: str, held: Mapping[str, str | None]) -> Place:
        numbers: dict[str, int | None] = {}
        for key in PLACE_NUMBERS:
            text = held.get(key)
            if text is None or (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
                numbers[key] = None if text is None else int(text)
            else:
                words = Words(f"`{key}` 应是从 1 数起的整数，这里是 `{text}`", f"`{key}` is counted from 1, this is `{text}`")
                self.shape.wrong(WRONG_SHAPE, f"{below}/{key}", words)
        texts = {key: held.get(key) for key in PLACE_TEXTS if key != "file"}
        return Place(held.get("file") or self.document, **numbers, **texts)  # type: ignore[arg-type]

    def _pointer(self, pointer: str) -> str | None:
        """The pointer in English names, if the form has something there; a blank cell counts."""
        steps = [unescaped(step) for step in pointer.split("/")]
        if pointer == "" or steps[0] != "" or len(steps) > 4:
            return "" if pointer == "" else None
        part = self.template.part(steps[1])
        if part is None:
            own = self.template.field(steps[1])
            return f"/{own.name}" if own is not None and len(steps) == 2 else None
        if len(steps) == 2:
            return f"/{part.name}"
        row, rest = "", steps[2:]
        if part.many:
            rows = self.data.get(part.name) or ()
            if not (rest[0].isascii() and rest[0].isdigit() and len(rest[0]) < 6 and int(rest[0]) < len(rows)):
                return None
            row, rest = f"/{int(rest[0])}", rest[1:]
        field = part.field(rest[0]) if len(rest) == 1 else None
        if rest and field is None:
            return None
        return f"/{part.name}{row}" + (f"/{field.name}" if field is not None else "")


def _at(row: Row, index: int) -> Row:
    return Row(row.part, row.cells, row.path, row.place, index)
