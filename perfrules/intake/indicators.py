"""The table of indicators: rows under one header, until the next goal or the total.

Nothing is decided row by row: after a page break a table may have fewer columns, and only its complete rows show where they lie;
a label of level 1 may stand below the rows it is for. So the rows are collected, and read when the table ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from perfrules.intake.alignment import MISFIT, Aligned, Fits, align, number_fits
from perfrules.intake.columns import Column, Columns, columns_of
from perfrules.intake.draft import Draft, Note
from perfrules.intake.labels import BLOCK, GOAL_TITLE, INSTRUCTION, NUMBERED, PERCENT, bare, home, is_dots, is_number, level1
from perfrules.intake.levels import Levels, Told, first_levels, second_levels
from perfrules.intake.paper import Paper
from perfrules.intake.sheet import Cell, Row
from perfrules.values.text import normal

LEVELS = ("level1", "level2")
COST_GROUP = ("经济成本", "社会成本", "生态环境成本")


@dataclass(slots=True)
class Entry:
    """A row of the table: its labels, its cells by column, and the pieces that went on behind a page break."""

    row: Row
    level1: Cell | None
    level2: Cell | None
    rest: list[Cell]
    cells: dict[str, Cell] = field(default_factory=dict)
    over: tuple[Cell, ...] = ()
    open: tuple[Cell, ...] = ()
    moved: bool = False
    pieces: list[tuple[str, Cell]] = field(default_factory=list)


def is_indicator_header(row: Row) -> bool:
    text = "".join(bare(cell.text) for cell in row.cells)
    named = sum(label in text for label in ("一级指标", "二级指标", "三级指标", "指标名称"))
    return named >= 2 or (named == 1 and any(word in text for word in ("目标值", "指标值", "完成值", "实际值")))


class Indicators:
    """One table. `goal` is the position of the goal it stands under, where its header says so."""

    def __init__(self, paper: Paper, goal: int | None) -> None:
        self.paper = paper
        self.goal = goal
        self.headers: dict[int, Columns] = {}
        self.rows: list[Row] = []

    def header(self, row: Row) -> None:
        self.headers[row.page] = columns_of(row, self.paper.indicators, _is_template)

    @property
    def has_weights(self) -> bool:
        return any(column.role == "weight" for columns in self.headers.values() for column in columns)

    def filled(self) -> list[Entry]:
        """The rows somebody filled in, read; rows with labels alone have served to tell the levels."""
        entries = self._joined(self._peeled())
        seconds = second_levels([Levels(entry.level1, entry.level2) for entry in entries])
        firsts = first_levels([Levels(entry.level1, entry.level2) for entry in entries], seconds)
        self.told = [(first, second) for entry, first, second in zip(entries, firsts, seconds, strict=True) if entry.rest]
        return [entry for entry in entries if entry.rest]

    def emit(self, draft: Draft, entries: list[Entry], goal: Cell | None) -> None:
        moved = [entry.row.line for entry in entries if entry.moved]
        for entry, (first, second) in zip(entries, self.told, strict=True):
            _emit(draft, entry, first, second, goal)
        if moved:
            many = "s" if len(moved) > 1 else ""
            draft.note(
                "/indicators",
                f"第 {'、'.join(map(str, moved))} 行各格与表头错开，按印出的次序和内容对应",
                f"line{many} {', '.join(map(str, moved))}: cells not under their headers; read by printed order and content",
            )

    def _peeled(self) -> list[Entry]:
        costs = any(normal(cell.text).removesuffix("指标") in COST_GROUP for row in self.rows for cell in row.cells[:3])
        return [_peel(row, costs) for row in self.rows if not _is_header_rest(row)]

    def _joined(self, entries: list[Entry]) -> list[Entry]:
        kept: list[Entry] = []
        learned = self._learned(entries)
        for entry in entries:
            readings = self._readings(entry.row.page, learned)
            if kept and entry.row.first and _mend_label(kept[-1], entry):
                continue
            self._align(entry, readings)
            if kept and entry.row.first and _goes_on(kept[-1], entry):
                _join(kept[-1], entry)
                continue
            kept.append(entry)
        return kept

    def _align(self, entry: Entry, readings: list[Columns]) -> None:
        if not entry.rest:
            return
        anchor = [entry.level2] if entry.level2 else []
        taken = ("level1",) if entry.level1 or anchor else ()
        found = align(
            anchor + entry.rest, entry.row.width, [_without(columns, taken) for columns in readings], _fits_under(entry.level2)
        )
        if found is None:
            entry.over = tuple(entry.rest)
            return
        entry.cells, entry.over, entry.open = found.cells, found.over, found.open
        entry.level1 = entry.level1 or entry.cells.pop("level1", None)
        entry.level2 = entry.cells.pop("level2", entry.level2)
        entry.moved = self._moved(found)

    def _moved(self, found: Aligned) -> bool:
        columns = {column.role: column for header in self.headers.values() for column in header}
        spans = ((columns.get(role), cell.cell) for role, cell in found.cells.items() if role not in LEVELS)
        return any(column is None or not column.start <= at < column.end for column, at in spans)

    def _readings(self, page: int, learned: dict[int, list[Columns]]) -> list[Columns]:
        """Where the columns may lie on a page: by its header and its complete rows, else by those of the other pages."""
        here = ([self.headers[page]] if page in self.headers else []) + learned.get(page, [])
        return here or [*self.headers.values(), *(columns for found in learned.values() for columns in found)]

    def _learned(self, entries: list[Entry]) -> dict[int, list[Columns]]:
        learned: dict[int, list[Columns]] = {}
        roles = [column.role for header in list(self.headers.values())[:1] for column in header if column.role not in LEVELS]
        for entry in entries:
            columns = _complete(entry, roles) if entry.level2 else None
            if columns and columns not in learned.setdefault(entry.row.page, []):
                learned[entry.row.page].append(columns)
        return learned


def _peel(row: Row, costs: bool) -> Entry:
    """The leading labels of a row, known by their words wherever they stand."""
    cells = [cell for cell in row.cells if not _is_template(cell.text) and not is_dots(cell.text)]
    first = second = None
    if len(cells) > 1 and home(cells[1].text) and (level1(cells[0].text) or _may_be_label(cells[0])):
        first, second, cells = cells[0], cells[1], cells[2:]
    elif cells and home(cells[0].text) and not (level1(cells[0].text) == "成本" and costs):
        second, cells = cells[0], cells[1:]
    elif cells and level1(cells[0].text):
        first, cells = cells[0], cells[1:]
    if all(_is_empty_name(cell) for cell in cells):
        cells = []
    return Entry(row, first, second, cells)


def _may_be_label(cell: Cell) -> bool:
    return normal(cell.text).endswith("指标") and home(cell.text) is None


def _is_empty_name(cell: Cell) -> bool:
    return NUMBERED.sub("", cell.text) == ""


def _is_template(text: str) -> bool:
    plain = normal(text)
    return any(pattern.match(plain) for pattern in (BLOCK, INSTRUCTION, GOAL_TITLE))


def _is_header_rest(row: Row) -> bool:
    """A second line of the header, `指标值` and `完成值` alone."""
    return all(normal(cell.text) in ("指标值", "完成值", "目标值", "(A)", "(B)", "得分", "分值", "值") for cell in row.cells)


def _fits_under(label: Cell | None) -> Fits:
    """A row's known label is of column level 2 and nothing else is."""

    def fits(role: str, cell: Cell) -> int:
        if label is not None and (cell is label) != (role == "level2"):
            return 10 * MISFIT
        return 0 if cell is label else number_fits(role, cell)

    return fits


