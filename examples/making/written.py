"""Numbers as people write them on a form: `187`, `85.7`, `27.70%`, `≥100`, `2600 批 次`, `95%以上`.

Amounts, points and counts are exact fractions until they are written.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random


def rounded(value: Fraction, digits: int = 2) -> Fraction:
    """`value` rounded half up; values here are not negative unless a defect makes them so."""
    return Fraction(int(value * 10**digits + Fraction(1, 2)), 10**digits)


def plain(value: Fraction, digits: int = 2) -> str:
    """The value with at most `digits` digits behind the point, none of them a trailing zero: `187`, `85.7`."""
    sign, hundredths = "-" if value < 0 else "", rounded(abs(value), digits) * 10**digits
    whole, rest = divmod(int(hundredths), 10**digits)
    return f"{sign}{whole}.{rest:0{digits}}".rstrip("0").rstrip(".") if digits else f"{sign}{whole}"


def percent(ratio: Fraction, digits: int = 2) -> str:
    """A ratio as `27.70%`, or as `85%` when it is whole."""
    hundreds = rounded(ratio * 100, digits)
    return f"{hundreds.numerator}%" if hundreds.denominator == 1 else f"{_fixed(hundreds, digits)}%"


def cut_percent(ratio: Fraction) -> str:
    """A ratio at two digits of percent with the rest cut away: 58.698…% as `58.69%`."""
    return f"{_fixed(Fraction(int(ratio * 10_000), 100), 2)}%"


def target_text(random: Random, value: Fraction, unit: str, sign: str) -> str:
    """A target the way offices differ: with a sign before it, with words round it, with blanks in the unit."""
    number = plain(value)
    if unit == "%":
        return random.choice([f"{sign}{number}%", f"{number}%以上"]) if sign == "≥" else f"{sign}{number}%"
    if sign == "≥":
        written = random.choice([f"≥{number}{unit}", f"≥{number}", f"不少于{number}{unit}"])
        return random.choice([written, f"{number}{unit}", f"{number} {_spaced(random, unit)}"])
    return f"{sign}{number}{unit}"


def actual_text(random: Random, value: Fraction, unit: str) -> str:
    """What was reached, with its unit, whose characters may stand apart; never a comparator, that would make it a range."""
    if unit == "%":
        return f"{plain(value)}%"
    return f"{plain(value)}{random.choice(['', ' '])}{_spaced(random, unit)}"


def _spaced(random: Random, unit: str) -> str:
    return " ".join(unit) if len(unit) == 2 and random.randrange(5) == 0 else unit


def _fixed(value: Fraction, digits: int) -> str:
    whole, rest = divmod(int(value * 10**digits), 10**digits)
    return f"{whole}.{rest:0{digits}}"
