"""The level-1 label a row of indicators belongs to, when the label stands on one row of a merged cell.

A label is carried to another row only where the printed order makes that certain: the label of the group that the row's
level-2 label belongs to, with no row of another group in between. Otherwise the row's level 1 stays blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfrules.diagnostics import Words
from perfrules.intake.labels import home, level1
from perfrules.intake.sheet import Cell


@dataclass(frozen=True, slots=True)
class Levels:
    """The labels printed on one row, filled in or not."""

    level1: Cell | None
    level2: Cell | None


@dataclass(frozen=True, slots=True)
class Told:
    """The label a row is under, and what had to be assumed for it."""

    cell: Cell | None
    note: Words | None


NO_SECOND = Words("二级指标：本行未印，也不能从上下行确定，留空", "level 2: not printed on this row and not certain; left blank")


def second_levels(rows: Sequence[Levels]) -> list[Told]:
    """Level 2 of each row: its own label, or the one above where labels stand on the first row of their merged cell."""
    on_top = bool(rows) and rows[0].level2 is not None
    told, last = [], None
    for row in rows:
        if row.level2 is not None:
            last = row.level2
            told.append(Told(last, None))
        elif row.level1 is None and on_top and last is not None:
            told.append(Told(last, _carried(last, "二级", 2)))
        else:
            last = None
            told.append(Told(None, NO_SECOND))
    return told


def first_levels(rows: Sequence[Levels], seconds: Sequence[Told]) -> list[Told]:
    homes = [home(told.cell.text) if told.cell else None for told in seconds]
    on_top = bool(rows) and rows[0].level1 is not None
    return [_first(at, rows, homes, on_top) for at in range(len(rows))]


def _first(at: int, rows: Sequence[Levels], homes: Sequence[str | None], on_top: bool) -> Told:
    printed, belongs = rows[at].level1, homes[at]
    if printed is not None and (belongs is None or level1(printed.text) in (belongs, None)):
        return Told(printed, None)
    reached = _reached(at, rows, homes) if belongs else None
    if printed is not None:
        return Told(*_stray(printed, reached, rows[at]))
    if reached is not None:
        return Told(reached, _carried(reached, "一级", 1))
    above = next((row.level1 for row in reversed(rows[:at]) if row.level1), None)
    if belongs is None and on_top and above is not None and _steady(rows, homes):
        return Told(above, _carried(above, "一级", 1))
    return Told(None, _uncertain(above))


def _reached(at: int, rows: Sequence[Levels], homes: Sequence[str | None]) -> Cell | None:
    """The nearest label of the row's group with only rows of that group between."""
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(rows):
            label = rows[other].level1
            if label is not None and level1(label.text) == homes[at]:
                return label
            if homes[other] != homes[at]:
                break
            other += step
    return None


def _steady(rows: Sequence[Levels], homes: Sequence[str | None]) -> bool:
    """Every label stands on a row of its own group, as where labels are printed at the top of merged cells."""
    return all(row.level1 is None or belongs in (None, level1(row.level1.text)) for row, belongs in zip(rows, homes, strict=True))


def _stray(printed: Cell, reached: Cell | None, row: Levels) -> tuple[Cell, Words]:
    second = row.level2.text if row.level2 else ""
    if reached is None:
        return printed, Words(
            f"一级指标“{printed.text}”与二级指标“{second}”印在同一行，照印保留，二者通常不同组",
            f"`{printed.text}` is printed on the row of `{second}` and kept, though the two usually are of different groups",
        )
    return reached, Words(
        f"本行印的一级指标是“{printed.text}”（合并单元格居中而错行），"
        f"二级指标“{second}”属第 {reached.line} 行印的“{reached.text}”",
        f"`{printed.text}` is printed on this row (a centred merged cell); "
        f"`{second}` belongs to `{reached.text}` printed on line {reached.line}",
    )


def _carried(label: Cell, zh_level: str, level: int) -> Words:
    return Words(
        f"{zh_level}指标取自合并单元格，“{label.text}”印在第 {label.line} 行",
        f"level {level} is taken from a merged cell: `{label.text}` is printed on line {label.line}",
    )


def _uncertain(above: Cell | None) -> Words:
    if above is None:
        return Words(
            "一级指标：本行及以上各行未印，不能确定，留空",
            "level 1: not printed on this row or above and not certain; left blank",
        )
    return Words(
        f"一级指标：本行未印，上方最近的是第 {above.line} 行“{above.text}”，是否属于它不能确定，留空",
        f"level 1: not printed on this row; the nearest above is `{above.text}` on line {above.line}, "
        "whether the row belongs to it is not certain; left blank",
    )