def _without(columns: Columns, roles: tuple[str, ...]) -> Columns:
    return tuple(column for column in columns if column.role not in roles)


def _complete(entry: Entry, roles: list[str]) -> Columns | None:
    """The columns a row shows when every one of them is filled, but for a text at the end."""
    wanted = roles[: len(entry.rest)]
    if not wanted or len(entry.rest) > len(roles) or any(role not in ("reason", "remark") for role in roles[len(wanted) :]):
        return None
    if any(number_fits(role, cell) for role, cell in zip(wanted, entry.rest, strict=True)):
        return None
    assert entry.level2 is not None
    values = [Column(role, cell.cell, cell.cell + 1) for role, cell in zip(wanted, entry.rest, strict=True)]
    at = entry.level2.cell
    return (Column("level1", at - 1, at), Column("level2", at, values[0].start), *values)


def _mend_label(before: Entry, entry: Entry) -> bool:
    """A level-2 label broken by the page: `社会效益指` and `标` are a label only together."""
    label = before.level2
    if label is None or entry.level1 or entry.level2 or len(entry.rest) != 1 or home(label.text):
        return False
    whole = label.text + entry.rest[0].text
    if not home(whole):
        return False
    before.level2 = Cell(whole, label.line, label.cell)
    before.pieces.append(("level2", entry.rest[0]))
    return True


