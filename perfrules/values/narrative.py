"""The numbers inside a narrative: each with the unit beside it and the clause it stands in.

Here a number is what its digits say, whatever words stand around it: 2020年 is 2020 of the unit 年, and of 约100家 it is 100.
What looks like a number and is none (1.561.56120) is listed as well, without a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfrules.values.text import half_width
from perfrules.values.units import LONGEST_UNIT, OPENS_UNIT, read_unit
from perfrules.values.written import Written, read_digits

_CLAUSE_END = re.compile(r"[。；，;!！?？\n]|(?<![0-9]),|,(?![0-9])")
_DIGITS = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
_DATE_UNITS = frozenset(("年", "月", "日", "号", "时", "点", "季度", "年度"))


@dataclass(frozen=True, slots=True)
class Figure:
    """`digits` as they stand in the clause `text`; `written` is None where they are no number."""

    digits: str
    text: str
    written: Written | None


def figures_in(text: str) -> Iterator[Figure]:
    """In the order in which they stand."""
    for clause in _CLAUSE_END.split(text):
        shown, half = clause.strip(), half_width(clause)
        for found in _DIGITS.finditer(half):
            if not _is_name(half, found):
                yield Figure(found[0], shown, _written(half, found))


def _is_name(clause: str, digits: re.Match[str]) -> bool:
    """Letters and digits run together are a name (GB2762, 5G), unless the letters are a unit (5kg)."""
    if digits.start() and _is_letter(clause[digits.start() - 1]):
        return True
    return _is_letter(clause[digits.end() : digits.end() + 1]) and _unit_after(clause, digits.end()) is None


def _written(clause: str, digits: re.Match[str]) -> Written | None:
    number = read_digits(digits[0])
    if number is None:
        return None
    name, scale = _unit_after(clause, digits.end()) or ("", Fraction(1))
    sign = -1 if _is_negative(clause, digits.start()) else 1
    return Written("=", sign * number[0] * scale, name, number[1] * scale)


def _is_negative(clause: str, at: int) -> bool:
    """A dash after a word or a number joins or is a range (100-120家); only one that stands free is a sign."""
    return at > 0 and clause[at - 1] in "-−" and not clause[at - 2 : at - 1].strip()


def _unit_after(clause: str, at: int) -> tuple[str, Fraction] | None:
    """The longest unit that stands there, blanks aside, and its scale."""
    first = clause[at : at + LONGEST_UNIT].lstrip()[:1]
    if first not in OPENS_UNIT and first not in _DATE_UNITS:
        return None
    ends = [end for end in range(at + 1, min(at + 2 * LONGEST_UNIT, len(clause)) + 1) if not clause[end - 1].isspace()]
    for end in reversed(ends[:LONGEST_UNIT]):
        word = "".join(clause[at:end].split())
        if _is_letter(word[-1]) and _is_letter(clause[end : end + 1]):
            continue
        if word in _DATE_UNITS:
            return word, Fraction(1)
        if (unit := read_unit(word)) is not None:
            return unit
    return None


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
