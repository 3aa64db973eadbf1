"""Where the shape of a header, a clause, a row or a formula goes wrong: something missing, misplaced or one too many."""

from __future__ import annotations

import re

from perfrules.diagnostics import Diagnostic, Fix, Words
from perfrules.syntax.grammar import Unexpected
from perfrules.syntax.names import VALUE, accepted, terminal_title
from perfrules.syntax.problems.wrong import (
    CUT_SHORT,
    MISSING_BRACKETS,
    UNEXPECTED,
    UNQUOTED_TEXT,
    WRONG_DATE,
    WRONG_MARK,
    Edit,
    Wrong,
    padded,
)

STARTS_VALUE = {"NAME", "NUMBER", "PERCENT", "STRING", "DATE", "OPEN", "NOT", "CURLY_OPEN", "CLOSED_FROM", "EDITION"}
CLOSES = {
    "COMMA",
    "CLOSE",
    "CLOSED_TO",
    "CURLY_CLOSE",
    "BAR",
    "THEN",
    "ELSE",
    "WITHIN",
    "AND",
    "OR",
    "IN",
    "AGREES_WITH",
    "WHERE",
}
OPERATORS = {"CMP", "EQ", "PLUS", "TIMES", "OVER", "DOT"}
BARE = {"NAME", "NUMBER", "PERCENT", "EDITION", "DATE", "UNIT"}
DATE = re.compile(r"([0-9]{4})\s*[/.年]\s*([0-9]{1,2})\s*[/.月]\s*([0-9]{1,2})日?")
SIGNS = {"BAR": " |", "CLOSE": ")", "CLOSED_TO": "]", "CURLY_CLOSE": "}"}


