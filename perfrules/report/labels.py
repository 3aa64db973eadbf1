"""How a cell is named to a reader: `指标“食品抽检”的目标值`, from its JSON pointer."""

from __future__ import annotations

from fractions import Fraction

from perfrules.diagnostics import Words
from perfrules.evaluate import step_of
from perfrules.forms import Cell, Field, Form
from perfrules.source import Place
from perfrules.values import Missing, Quantity, Value
from perfrules.values.numbers import decimal_text, digits_after_point, percent_text, to_step
from perfrules.values.text import normal

NAMING = ("name", "title", "item", "label")
LONGEST = 24
WAN = Fraction(10_000)


def place_at(form: Form, path: str) -> Place:
    """Where the cell, row or form at a pointer stood."""
    cell = form.cell(path)
    if cell is not None:
        return cell.place
    rows = [row for group in form.groups.values() for row in group] + list(form.records.values())
    row = next((row for row in rows if row.path == path), None)
    if row is None:
        return form.place
    return row.place


def label(form: Form, path: str) -> Words:
    """What a reader calls what is at a pointer."""
    pieces = [piece for piece in path.split("/") if piece]
    if not pieces:
        return Words("本表", "the form")
    template = form.template
    part = template.parts.get(pieces[0])
    if part is None:
        field = template.fields.get(pieces[0])
        return Words(field.zh, field.name) if field else Words(path, path)
    owner = _row_label(form, part.name, pieces[1], pieces[-1]) if part.many and len(pieces) > 1 else Words(part.zh, part.name)
    if len(pieces) <= (2 if part.many else 1):
        return owner
    name = part.fields.get(pieces[-1])
    if name is None:
        return owner
    return Words(f"{owner.zh}的{name.zh}", f"{owner.en} {name.name}")


def label_elsewhere(form: Form, path: str) -> Words:
    """What a reader of another form calls it."""
    if not path:
        return Words(f"表 {form.id}", f"form {form.id}")
    name = label(form, path)
    return Words(f"表 {form.id} {name.zh}", f"{name.en} of form {form.id}")


def numbered(form: Form, path: str) -> Words:
    """The row of a cell by its number and its name, where its column is named already."""
    _, part, *rest = path.split("/")
    if not form.template.parts[part].many:
        return Words(form.template.parts[part].zh, part)
    index, name = rest[0], _row_name(form, part, rest[0], rest[-1])
    zh, en = ("", "") if name is None else (f"“{name}”", f" “{name}”")
    return Words(f"第 {int(index) + 1} 行{zh}", f"row {int(index) + 1}{en}")


def _row_label(form: Form, part: str, index: str, of: str) -> Words:
    """A row by its name where it has one (and it is not the name that is spoken `of`), else by its number."""
    zh, en = form.template.parts[part].zh, form.template.parts[part].name
    name = _row_name(form, part, index, of)
    number = int(index) + 1 if index.isdecimal() else index
    if name is None:
        return Words(f"{zh}第 {number} 行", f"{en} row {number}")
    names = [_row_name(form, part, str(at), of) for at in range(len(form.groups[part]))]
    if sum(normal(each or "") == normal(name) for each in names) > 1:
        return Words(f"{zh}第 {number} 行“{name}”", f"{en} row {number} “{name}”")
    return Words(f"{zh}“{name}”", f"{en} “{name}”")


def _row_name(form: Form, part: str, index: str, of: str) -> str | None:
    rows = form.groups.get(part, ())
    if not index.isdecimal() or int(index) >= len(rows) or of in NAMING:
        return None
    for field in NAMING:
        cell = rows[int(index)].cells.get(field)
        if cell is not None and cell.text and cell.text.strip():
            name = cell.text.strip()
            return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    return None


def written(value: Value | None, field: Field, cell: Cell | None = None) -> str | None:
    """A value as it would be written in a cell of this field; None when it is not known."""
    match value:
        case None | Missing():
            return None
        case Quantity():
            return decimal_text(value.value, 6)
        case Fraction():
            return _number(value, field, cell)
        case str():
            return value
        case _:
            return str(value)


def _number(value: Fraction, field: Field, cell: Cell | None) -> str:
    step = None if cell is None else step_of(cell)
    if field.kind == "money":
        return decimal_text(value / counted_in(field, cell))
    if field.kind == "ratio":
        rounded = value if step is None else to_step(value, step, "rounded")
        places = digits_after_point((step or Fraction(1, 10_000)) * 100) or 0
        return percent_text(rounded) if places == 0 else decimal_text(rounded * 100, 6, places) + "%"
    rounded = value if step is None else to_step(value, step, "rounded")
    if rounded.denominator == 1 or step is None:
        return decimal_text(rounded)
    return decimal_text(rounded, 6, digits_after_point(step) or 0)


def counted_in(field: Field, cell: Cell | None) -> Fraction:
    """How many 元 one of the amounts of this column is: what its step counts on this form over what the template calls it."""
    if cell is None or cell.column_step is None or not field.step:
        return WAN
    return cell.column_step / field.step
