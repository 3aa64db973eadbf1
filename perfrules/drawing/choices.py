"""Where choices come from: a seed, for a search that can be repeated anywhere, or Hypothesis, which also makes them smaller.

The first choice is always the simplest one (blank, no row, a round number), so what Hypothesis shrinks is a small form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Choices(Protocol):
    """`below(n)` is one of 0 … n-1."""

    def below(self, count: int) -> int: ...


class Seeded:
    """The same seed gives the same choices on every machine."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, count: int) -> int:
        # Not randrange: what it makes of a seed may change with the version of Python; bits do not.
        bits = max(count - 1, 1).bit_length() + 16
        return self._random.getrandbits(bits) * count >> bits


class Asked:
    """Every choice asked of `ask`, which is given how many there are: Hypothesis, in `strategies`."""

    def __init__(self, ask: Callable[[int], int]) -> None:
        self._ask = ask

    def below(self, count: int) -> int:
        return self._ask(count) if count > 1 else 0


def one(choices: Choices, items: Sequence[Item]) -> Item:
    return items[choices.below(len(items))]


def seldom(choices: Choices, of: int) -> bool:
    """True once in `of` times."""
    return choices.below(of) == of - 1