def date(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`2021/03/01`"""
    if "DATE" not in stop.accepts or "STRING" in stop.accepts:
        return None
    written = DATE.match(wrong.text, stop.start)
    right = f"{written[1]}-{int(written[2]):02}-{int(written[3]):02}" if written else "2021-03-01"
    return Diagnostic(
        WRONG_DATE,
        Words(f"日期写成 `{right}` 的样子", f"a date is written like `{right}`"),
        wrong.label(stop.start, written.end() if written else stop.end),
        fix=wrong.mends(stop.start, (stop.start, written.end(), right)) if written else None,
    )


def accepted_values(stop: Unexpected) -> bool:
    return stop.accepts >= VALUE


def colon(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`要求：…`"""
    if stop.kind not in ("COLON", "") or stop.text != ":" or wrong.text[: stop.start].strip() != wrong.opening_text:
        return None
    return Diagnostic(
        WRONG_MARK,
        Words(f"`{wrong.opening_text}` 后面不写冒号", f"no colon follows `{wrong.opening_text}`"),
        wrong.label(stop.start, stop.end),
        fix=wrong.mends(stop.start, (stop.start, stop.end, " ")),
    )


def comma(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`当 甲，乙`, where what follows may be a condition: a number alone is none."""
    if stop.kind != "COMMA" or re.match(r",\s*[0-9][^<>=!≤≥≠]*\Z", wrong.text[stop.start :]):
        return None
    new = wrong.spelled("and")
    fix = wrong.mends(stop.start, (stop.start, stop.end, padded(wrong.text, stop.start, stop.end, new)))
    if fix is None:
        return None
    return Diagnostic(
        WRONG_MARK,
        Words("逗号不能连接条件", "a comma does not join conditions"),
        wrong.label(stop.start, stop.end),
        help=Words(f"写成 `{new}`", f"write `{new}`"),
        fix=fix,
    )


def unquoted(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """A title, a document, a message, a value on a form without its quotes."""
    if "STRING" not in stop.accepts or accepted_values(stop) or stop.kind not in BARE:
        return None
    end = wrong.line_end(stop.start)
    comma = wrong.text.find(",", stop.start, end)
    before_word = re.search(r"\s+(?:针对|条款|按|for|clause|by)\s|\s*=", wrong.text[stop.start : end])
    ends = [at for at in (end, comma, stop.start + before_word.start() if before_word else -1) if at > stop.start]
    if wrong.word == "given":
        ends.reverse()
    tried = (
        wrong.mends(stop.start, (stop.start, stop.start, '"'), (at, at, '"'))
        for at in ends
        if '"' not in wrong.text[stop.start : at]
    )
    return Diagnostic(
        UNQUOTED_TEXT,
        Words("文字要加引号", "a text stands in quotes"),
        wrong.label(stop.start, stop.end),
        help=accepted(stop.accepts) if wrong.word == "given" else None,
        fix=next((fix for fix in tried if fix is not None), None),
    )


def given(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`假设 得分 = 10`, `假设 得分 5 + 5`"""
    if wrong.word != "given" or stop.kind not in OPERATORS | {"DASH"}:
        return None
    if stop.kind == "EQ":
        return Diagnostic(
            UNEXPECTED,
            Words("假设里不写 `=`", "there is no `=` in `given`"),
            wrong.label(stop.start, stop.end),
            help=Words("栏目后面直接写表上的值，如 `得分 10`", "the value follows the field, like `score 10`"),
            fix=wrong.mends(stop.start, *_equals(wrong, stop.start)),
        )
    return Diagnostic(
        UNEXPECTED,
        Words("假设里写表上的值，不写算式", "`given` holds values as on a form, not formulas"),
        wrong.label(stop.start, stop.end),
    )


def _equals(wrong: Wrong, start: int) -> list[Edit]:
    """Every `=` from `start` on, with the blanks before it, left out."""
    found = re.finditer(r'"[^"\n]*"|“[^”\n]*”|[ \t]*=', wrong.text)
    return [(sign.start(), sign.end(), "") for sign in found if sign[0].endswith("=") and sign.end() > start]


def nested_if(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`1 + if …`: it stands in brackets there."""
    if stop.kind != "IF" or "OPEN" not in stop.accepts:
        return None
    end = len(wrong.text.rstrip(" \t\n|"))
    return Diagnostic(
        MISSING_BRACKETS,
        Words(f"`{stop.text}` 在算式里要加括号", f"`{stop.text}` inside a formula stands in brackets"),
        wrong.label(stop.start, stop.end),
        fix=wrong.mends(stop.start, (stop.start, stop.start, "("), (end, end, ")")),
    )


def where(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    if stop.kind != "WHERE" or accepted_values(stop):
        return None
    return Diagnostic(
        UNEXPECTED,
        Words(
            f"`{stop.text}` 只写在 合计、个数、存在 等函数的括号里",
            f"`{stop.text}` stands only in the brackets of sum, count, any, …",
        ),
        wrong.label(stop.start, stop.end),
        help=Words("要限定规则在什么情况下适用，用 `当`", "to say when a rule applies use `when`"),
    )


def row(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`| test | value | more |`"""
    if wrong.start != "row" or wrong.text.count("|", 0, stop.start) < 3:
        return None
    return Diagnostic(
        UNEXPECTED,
        Words("表的一行只有两格：条件和值", "a row has two cells: a test and a value"),
        wrong.label(stop.start, stop.end),
    )


def cut_short(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    if stop.kind != "$END":
        return None
    last = len(wrong.text.rstrip())
    only = sorted(stop.accepts - {"$END"})
    said, fix = Words("到这里没有写完", "this is cut short"), None
    missing = next((name for name in ("THEN", "ELSE", "BAR", "WITH_SAME", "FOR") if name in only), None)
    if missing is not None and not accepted_values(stop):
        title = terminal_title(missing)
        said = Words(f"没有写完，缺 {title.zh}", f"cut short: {title.en} is missing")
        fix = _closed(wrong, last, missing)
    return Diagnostic(CUT_SHORT, said, wrong.label(last, last), help=accepted(stop.accepts) if missing is None else None, fix=fix)


def _closed(wrong: Wrong, at: int, missing: str) -> Fix | None:
    return wrong.mends(at, (at, at, SIGNS[missing])) if missing in SIGNS else None


def generic(wrong: Wrong, stop: Unexpected) -> Diagnostic:
    """What stands here, and what belongs here."""
    shown = wrong.text[stop.start : stop.end]
    help_ = accepted(stop.accepts)
    said = Words(f"这里不能写 `{shown}`", f"`{shown}` cannot stand here")
    if accepted_values(stop) and stop.kind in OPERATORS | CLOSES:
        said = Words(f"`{shown}` 前面缺一个值", f"a value is missing before `{shown}`")
        help_ = None
    elif stop.kind in STARTS_VALUE and {"PLUS", "TIMES"} & stop.accepts:
        said = Words(f"`{shown}` 前面缺运算符", f"an operator is missing before `{shown}`")
        help_ = Words("如 `+`、`=`、`且`；一句写完了就换行", "like `+`, `=`, `and`; the next clause begins on a new line")
    elif stop.text == "%":
        said = Words("`%` 只写在数后面", "`%` stands only after a number")
        help_ = Words("如 `80%`", "like `80%`")
    elif stop.kind == "UNIT":
        said = Words(f"单位 `{shown}` 只写在数后面", f"the unit `{shown}` stands only after a number")
        help_ = None
    return Diagnostic(UNEXPECTED, said, wrong.label(stop.start, stop.end), help=help_)
