"""How many times one ratio is in another is shown as a number of times: raised to a whole number it is 2, not 200%."""

from __future__ import annotations

from fractions import Fraction

import pytest
from editions import edition

from perfrules.report.wording import number_text

OVER = "最大(执行数 / 预算数 - 100%, 0)"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (f"进一({OVER} / 5%, 1)", "2"),
        (f"四舍五入({OVER} / 5%, 1)", "2"),
        (f"四舍五入({OVER}, 0.01%)", "200%"),
        (f"四舍五入({OVER}, 0.01)", "200%"),
    ],
)
def test_a_ratio_in_whole_steps_is_a_number_of_times(formula: str, shown: str) -> None:
    made = edition("old", f"定义 超 针对 预算 = {formula}\n规则 甲 针对 预算\n  要求 超 <= 1\n")
    assert number_text(Fraction(2), made.lets["超"].value.type) == shown
