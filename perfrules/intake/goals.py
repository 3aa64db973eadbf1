"""Goals: their printed titles and points, and the long texts of intention and result, which go on over lines and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from perfrules.intake.draft import Draft
from perfrules.intake.labels import GOAL_OPEN, is_dots
from perfrules.intake.sheet import Cell, Row
from perfrules.values.text import normal

POINTS = re.compile(r"^\s*[:：]?\s*[(（]([^()（）]{0,20}分)\s*[)）]\s*[:：]?\s*")
NOT_A_GOAL = re.compile(r"^(值|完成|实际|任务)")
SIDES = {
    "预期目标": "intended",
    "年初预期目标": "intended",
    "年初目标": "intended",
    "实际完成情况": "achieved",
    "全年实际完成情况": "achieved",
    "目标完成情况": "achieved",
    "完成情况": "achieved",
}


@dataclass(slots=True)
class Goal:
    """One block. `texts` are the pieces of its two texts in printed order, each with what joins it to the one before."""

    title: Cell | None
    weight: Cell | None = None
    sides: dict[str, int] = field(default_factory=dict)
    texts: dict[str, list[tuple[Cell, str]]] = field(default_factory=dict)
    weight_later: bool = False
    used: bool = False

    def add(self, cell: Cell, joint: str) -> None:
        """A piece of text: of the side under whose header it stands nearest, or goes on with."""
        side = "intended" if not self.sides else min(self.sides, key=lambda name: (abs(self.sides[name] - cell.cell), name))
        self.texts.setdefault(side, []).append((cell, joint))

    def emit(self, draft: Draft) -> None:
        fields: dict[str, tuple[str, Cell]] = {}
        if self.title is not None:
            fields["title"] = (self.title.text, self.title)
        if self.weight is not None:
            fields["weight"] = (self.weight.text, self.weight)
        for side, pieces in sorted(self.texts.items(), reverse=True):
            fields[side] = (pieces[0][0].text + "".join(joint + cell.text for cell, joint in pieces[1:]), pieces[0][0])
        path = draft.row("goals", fields)
        if self.weight_later and self.weight is not None:
            draft.note(
                f"{path}/weight",
                f"标题格换页断开，“({self.weight.text})”印在第 {self.weight.line} 行",
                f"the title's cell is broken by a page break; `({self.weight.text})` is printed on line {self.weight.line}",
            )
        for side, pieces in sorted(self.texts.items(), reverse=True):
            for cell, joint in pieces[1:]:
                draft.went_on(f"{path}/{side}", cell, joint)
            if pieces[0][0].marked:
                draft.note(f"{path}/{side}", "原文分段，这里每段一行", "paragraphs are read as lines")


def opens_goal(cell: Cell) -> Goal | None:
    """The goal a cell is the title of, with its points and any text in the same cell."""
    found = GOAL_OPEN.match(cell.text)
    if found is None or NOT_A_GOAL.match(normal(cell.text[found.end() :])):
        return None
    rest = cell.text[found.end() :]
    goal = Goal(Cell(found[0].strip(), cell.line, cell.cell))
    if points := POINTS.match(rest):
        goal.weight = Cell(points[1].strip(), cell.line, cell.cell)
        rest = rest[points.end() :]
    rest = rest.strip().lstrip(":：").strip()
    if rest and not is_dots(rest):
        goal.add(Cell(rest, cell.line, cell.cell, cell.marked), "")
    return goal


def goal_sides(row_cells: tuple[Cell, ...]) -> dict[str, int]:
    """Which cell each of the two texts is headed at: `预期目标` and `实际完成情况`."""
    found = {SIDES.get(normal(cell.text)): cell.cell for cell in row_cells}
    return {name: at for name, at in found.items() if name is not None}


def read_goal_text(goal: Goal, row: Row, cells: tuple[Cell, ...]) -> None:
    """Text under a goal. After a page break it goes on in mid-sentence; on a row of its own it is a new line."""
    for cell in cells:
        goal.add(cell, "" if row.first else "\n")
