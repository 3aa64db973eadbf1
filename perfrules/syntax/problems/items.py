"""Items and their clauses: text outside every item, a clause where it does not belong, one too many, one missing."""

from __future__ import annotations

from perfrules.diagnostics import Diagnostic, Fix, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.source import Source, Span
from perfrules.syntax import tree as syntax
from perfrules.syntax.names import CLAUSES, clause_word, item_word
from perfrules.syntax.problems.wrong import (
    CLAUSE_MISSING,
    CLAUSE_NOT_HERE,
    CLAUSE_TWICE,
    INDENTED_ITEM,
    TOO_LONG,
    UNEXPECTED,
    UNKNOWN_ITEM,
    UNPAIRED_BRACKET,
    Wrong,
)
from perfrules.syntax.words import glued_item, words


def outside(wrong: Wrong) -> Diagnostic:
    """Text at the left edge that opens no item."""
    shown = wrong.source[wrong.opening]
    near = nearest(shown, words().openers)
    glued = glued_item(shown)
    if glued is not None:
        at = wrong.opening.start + len(glued)
        help_ = Words(f"`{glued}` 后面要有空格", f"a blank is missing after `{glued}`")
        fix = Fix(((Span(at, at), " "),))
    elif near is not None:
        help_, fix = Words(f"是 `{near}` 吗", f"is it `{near}`?"), Fix(((wrong.opening, near),))
    else:
        help_ = Words(
            "条目以 政策、参数、定义、计分、规则、关联、例、性质 开头；注释以 `#` 开头",
            "an item opens with policy, param, let, score, rule, link, example or property; a comment with `#`",
        )
        fix = None
    said = Words(f"`{shown}` 不是条目的开头", f"`{shown}` does not open an item")
    return Diagnostic(UNKNOWN_ITEM, said, wrong.at_opening(), help=help_, fix=fix)


def indented(wrong: Wrong) -> Diagnostic:
    line, _ = wrong.source.line_and_column(wrong.span.start)
    shown = wrong.source[wrong.opening]
    return Diagnostic(
        INDENTED_ITEM,
        Words(f"`{shown}` 要从行首写起", f"`{shown}` opens an item at the left edge"),
        wrong.at_opening(),
        help=Words("删去它前面的空格", "take away the blanks before it"),
        fix=Fix(((Span(wrong.source.line_start(line), wrong.span.start), ""),)),
    )


def clause_not_here(wrong: Wrong, item: syntax.AnyItem, takers: list[str]) -> Diagnostic:
    """`takers` are the items that have such a clause, in English."""
    shown = wrong.source[wrong.opening]
    zh, en = "、".join(words().spelled(each, "zh") for each in takers), ", ".join(takers)
    if wrong.word in ("from", "until"):
        zh, en = f"{zh}、新增、替换", f"{en}, new, replace"
    return Diagnostic(
        CLAUSE_NOT_HERE,
        Words(f"{item_word(item, 'zh')}没有 `{shown}` 子句", f"a {item_word(item, 'en')} has no `{shown}`"),
        wrong.at_opening(),
        help=Words(f"`{shown}` 写在 {zh} 里", f"`{shown}` belongs to: {en}") if takers else None,
    )


def property_empty(wrong: Wrong) -> Diagnostic:
    return Diagnostic(
        CLAUSE_MISSING,
        Words("性质没有说什么", "this property says nothing"),
        wrong.at_opening(),
        help=Words("加一行，如 `要求 总分 <= 100 分` 或 `随 执行数 增加而不减`", "add `require …` or `as … rises never less`"),
    )


def property_twice(source: Source, first: Span, second: Span) -> Diagnostic:
    return Diagnostic(
        CLAUSE_TWICE,
        Words("一条性质只说一件事：`要求` 或 `随`", "a property says one thing: `require` or `as`"),
        Label(source, max(first, second)),
        (Label(source, min(first, second), Words("先有这个", "this came first")),),
        help=Words("写成两条性质", "write two properties"),
    )


def as_of_nothing(wrong: Wrong, clause: Span) -> Diagnostic:
    return Diagnostic(
        CLAUSE_MISSING,
        Words("没有写是哪条计分或规则随它变", "it does not say which score or rule moves"),
        Label(wrong.source, clause),
        help=Words("标题后面写 `针对 计分的名称`", "after the title write `for` and the name of the score"),
    )


