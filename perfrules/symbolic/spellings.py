"""How the text of a written quantity goes with what was read of it: `=8个` and `8个` are one quantity and two texts.

A pattern that looks at signs and blanks only sees nothing of the number and the unit. What it says of a text hangs on how the
comparator is spelt, so every spelling is tried once; the ways in which patterns tell them apart are what a cell may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from perfrules import library
from perfrules.values.written import LOOK_ALIKES, read_written, spelt

SIGNS = frozenset("=≥≤><＝＞＜ 　" + LOOK_ALIKES) - frozenset("%-﹪−")
BLANKS = ("", " ")
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
    for before, after, percent in _ways():
        text = f"{before}8{'%' if percent else '个'}{after}"
        written = read_written(text)
        if written is not None:
            told = tuple(bool(matches(text, pattern)) for pattern in patterns)
            found.setdefault((written.comparator, percent, told), Spelling(written.comparator, percent, before, after, told))
    return tuple(found.values())


def _ways() -> Iterator[tuple[str, str, bool]]:
    for percent in (False, True):
        for before, after in spelt():
            for first in BLANKS:
                for last in BLANKS if before.strip() else BLANKS[:1]:
                    yield first + before + last, after, percent
    for first in BLANKS:
        yield first + OF_SOMETHING, "", True


def of_signs(pattern: str) -> bool:
    """Whether nothing but signs and blanks can be what the pattern finds."""
    from re import _constants, _parser

    try:
        return _of_signs(_parser.parse(pattern), _constants)
    except (re.error, ValueError):
        return False


def _of_signs(tree: Any, names: Any) -> bool:
    for kind, of in tree:
        match kind:
            case names.LITERAL:
                told = chr(of) in SIGNS
            case names.AT:
                told = True
            case names.IN:
                told = all(each == names.LITERAL and chr(of_) in SIGNS for each, of_ in of)
            case names.MAX_REPEAT | names.MIN_REPEAT:
                told = _of_signs(of[2], names)
            case names.SUBPATTERN:
                told = _of_signs(of[3], names)
            case names.BRANCH:
                told = all(_of_signs(each, names) for each in of[1])
            case _:
                told = False
        if not told:
            return False
    return True
