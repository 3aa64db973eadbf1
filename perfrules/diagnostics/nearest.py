"""The word someone may have meant, with a limit on how far it may be: no nonsense suggestions."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, if no more than a third of it (at least one character) differs."""
    if len(word) > 60:
        return None
    limit = max(1, len(word) // 3)
    best = min(((distance(word, other), other) for other in known if abs(len(other) - len(word)) <= limit), default=None)
    if best is None or best[0] > limit or best[0] >= len(word):
        return None
    return best[1]


def distance(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (`yaer`) that turn `one` into `other`."""
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, character in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, its in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (character != its))
            if i > 1 and j > 1 and one[i - 2] == its and other[j - 2] == character:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return row[-1]
