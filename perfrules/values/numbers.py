"""Exact numbers: reading, printing and the four roundings. A number is a `Fraction`; there is no float anywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

Rounding = Literal["rounded", "rounded_even", "cut", "raised"]

LARGEST_BITS = 4096
"""A number with more binary digits than this, above or below the line, is missing: too large."""


def too_large(number: Fraction) -> bool:
    return max(number.numerator.bit_length(), number.denominator.bit_length()) > LARGEST_BITS


def to_step(number: Fraction, step: Fraction, how: Rounding) -> Fraction:
    """`number` as a whole multiple of `step`.

    `rounded`: half away from zero (四舍五入); `rounded_even`: half to even (四舍六入五成双);
    `cut`: towards zero (去尾); `raised`: away from zero (进一).
    """
    steps = abs(number) / step
    whole = steps.numerator // steps.denominator
    rest = steps - whole
    half = Fraction(1, 2)
    up = {
        "rounded": rest >= half,
        "rounded_even": rest > half or (rest == half and whole % 2 == 1),
        "cut": False,
        "raised": rest > 0,
    }[how]
    size = (whole + (1 if up else 0)) * step
    return -size if number < 0 else size


def digits_after_point(number: Fraction) -> int | None:
    """How many decimals write `number` exactly; None when no finite number of them does."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def decimal_text(number: Fraction, most: int = 6, least: int = 0) -> str:
    """The digits of `number`; one that has no end, or more than `most` decimals, is cut there and ends in `…`."""
    exact = digits_after_point(number)
    places = most if exact is None or exact > most else max(exact, least)
    scaled = abs(number) * 10**places
    digits = str(scaled.numerator // scaled.denominator).rjust(places + 1, "0")
    whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if number < 0 else ""
    tail = "…" if exact is None or exact > most else ""
    return sign + whole + ("." + decimals if decimals else "") + tail


def percent_text(number: Fraction, most: int = 4) -> str:
    return decimal_text(number * 100, most) + "%"


def exact_text(number: Fraction) -> str:
    """All of `number`: its digits when they end, else `numerator/denominator`."""
    places = digits_after_point(number)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    return decimal_text(number, most=places)
