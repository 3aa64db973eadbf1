"""The functions of the language, as the naive interpreter knows them: of single values, and of rows."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import reduce
from typing import Any

from naive.values import (
    Amount,
    Gone,
    all_gone,
    amount,
    dice,
    gone,
    half_width,
    one_unit,
    same_text,
    side_by_side,
    some,
    to_multiple,
)
from perfrules.core.types import Type

MOST_BITS = 4096
DASHES = ("-", "--", "—", "——", "/", "\\", "–", "―")


def bounded(number: Any) -> Any:
    value = number.value if isinstance(number, Amount) else number
    long = max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS
    return gone("too-large") if long else number


def holds_words(value: Any) -> bool:
    """Whether a cell that was to hold a number holds words."""
    return isinstance(value, Gone) and bool(value.written) and value.why == {"unreadable"}


def compare(one: Any, its: Type, sign: str, other: Any, others: Type) -> Any:
    """A comparison. Two cells that hold words where numbers were expected are equal when the words are."""
    words = [side.written for side, type_ in ((one, its), (other, others)) if type_.written and holds_words(side)]
    if len(words) == 2 and sign in ("=", "!="):
        return (same_text(words[0]) == same_text(words[1])) is (sign == "=")
    missing = all_gone(one, other)
    if missing:
        return missing
    if isinstance(one, str):
        one, other = same_text(one), same_text(other)
    elif isinstance(one, Fraction | Amount):
        pair = side_by_side(one, its, other, others)
        if isinstance(pair, Gone):
            return pair
        one, other, _ = pair
    return {"=": one == other, "!=": one != other}[sign] if sign in ("=", "!=") else _ordered(one, sign, other)


def _ordered(one: Any, sign: str, other: Any) -> bool:
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]


# ── of rows: each row's truth (true or unknown; false ones are out) and its value ──


def total(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    counted = [(counts, value) for counts, value in rows if counts is True or not _nought(value)]
    terms = _terms(counted)
    if isinstance(terms, Gone):
        return terms
    if not type_.written:
        return bounded(sum(terms, Fraction(0)))
    unit = reduce(lambda one, other: one if isinstance(one, Gone) else one_unit(one, other.unit), terms, None)
    return unit if isinstance(unit, Gone) else bounded(Amount(sum((term.value for term in terms), Fraction(0)), unit))


def _nought(value: Any) -> bool:
    return value == 0 or (isinstance(value, Amount) and value.value == 0)


def _terms(rows: list[tuple[Any, Any]]) -> list[Any] | Gone:
    missing = all_gone(*(value if counts is True else counts for counts, value in rows))
    return missing or [value for _, value in rows]


def average(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    terms = _terms(rows)
    if isinstance(terms, Gone) or not terms:
        return terms or gone("no-rows")
    whole = total(rows, type_)
    if isinstance(whole, Amount):
        return Amount(whole.value / len(rows), whole.unit)
    return whole if isinstance(whole, Gone) else whole / len(rows)


def least(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    terms = _terms(rows)
    if isinstance(terms, Gone) or not terms:
        return terms or gone("no-rows")
    return extreme([(term, type_) for term in terms], type_, min)


def greatest(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    terms = _terms(rows)
    if isinstance(terms, Gone) or not terms:
        return terms or gone("no-rows")
    return extreme([(term, type_) for term in terms], type_, max)


def extreme(values: list[tuple[Any, Type]], type_: Type, choose: Any) -> Any:
    missing = all_gone(*(value for value, _ in values))
    if missing:
        return missing
    if not type_.written:
        return choose(value for value, _ in values)
    amounts = [amount(value, its) for value, its in values]
    unit = reduce(lambda one, other: one if isinstance(one, Gone) else one_unit(one, other.unit), amounts, None)
    return unit if isinstance(unit, Gone) else Amount(choose(each.value for each in amounts), unit)


def count(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    return all_gone(*(counts for counts, _ in rows)) or Fraction(len(rows))


def any_row(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    return some(counts for counts, _ in rows)


def no_row(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    there = any_row(rows, type_)
    return there if isinstance(there, Gone) else not there


def unique(rows: list[tuple[Any, Any]], type_: Type) -> Any:
    """False if two known ones are equal, else unknown if two could be."""
    known = [value for counts, value in rows if counts is True and not isinstance(value, Gone)]
    equal = some(compare(one, type_, "=", other, type_) for at, one in enumerate(known) for other in known[:at])
    if equal is True:
        return False
    missing = all_gone(equal, *(each for row in rows for each in row))
    return missing or True


ROWS = {
    "sum": total,
    "average": average,
    "min": least,
    "max": greatest,
    "count": count,
    "any": any_row,
    "no": no_row,
    "unique": unique,
}


# ── of single values ──


def rounding(how: str, number: Any, its: Type, step: Any, others: Type) -> Any:
    missing = all_gone(number, step)
    if missing:
        return missing
    pair = side_by_side(number, its, step, others)
    if isinstance(pair, Gone):
        return pair
    value = to_multiple(pair[0], pair[1], how)
    return Amount(value, number.unit) if isinstance(number, Amount) else value


def absolute(number: Any) -> Any:
    if isinstance(number, Gone):
        return all_gone(number)
    return Amount(abs(number.value), number.unit) if isinstance(number, Amount) else abs(number)


def percentage(number: Any, its: Type) -> Any:
    if isinstance(number, Gone):
        return all_gone(number)
    held = amount(number, its)
    return held.value if held.unit in (None, (("%", 1),)) else gone("not-percent")


def filled(text: str | None) -> bool:
    return text is not None and same_text(text) != "" and same_text(text) not in DASHES


def numeric(value: Any) -> Any:
    if isinstance(value, Gone) and value.written and value.why <= {"range", "unreadable"}:
        return value.why == {"range"}
    return all_gone(value) or True


def comparable(one: Any, its: Type, other: Any, others: Type) -> Any:
    words = [isinstance(value, Gone) and bool(value.written) for value in (one, other)]
    missing = all_gone(*(value for value, held in zip((one, other), words, strict=True) if not held))
    if missing:
        return missing
    if any(words):
        return all(words) and one.why == other.why == {"unreadable"}
    return not isinstance(side_by_side(amount(one, its), its, amount(other, others), others), Gone)


def asked(value: Any) -> Any:
    """A text as those functions see it that ask what is written: a blank cell holds the empty text."""
    return value.written if isinstance(value, Gone) and value.written is not None else value


def contains(text: str, words: Any) -> bool:
    return any(same_text(word) != "" and same_text(word) in same_text(text) for word in words)


def matches(text: str, pattern: str) -> bool:
    return same_text(text) != "" and re.search(pattern, half_width(text), re.ASCII) is not None


TEXTS = {
    "matches": matches,
    "similar": dice,
    "characters": lambda text: Fraction(len(same_text(text))),
}
