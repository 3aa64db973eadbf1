"""Patterns that look at signs only: what they say of any written quantity is what they say of one of its listed spellings."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_written import SIGNS, rows

from perfrules import library
from perfrules.symbolic.spellings import of_signs, spellings
from perfrules.values.quantity import PERCENT
from perfrules.values.written import read_written

MATCHES = library.builtins()["matches"].meaning
PIECES = ["=", "≥", "≤", ">", "<", "≧", " ", " *", "=?", "[=≥]", "(≤|<)", "[= ]*", "(=|>=)", "> *="]
PATTERNS = st.tuples(
    st.sampled_from(["", "^", "^ *"]), st.lists(st.sampled_from(PIECES), min_size=1, max_size=3), st.sampled_from(["", "", "$"])
).map(lambda parts: parts[0] + "".join(parts[1]) + parts[2])
WRITTEN = [row[0] for row in rows(5)]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Quantities as they are written, some with blanks and signs put in."""
    text = draw(st.sampled_from(WRITTEN) | st.text(alphabet=SIGNS, min_size=1, max_size=12))
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(["", "", " ", "  ", "=", "≥", "＝", "　", "\t", "\u00a0", "\n"])) + text[at:]


@settings(max_examples=400)
@given(texts(), st.lists(PATTERNS, min_size=1, max_size=2, unique=True))
def test_every_written_quantity_is_spelt_like_one_that_is_listed(text: str, patterns: list[str]) -> None:
    written = read_written(text)
    assume(written is not None)
    assert written is not None
    patterns = [pattern for pattern in patterns if of_signs(pattern)]
    told = tuple(bool(MATCHES(text, pattern)) for pattern in patterns)
    listed = {(each.comparator, each.percent, each.matches) for each in spellings(tuple(patterns))}
    assert (written.comparator, written.unit == PERCENT, told) in listed


@pytest.mark.parametrize("pattern", ["8", "[^=]", ".", r"\d", "个", r"\b=", "%", " =", "= ?", "= +", "(?i)=a", "["])
def test_a_pattern_that_looks_at_more_is_not_taken_for_one(pattern: str) -> None:
    assert not of_signs(pattern)


def test_the_sign_of_an_equality_is_told_from_none() -> None:
    told = {(each.comparator, each.matches) for each in spellings(("^ *=",)) if not each.percent}
    assert {("=", (False,)), ("=", (True,)), ("≥", (False,))} <= told
    assert ("≥", (True,)) not in told
