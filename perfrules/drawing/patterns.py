"""Texts that a pattern takes, few and short."""

from __future__ import annotations

from functools import lru_cache

MOST = 6
TRIED = 40


@lru_cache(maxsize=256)
def matching(pattern: str) -> tuple[str, ...]:
    """Some short texts in which the pattern is found, always the same; none for a pattern that only RE2 can read."""
    import re

    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st
    from hypothesis.errors import HypothesisException

    found: dict[str, None] = {}
    try:
        texts = st.from_regex(re.compile(pattern), alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x9FFF))
    except (re.error, HypothesisException, RecursionError, OverflowError):
        return ()

    @seed(0)
    @settings(max_examples=TRIED, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(texts)
    def collect(text: str) -> None:
        found[text.strip()] = None

    try:
        collect()
    except (HypothesisException, RecursionError, re.error):
        return ()
    shown = [text for text in found if text and text.isprintable() and re.search(pattern, text)]
    return tuple(sorted(shown, key=lambda text: (len(set(text) - set(pattern)), len(text), text))[:MOST])
