"""The reader of printed self-evaluation tables: a text with one form after another becomes forms, as printed.

It repairs nothing and never refuses a whole text for a part: what it cannot read stays in a note, with a problem at its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfrules.diagnostics import Diagnostic
from perfrules.forms.template import Templates
from perfrules.forms.template_file import shipped_templates
from perfrules.intake import problems
from perfrules.intake.budget import Budget, is_budget_header
from perfrules.intake.draft import Draft, ReadForm
from perfrules.intake.goals import Goal, goal_sides, opens_goal, read_goal_text
from perfrules.intake.head import continue_head, is_head, read_head, read_remarks, starts_form
from perfrules.intake.indicators import Indicators, is_indicator_header
from perfrules.intake.labels import INSTRUCTION, POINTS, TEXT_YEAR, is_dots
from perfrules.intake.paper import Paper, paper
from perfrules.intake.sheet import Cell, Row, Sheet, sheets
from perfrules.intake.texts import continue_text, is_total, read_text, read_total, text_field
from perfrules.source import Place, Source
from perfrules.values.text import normal

LONGEST_TEXT = 20_000_000
MOST_ROWS = 5_000
MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class ReadForms:
    """The forms of a text in printed order, and what could not be read."""

    forms: tuple[ReadForm, ...]
    problems: tuple[Diagnostic, ...]


def read_printed(source: Source, *, place: str | None = None, templates: Templates | None = None) -> ReadForms:
    """The forms printed in `source`. `place` is put on each form when the caller knows it; the text seldom says.

    `templates` say what fields are called on paper; those shipped are taken when none are given.
    """
    if len(source.text) > LONGEST_TEXT:
        return ReadForms((), (problems.too_long(source, LONGEST_TEXT),))
    known = templates or shipped_templates()
    papers: dict[str, Paper] = {}
    found = [part for sheet in sheets(source, MOST_ROWS, MOST_CELLS) for part in _parts(sheet) if part.title or part.rows]
    forms: list[ReadForm] = []
    wrong: list[Diagnostic] = []
    for sheet in found:
        template = known.get(_template(sheet))
        assert template is not None
        if template.name not in papers:
            papers[template.name] = paper(template)
        form, more = _read(source, sheet, papers[template.name], place)
        forms += [form] if form else []
        wrong += more
    return ReadForms(tuple(forms), tuple(wrong) if found else (problems.no_form(source),))


def _parts(sheet: Sheet) -> list[Sheet]:
    """A sheet cut where a head begins anew without a title, so that two forms are never read as one."""
    parts = [Sheet(sheet.title, sheet.line, remarks=sheet.remarks, dropped=sheet.dropped, joined=sheet.joined)]
    for row in sheet.rows:
        if starts_form(row) and any(starts_form(earlier) for earlier in parts[-1].rows[:3]) and len(parts[-1].rows) > 3:
            parts.append(Sheet(None, row.line))
        parts[-1].rows.append(row)
    return parts


def _read(source: Source, sheet: Sheet, labels: Paper, place: str | None) -> tuple[ReadForm | None, list[Diagnostic]]:
    wrong = [] if sheet.title or not sheet.rows else [problems.no_title(source, sheet.line)]
    wrong += [problems.row_too_many(source, line) for line in sheet.dropped[:1]]
    if not sheet.rows:
        return None, [problems.no_rows(source, sheet.line)] if sheet.title else wrong
    draft = Draft(re.split(r"[/\\]", source.name)[-1], labels)
    _year(draft, sheet)
    if place is not None:
        draft.put("place", place, None)
        draft.note("/place", "由读表的人给出，表上未印", "given by whoever read the form; not printed on it")
    walk = _Walk(draft)
    for row in sheet.rows:
        walk.row(row)
    walk.end()
    for line in sheet.joined:
        draft.note("", f"第 {line} 行有一格分成几行，已接成一行", f"line {line}: a cell with line breaks in it is put together")
    read_remarks(draft, sheet)
    if not walk.known:
        return None, [*wrong, problems.other_layout(source, sheet.line)]
    wrong += [problems.unread_cell(source, cell) for cell in draft.unread]
    wrong += [problems.unsure_columns(source, line, path) for path, line in draft.unsure]
    wrong += [] if walk.ended else [problems.cut_short(source, sheet.rows[-1].line)]
    title = " ".join(sheet.title.text.split()) if sheet.title else ""
    wrong.sort(key=lambda problem: problem.at.span)
    places = {"": Place(draft.source, line=sheet.line), **draft.places}
    return ReadForm(labels.template, title, draft.source, sheet.line, draft.values, places, tuple(draft.notes)), wrong


def _template(sheet: Sheet) -> str:
    title = normal(sheet.title.text) if sheet.title else ""
    labels = {normal(cell.text) for row in sheet.rows[:6] for cell in row.cells}
    if re.search("部门整体|整体支出|整体绩效", title) or "基本支出总额" in labels:
        return "department_form"
    return "project_form"


def _year(draft: Draft, sheet: Sheet) -> None:
    """The year of the title, or of the line under it, `(2020 年度)`."""
    near = [remark for remark in sheet.remarks if not sheet.rows or remark.line < sheet.rows[0].line]
    for cell in [*([sheet.title] if sheet.title else []), *near]:
        year = TEXT_YEAR.search(normal(cell.text))
        if year:
            draft.put("year", year[1], cell)
            draft.put("title_year", year[1], cell)
            text = " ".join(cell.text.split())
            draft.note("/year", f"取自标题“{text}”", f"taken from the title `{text}`")
            if cell is not sheet.title and len(normal(cell.text)) <= 12:
                sheet.remarks.remove(cell)
            return


class _Walk:
    """Row after row through a form: head, budget, goals, indicators, total, texts."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.section = "head"
        self.budget = Budget(draft)
        self.goals: list[Goal] = []
        self.tables: list[Indicators] = []
        self.text: str | None = None
        self.before: Row | None = None
        self.known = self.ended = False

    def row(self, row: Row) -> None:
        if all(is_dots(cell.text) for cell in row.cells):
            return
        if is_indicator_header(row):
            self._table(row)
        elif (goal := opens_goal(row.cells[0])) is not None:
            self._goal(goal, row)
        elif is_total(row) and self.section != "budget":
            self._enter("end")
            self.ended = True
            read_total(self.draft, row, any(table.has_weights for table in self.tables))
        elif text_field(row, self.draft.paper) is not None:
            self._enter("text")
            self.ended = True
            self.text = read_text(self.draft, row)
        elif is_budget_header(row):
            self._enter("budget")
            self.budget.header(row)
        elif self.section == "head" and is_head(row, self.draft.paper):
            self.known = True
            read_head(self.draft, row)
        else:
            self._more(row)
        self.before = row

    def end(self) -> None:
        """Goals and indicators are written last: a goal nobody filled in is left out, and only then are rows numbered."""
        filled = [(table, table.filled()) for table in self.tables]
        for table, entries in filled:
            if table.goal is not None and entries:
                self.goals[table.goal].used = not self.goals[table.goal].sides
        kept = [goal for goal in self.goals if goal.used or goal.texts]
        for goal in kept:
            goal.emit(self.draft)
        for table, entries in filled:
            title = self.goals[table.goal].title if table.goal is not None and len(kept) > 1 else None
            table.emit(self.draft, entries, title)

    def _enter(self, section: str) -> None:
        self.section, self.known = section, True

    def _table(self, row: Row) -> None:
        """A header of indicators: of a new table, or the same one printed again on the next page."""
        self._enter("indicators")
        goal = opens_goal(row.cells[0])
        again = goal is None or (bool(self.goals) and _same_title(goal, self.goals[-1]))
        if goal is not None and not again:
            self.goals.append(goal)
        if not (self.tables and again):
            self.tables.append(Indicators(self.draft.paper, len(self.goals) - 1 if goal or len(self.goals) == 1 else None))
        self.tables[-1].header(row)

    def _goal(self, goal: Goal, row: Row) -> None:
        """A goal's own row: its text beside the title, headers of its two texts, or already the first row of its indicators."""
        self.known = True
        if not (self.goals and _same_title(goal, self.goals[-1])):
            self.goals.append(goal)
            if self.tables and self.section == "indicators":
                self._follow(len(self.goals) - 1)
        rest = Row(row.cells[1:], row.width, row.line, row.page, row.first)
        if sides := goal_sides(rest.cells):
            self.section, self.goals[-1].sides = "goal", sides
        elif self.section == "indicators" and len(rest.cells) > 1:
            self.tables[-1].rows.append(rest)
        elif self.section != "indicators" or rest.cells:
            self.section = "goal"
            read_goal_text(self.goals[-1], row, rest.cells)

    def _follow(self, goal: int) -> None:
        """A goal without a header of its own keeps the columns of the table before it."""
        table = Indicators(self.draft.paper, goal)
        table.headers = dict(self.tables[-1].headers)
        self.tables.append(table)

    def _more(self, row: Row) -> None:
        """A row without a label that opens a section belongs to the one it stands in."""
        points = POINTS.match(normal(row.cells[0].text))
        if self.section == "indicators":
            if points and self.goals and self.goals[-1].weight is None and self.tables[-1].goal is not None:
                first = row.cells[0]
                self.goals[-1].weight = Cell(first.text.strip("()（） "), first.line, first.cell)
                self.goals[-1].weight_later = True
            if any(not INSTRUCTION.match(normal(cell.text)) for cell in row.cells):
                self.tables[-1].rows.append(row)
        elif self.section == "budget":
            self.budget.row(row)
        elif self.section == "goal":
            read_goal_text(self.goals[-1], row, row.cells)
        elif self.section == "text" and self.text is not None:
            continue_text(self.draft, self.text, row)
        elif not (self.section == "head" and self.before and continue_head(self.draft, row, self.before)):
            for cell in row.cells:
                self.draft.leave(cell, "没有可放的栏目", "no field is known for it")


def _same_title(one: Goal, other: Goal) -> bool:
    return one.title is not None and other.title is not None and normal(one.title.text) == normal(other.title.text)
