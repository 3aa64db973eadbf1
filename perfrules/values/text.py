"""What counts as the same text on a form: full width is half width, blanks do not count, and nothing else is touched."""

from __future__ import annotations

from itertools import pairwise

# One character for one, so that columns hold. Not NFKC: that turns ① into 1, a wrong number.
HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    return text.translate(HALF_WIDTH)


def normal(text: str) -> str:
    """`text` as it is compared: half width, without any blank."""
    return "".join(half_width(text).split())


def is_blank(text: str | None) -> bool:
    return text is None or not text.strip()


def similarity_pairs(text: str) -> dict[str, int]:
    """The pairs of neighbouring characters of `text` after normalisation, each with how often it stands there."""
    plain = normal(text)
    pairs: dict[str, int] = {}
    for pair in map("".join, pairwise(plain)):
        pairs[pair] = pairs.get(pair, 0) + 1
    return pairs
