"""A form as plain data while it is drawn and changed: cells of the form, of records and of rows, as `make_form` takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from perfrules.core import tree as core
from perfrules.drawing.edges import Written
from perfrules.forms import Form, Template, make_form

Data: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of one form: `row` counts from 0 in a group, and is None elsewhere."""

    part: str | None
    row: int | None
    field: str


def spots(data: Data, template: Template) -> Iterator[Spot]:
    """Every filled cell, in the order of the template."""
    for name in template.fields:
        if name in data:
            yield Spot(None, None, name)
    for part in template.parts.values():
        if part.many:
            for at, row in enumerate(data.get(part.name, ())):
                yield from (Spot(part.name, at, name) for name in part.fields if name in row)
        else:
            yield from (Spot(part.name, None, name) for name in part.fields if name in data.get(part.name, {}))


def holder(data: Data, part: str | None, row: int | None) -> Data:
    """The cells among which one stands, made when they are not there; a row must be there."""
    if part is None:
        return data
    if row is None:
        record: Data = data.setdefault(part, {})
        return record
    cells: Data = data[part][row]
    return cells


def get(data: Data, spot: Spot) -> Written | None:
    inside: Any = data if spot.part is None else data.get(spot.part) or {}
    if spot.row is not None:
        inside = inside[spot.row] if spot.row < len(inside) else {}
    held = inside.get(spot.field)
    return tuple(held) if isinstance(held, list) else held


def put(data: Data, spot: Spot, text: Written | None) -> None:
    """Write a cell, or blank it with None."""
    inside = holder(data, spot.part, spot.row)
    if text is None:
        inside.pop(spot.field, None)
    else:
        inside[spot.field] = list(text) if isinstance(text, tuple) else text


def places(data: Data, column: core.Column, template: Template) -> list[Spot]:
    """Where the cells of a column are on this form."""
    part = column.subject.part
    if part is None or not template.parts[part].many:
        return [Spot(part, None, column.field)]
    return [Spot(part, at, column.field) for at in range(len(data.get(part, ())))]


def copied(data: Data) -> Data:
    """A copy that can be changed."""
    return {key: _copied(held) for key, held in data.items()}


def _copied(held: Any) -> Any:
    if isinstance(held, Mapping):
        return dict(held)
    if isinstance(held, list | tuple):
        return [_copied(each) for each in held]
    return held


def tidy(data: Data) -> Data:
    """Without records in which nothing stands; a row in which nothing stands is a row."""
    return {key: held for key, held in data.items() if held != {}}


def form_of(data: Data, template: Template, id: str = "form") -> Form:
    """The form that data describe; what is drawn always fits its template."""
    return make_form(template, data, id=id).only


def described(example: core.Example, template: Template) -> Data:
    """The form that an example describes, as it would be loaded; groups it does not name have no rows.

    Of an example about several forms that is the first, the one its rule is about.
    """
    data: Data = {}
    for row in (row for row in example.given if row.link is None):
        cells = {name: list(text) if isinstance(text, tuple) else text for name, text in row.cells}
        if row.part is None:
            data.update(cells)
        elif template.parts[row.part].many:
            data.setdefault(row.part, []).append(cells)
        else:
            data.setdefault(row.part, {}).update(cells)
    return data
