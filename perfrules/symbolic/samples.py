"""A text that a pattern is found in, made from the pattern itself. None where it would have to be guessed."""

from __future__ import annotations

import re
from typing import Any

from perfrules import library

LONGEST_RUN = 30


def sample(pattern: str) -> str | None:
    """A short text in which RE2 finds the pattern."""
    from re import _constants, _parser

    try:
        text = _text(_parser.parse(pattern), _constants)
    except (re.error, ValueError):
        return None
    return text if text.strip() and library.compiled(pattern).search(text) is not None else None


def _text(tree: Any, names: Any) -> str:
    return "".join(_piece(kind, of, names) for kind, of in tree)


def _piece(kind: Any, of: Any, names: Any) -> str:
    if kind is names.LITERAL:
        return chr(of)
    if kind is names.NOT_LITERAL:
        return "甲" if of != ord("甲") else "乙"
    if kind is names.ANY:
        return "甲"
    if kind is names.AT:
        return ""
    if kind is names.IN:
        return _member(of, names)
    if kind is names.BRANCH:
        return _text(of[1][0], names)
    if kind is names.SUBPATTERN:
        return _text(of[3], names)
    if kind in (names.MAX_REPEAT, names.MIN_REPEAT):
        least, _, inner = of
        times: int = min(least, LONGEST_RUN)
        return _text(inner, names) * times
    raise ValueError(kind)


def _member(of: Any, names: Any) -> str:
    """A character of a class."""
    if of and of[0][0] is names.NEGATE:
        taken = re.compile(_class(of[1:], names))
        return str(next(one for one in "甲乙aA1 -。" if not taken.fullmatch(one)))
    kind, value = of[0]
    if kind is names.RANGE:
        return chr(value[0])
    if kind is names.CATEGORY:
        return "1" if "DIGIT" in str(value) else " " if "SPACE" in str(value) else "甲"
    return chr(int(value))


def _class(of: Any, names: Any) -> str:
    parts = []
    for kind, value in of:
        if kind is names.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif kind is names.LITERAL:
            parts.append(re.escape(chr(value)))
        else:
            parts.append("\\d" if "DIGIT" in str(value) else "\\s" if "SPACE" in str(value) else "\\w")
    return "[" + "".join(parts) + "]"
