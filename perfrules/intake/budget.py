"""The budget block: one total line, and in the national layout a row for each source of funds."""

from __future__ import annotations

import re

from perfrules.intake.alignment import align, number_fits
from perfrules.intake.columns import Columns, columns_of
from perfrules.intake.draft import Draft
from perfrules.intake.labels import BUDGET_TITLE, INSTRUCTION, MONEY_UNIT, PERCENT, TOTAL_MONEY, after, bare, is_dash, is_number
from perfrules.intake.sheet import Cell, Row
from perfrules.values.text import normal

LEAD_IN = "其中"
LABEL_AND_NUMBER = re.compile(r"^(\D*[^\d\s.,+-])\s+([-+]?\d[\d\s.,]*(?:万元|元)?)$")


def is_budget_header(row: Row) -> bool:
    text = "".join(bare(cell.text) for cell in row.cells)
    return "预算数" in text and ("执行数" in text or "支出数" in text)


class Budget:
    """The rows under one header; the header may be printed again after a page break."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.columns: Columns = ()

    def header(self, row: Row) -> None:
        self.columns = columns_of(row, self.draft.paper.budget, _is_template)
        unit = MONEY_UNIT.search(normal(row.cells[0].text))
        if unit and "money_unit" not in self.draft.values:
            self.draft.put("money_unit", unit[1], row.cells[0])

    def row(self, row: Row) -> None:
        cells = [cell for cell in row.cells if not _is_template(cell.text)]
        label, values = self._label(cells)
        if not values:
            for cell in cells if label is not None and not _is_known(label.text) else ():
                self.draft.leave(cell, "没有可放的栏目", "no field is known for it")
        elif label is not None and all(is_dash(cell.text) for cell in values):
            self.draft.note(
                "/sources",
                f"第 {label.line} 行“{label.text}”只印有横线，略去",
                f"line {label.line}, `{label.text}`: nothing but dashes, left out",
            )
        else:
            self._read(row, label, values)

    def _label(self, cells: list[Cell]) -> tuple[Cell | None, list[Cell]]:
        if not cells or is_number(cells[0].text) or PERCENT.match(normal(cells[0].text)):
            return None, cells
        first = cells[0]
        both = LABEL_AND_NUMBER.match(first.text) if len(first.text) <= 60 else None
        if both is None:
            return first, cells[1:]
        path = "/budget" if TOTAL_MONEY.search(bare(both[1])) else "/sources"
        self.draft.note(
            path,
            f"第 {first.line} 行第 {first.cell} 格“{first.text}”把行名和数印在一格，分开读",
            f"line {first.line}, cell {first.cell}, `{first.text}`: row label and number in one cell, read apart",
        )
        return Cell(both[1], first.line, first.cell), [Cell(both[2], first.line, first.cell), *cells[1:]]

    def _read(self, row: Row, label: Cell | None, values: list[Cell]) -> None:
        found = align(values, row.width, [self.columns], number_fits)
        if found is None:
            for cell in row.cells:
                self.draft.leave(cell, "预算表头不明，未读", "the budget's columns are not known; not read")
            return
        fields = {role: (cell.text, cell) for role, cell in found.cells.items() if not role.startswith("?")}
        path = self._record(label, fields)
        for role, cell in found.cells.items():
            if role.startswith("?"):
                self.draft.leave(cell, f"（{role[1:]}）：表样没有这一栏", f"({role[1:]}) the template has no such field", path)
        for cell in found.over:
            self.draft.leave(cell, "多于表头的栏数", "more cells than the header has columns", path)
        if found.moved:
            self.draft.note(
                path,
                f"第 {row.line} 行各格与表头错开，按印出的次序对应",
                f"line {row.line}: the cells do not stand under their headers; read in printed order",
            )
        if found.open:
            self.draft.unsure_at(path, row.line, found.open)

    def _record(self, label: Cell | None, fields: dict[str, tuple[str, Cell]]) -> str:
        is_total = label is None or TOTAL_MONEY.search(bare(label.text)) is not None
        if is_total and "budget" not in self.draft.values:
            path = self.draft.record("budget", fields)
            if label is None:
                self.draft.note(path, "预算行没有印行名，当作总额", "the budget row has no label; taken as the total")
            return path
        if label is None:
            return self.draft.row("sources", fields)
        item = (_after_lead_in(label.text), label)
        path = self.draft.row("sources", {"item": item, **fields})
        if item[0] != label.text:
            self.draft.note(
                f"{path}/item",
                f"印作“{label.text}”，去掉了前缀“{LEAD_IN}”",
                f"printed `{label.text}`; the lead-in `{LEAD_IN}` is left off",
            )
        return path


def _after_lead_in(text: str) -> str:
    return after(text, LEAD_IN) or text


def _is_template(text: str) -> bool:
    plain = normal(text)
    return INSTRUCTION.match(plain) is not None or BUDGET_TITLE.match(plain) is not None


def _is_known(text: str) -> bool:
    """A printed row name, so that the row without values is one nobody filled in."""
    return re.search("资金|拨款|结转|支出|预算|合计|其他", bare(text)) is not None
