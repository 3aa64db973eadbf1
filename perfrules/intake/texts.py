"""The end of a form: the total, and the long texts below it."""

from __future__ import annotations

import re

from perfrules.intake.draft import Draft
from perfrules.intake.labels import TOTAL, after, bare, is_dash, is_number
from perfrules.intake.paper import Paper
from perfrules.intake.sheet import Cell, Row
from perfrules.values.text import normal

GRADE = re.compile(r"^(优|良|中|差|优秀|良好|中等|较差|合格|不合格)$")
TOTAL_AND_NUMBER = re.compile(r"^(\D{2,12}?)\s*[:：]?\s*(\d[\d.]*\s*分?)$")


def is_total(row: Row) -> bool:
    return _total_values(row) is not None


def read_total(draft: Draft, row: Row, weighted: bool) -> None:
    """The total row: the score, before it the weight where the table has weights, and a grade."""
    values = _total_values(row) or []
    numbers = [cell for cell in values if is_number(cell.text) and not is_dash(cell.text)]
    names = ["total_weight", "total_score"] if weighted and len(numbers) > 1 else ["total_score"]
    for name, cell in zip(names, numbers, strict=False):
        draft.put(name, cell.text, cell)
    if weighted and len(numbers) == 1:
        draft.note("/total_score", "总分行只印一个数，当作总分", "the total row has one number; taken as the total score")
    for cell in [*numbers[len(names) :], *(cell for cell in values if cell not in numbers)]:
        if GRADE.match(normal(cell.text)):
            draft.put("grade", cell.text, cell)
        elif not numbers and "total_score" not in draft.values:
            draft.put("total_score", cell.text, cell)
        else:
            draft.leave(cell, "在总分行，未采用", "stands in the total row and is not taken", "/total_score")


def text_field(row: Row, paper: Paper) -> str | None:
    return _text(row.cells[0], paper)[0]


def read_text(draft: Draft, row: Row) -> str | None:
    """The field that row is for; its text, in however many cells."""
    name, rest = _text(row.cells[0], draft.paper)
    assert name is not None
    pieces = [*([rest] if rest else []), *row.cells[1:]]
    if pieces and name not in draft.values:
        draft.put(name, pieces[0].text, pieces[0])
        pieces = pieces[1:]
    for piece in pieces:
        draft.glue(f"/{name}", piece, "\n")
    if name not in draft.values:  # printed, and left blank
        draft.place(f"/{name}", row.cells[0])
    return name


def continue_text(draft: Draft, name: str, row: Row) -> None:
    """A row without a label below a text: the text goes on."""
    for cell in row.cells:
        if name in draft.values:
            draft.glue(f"/{name}", cell, "" if row.first else "\n")
        else:
            draft.put(name, cell.text, cell)
            draft.note(
                f"/{name}",
                f"栏名在上一行，内容在第 {cell.line} 行",
                f"the label is on the row above, the text on line {cell.line}",
            )


def _total_values(row: Row) -> list[Cell] | None:
    first = row.cells[0]
    if TOTAL.match(bare(first.text)):
        return list(row.cells[1:])
    glued = TOTAL_AND_NUMBER.match(first.text) if len(first.text) <= 30 else None
    if glued and TOTAL.match(bare(glued[1])):
        return [Cell(glued[2], first.line, first.cell), *row.cells[1:]]
    return None


def _text(cell: Cell, paper: Paper) -> tuple[str | None, Cell | None]:
    plain = bare(cell.text[:60]).removesuffix(":")
    for label, name in paper.texts.items():
        if plain == label:
            return name, None
        if normal(cell.text[:60]).startswith(f"{label}:") and (rest := after(cell.text, label)):
            return name, Cell(rest, cell.line, cell.cell, cell.marked)
    return None, None
