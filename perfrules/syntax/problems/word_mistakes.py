"""Words that are glued to others, come from everyday speech or are misspelt where only a few may stand."""

from __future__ import annotations

import re

from perfrules.diagnostics import Diagnostic, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.syntax.grammar import Unexpected
from perfrules.syntax.lines import OPEN_END
from perfrules.syntax.names import every_of
from perfrules.syntax.numerals import arabic
from perfrules.syntax.problems.wrong import (
    MISSING_BLANK,
    MIXED_AND_OR,
    UNEXPECTED,
    UNKNOWN_CLAUSE,
    UNKNOWN_UNIT,
    UNKNOWN_WORD,
    WRONG_NUMBER,
    Wrong,
    padded,
)
from perfrules.syntax.words import words

AMOUNTS = {"万": "万元", "亿": "亿元", "块": "元", "万块": "万元", "亿万": "亿元", "人民币": "元"}
PERCENTS = {"百分比", "百分点", "个百分点", "percent"}
BETWEEN = re.compile(
    r"(?:介于|在|between)\s*(.+?)\s*(?:和|与|到|至|and)\s*(\S+?(?:\s*(?:%|分|元|万元|亿元|points|yuan|wan_yuan|yi_yuan))?)\s*(?:之间|(?=\s|$))"
)
VALUE_FOLLOWS = re.compile(r'[ \t]*(?:-?[0-9]|["“{])')


