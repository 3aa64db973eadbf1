"""A sentence for every way a rule file can be wrongly written: what is wrong, where, and what mends it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfrules.diagnostics import Code, Diagnostic, Fix, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.source import Source, Span
from perfrules.syntax import tree as syntax
from perfrules.syntax.grammar import Unexpected
from perfrules.syntax.names import accepted, clause_word, item_word, terminal_title
from perfrules.syntax.words import language_of, words

UNEXPECTED = Code("unexpected", Words("写法不对", "unexpected"))
CUT_SHORT = Code("cut-short", Words("没有写完", "cut short"))
UNCLOSED_TEXT = Code("unclosed-text", Words("引号未闭合", "unclosed text"))
UNCLOSED_BRACKET = Code("unclosed-bracket", Words("括号不配对", "unclosed bracket"))
MIXED_AND_OR = Code("mixed-and-or", Words("且或混用", "mixed and/or"))
UNKNOWN_ITEM = Code("unknown-item", Words("不认识的条目", "unknown item"))
UNKNOWN_CLAUSE = Code("unknown-clause", Words("不认识的子句", "unknown clause"))
UNKNOWN_UNIT = Code("unknown-unit", Words("不认识的单位", "unknown unit"))
WRONG_MARK = Code("wrong-mark", Words("符号不对", "wrong mark"))
MISSING_BLANK = Code("missing-blank", Words("缺少空格", "missing blank"))
RESERVED_WORD = Code("reserved-word", Words("保留词", "reserved word"))
CLAUSE_NOT_HERE = Code("clause-not-here", Words("子句放错", "clause not here"))
CLAUSE_TWICE = Code("clause-twice", Words("子句重复", "clause twice"))
CLAUSE_MISSING = Code("clause-missing", Words("缺少子句", "clause missing"))
TOO_DEEP = Code("too-deep", Words("嵌套过深", "too deep"))
TOO_LONG = Code("too-long", Words("过长", "too long"))

MARKS = {
    "==": "=",
    "===": "=",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
    "&&": "and",
    "&": "and",
    "||": "or",
    "!": "not",
    "≧": ">=",
    "≦": "<=",
    "＜＞": "!=",
    "'": '"',
    "‘": '"',
    "’": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "《": '"',
    "”": '"',
    "【": "[",
    "】": "]",
    "—": "-",
    "–": "-",
    "−": "-",
    "·": "*",
    "∗": "*",
    "。": "",
    ";": "",
    "；": "",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """The segment a mistake is in: its half-width text, where it stands, and the English word that opens it."""

    source: Source
    span: Span
    opening: Span
    text: str
    word: str

    def label(self, start: int, end: int, words_: Words | None = None) -> Label:
        return Label(self.source, Span(self.span.start + start, self.span.start + end), words_)

    def at_opening(self, words_: Words | None = None) -> Label:
        return Label(self.source, self.opening, words_)

    def fix(self, start: int, end: int, new: str) -> Fix:
        return Fix(((Span(self.span.start + start, self.span.start + end), new),))


def unexpected(wrong: Wrong, stop: Unexpected) -> Diagnostic:
    """Why the grammar could not go on."""
    for explain in (_mark, _mixed, _new_line, _after_number, _instead, _glued, _cut_short, _reserved):
        problem = explain(wrong, stop)
        if problem is not None:
            return problem
    shown = f"`{wrong.text[stop.start : stop.end]}`"
    return Diagnostic(
        UNEXPECTED,
        Words(f"这里不能写 {shown}", f"{shown} cannot stand here"),
        wrong.label(stop.start, stop.end),
        help=accepted(stop.accepts),
    )


def _mark(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """A sign of another language or another keyboard."""
    for start in (stop.start - 1, stop.start):
        for length in (3, 2, 1):
            mark = wrong.text[max(start, 0) : start + length]
            if mark not in MARKS or start + length <= stop.start or (length == 1 and stop.kind):
                continue
            return _marked(wrong, start, mark)
    if stop.kind == "" and wrong.text[stop.start] in "^":
        return Diagnostic(
            WRONG_MARK,
            Words("没有乘方", "there are no powers"),
            wrong.label(stop.start, stop.end),
            help=Words("写成连乘", "write the multiplication out"),
        )
    return None


def _marked(wrong: Wrong, start: int, mark: str) -> Diagnostic:
    right = MARKS[mark]
    end = start + len(mark)
    if right in ("and", "or", "not"):
        right = words().spelled(right, language_of(clause_language(wrong)))
        fix = wrong.fix(start, end, f" {right} " if right != "not" else "not ")
    elif right == '"':
        close = re.search("['’」』》\"”]", wrong.text[end:])
        text = wrong.text[end : end + close.start()] if close else ""
        fix = wrong.fix(start, end + len(text) + 1, f'"{text}"') if close else None
    else:
        fix = wrong.fix(start, end, right)
    return Diagnostic(
        WRONG_MARK,
        Words(f"`{mark}` 不是这里的符号", f"`{mark}` is not a sign of the language"),
        wrong.label(start, end),
        help=Words(f"写成 `{right}`", f"write `{right}`") if right else Words("删去它", "leave it out"),
        fix=fix,
    )


def clause_language(wrong: Wrong) -> str:
    return wrong.text[:1]


def _mixed(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`a and b or c`: an auditor reads it both ways."""
    other = {"AND": "OR", "OR": "AND"}.get(stop.kind)
    if other is None or other not in stop.accepts or stop.kind in stop.accepts:
        return None
    spellings = [words().spelled(other.lower(), language) for language in ("zh", "en")]
    earlier = None
    for match in re.finditer(r"\w+", wrong.text[: stop.start]):
        if match[0] in spellings:
            earlier = match
    others = (wrong.label(earlier.start(), earlier.end(), Words("先有这个", "this came first")),) if earlier else ()
    return Diagnostic(
        MIXED_AND_OR,
        Words("`且` 和 `或` 不能混用", "`and` and `or` are not mixed"),
        wrong.label(stop.start, stop.end),
        others,
        help=Words("用括号写明先后，如 `(甲 且 乙) 或 丙`", "say with brackets which comes first: `(a and b) or c`"),
    )


