"""Written quantities: the table in written.md, and that no text makes the reading slow or raises."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfrules.values.narrative import figures_in
from perfrules.values.numbers import decimal_text
from perfrules.values.written import Written, read_number, read_written

TABLE = (Path(__file__).parent / "written.md").read_text(encoding="utf-8")
SIGNS = "0123456789.,%≥≤><=+-－／/ 　万亿元人次个年月日约的不少于超过以上内()（）、*"


def rows(columns: int) -> list[list[str]]:
    """The rows of the tables that are so wide, without the heads."""
    cut = [[cell.strip() for cell in line[1:].rstrip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| `")]
    return [[row[0][1:-1], *row[1:]] for row in cut if len(row) == columns]


def test_the_table_is_as_long_as_it_was_meant_to_be() -> None:
    assert len(rows(5)) + len(rows(1)) >= 200


@pytest.mark.parametrize("row", rows(5), ids=lambda row: row[0])
def test_a_quantity_is_read(row: list[str]) -> None:
    text, comparator, value, unit, step = row
    assert read_written(text) == Written(comparator, Fraction(value), unit, Fraction(step))


@pytest.mark.parametrize("row", rows(1), ids=lambda row: row[0] or "nothing")
def test_what_is_not_certain_stays_text(row: list[str]) -> None:
    assert read_written(row[0]) is None


@pytest.mark.parametrize("row", rows(2), ids=lambda row: row[0])
def test_the_numbers_of_a_narrative_are_found(row: list[str]) -> None:
    shown = [
        "?" if figure.written is None else f"{decimal_text(figure.written.value)} {figure.written.unit}".strip()
        for figure in figures_in(row[0])
    ]
    assert " · ".join(shown) == row[1]


@pytest.mark.parametrize(
    "text",
    [
        "9" * 10**6,
        "1," * 500_000,
        "1." * 500_000,
        " " * 10**6 + "5",
        "≥" * 10**6,
        "的" * 10**6 + "5%",
        "元/人" * 300_000,
        "5" + " " * 10**6,
    ],
    ids=["digits", "commas", "points", "blanks", "signs", "words", "units", "trailing blanks"],
)
def test_a_text_of_a_million_characters_is_answered_at_once(text: str) -> None:
    start = time.monotonic()
    read_written(text)
    read_number(text)
    assert time.monotonic() - start < 1


def test_numbers_of_more_than_sixty_digits_are_not_read() -> None:
    assert read_written("9" * 60) is not None
    assert read_written("9" * 61) is None
    assert read_number("0." + "9" * 60) is None


@given(st.text(alphabet=SIGNS, max_size=24))
def test_no_text_raises_and_what_is_read_holds_one_number(text: str) -> None:
    read = read_written(text)
    list(figures_in(text))
    if read is not None:
        assert read.comparator in "=≥≤><"
        assert read.step > 0
        assert (read.value / read.step).denominator == 1


@given(st.integers(0, 10**9), st.sampled_from(["", "家", "%", "万元", "批次"]), st.sampled_from(["", "≥", "不超过"]))
def test_full_width_and_blanks_around_the_number_change_nothing(number: int, unit: str, sign: str) -> None:
    wide = str.maketrans("0123456789%", "０１２３４５６７８９％")
    text = f"{sign}{number}{unit}"
    assert read_written(text) == read_written(text.translate(wide)) == read_written(f" {sign} {number} {unit} ")
