"""The comparison as a workbook: what changed, whom it hits, every form's totals with the share of each edit, what moved.

Points are numbers in their cells, so they can be added up and sorted; heads are frozen, columns filtered, wide enough to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from perfrules.diagnostics import Language, Words
from perfrules.diagnostics.columns import width_of
from perfrules.diff import naming as told
from perfrules.diff import text_meaning as meant
from perfrules.diff import wording
from perfrules.diff.impact import Impact, Share, Total
from perfrules.diff.meaning import Meaning
from perfrules.diff.model import Difference
from perfrules.findings.citing import basis_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NARROW, NARROWEST, WIDEST, PAGE = 6, 14, 60, 170
LINE, MOST_LINES = 15, 27
"""How tall a line is, in points; a row may be 409 of them."""
Cell = str | int | Fraction | None
Row = Sequence[Cell]


def workbook(difference: Difference, language: Language) -> bytes:
    """The file of the workbook; the same comparison gives the same bytes."""
    from xlsxwriter import Workbook

    held = BytesIO()
    with Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2020, 1, 1)})  # else the clock would be written
        pages = _Pages(book, language)
        pages.sheet(Words("总览", "summary"), (Words("项", "what"), Words("内容", "told")), list(_summary(difference, language)))
        pages.sheet(Words("文本", "text"), TEXT, list(_text(difference, language)))
        if difference.meaning is not None:
            pages.sheet(Words("含义", "meaning"), MEANING, list(_meaning(difference.meaning, difference.new.template, language)))
        if difference.impact is not None:
            pages.sheet(Words("影响", "impact"), IMPACT, list(_impact(difference.impact, language)))
            heads, rows = _forms(difference.impact, language)
            pages.sheet(Words("各表", "forms"), heads, rows)
            pages.sheet(Words("结论变动", "moved"), MOVED, list(_moved(difference.impact, language)))
    return held.getvalue()


class _Pages:
    def __init__(self, book: Workbook, language: Language) -> None:
        self.book = book
        self.language: Language = language
        self.head = book.add_format({"bold": True, "bg_color": "#E8EDF1", "text_wrap": True, "valign": "top", "bottom": 1})
        self.cell = book.add_format({"text_wrap": True, "valign": "top"})
        self.count = book.add_format({"num_format": "0", "valign": "top"})
        self.number = book.add_format({"num_format": "0.00##", "valign": "top"})

    def sheet(self, name: Words, heads: Sequence[Words], rows: Sequence[Row]) -> None:
        sheet = self.book.add_worksheet(name.text(self.language))
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head.text(self.language), self.head)
        for down, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                self._write(sheet, down, at, value)
        wanted = []
        for at, head in enumerate(heads):
            texts = [head.text(self.language), *(_shown(row[at]) for row in rows)]
            wanted.append(max(max(width_of(line) for text in texts for line in text.split("\n")) + 2, NARROW))
        widths = _fitting(wanted)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        for down, row in enumerate(rows, 1):
            tall = max(_lines(_shown(value), width) for value, width in zip(row, widths, strict=True))
            sheet.set_row(down, LINE * min(tall, MOST_LINES))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write(self, sheet: Any, down: int, at: int, value: Cell) -> None:
        if isinstance(value, Fraction | int):
            sheet.write_number(down, at, value, self.number if isinstance(value, Fraction) else self.count)
        elif value:
            sheet.write_string(down, at, value, self.cell)


def _fitting(wanted: list[int]) -> list[int]:
    """Widths of columns; the widest are made narrower until the sheet can be read on a page across."""
    widest = next((most for most in range(WIDEST, NARROWEST, -1) if sum(min(each, most) for each in wanted) <= PAGE), NARROWEST)
    return [min(each, widest) for each in wanted]


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; not every program works that out when it opens the file."""
    return sum(max(1, -(-width_of(line) // (width - 1))) for line in text.split("\n"))


def _shown(value: Cell) -> str:
    return told.points(value) if isinstance(value, Fraction) else str(value or "")


def _summary(difference: Difference, language: Language) -> Iterator[Row]:
    for label, edition in ((Words("旧版", "old"), difference.old), (Words("新版", "new"), difference.new)):
        basis = "\n".join(basis_text(each, language) for each in edition.basis)
        yield label.text(language), "\n".join(filter(None, (edition.name, edition.title, basis)))
    counts = wording.NOTHING if difference.empty else wording.counts(difference)
    yield Words("文本", "text").text(language), counts.text(language)
    if difference.meaning is not None:
        yield Words("含义", "meaning").text(language), meant.meaning_summary(difference, difference.meaning).text(language)
        for crossing in difference.meaning.crossings:
            yield Words("整份政策", "the whole policy").text(language), meant.crossing_text(crossing).text(language)
    if difference.impact is not None:
        yield Words("影响", "impact").text(language), told.impact_summary(difference.impact).text(language)


TEXT = (
    Words("号", "no."),
    Words("改动", "how"),
    Words("种类", "what"),
    Words("名称", "name"),
    Words("标题", "title"),
    Words("改了什么", "aspect"),
    Words("子句", "clause"),
    Words("旧版", "old"),
    Words("新版", "new"),
    Words("读它的", "read by"),
    Words("旧版出处", "was at"),
    Words("新版出处", "now at"),
)


def _text(difference: Difference, language: Language) -> Iterator[Row]:
    """A line for each clause that changed."""
    for clause in difference.header:
        aspect = wording.ASPECT[clause.aspect].text(language)
        sides = ["" if side is None else side.text(language) for side in (clause.old, clause.new)]
        changed, policy = wording.HOW["changed"].text(language), Words("政策", "policy").text(language)
        yield (
            None,
            changed,
            policy,
            difference.new.name,
            difference.new.title,
            aspect,
            clause.label.text(language),
            *sides,
            "",
            "",
            "",
        )
    for number, change in enumerate(difference.changes, 1):
        places = ["" if each is None else wording.cited(each).text(language) for each in (change.was, change.now)]
        head: list[Cell] = [
            number,
            wording.HOW[change.how].text(language),
            wording.WHAT[change.what].text(language),
            change.names,
        ]
        tail: list[Cell] = ["、".join(change.readers) if language == "zh" else ", ".join(change.readers), *places]
        if not change.clauses:
            yield *head, change.title, wording.aspects_of(change).text(language), "", "", "", *tail
        for clause in change.clauses:
            aspect = wording.ASPECT[clause.aspect].text(language) if change.aspects else ""
            sides = ["" if side is None else side.text(language) for side in (clause.old, clause.new)]
            yield *head, change.title, aspect, clause.label.text(language), *sides, *tail


MEANING = (
    Words("种类", "what"),
    Words("名称", "name"),
    Words("标题", "title"),
    Words("含义", "verdict"),
    Words("怎样得知", "how it is known"),
    Words("哪里不同", "where"),
    Words("旧版", "old"),
    Words("新版", "new"),
    Words("例（表）", "shown by (form)"),
    Words("是否全部", "all differences"),
)


def _meaning(meaning: Meaning, template: str, language: Language) -> Iterator[Row]:
    """A line for each region; one for an item that has none."""
    for item in meaning.items:
        verdict, sure = meant.VERDICT[item.verdict].text(language), meant.how_sure(item).text(language)
        head: list[Cell] = [wording.WHAT[item.what].text(language), item.name, item.title, verdict, sure]
        covered = (meant.COVERED if item.complete else meant.NOT_COVERED).text(language)
        if not item.regions:
            yield *head, "", "", "", "", covered if item.verdict != "equivalent" else ""
        for region in item.regions:
            where, sides = meant.where_text(region), [each.text(language) for each in meant.given(region)]
            yield *head, where.text(language), *sides, meant.form_text(region, template, language), covered


IMPACT = (
    Words("规则", "rule"),
    Words("标题", "title"),
    Words("旧版结论", "old"),
    Words("新版结论", "new"),
    Words("个数", "count"),
)


def _impact(impact: Impact, language: Language) -> Iterator[Row]:
    for rule in impact.rules:
        for old, new, count in rule.matrix:
            yield rule.name, rule.title, told.outcome(old).text(language), told.outcome(new).text(language), count


def _forms(impact: Impact, language: Language) -> tuple[list[Words], list[Row]]:
    """A line for each form, a column for each edit (or edits that go together) that has a share anywhere."""
    heads = [
        Words("表", "form"),
        Words("项目", "project"),
        Words("填报总分", "claimed total"),
        Words("旧版复核", "old audited"),
        Words("新版复核", "new audited"),
        Words("变动", "change"),
        Words("等级", "grade"),
        Words("份额怎样算", "how shared"),
    ]
    columns: dict[str, int] = {}
    for form in impact.forms:
        for share in form.shares:
            columns.setdefault(_column(share, language), len(columns))
    rows: list[Row] = []
    for form in impact.forms:
        amounts: list[Cell] = [None] * len(columns)
        for share in form.shares:
            amounts[columns[_column(share, language)]] = share.amount
        totals = [
            total.value if total.value is not None else told.total_text(total).text(language) for total in (form.old, form.new)
        ]
        grades = "\n".join(f"{each.old or '?'} → {each.new or '?'}" for each in form.grades)
        how = told.HOW[form.how].text(language) if form.totals_differ else ""
        rows.append([form.id, form.title, form.claimed, *totals, form.difference, grades, how, *amounts])
    return [*heads, *(Words(name, name) for name in columns)], rows


def _total(total: Total, language: Language) -> Cell:
    return total.value if total.value is not None else told.total_text(total).text(language)


def _column(share: Share, language: Language) -> str:
    return told.share_name(share).text(language)


MOVED = (
    Words("表", "form"),
    Words("规则", "rule"),
    Words("标题", "title"),
    Words("针对", "about"),
    Words("旧版结论", "old"),
    Words("新版结论", "new"),
    Words("旧版应得", "old expected"),
    Words("新版应得", "new expected"),
)


def _moved(impact: Impact, language: Language) -> Iterator[Row]:
    for form in impact.forms:
        for moved in form.moved:
            outcomes = (told.outcome(moved.old).text(language), told.outcome(moved.new).text(language))
            expected = ["" if each is None else each.text(language) for each in moved.expected]
            yield form.id, moved.name, moved.title, moved.about.text(language), *outcomes, *expected
