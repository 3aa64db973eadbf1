"""How the text of a written quantity goes with what was read of it: `=8个` and `8个` are one quantity and two texts.

A pattern that looks at signs only, with any number of blanks between them, sees nothing of the number and the unit. What it
says of a text hangs on how the comparator is spelt, so every spelling is tried once; the ways in which patterns tell them apart
are what a cell may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from perfrules import library
from perfrules.values.written import LOOK_ALIKES, read_written, spelt

EQUALS, MORE, LESS = "=═﹦", ">﹥", "<﹤"
SIGNS = frozenset("=≥≤><＝＞＜" + LOOK_ALIKES) - frozenset("%-﹪−")
BLANK = frozenset(" 　")
BLANKS = ("", " ", "\t", "\u00a0")
"""Nothing, a blank that a pattern may write, and two that reading passes over and a pattern sees otherwise."""
OF_SOMETHING = "甲的"
"""Words that may stand before a percentage."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a comparator, and what each pattern says of a text written so."""

    comparator: str
    percent: bool
    before: str
    after: str
    matches: tuple[bool, ...]


@lru_cache(maxsize=64)
def spellings(patterns: tuple[str, ...]) -> tuple[Spelling, ...]:
    """A spelling for every comparator and every way in which the patterns tell texts apart; plain ones first."""
    found: dict[object, Spelling] = {}
    matches = library.builtins()["matches"].meaning
    for text, comparator, percent, before, after in _readable():
        told = tuple(bool(matches(text, pattern)) for pattern in patterns)
        found.setdefault((comparator, percent, told), Spelling(comparator, percent, before, after, told))
    return tuple(found.values())


@lru_cache(maxsize=1)
def _readable() -> tuple[tuple[str, str, bool, str, str], ...]:
    """Quantities, one for every comparator and every run of signs and blanks that it can be written with."""
    found: dict[object, tuple[str, str, bool, str, str]] = {}
    for before, after, percent in _ways():
        text = f"{before}8{'%' if percent else '个'}{after}"
        written = read_written(text)
        if written is not None:
            seen = re.sub("[^" + "".join(SIGNS | BLANK | set(BLANKS)) + "]+", "甲", text)
            found.setdefault((written.comparator, percent, seen), (text, written.comparator, percent, before, after))
    return tuple(found.values())


def _ways() -> Iterator[tuple[str, str, bool]]:
    """What may stand before the number and after the unit, plain signs first; a blank wherever a pattern could see it."""
    for percent in (False, True):
        for before, after in spelt():
            for first, last in product(BLANKS, BLANKS):
                yield first + before + last, after, percent
        for sign, equals in (*product(MORE, EQUALS), *product(LESS, EQUALS)):
            for first, between, last in product(BLANKS, BLANKS, BLANKS):
                yield first + sign + between + equals + last, "", percent
    for (before, after), first, last in product(spelt(), BLANKS, BLANKS):
        yield first + before + last + OF_SOMETHING, after, True


def of_signs(pattern: str) -> bool:
    """Whether nothing but signs can be what the pattern finds, with any number of blanks between them."""
    from re import _constants, _parser

    try:
        return _of_signs(_parser.parse(pattern), _constants)
    except (re.error, ValueError):
        return False


def _of_signs(tree: Any, names: Any) -> bool:
    for kind, of in tree:
        match kind:
            case names.LITERAL | names.IN:
                told = _characters(kind, of, names) <= SIGNS
            case names.AT:
                told = of in (names.AT_BEGINNING, names.AT_BEGINNING_STRING, names.AT_END, names.AT_END_STRING)
            case names.MAX_REPEAT | names.MIN_REPEAT:
                least, most, repeated = of
                told = _of_signs(repeated, names)
                if not told and (least, most) == (0, names.MAXREPEAT) and len(repeated) == 1:
                    told = _characters(repeated[0][0], repeated[0][1], names) <= SIGNS | BLANK
            case names.SUBPATTERN:
                told = _of_signs(of[3], names)
            case names.BRANCH:
                told = all(_of_signs(each, names) for each in of[1])
            case _:
                told = False
        if not told:
            return False
    return True


def _characters(kind: Any, of: Any, names: Any) -> frozenset[str]:
    """The characters that one place of a pattern stands for; one that is no sign where it stands for more than a list."""
    if kind == names.LITERAL:
        return frozenset(chr(of))
    if kind == names.IN and all(each == names.LITERAL for each, _ in of):
        return frozenset(chr(each) for _, each in of)
    return frozenset("0")