def mixed(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`a and b or c`: an auditor reads it both ways, so no fix is offered."""
    other = {"AND": "OR", "OR": "AND"}.get(stop.kind)
    if other is None or other not in stop.accepts or stop.kind in stop.accepts:
        return None
    spellings = [words().spelled(other.lower(), language) for language in ("zh", "en")]
    earlier = [match for match in re.finditer(r"\w+", wrong.text[: stop.start]) if match[0] in spellings]
    others = (wrong.label(earlier[-1].start(), earlier[-1].end(), Words("先有这个", "this came first")),) if earlier else ()
    return Diagnostic(
        MIXED_AND_OR,
        Words("`且` 和 `或` 不能混用", "`and` and `or` are not mixed"),
        wrong.label(stop.start, stop.end),
        others,
        help=Words("用括号写明先后，如 `(甲 且 乙) 或 丙`", "say with brackets which comes first: `(a and b) or c`"),
    )


def new_line(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """A word that starts a line and is almost, or means, a clause's word."""
    before = wrong.text[: stop.start]
    if (
        stop.kind not in ("NAME", "IF")
        or "\n" not in before
        or before.rpartition("\n")[2].strip()
        or OPEN_END.search(before.rstrip())
    ):
        return None
    clauses = words().every("clauses")
    glued = next(
        (word for word in sorted(clauses, key=len, reverse=True) if stop.text.startswith(word) and not word.isascii()), None
    )
    if glued is not None:
        at = stop.start + len(glued)
        return Diagnostic(
            MISSING_BLANK,
            Words(f"`{glued}` 后面要有空格", f"a blank is missing after `{glued}`"),
            wrong.label(stop.start, stop.end),
            fix=wrong.fix((at, at, " ")),
        )
    near = words().instead["openers"].get(stop.text) or nearest(stop.text, clauses)
    known = [[words().spelled(each, language) for each in wrong.takes] for language in ("zh", "en")]
    listed = Words(f"这里可以写的子句：{'、'.join(known[0])}", f"the clauses that may stand here: {', '.join(known[1])}")
    return Diagnostic(
        UNKNOWN_CLAUSE,
        Words(f"没有 `{stop.text}` 这样的子句", f"there is no clause `{stop.text}`"),
        wrong.label(stop.start, stop.end),
        help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else (listed if wrong.takes else None),
        fix=wrong.fix((stop.start, stop.end, near)) if near else None,
    )


def closed_list(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """A severity or an outcome that there is not."""
    for group, title in (("severities", Words("级别", "severity")), ("outcomes", Words("结论", "outcome"))):
        allowed = every_of(group, stop.accepts)
        if not allowed or not re.match(r"\w", stop.text):
            continue
        known = [spelling for pair in allowed for spelling in pair]
        if group == "outcomes" and stop.text in ("off", words().spelled("off", "zh")):
            return _off(wrong, stop, Words("、".join(pair[1] for pair in allowed), ", ".join(pair[0] for pair in allowed)))
        listed = [pair[0 if wrong.language == "en" else 1] for pair in allowed]
        meant = words().instead["outcomes"].get(stop.text) if group == "outcomes" else None
        near = meant or next((each for each in known if each.startswith(stop.text)), None) or nearest(stop.text, known)
        return Diagnostic(
            UNKNOWN_WORD,
            Words(f"没有 `{stop.text}` 这个{title.zh}", f"there is no {title.en} `{stop.text}`"),
            wrong.label(stop.start, stop.end),
            help=Words("可以写 " + "、".join(listed), "there are " + ", ".join(listed)),
            fix=wrong.mends(stop.start, (stop.start, stop.end, near)) if near else None,
        )
    return None


def _off(wrong: Wrong, stop: Unexpected, rest: Words) -> Diagnostic:
    """The one outcome that no rule gives: another edition does."""
    return Diagnostic(
        UNKNOWN_WORD,
        Words(f"这里不能写 `{stop.text}`", f"`{stop.text}` cannot stand here"),
        wrong.label(stop.start, stop.end),
        help=Words(
            f"停用由后来的一版用 `停用` 写明，例照没有停用的样子写：{rest.zh}",
            f"a later edition says `switch off`; what is written here holds while the rule stands: {rest.en}",
        ),
    )


def glued(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`且预算数 > 0`: a word ends where the word ends. Also a name before, if apart from its word it can be read."""
    if stop.kind == "NAME":
        problem = _glued(wrong, stop, stop.start, stop.text)
        if problem is not None:
            return problem
    for name in reversed(list(re.finditer(r"(?<![\w\"“])[^\W\d]\w*", wrong.text[: stop.start]))[-6:]):
        problem = _glued(wrong, stop, name.start(), name[0])
        if problem is not None and problem.fix is not None:
            return problem
    return None


def _glued(wrong: Wrong, stop: Unexpected, start: int, name: str) -> Diagnostic | None:
    joined = [word for group in ("reserved", "words", "units") for word in words().every(group) if not word.isascii()]
    for word in sorted(joined, key=len, reverse=True):
        after, before = name.startswith(word), name.endswith(word)
        if name == word or not (after or before):
            continue
        at = start + (len(word) if after else len(name) - len(word))
        fix = wrong.mends(stop.start, (at, at, " "))
        if fix is not None:
            said = Words(f"`{word}` 后面要有空格", f"a blank is missing after `{word}`")
            if not after:
                said = Words(f"`{word}` 前面要有空格", f"a blank is missing before `{word}`")
            return Diagnostic(MISSING_BLANK, said, wrong.label(start, start + len(name)), fix=fix)
    return _sign_inside(wrong, stop, start, name)


def _sign_inside(wrong: Wrong, stop: Unexpected, start: int, name: str) -> Diagnostic | None:
    """`执行率不低于80%`: the word for a sign, grown together with what stands around it."""
    operators = words().instead["operators"]
    for word in sorted((word for word in operators if len(word) > 1 and not word.isascii()), key=len, reverse=True):
        at = name.find(word, 1)
        if at < 0:
            continue
        fix = wrong.mends(stop.start, (start + at, start + at + len(word), f" {operators[word]} "))
        if fix is not None:
            said = Words(f"`{word}` 不是规则里的词", f"`{word}` is no word of the language")
            help_ = Words(f"写成 `{operators[word]}`", f"write `{operators[word]}`")
            return Diagnostic(UNKNOWN_WORD, said, wrong.label(start + at, start + at + len(word)), help=help_, fix=fix)
    return None


def instead(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`得分 等于 分值`: words for a sign, or for another word."""
    if stop.kind not in ("NAME", "IN", "NOT", "AND", "UNIT"):
        return None
    between = BETWEEN.match(wrong.text, stop.start)
    if between is not None:
        interval = f"{wrong.spelled('in')} [{between[1]}, {between[2]}]"
        return _said_so(wrong, stop, (stop.start, between.end()), wrong.text[stop.start : stop.end], interval)
    following = list(re.finditer(r"\w+", wrong.text[stop.start : stop.start + 60]))[:4]
    for last in reversed(following):
        phrase = " ".join(wrong.text[stop.start : stop.start + last.end()].split())
        right = words().instead["operators"].get(phrase)
        if right is not None:
            return _said_so(wrong, stop, (stop.start, stop.start + last.end()), phrase, right)
    return None


def _said_so(wrong: Wrong, stop: Unexpected, where: tuple[int, int], phrase: str, right: str) -> Diagnostic | None:
    start, end = where
    fix = wrong.mends(stop.start, (start, end, padded(wrong.text, start, end, right)))
    if fix is None:
        return None
    return Diagnostic(
        UNKNOWN_WORD,
        Words(f"`{phrase}` 不是规则里的词", f"`{phrase}` is no word of the language"),
        wrong.label(start, start + len(phrase) if wrong.text[start:end].startswith(phrase) else end),
        help=Words(f"写成 `{right}`", f"write `{right}`"),
        fix=fix,
    )


# ── after a number ──


def after_number(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`200 批次`: the language has four units; what is counted on a form has its own."""
    number = re.search(r"(?<!\w)[0-9][0-9.]*[ \t]*%?[ \t]*$", wrong.text[: stop.start])
    if stop.kind not in ("NAME", "UNIT") or number is None:
        return None
    if "%" in number[0]:
        return _percent_with_unit(wrong, stop)
    if wrong.word == "given" and VALUE_FOLLOWS.match(wrong.text, stop.end):
        return _comma_missing(wrong, stop, number.end() - len(number[0]) + len(number[0].rstrip()))
    digits = number[0].strip()
    right = f"{digits}%" if stop.text in PERCENTS else _unit(stop.text)
    if right is not None:
        edit = (number.start(), stop.end, right) if stop.text in PERCENTS else (stop.start, stop.end, right)
    elif wrong.word == "given":
        right = f'"{wrong.text[number.start() : stop.end]}"'
        edit = (number.start(), stop.end, right)
    else:
        edit = (number.start() + len(number[0].rstrip()), stop.end, "")
    return Diagnostic(
        UNKNOWN_UNIT,
        Words(f"`{stop.text}` 不是规则里的单位", f"`{stop.text}` is not a unit of the language"),
        wrong.label(stop.start, stop.end),
        help=Words(f"写成 `{right}`", f"write `{right}`") if right else _counted(digits, stop.text),
        fix=wrong.mends(stop.start, edit),
    )


def _unit(text: str) -> str | None:
    return AMOUNTS.get(text) or nearest(text, words().every("units"))


def _counted(digits: str, unit: str) -> Words:
    return Words(
        f'单位只有 分、元、万元、亿元；数量只比数 `{digits}`，要查单位另写 `目标值.单位 = "{unit}"`',
        f'the units are points, yuan, wan_yuan, yi_yuan; compare the number `{digits}`, the unit by `target.measure = "{unit}"`',
    )


def _percent_with_unit(wrong: Wrong, stop: Unexpected) -> Diagnostic:
    return Diagnostic(
        UNKNOWN_UNIT,
        Words("百分数后面不写单位", "a percentage has no unit"),
        wrong.label(stop.start, stop.end),
        help=Words("要按比例算，写成乘法，如 `20% * 分值`", "for a share write a multiplication: `20% * weight`"),
    )


def _comma_missing(wrong: Wrong, stop: Unexpected, at: int) -> Diagnostic:
    return Diagnostic(
        UNEXPECTED,
        Words(f"`{stop.text}` 前面缺逗号", f"a comma is missing before `{stop.text}`"),
        wrong.label(stop.start, stop.end),
        fix=wrong.mends(stop.start, (at, at, ",")),
    )


def numerals(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`二十 分`: the number before, or here, is written in words."""
    here = re.match(r"\w+", wrong.text[stop.start :])
    before = re.search(r"(\w+)[ \t]*$", wrong.text[: stop.start])
    for start, name in ((stop.start, here[0] if here else ""), (before.start(1) if before else 0, before[1] if before else "")):
        digits = arabic(name)
        if digits is not None:
            return Diagnostic(
                WRONG_NUMBER,
                Words(f"`{name}` 要写成数字", f"`{name}` is to be written in digits"),
                wrong.label(start, start + len(name)),
                help=Words(f"写成 `{digits}`", f"write `{digits}`"),
                fix=wrong.mends(stop.start, (start, start + len(name), digits)),
            )
    return None
