"""The functions of single values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from perfrules.library.builtin import Builtin, CellLike
from perfrules.values import Missing, Quantity, Value, Why, missing
from perfrules.values.numbers import Rounding, to_step
from perfrules.values.quantity import PERCENT, UNWRITTEN, Unit, joined, unit
from perfrules.values.text import half_width, is_blank, normal, similarity_pairs


def _rounding(how: Rounding) -> Any:
    def meaning(number: Fraction | Quantity, step: Fraction) -> Value:
        if isinstance(number, Quantity):
            return Quantity(to_step(number.value, step, how), number.unit)
        return to_step(number, step, how)

    return meaning


def _abs(number: Fraction | Quantity) -> Value:
    return Quantity(abs(number.value), number.unit) if isinstance(number, Quantity) else abs(number)


def _percentage(number: Fraction | Quantity) -> Value:
    """The ratio that a percentage is. Without a unit only a nought is one, that of no rows: `100` is not guessed to be `100%`."""
    if isinstance(number, Fraction):
        return number
    if number.unit == unit(PERCENT):
        return number.value
    return missing(Why.NOT_PERCENT, "", "", "·".join(name for name, _ in number.unit if name != UNWRITTEN))


def _filled(cell: CellLike) -> Value:
    """Anything but blanks is written there. A dash is no reason and no value: it says that there is none."""
    if cell.text is None:
        return False
    return not is_blank(cell.text) and normal(cell.text) not in DASHES


DASHES = frozenset({"-", "--", "—", "——", "/", "\\", "–", "―"})


def _why(value: Value) -> set[Why]:
    return {cause.why for cause in value.causes} if isinstance(value, Missing) else set()


def _numeric(cell: CellLike) -> Value:
    why = _why(cell.value)
    return not why or why == {Why.RANGE}


def _comparable(one: CellLike, other: CellLike) -> Value:
    first, second = _unit_of(one), _unit_of(other)
    if first is not None and second is not None:
        return joined(first, second) is not None
    return _why(one.value) == _why(other.value) == {Why.UNREADABLE}


def _unit_of(cell: CellLike) -> Unit | None:
    """The unit of the number in a cell, also where it is only the bound of a range; None where there is no number."""
    if isinstance(cell.value, Quantity):
        return cell.value.unit
    return None if cell.written is None else unit(cell.written.unit)


def _if_missing(cell: CellLike, instead: Value) -> Value:
    return instead if _why(cell.value) == {Why.BLANK} else cell.value


def _contains(text: str, words: str | frozenset[str]) -> Value:
    plain = normal(text)
    wanted = [words] if isinstance(words, str) else words
    return bool(plain) and any(normal(word) in plain for word in wanted if normal(word))


def _matches(text: str, pattern: str) -> Value:
    return not is_blank(text) and compiled(pattern).search(half_width(text)) is not None


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """`pattern` by RE2, which is linear in the text. Raises `re2.error` when it is not a pattern of RE2."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(pattern, options)


@lru_cache(4096)
def _pairs(text: str) -> tuple[dict[str, int], int]:
    """The pairs of a text and how many they are; a rule across forms asks for those of one text again and again."""
    pairs = similarity_pairs(text)
    return pairs, sum(pairs.values())


def _similar(one: str, other: str) -> Value:
    """Dice's coefficient over pairs of neighbouring characters: twice the shared pairs over all pairs."""
    (first, ones), (second, others) = _pairs(one), _pairs(other)
    total = ones + others
    if total == 0:
        plain = normal(one)
        return Fraction(int(plain != "" and plain == normal(other)))
    shared = sum(min(first[pair], second[pair]) for pair in first.keys() & second.keys())
    return Fraction(2 * shared, total)


def _characters(text: str) -> Value:
    return Fraction(len(normal(text)))


def _year_of(day: date) -> Value:
    return Fraction(day.year)


SCALAR = (
    Builtin("abs", "绝对值", ("number",), "like", _abs, "去掉负号", "without its sign"),
    Builtin(
        "rounded",
        "四舍五入",
        ("number", "step"),
        "like",
        _rounding("rounded"),
        "四舍五入到步长的整数倍，如 0.01%",
        "to the nearest multiple of the step, halves away from zero",
    ),
    Builtin(
        "rounded_even",
        "四舍六入",
        ("number", "step"),
        "like",
        _rounding("rounded_even"),
        "四舍六入五成双",
        "to the nearest multiple of the step, halves to the even one",
    ),
    Builtin(
        "cut",
        "去尾",
        ("number", "step"),
        "like",
        _rounding("cut"),
        "舍去步长以下的部分",
        "to a multiple of the step, towards zero",
    ),
    Builtin(
        "raised",
        "进一",
        ("number", "step"),
        "like",
        _rounding("raised"),
        "步长以下有余即进一",
        "to a multiple of the step, away from zero",
    ),
    Builtin(
        "percentage",
        "百分数",
        ("quantity",),
        "ratio",
        _percentage,
        "表上写的百分数，作比率用；单位不是 % 的，无法判断",
        "a percentage on the form, as a ratio; undetermined where its unit is not %",
    ),
    Builtin(
        "filled",
        "已填",
        ("cell",),
        "truth",
        _filled,
        "栏内写有内容（空白和短横不算）",
        "something is written in the cell; blanks and dashes are not",
    ),
    Builtin(
        "numeric",
        "是数值",
        ("written",),
        "truth",
        _numeric,
        "栏内读得出数；空白时无法判断",
        "a number can be read in the cell; unknown when it is blank",
    ),
    Builtin(
        "comparable",
        "可比",
        ("written", "written"),
        "truth",
        _comparable,
        "两栏同为数且单位相同，或同为文字",
        "both are numbers of one unit, or both are words",
    ),
    Builtin(
        "if_missing",
        "缺则",
        ("cell", "any"),
        "like",
        _if_missing,
        "栏内空白时取后一个值",
        "the second value where the cell is blank",
    ),
    Builtin(
        "contains",
        "包含",
        ("text", "words"),
        "truth",
        _contains,
        "文字里有这个词（或其中任一个）",
        "the text holds the word, or one of the set",
    ),
    Builtin(
        "matches",
        "匹配",
        ("text", "pattern"),
        "truth",
        _matches,
        "文字里有与模式（RE2 写法）相合的部分",
        "a part of the text fits the pattern (RE2 syntax)",
    ),
    Builtin(
        "similar",
        "相似度",
        ("text", "text"),
        "ratio",
        _similar,
        "两段文字相邻字对的重合程度，0 到 100%",
        "how much of two texts' neighbouring pairs of characters is shared, 0 to 100%",
    ),
    Builtin("characters", "字数", ("text",), "count", _characters, "不计空白的字数", "how many characters, blanks left out"),
    Builtin("year_of", "年份", ("date",), "count", _year_of, "日期的年份", "the year of a date"),
)
