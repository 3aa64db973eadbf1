"""Written quantities: what a cell like `≥100`, `2600 批 次` or `全区企业的 0.1%` says, read once.

Only what can be read for certain is read; everything else stays text. So nothing is searched for: the whole cell must be a
comparator, a number and a unit, in the words listed here and in `units`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfrules.values.quantity import PERCENT
from perfrules.values.text import half_width
from perfrules.values.units import DURATIONS, read_unit

LONGEST = 80
MOST_DIGITS = 60

# Characters that are taken for others on forms, beside the full-width ones.
LOOK_ALIKES = "≧⩾≮≦⩽≯═﹦﹥﹤﹪−"
_LOOK_ALIKES = str.maketrans(LOOK_ALIKES, "≥≥≥≤≤≤==><%-")


def _words(text: str) -> list[str]:
    return text.split()


# 民法典 1259: 以上, 以下, 以内 include the number itself.
_BEFORE = {
    "": "",
    **{sign: sign for sign in "=≥≤><"},
    **dict.fromkeys(_words("不少于 不低于 不小于 不短于 不得少于 不得低于 不得小于 至少"), "≥"),
    **dict.fromkeys(_words("大于等于 大于或等于 高于等于 高于或等于 多于等于 多于或等于 等于或大于 等于或高于"), "≥"),
    **dict.fromkeys(_words("不超过 不高于 不大于 不多于 不长于 不得超过 不得高于 不得大于 不得多于 至多"), "≤"),
    **dict.fromkeys(_words("小于等于 小于或等于 低于等于 低于或等于 少于等于 少于或等于 等于或小于 等于或低于"), "≤"),
    **dict.fromkeys(_words("超过 高于 大于 多于"), ">"),
    **dict.fromkeys(_words("少于 低于 小于"), "<"),
    "等于": "=",
}
_AFTER = {
    **dict.fromkeys(_words("(含)以上 (含)及以上 及以上 或以上 以上(含) 以上"), "≥"),
    **dict.fromkeys(_words("(含)以下 (含)及以下 及以下 或以下 以下(含) 以下 (含)以内 以内(含) 以内"), "≤"),
    **dict.fromkeys(_words("(不含)以上 以上(不含)"), ">"),
    **dict.fromkeys(_words("(不含)以下 以下(不含)"), "<"),
}
_WITHIN = ("之内", "内")  # after a time only: 5 个工作日内
_LEADS = frozenset(_words("达到 达 保持在 维持在 稳定在 控制在 在"))  # they bound nothing unless 以上 or 以内 follows

_OF = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,40}")
# Before `…的 5%` these make it more than a percentage of something: 比上年提高的 5%, 约占全区的 5%.
_NOT_OF = re.compile("[不未比较约近超每第]|[高低大小多少]于|左右|上下|增|减|提高|降低|上升|下降|至")

_RUN = re.compile(r"[0-9][0-9.,]*")
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_BROKEN = re.compile(r"[0-9.,]\s+[0-9.,]")
# 2021.12 and 20211231 are numbers, and months and days as well.
_MAYBE_DATE = re.compile(r"(?:19|20|21)[0-9]{2}(?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))")


@dataclass(frozen=True, slots=True)
class Written:
    """`≥100家`: comparator one of = ≥ ≤ > <, value 100, unit 家 ("" where none is written), step 1.

    A percentage is its ratio with unit `%`; 万 and 亿 are multiplied out; `step` is what the last digit is worth.
    """

    comparator: str
    value: Fraction
    unit: str
    step: Fraction


def read_written(text: str) -> Written | None:
    """The quantity that the whole of `text` is; None when it is words, or could be read in two ways."""
    plain = _plain(text)
    found = None if plain is None else _RUN.search(plain)
    if plain is None or found is None:
        return None
    number = read_digits(found[0])
    before, after = plain[: found.start()], plain[found.end() :]
    sign = -1 if before.endswith("-") else 1
    before = before[:-1] if before.endswith(("-", "+")) else before
    tail = _after(after)
    if number is None or tail is None:
        return None
    bound, unit, scale = tail
    comparator = _before(before, bound, unit)
    if comparator is None or _may_be_a_date(found[0], unit, bool(comparator)):
        return None
    return Written(comparator or "=", sign * number[0] * scale, unit, number[1] * scale)


def spelt() -> Iterator[tuple[str, str]]:
    """What may stand before a quantity's number and after its unit; not all of it together. Plain signs first."""
    for after in ("", *_AFTER):
        yield from ((before, after) for before in (*_BEFORE, *LOOK_ALIKES, *"＝＞＜", *sorted(_LEADS)))