def row_not_here(wrong: Wrong) -> Diagnostic:
    return Diagnostic(
        CLAUSE_NOT_HERE,
        Words("只有 `定义 … 按 …` 下面可以写表", "a table stands only under `let … by …`"),
        wrong.at_opening(),
    )


def clause_twice(wrong: Wrong, earlier: Span) -> Diagnostic:
    shown = wrong.source[wrong.opening]
    advice = {
        "require": Words("两个要求写成两条规则", "two requirements are two rules"),
        "when": Words("两个条件用 `且` 连成一个", "join two conditions with `and`"),
    }
    return Diagnostic(
        CLAUSE_TWICE,
        Words(f"`{shown}` 写了两次", f"`{shown}` is written twice"),
        wrong.at_opening(),
        (Label(wrong.source, Span(earlier.start, earlier.start + len(shown)), Words("先有这个", "this came first")),),
        help=advice.get(wrong.word),
    )


def clause_missing(wrong: Wrong, item: syntax.AnyItem, need: type[syntax.Node]) -> Diagnostic:
    shown = clause_word(need, item.language)
    return Diagnostic(
        CLAUSE_MISSING,
        Words(f"{item_word(item, 'zh')}缺少 `{shown}`", f"this {item_word(item, 'en')} has no `{shown}`"),
        wrong.at_opening(),
        help=_shape(need),
    )


def _shape(need: type[syntax.Node]) -> Words | None:
    """What a clause that is missing looks like."""
    return {
        "require": Words("加一行，如 `要求 得分 <= 分值`", "add a line like `require score <= weight`"),
        "claimed": Words("加一行，如 `填报 得分`", "add a line like `claimed score`"),
        "expected": Words("加一行，如 `应得 20 分 * 执行率`", "add a line like `expected 20 points * rate`"),
        "expect": Words("加一行，如 `结论为 不符合`", "add a line like `expect fail`"),
        "to many": Words("加一行，如 `对应多个 指标 同 一级指标`", "add a line like `to many indicators with same level1`"),
    }.get(CLAUSES[need])


def no_rows(source: Source, by: Span) -> Diagnostic:
    return Diagnostic(
        CLAUSE_MISSING,
        Words("`按` 后面没有表", "no table follows `by`"),
        Label(source, by),
        help=Words("下面每行写成 `| 条件 | 值 |`", "write each row below as `| test | value |`"),
    )


def brace(source: Source, at: int, mark: str) -> Diagnostic:
    """A brace in a message that has no partner."""
    said = Words(f"说明里的 `{mark}` 不配对", f"`{mark}` in the message has no partner")
    help_ = Words("要算的写在 `{…}` 里，如 `{得分}`", "what is computed stands in `{…}`, like `{score}`")
    return Diagnostic(UNPAIRED_BRACKET, said, Label(source, Span(at, at + 1)), help=help_)


def empty_brace(source: Source, span: Span) -> Diagnostic:
    return Diagnostic(
        UNEXPECTED,
        Words("`{}` 里没有算式", "there is nothing between the braces"),
        Label(source, span),
        help=Words("写要显示的值，如 `{得分}`", "name what to show, like `{score}`"),
    )


# ── too much ──


def file_too_long(source: Source, most: int) -> Diagnostic:
    return Diagnostic(TOO_LONG, Words(f"文件超过 {most} 字", f"a file of more than {most} characters"), Label(source, Span(0, 0)))


def too_many_items(source: Source, span: Span, most: int) -> Diagnostic:
    return Diagnostic(TOO_LONG, Words(f"文件超过 {most} 个条目", f"a file of more than {most} items"), Label(source, span))


def too_many_parts(wrong: Wrong, most: int) -> Diagnostic:
    said = Words(f"一个条目超过 {most} 个子句或表行", f"an item of more than {most} clauses or rows")
    return Diagnostic(TOO_LONG, said, wrong.at_opening())


def too_many_problems(source: Source, span: Span, most: int) -> Diagnostic:
    said = Words(f"已有 {most} 处错误，从这里起没有再读", f"{most} mistakes so far: nothing is read from here on")
    return Diagnostic(TOO_LONG, said, Label(source, span))
