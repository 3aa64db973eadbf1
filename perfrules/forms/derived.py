"""The two groups every form has though none prints them: its filled cells, and the numbers in its narratives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfrules.forms.form import Cell, Row
from perfrules.forms.template import CELLS_PART, FIGURES_PART
from perfrules.values import Quantity, Value, Why, missing
from perfrules.values.narrative import Figure, figures_in
from perfrules.values.quantity import unit


def filled_cells(cells: Iterable[Cell]) -> Iterator[Row]:
    """A row for each filled cell: what the field is called and what is written there."""
    for at, cell in enumerate(cell for cell in cells if cell.text is not None):
        assert cell.text is not None
        label, text = CELLS_PART.fields.values()
        said = {label.name: cell.field.zh, text.name: cell.text}
        made = {field.name: Cell(field, said[field.name], cell.path, cell.place, said[field.name]) for field in (label, text)}
        yield Row(CELLS_PART, made, cell.path, cell.place, at)


def figures(form: str, cells: Iterable[Cell]) -> Iterator[Row]:
    """A row for each number inside a narrative; its place and path are the narrative's."""
    narratives = [cell for cell in cells if cell.field.narrative and cell.text is not None]
    found = ((cell, figure) for cell in narratives for figure in figures_in(cell.text or ""))
    for at, (cell, figure) in enumerate(found):
        yield Row(FIGURES_PART, {made.field.name: made for made in _figure(form, cell, figure)}, cell.path, cell.place, at)


def _figure(form: str, cell: Cell, figure: Figure) -> Iterator[Cell]:
    label, value, text = FIGURES_PART.fields.values()
    yield Cell(label, cell.field.zh, cell.path, cell.place, cell.field.zh)
    written = figure.written
    read: Value = missing(Why.UNREADABLE, form, cell.path, figure.text)
    if written is not None:
        read = Quantity(written.value, unit(written.unit))
    yield Cell(value, figure.digits, cell.path, cell.place, read, written.step if written else None, written=written)
    yield Cell(text, figure.text, cell.path, cell.place, figure.text)
