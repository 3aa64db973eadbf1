"""Texts that a pattern takes, few and short, read off the pattern itself.

Not drawn by Hypothesis: it keeps files beside whoever runs it, and what it draws depends on what else is loaded.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from itertools import product
from typing import Any

MOST = 6
LONGEST = 60
MOST_REPEATS = 30
ANY = "数"
SPARE = "甲a1 -"
"""Tried in turn where a pattern says what must not stand there."""
CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}


@lru_cache(maxsize=512)
def matching(pattern: str) -> tuple[str, ...]:
    """Some short texts in which the pattern is found; none for a pattern in words that only RE2 has."""
    parser: Any = import_module("re._parser")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # `[[:alpha:]]` is RE2's, and nothing to warn its author of
            compiled = re.compile(pattern)
            made = _sequence(parser.parse(pattern))
    except (re.error, RecursionError, OverflowError):
        return ()
    texts = [text.strip() for text in dict.fromkeys(made)]
    shown = [text for text in texts if text and len(text) <= LONGEST and text.isprintable() and compiled.search(text)]
    return tuple(dict.fromkeys(shown))[:MOST]


def _sequence(parts: Iterable[Any]) -> list[str]:
    """The texts of one part after the other: each choice is met, not every pair of choices."""
    made = [""]
    for operator, argument in parts:
        texts = _part(str(operator), argument)
        if not texts:
            return []
        wide = max(len(made), len(texts))
        made = [made[at % len(made)] + texts[at % len(texts)] for at in range(min(wide, 4 * MOST))]
        if len(made[0]) > 4 * LONGEST:
            return []
    return made


def _part(operator: str, argument: Any) -> list[str]:
    match operator:
        case "LITERAL":
            return [chr(argument)]
        case "NOT_LITERAL":
            return [next(each for each in SPARE if each != chr(argument))]
        case "ANY":
            return [ANY]
        case "IN":
            return _one_of(argument)
        case "BRANCH":
            return [text for branch in argument[1] for text in _sequence(branch)]
        case "SUBPATTERN":
            return _sequence(argument[-1])
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, repeated = argument
            if least > MOST_REPEATS:
                return []
            counts = dict.fromkeys((max(least, 1), least, min(least + 1, most)))
            return [text * count for count, text in product((each for each in counts if each <= most), _sequence(repeated))]
        case _:
            # An anchor takes no text; whether it holds is seen when the pattern is tried.
            return [""]


def _one_of(members: list[Any]) -> list[str]:
    if members and str(members[0][0]) == "NEGATE":
        taken = _one_of(members[1:])
        return [next((each for each in SPARE if each not in taken), ANY)]
    texts = []
    for operator, argument in members[: 2 * MOST]:
        match str(operator):
            case "LITERAL":
                texts.append(chr(argument))
            case "RANGE":
                texts.append(chr(argument[0]))
            case _:
                texts.append(CATEGORIES.get(str(argument), ANY))
    return texts