def _goes_on(before: Entry, entry: Entry) -> bool:
    """The first row of a page that has no label and only goes on with texts, or fills cells the row before it has blank."""
    if entry.level1 or entry.level2 or not (entry.cells or entry.open) or not before.rest:
        return False
    if any(NUMBERED.match(cell.text) for cell in entry.rest):
        return False
    if {"name", "target", "actual", "score"} <= entry.cells.keys():
        return False
    return all(
        role not in before.cells or not (is_number(cell.text) or PERCENT.match(normal(cell.text)))
        for role, cell in entry.cells.items()
    )


def _join(before: Entry, entry: Entry) -> None:
    for role, cell in entry.cells.items():
        old = before.cells.get(role)
        before.cells[role] = Cell(old.text + cell.text, old.line, old.cell) if old else cell
        before.pieces.append((role, cell))
    before.over += entry.over
    before.open += entry.open


def _emit(draft: Draft, entry: Entry, first: Told, second: Told, goal: Cell | None) -> None:
    prefix = _number_left_off(entry)
    cells = {
        "goal": goal,
        "level1": first.cell,
        "level2": second.cell,
        **{role: entry.cells.get(role) for role in draft.paper.indicator_fields},
    }
    path = draft.row("indicators", {role: (cell.text, cell) for role, cell in cells.items() if cell is not None})
    for role, told in (("level1", first), ("level2", second)):
        if told.note:
            draft.notes.append(Note(f"{path}/{role}", told.note))
    if prefix:
        draft.note(f"{path}/name", f"去掉了印好的行号“{prefix}”", f"the printed row number `{prefix}` is left off")
    for role, cell in entry.pieces:
        draft.went_on(f"{path}/{role}", cell, "")
    _leave_rest(draft, entry, path)


def _number_left_off(entry: Entry) -> str:
    """The printed `指标 1:` before a name, taken away; "" when there is none."""
    name = entry.cells.get("name")
    prefix = NUMBERED.match(name.text) if name else None
    if name is None or prefix is None:
        return ""
    entry.cells["name"] = Cell(name.text[prefix.end() :], name.line, name.cell)
    if not entry.cells["name"].text:
        del entry.cells["name"]
    return prefix[0].strip()


def _leave_rest(draft: Draft, entry: Entry, path: str) -> None:
    for role, cell in entry.cells.items():
        if role.startswith("?"):
            draft.leave(cell, f"（{role[1:]}）：表样没有这一栏", f"({role[1:]}) the template has no such field", path)
    for cell in entry.over:
        draft.leave(cell, "不知属于哪一栏", "what column it belongs to is not known", path)
    if entry.open:
        draft.unsure_at(path, entry.open[0].line, entry.open)