def _new_line(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """A name that starts a line and is almost a clause's word."""
    if stop.kind != "NAME" or wrong.text[: stop.start].rpartition("\n")[2].strip() or "\n" not in wrong.text[: stop.start]:
        return None
    if _ends_open(wrong.text[: stop.start]):
        return None
    near = nearest(stop.text, words().every("clauses"))
    fix = wrong.fix(stop.start, stop.end, near) if near else None
    return Diagnostic(
        UNKNOWN_CLAUSE,
        Words(f"没有 `{stop.text}` 这样的子句", f"there is no clause `{stop.text}`"),
        wrong.label(stop.start, stop.end),
        help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else Words("子句以 当、要求、应得、依据 等词开头", "a clause opens with when, require, expected, basis, …"),
        fix=fix,
    )


def _ends_open(text: str) -> bool:
    return text.rstrip()[-1:] in set("=<>!+-*/(,[{:")


def _after_number(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`200 批次`: units of what is counted belong in quotes."""
    if stop.kind != "NAME" or stop.before[-1:] not in (("NUMBER",), ("PERCENT",)) and not _number_before(wrong, stop):
        return None
    number = re.search(r"[0-9][0-9.]*[ \t]*%?[ \t]*$", wrong.text[: stop.start])
    if number is None:
        return None
    whole = f'"{wrong.text[number.start() : stop.end]}"'
    return Diagnostic(
        UNKNOWN_UNIT,
        Words(f"`{stop.text}` 不是单位", f"`{stop.text}` is not a unit"),
        wrong.label(stop.start, stop.end),
        help=Words(f"单位只有 分、元、万元、亿元；表上的写法加引号：{whole}", f"the units are points, yuan, wan_yuan, yi_yuan; what stands on a form is quoted: {whole}"),
        fix=wrong.fix(number.start(), stop.end, whole),
    )


def _number_before(wrong: Wrong, stop: Unexpected) -> bool:
    return bool(re.search(r"(?<!\w)[0-9][0-9.]*[ \t]*%?[ \t]*$", wrong.text[: stop.start]))


def _instead(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`得分 等于 分值`: the word for a sign."""
    right = words().instead.get(stop.text)
    if stop.kind != "NAME" or right is None:
        return None
    return Diagnostic(
        UNEXPECTED,
        Words(f"`{stop.text}` 不是运算符", f"`{stop.text}` is not an operator"),
        wrong.label(stop.start, stop.end),
        help=Words(f"写成 `{right}`", f"write `{right}`"),
        fix=wrong.fix(stop.start, stop.end, right),
    )


def _glued(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`且预算数 > 0`: a word ends where the word ends."""
    if stop.kind != "NAME":
        return None
    for word in sorted((*words().every("reserved"), *words().every("words")), key=len, reverse=True):
        if not word.isascii() and stop.text.startswith(word) and stop.text != word:
            split = stop.start + len(word)
            return Diagnostic(
                MISSING_BLANK,
                Words(f"`{word}` 后面要有空格", f"a blank is missing after `{word}`"),
                wrong.label(stop.start, stop.end),
                fix=wrong.fix(split, split, " "),
            )
    return None


def _cut_short(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    if stop.kind != "$END":
        return None
    last = len(wrong.text.rstrip())
    return Diagnostic(
        CUT_SHORT,
        Words("到这里没有写完", "this is cut short"),
        wrong.label(last, last),
        help=accepted(stop.accepts),
    )


def _reserved(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """A reserved word where a name or a value should be."""
    if words().english("reserved", stop.text) is None:
        return None
    if "NAME" not in stop.accepts:
        return None
    return Diagnostic(
        RESERVED_WORD,
        Words(f"`{stop.text}` 前面缺一个值", f"a value is missing before `{stop.text}`")
        if stop.before[-1:] != ("",)
        else Words(f"`{stop.text}` 是保留词，不能作名称", f"`{stop.text}` is reserved and names nothing"),
        wrong.label(stop.start, stop.end),
        help=accepted(stop.accepts),
    )


# ── before the grammar is asked ──


def unclosed_text(wrong: Wrong, quote: Span) -> Diagnostic:
    """A quote that its line does not close; it is closed at the end of the line where no comment follows."""
    line, _ = wrong.source.line_and_column(quote.start)
    end = wrong.source.line_start(line) + len(wrong.source.line_text(line).rstrip())
    mark = wrong.source[quote]
    closing = {"“": "”"}.get(mark, mark)
    rest = wrong.source.text[quote.end : end]
    other = re.search('["”＂]', rest)
    edits: tuple[tuple[Span, str], ...] = ((Span(end, end), closing),)
    if other is not None:
        at = quote.end + other.start()
        edits = ((Span(at, at + 1), closing),)
    return Diagnostic(
        UNCLOSED_TEXT,
        Words("引号在本行没有闭合", "the quote is not closed on its line"),
        Label(wrong.source, quote),
        help=Words(f"用 `{closing}` 闭合", f"close it with `{closing}`"),
        fix=None if "#" in rest or "＃" in rest else Fix(edits),
    )


OPENING = {"(": ")", "[": "]", "{": "}"}


def brackets(wrong: Wrong) -> Diagnostic | None:
    """A bracket without its partner. An interval may open with `(` and close with `]`."""
    waiting: list[tuple[int, str]] = []
    for match in re.finditer(r'"[^"\n]*"|“[^”\n]*”|[()\[\]{}]', wrong.text):
        mark = match[0]
        if mark in OPENING:
            waiting.append((match.start(), mark))
        elif mark in ")]}":
            if not waiting or (mark == "}") != (waiting[-1][1] == "{"):
                return _unpaired(wrong, match.start(), mark, Words("没有与它配对的左括号", "nothing opens it"), None)
            waiting.pop()
        if len(waiting) > 60:
            return too_deep(wrong)
    if not waiting:
        return None
    at, mark = waiting[-1]
    end = len(wrong.text.rstrip(" \t\n|"))
    fix = wrong.fix(end, end, "".join(OPENING[each] for _, each in reversed(waiting)))
    return _unpaired(wrong, at, mark, Words(f"缺少 `{OPENING[mark]}`", f"`{OPENING[mark]}` is missing"), fix)


def _unpaired(wrong: Wrong, at: int, mark: str, help_: Words, fix: Fix | None) -> Diagnostic:
    return Diagnostic(
        UNCLOSED_BRACKET,
        Words(f"`{mark}` 没有配对", f"`{mark}` has no partner"),
        wrong.label(at, at + 1),
        help=help_,
        fix=fix,
    )


def too_deep(wrong: Wrong) -> Diagnostic:
    return Diagnostic(
        TOO_DEEP,
        Words("嵌套太深", "this is nested too deep"),
        wrong.at_opening() if wrong.opening.end > wrong.opening.start else wrong.label(0, 1),
        help=Words("用 `定义` 把其中一部分另起名字，或改用表", "name a part of it with `let`, or use a table"),
    )


def too_long(wrong: Wrong, most: int) -> Diagnostic:
    return Diagnostic(TOO_LONG, Words(f"一个子句超过 {most} 字", f"a clause of more than {most} characters"), wrong.at_opening())


def file_too_long(source: Source, most: int) -> Diagnostic:
    return Diagnostic(
        TOO_LONG, Words(f"文件超过 {most} 字", f"a file of more than {most} characters"), Label(source, Span(0, 0))
    )


# ── items and their clauses ──


def outside(wrong: Wrong) -> Diagnostic:
    """Text at the left edge that opens no item."""
    shown = wrong.source[wrong.opening]
    instead = nearest(shown, words().every("items"))
    glued = next((word for word in words().every("items") if not word.isascii() and shown.startswith(word)), None)
    fix, help_ = None, Words("条目以 政策、参数、定义、计分、规则、关联、例 开头；续行须缩进", "an item opens with policy, param, let, score, rule, link or example; a line that runs on is indented")
    if glued:
        help_ = Words(f"`{glued}` 后面要有空格", f"a blank is missing after `{glued}`")
        at = wrong.opening.start + len(glued)
        fix = Fix(((Span(at, at), " "),))
    elif instead:
        help_ = Words(f"是 `{instead}` 吗", f"is it `{instead}`?")
        fix = Fix(((wrong.opening, instead),))
    return Diagnostic(
        UNKNOWN_ITEM, Words(f"`{shown}` 不是条目的开头", f"`{shown}` does not open an item"), wrong.at_opening(), help=help_, fix=fix
    )


def clause_not_here(wrong: Wrong, item: syntax.AnyItem) -> Diagnostic:
    shown = wrong.source[wrong.opening]
    return Diagnostic(
        CLAUSE_NOT_HERE,
        Words(f"{item_word(item, 'zh')}没有 `{shown}` 子句", f"a {item_word(item, 'en')} has no `{shown}`"),
        wrong.at_opening(),
    )


def row_not_here(wrong: Wrong, item: syntax.AnyItem) -> Diagnostic:
    return Diagnostic(
        CLAUSE_NOT_HERE,
        Words("只有 `定义 … 按 …` 下面可以写表", "a table stands only under `let … by …`"),
        wrong.at_opening(),
    )


def clause_twice(wrong: Wrong, earlier: Span) -> Diagnostic:
    shown = wrong.source[wrong.opening]
    return Diagnostic(
        CLAUSE_TWICE,
        Words(f"`{shown}` 写了两次", f"`{shown}` is written twice"),
        wrong.at_opening(),
        (Label(wrong.source, earlier, Words("已写在这里", "it stands here already")),),
        help=Words("两个要求写成两条规则", "two requirements are two rules") if wrong.word == "require" else None,
    )


def clause_missing(wrong: Wrong, item: syntax.AnyItem, need: type[syntax.Node]) -> Diagnostic:
    return Diagnostic(
        CLAUSE_MISSING,
        Words(
            f"这条{item_word(item, 'zh')}缺少 `{clause_word(need, 'zh')}`", f"this {item_word(item, 'en')} has no `{clause_word(need, 'en')}`"
        ),
        wrong.at_opening(),
    )


def no_rows(wrong: Wrong) -> Diagnostic:
    return Diagnostic(
        CLAUSE_MISSING,
        Words("`按` 后面没有表", "no table follows `by`"),
        wrong.at_opening(),
        help=Words("每行写成 `| 条件 | 值 |`", "write each row as `| test | value |`"),
    )


__all__ = ["Wrong", "terminal_title", "unexpected"]
