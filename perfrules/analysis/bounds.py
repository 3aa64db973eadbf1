"""Of how many rows something is said, in words: of forms of any number, or of at most so many a group."""

from __future__ import annotations

from collections.abc import Sequence

from perfrules.core import tree as core
from perfrules.diagnostics import Words

GIVEN_UP = Words("试了给定的步数，没有得出结论", "it took all the steps it was given and came to no conclusion")


def of_rows(most: int | None) -> Words:
    """What stands before `表` and after `form`; nothing where it is said of every form."""
    return Words("", "") if most is None else Words(f"每组不超过 {most} 行的", f" of at most {most} rows a group")


def larger(rows: int) -> Words:
    return Words(
        f"每组不超过 {rows} 行的表里没有，行数更多的没有看",
        f"there is no such form of at most {rows} rows a group, and larger ones were not looked at",
    )


def fewest(*most: int | None) -> int | None:
    """What holds of forms of as many rows as each of several things holds of."""
    return min((each for each in most if each is not None), default=None)


def listed(checks: Sequence[core.Check]) -> Words:
    """Rules by their names, one after the other."""
    names = [f"`{check.name}`" for check in checks]
    return Words("、".join(names), " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))))
