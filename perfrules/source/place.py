"""Where a value stood in the document a form was read from (出处)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a printed table, a spreadsheet or a page. What is not known is left out."""

    file: str
    line: int | None = None
    cell: int | None = None
    sheet: str | None = None
    address: str | None = None
    page: int | None = None
    row: int | None = None

    def text(self, language: str) -> str:
        """The place in the reader's language: `file.txt 第 12 行 第 3 格`."""
        zh = language == "zh"
        parts = [self.file]
        if self.page is not None:
            parts.append(f"第 {self.page} 页" if zh else f"page {self.page}")
        if self.sheet is not None:
            parts.append(f"工作表 {self.sheet}" if zh else f"sheet {self.sheet}")
        if self.address is not None:
            parts.append(self.address)
        if self.line is not None:
            parts.append(f"第 {self.line} 行" if zh else f"line {self.line}")
        if self.row is not None:
            parts.append(f"表内第 {self.row} 行" if zh else f"table row {self.row}")
        if self.cell is not None:
            parts.append(f"第 {self.cell} 格" if zh else f"cell {self.cell}")
        return " ".join(part for part in parts if part)
