"""The head of a form: labels with their values beside them, and the boxes."""

from __future__ import annotations

import re

from perfrules.intake.boxes import read_boxes
from perfrules.intake.draft import Draft
from perfrules.intake.labels import FILLED_ON, UNIT_LINE, UNKEPT, after, bare, is_page_furniture
from perfrules.intake.paper import Paper
from perfrules.intake.sheet import Cell, Row, Sheet
from perfrules.values.text import normal


def is_head(row: Row, paper: Paper) -> bool:
    return any(_label(cell, paper) is not None or _glued(cell, paper) for cell in row.cells)


def starts_form(row: Row) -> bool:
    return normal(row.cells[0].text) in ("项目名称", "单位名称", "部门名称")


def read_head(draft: Draft, row: Row) -> None:
    label: str | None = None
    values: list[Cell] = []
    for cell in row.cells:
        named, glued = _label(cell, draft.paper), _glued(cell, draft.paper)
        if named is None and glued is None:
            values.append(cell)
            continue
        _take(draft, label, values)
        label, values = (named, []) if glued is None else glued
    _take(draft, label, values)


def continue_head(draft: Draft, row: Row, before: Row) -> bool:
    """A row after a page break that only goes on with the one value of the row before it."""
    if not row.first or len(row.cells) != 1 or len(before.cells) != 2:
        return False
    name = _label(before.cells[0], draft.paper)
    if name is None or not isinstance(draft.values.get(name), str):
        return False
    draft.glue(f"/{name}", row.cells[0], "")
    return True


def read_remarks(draft: Draft, sheet: Sheet) -> None:
    """Lines outside the table: the date and the unit of money are taken, the rest is kept as notes."""
    for cell in sheet.remarks:
        plain = normal(cell.text)
        date, unit = FILLED_ON.match(plain), UNIT_LINE.search(plain)
        if date and "filled_on" not in draft.values:
            draft.put("filled_on", re.split("[:：]", cell.text, maxsplit=1)[-1].strip(), cell)
            continue
        if unit and "money_unit" not in draft.values:
            draft.put("money_unit", unit[1], cell)
        if not is_page_furniture(cell.text) and not (unit and unit[0] == plain.strip("()")):
            draft.note("", f"表外第 {cell.line} 行：{cell.text}", f"line {cell.line}, outside the table: {cell.text}")


def _label(cell: Cell, paper: Paper) -> str | None:
    """The label a cell is, as its field's name, or `?` and its text where no field is for it."""
    plain = normal(cell.text).removesuffix(":")
    name = paper.head.get(plain) or paper.head.get(bare(plain))
    return name or (f"?{plain}" if UNKEPT.match(plain) else None)


def _glued(cell: Cell, paper: Paper) -> tuple[str, list[Cell]] | None:
    """A label and its value in one cell, with a colon between: `项目名称：甲`."""
    plain = normal(cell.text[:40])
    for label, name in paper.head.items():
        if plain.startswith(f"{label}:") and (rest := after(cell.text, label)):
            return name, [Cell(rest, cell.line, cell.cell, cell.marked)]
    return None


def _take(draft: Draft, label: str | None, values: list[Cell]) -> None:
    if label is None or label.startswith("?"):
        for cell in values:
            draft.leave(cell, "没有可放的栏目", "no field is known for it")
    elif label in draft.paper.ticks:
        _tick(draft, label, values)
    elif values:
        draft.put(label, values[0].text, values[0])
        for cell in values[1:]:
            draft.leave(cell, "在同一栏目的值之后，未采用", "stands behind the value of its field and is not taken", f"/{label}")


def _tick(draft: Draft, name: str, values: list[Cell]) -> None:
    if not values:
        return
    text = " ".join(cell.text for cell in values)
    boxes = read_boxes(text)
    draft.tick(name, list(boxes.ticked) if boxes.printed else [text], values[0])
    if not boxes.printed:
        draft.note(f"/{name}", f"没有印方框，所写“{text}”当作勾选", f"no box is printed; `{text}` is taken as ticked")
