"""Numbers written in Chinese words: `二十`, `百分之八十`, `二〇二〇`. The language takes digits; a message says which."""

from __future__ import annotations

import re

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SCALES = {"十": 10, "百": 100, "千": 1000}
WAN, YI = "万", "亿"
LONGEST = 20
_DIGIT, _WORD = f"[{''.join(DIGITS)}]", f"[{''.join((*DIGITS, *SCALES, WAN, YI))}]"


def arabic(text: str) -> str | None:
    """The digits for a number in words, with `%` for 百分之; None for anything else."""
    if text.startswith("百分之"):
        inner = arabic(text.removeprefix("百分之"))
        return None if inner is None else inner + "%"
    whole, point, decimals = text.partition("点")
    if len(text) > LONGEST or not re.fullmatch(f"{_WORD}+", whole) or bool(point) != bool(re.fullmatch(f"{_DIGIT}+", decimals)):
        return None
    number = _digits(whole) if re.fullmatch(f"{_DIGIT}+", whole) else str(_count(whole))
    return number + ("." + _digits(decimals) if point else "")


def _digits(text: str) -> str:
    return "".join(str(DIGITS[each]) for each in text)


def _count(text: str) -> int:
    """`三千二百万` is 32000000."""
    total = section = digit = 0
    for each in text:
        if each in DIGITS:
            digit = DIGITS[each]
        elif each in SCALES:
            section, digit = section + max(digit, 1) * SCALES[each], 0
        elif each == WAN:
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