def read_number(text: str) -> tuple[Fraction, Fraction] | None:
    """The number that the whole of `text` is, without a unit, and what its last digit is worth."""
    plain = half_width(text.strip()[: LONGEST + 1]).translate(_LOOK_ALIKES)
    number = read_digits(plain.removeprefix("-" if plain.startswith("-") else "+"))
    if number is None or not plain.startswith("-"):
        return number
    return -number[0], number[1]


def read_digits(digits: str) -> tuple[Fraction, Fraction] | None:
    """The number that half-width `digits` write and what the last of them is worth. Commas only between groups of three."""
    if len(digits) > LONGEST or not _PLAIN.fullmatch(digits):
        return None
    whole, _, decimals = digits.replace(",", "").partition(".")
    if len(whole) + len(decimals) > MOST_DIGITS:
        return None
    step = Fraction(1, 10 ** len(decimals))
    return Fraction(int(whole + decimals)) * step, step


def _plain(text: str) -> str | None:
    """`text` half width, look-alikes replaced and blanks out; None when it is too long or a blank breaks a number."""
    shown = text.strip()
    if len(shown) > LONGEST:
        return None
    half = half_width(shown)
    if _BROKEN.search(half):
        return None
    plain = "".join(half.split()).translate(_LOOK_ALIKES).removesuffix("。")
    return plain.replace(">=", "≥").replace("<=", "≤")


def _after(after: str) -> tuple[str, str, Fraction] | None:
    """What follows the number: a bound or "", the unit or "", and the scale."""
    for word, bound in (("", ""), *_AFTER.items()):
        rest = after.removesuffix(word)
        if word and rest == after:
            continue
        if rest == "":
            return bound, "", Fraction(1)
        if (unit := read_unit(rest)) is not None:
            return bound, *unit
    for word in _WITHIN:
        if after.removesuffix(word) in DURATIONS:
            return "≤", after.removesuffix(word), Fraction(1)
    return None


def _before(before: str, bound: str, unit: str) -> str | None:
    """The comparator that the words before the number and the bound after it make; "" for none, None when they disagree."""
    if before in _LEADS:
        return bound or None
    if before not in _BEFORE:
        return _of_something(before, bound) if unit == PERCENT else None
    said = _BEFORE[before]
    if said and bound and said != bound:
        return None
    return said or bound


def _of_something(before: str, bound: str) -> str | None:
    """`全区企业的` before `0.1%`. `超过预算的 5%` may be 5% of the budget or 105% of it, so it stays text."""
    words = before.removesuffix("的")
    if words == before:
        return None
    longest = max((word for word in _BEFORE if words.startswith(word)), key=len)
    said, of = _BEFORE[longest], words.removeprefix(longest)
    if not _OF.fullmatch(of) or _NOT_OF.search(of) or (said in (">", "<") and said != longest):
        return None
    return None if said and bound and said != bound else said or bound


def _may_be_a_date(digits: str, unit: str, compared: bool) -> bool:
    """2021年 is a year; of 21年, 5日, 2021.12 nothing but a comparator would say that they are not dates."""
    if unit == "年" and len(digits) == 4 and digits.isdigit():
        return True
    if compared:
        return False
    return unit == "日" or (unit == "年" and len(digits) == 2) or (unit == "" and _MAYBE_DATE.fullmatch(digits) is not None)
