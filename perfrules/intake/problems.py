"""What a printed text can have wrong with it, each kind with its code and its sentence."""

from __future__ import annotations

from perfrules.diagnostics import Code, Diagnostic, Label, Level, Words
from perfrules.intake.draft import shortened
from perfrules.intake.sheet import Cell
from perfrules.source import Source, Span

NO_FORM = Code("no-printed-form", Words("没有表", "no printed form"))
NO_TITLE = Code("no-printed-title", Words("没有标题", "no printed title"))
NO_ROWS = Code("no-printed-rows", Words("没有表格", "no printed rows"))
OTHER_LAYOUT = Code("other-layout", Words("不是这种表样", "other layout"))
CUT_SHORT = Code("form-cut-short", Words("表不完整", "form cut short"))
TOO_LARGE = Code("text-too-large", Words("文本过大", "text too large"))
UNREAD = Code("cell-not-read", Words("未读的格", "cell not read"))
UNSURE = Code("column-not-certain", Words("栏目不确定", "column not certain"))
CODES = (NO_FORM, NO_TITLE, NO_ROWS, OTHER_LAYOUT, CUT_SHORT, TOO_LARGE, UNREAD, UNSURE)


def no_form(source: Source) -> Diagnostic:
    return _at(
        NO_FORM,
        source,
        1,
        "文中没有自评表的标题，也没有表格",
        "the text has neither a title of a self-evaluation form nor a table",
    )


def no_title(source: Source, line: int) -> Diagnostic:
    return _at(
        NO_TITLE,
        source,
        line,
        "这里开始的表格前面没有自评表的标题",
        "the table that begins here has no title of a self-evaluation form",
    )


def no_rows(source: Source, line: int) -> Diagnostic:
    return _at(NO_ROWS, source, line, "标题后面没有表格", "no table follows this title")


def other_layout(source: Source, line: int) -> Diagnostic:
    return _at(
        OTHER_LAYOUT,
        source,
        line,
        "这张表没有一个认得的栏目，不是自评表的版式",
        "no label of this table is known; it is not laid out as a self-evaluation form",
    )


def cut_short(source: Source, line: int) -> Diagnostic:
    return _at(CUT_SHORT, source, line, "表到这里就断了，没有总分", "the form ends here without its total", "warning")


def too_long(source: Source, most: int) -> Diagnostic:
    return _at(
        TOO_LARGE,
        source,
        1,
        f"文本有 {len(source.text)} 个字，最多读 {most} 个",
        f"the text has {len(source.text)} characters; at most {most} are read",
    )


def row_too_many(source: Source, line: int) -> Diagnostic:
    return _at(TOO_LARGE, source, line, "从这一行起表太大，没有读", "from this row on the table is too large and is not read")


def unread_cell(source: Source, cell: Cell) -> Diagnostic:
    return _at(
        UNREAD,
        source,
        cell.line,
        f"第 {cell.cell} 格“{shortened(cell.text)}”没有读进任何栏目，只留在说明里",
        f"cell {cell.cell}, `{shortened(cell.text)}`, is read into no field and only kept in a note",
        "warning",
    )


def unsure_columns(source: Source, line: int, path: str) -> Diagnostic:
    zh, en = (
        "这一行有空格，有的值属于哪一栏不能确定，没有采用",
        "this row has blank cells; which column some values belong to is not certain; they are not taken",
    )
    return _at(UNSURE, source, line, zh, en, "warning", path)


def _at(code: Code, source: Source, line: int, zh: str, en: str, level: Level = "error", path: str | None = None) -> Diagnostic:
    start = source.line_start(line)
    span = Span(start, start + len(source.line_text(line)))
    return Diagnostic(code, Words(zh, en), Label(source, span), level=level, path=path)
