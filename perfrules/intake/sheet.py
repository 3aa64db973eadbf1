"""The printed text as rows and cells: where a form begins, and where a page broke its table.

A blank line inside a table is a page break, and only there may a row go on below: the first row after one is marked, and
whether it stands alone is for the reader of its section to say. A cell with line breaks in it is put together here.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from perfrules.intake.labels import is_label, is_page_furniture, is_remark, is_title
from perfrules.source import Source

CHECKED = re.compile(r"\bchecked\b", re.IGNORECASE)
# Only tags a converter writes: `<5` is a target, not markup.
BOX = re.compile(r"<input\b([^<>]*)>", re.IGNORECASE)
PARAGRAPH = re.compile(r"</p>\s*<p\b[^<>]*>|<br\s*/?>", re.IGNORECASE)
MARKUP = re.compile(r"</?(?:p|span|div|b|i|u|em|strong|sup|sub|font)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell: what is printed in it, and where. `marked` when markup had to be read as boxes or paragraphs."""

    text: str
    line: int
    cell: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of a row `width` cells wide. `page` counts page breaks; `first`: the first row with anything after one."""

    cells: tuple[Cell, ...]
    width: int
    line: int
    page: int
    first: bool


@dataclass(slots=True)
class Sheet:
    """One printed form: its title, the rows of its table and the lines outside it."""

    title: Cell | None
    line: int
    rows: list[Row] = field(default_factory=list)
    remarks: list[Cell] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)


def sheets(source: Source, most_rows: int, most_cells: int) -> list[Sheet]:
    """The forms of the text in order. What stands before the first title is a sheet without one."""
    split = _Split(most_rows, most_cells)
    for number, line in enumerate(source.text.split("\n"), start=1):
        split.add(number, line)
    split.end_page()
    return split.found


def written(raw: str) -> tuple[str, bool]:
    """A cell's text without the markup of the conversion: boxes as ☑ and □, paragraphs as lines."""
    text = BOX.sub(lambda tag: "☑" if CHECKED.search(tag[1]) else "□", raw)
    text = MARKUP.sub("", PARAGRAPH.sub("\n", text))
    text = html.unescape(text).strip()
    return text, text != raw.strip()


def _together(parts: list[Row]) -> Row:
    """One row of its lines: the last cell of each goes on in the first of the next."""
    first, cells, width = parts[0], list(parts[0].cells), parts[0].width
    for row in parts[1:]:
        broken = cells[-1]
        cells[-1] = Cell(f"{broken.text}\n{row.cells[0].text}", broken.line, broken.cell, True)
        cells += [Cell(cell.text, cell.line, cell.cell + width - 1, cell.marked) for cell in row.cells[1:]]
        width += row.width - 1
    return Row(tuple(cells), width, first.line, first.page, first.first)


class _Split:
    def __init__(self, most_rows: int, most_cells: int) -> None:
        self.found: list[Sheet] = []
        self.most_rows, self.most_cells = most_rows, most_cells
        self.page = 0
        self.lines: list[Row] = []
        self.broken = True
        self.loose = True

    def add(self, number: int, line: str) -> None:
        if "\t" not in line and not line.strip():
            self.end_page()
            self.loose = self.broken = True
            return
        parts = line.split("\t")
        cells = tuple(
            Cell(text, number, at, marked)
            for at, part in enumerate(parts[: self.most_cells], start=1)
            for text, marked in [written(part)]
            if text
        )
        if len(cells) == 1 and is_title(cells[0].text):
            self.end_page()
            self.found.append(Sheet(cells[0], number, remarks=self._above(number)))
        elif cells:
            self._table(number, cells, len(parts))

    def _table(self, number: int, cells: tuple[Cell, ...], width: int) -> None:
        if not self.found:
            self.found.append(Sheet(None, number))
        sheet = self.found[-1]
        if width == 1 and self._outside(cells[0]):
            sheet.remarks.append(cells[0])
            self.loose = True
        elif len(sheet.rows) + len(self.lines) >= self.most_rows or width > self.most_cells:
            sheet.dropped.append(number)
        else:
            self.lines.append(Row(cells, width, number, self.page, self.broken))
            self.loose = self.broken = False

    def end_page(self) -> None:
        """The rows of a page, those put together again that a line break inside a cell took apart."""
        self.page += 1
        if self.lines:
            usual = Counter(row.width for row in self.lines).most_common(1)[0][0]
            at = 0
            while at < len(self.lines):
                parts = self._parts(at, usual)
                if len(parts) > 1:
                    self.found[-1].joined.append(parts[0].line)
                self.found[-1].rows.append(_together(parts))
                at += len(parts)
            self.lines = []

    def _parts(self, at: int, usual: int) -> list[Row]:
        """The lines from `at` that only together are as wide as the page's rows; else the one line."""
        parts, wide = self.lines[at : at + 1], self.lines[at].width
        while wide < usual and at + len(parts) < len(self.lines):
            above, below = parts[-1], self.lines[at + len(parts)]
            if above.cells[-1].cell != above.width or below.cells[0].cell != 1 or is_label(below.cells[0].text):
                break
            parts.append(below)
            wide += below.width - 1
        return parts if wide == usual else self.lines[at : at + 1]

    def _outside(self, cell: Cell) -> bool:
        """A line without tabs is outside the table, unless it follows a row at once: then a cell went on over lines."""
        return self.loose or not self.lines or is_remark(cell.text)

    def _above(self, number: int) -> list[Cell]:
        """The line right above a title belongs to it when a long title was broken in two."""
        if not self.found or not self.found[-1].remarks or self.found[-1].remarks[-1].line != number - 1:
            return []
        return [] if is_page_furniture(self.found[-1].remarks[-1].text) else [self.found[-1].remarks.pop()]
