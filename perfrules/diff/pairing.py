"""Which item of the new edition is which of the old: by name, else by meaning, else by likeness, and then said to be so.

By meaning: the two are the same once every name is put in its place, and what reads them reads them alike. By likeness: the
most alike pair that is alike enough; such a pair is shown as a guess, never as certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.diff.model import Sureness
from perfrules.diff.reading import expressions, inside, named, reads
from perfrules.diff.shapes import Inlined, Shapes
from perfrules.values.text import similarity_pairs

ALIKE = Fraction(7, 10)
"""How alike two items must be to be taken for one under another name."""


@dataclass(frozen=True, slots=True)
class Pair:
    old: core.Item
    new: core.Item
    by: Sureness
    likeness: Fraction | None = None


def pairs(old: core.Program, new: core.Program, shapes: Shapes) -> list[Pair]:
    """The items that are in both editions, under one name or two."""
    found: list[Pair] = []
    for ours, theirs in zip(_kinds(old), _kinds(new), strict=True):
        mine, its = {item.name: item for item in ours}, {item.name: item for item in theirs}
        found += [Pair(mine[name], its[name], "name") for name in mine if name in its]
        left = [item for name, item in mine.items() if name not in its]
        right = [item for name, item in its.items() if name not in mine]
        found += _by_meaning(left, right, _Meanings(old, shapes), _Meanings(new, shapes))
        taken = {id(side) for pair in found for side in (pair.old, pair.new)}
        rest = [[item for item in side if id(item) not in taken] for side in (left, right)]
        found += _by_likeness(rest[0], rest[1], _Parts(old, shapes), _Parts(new, shapes))
    return found


def _kinds(program: core.Program) -> tuple[Sequence[core.Item], ...]:
    rules = [check for check in program.checks if isinstance(check, core.Rule)]
    return list(program.params.values()), list(program.lets.values()), list(program.links.values()), rules, program.scores()


class _Meanings:
    """What items of one edition mean, and for one that has no formula of its own, how it is read."""

    def __init__(self, program: core.Program, shapes: Shapes) -> None:
        self.program = program
        self.shapes = shapes
        self.inlined = Inlined(program, shapes)

    def of(self, item: core.Item) -> object:
        meaning = self.shapes.item(item, self.inlined)
        return (meaning, self._read(item)) if isinstance(item, core.Param) else meaning

    def _read(self, item: core.Item) -> frozenset[int]:
        """Everything that reads it, with a hole where it is read: a value alone does not tell two params for one."""
        hole = Inlined(self.program, self.shapes, item.name)
        direct = [each for each in (*named(self.program).values(), *self.program.checks) if item.name in reads(each)]
        return frozenset(self.shapes.item(each, hole) for each in direct)


def _by_meaning(left: Sequence[core.Item], right: Sequence[core.Item], ours: _Meanings, theirs: _Meanings) -> Iterator[Pair]:
    waiting: dict[object, list[core.Item]] = {}
    for item in right:
        waiting.setdefault(theirs.of(item), []).append(item)
    for item in left:
        meaning = ours.of(item)
        its = waiting.get(meaning)
        if not its or (isinstance(item, core.Param) and meaning == (ours.shapes.item(item, ours.inlined), frozenset())):
            continue
        same = next((each for each in its if each.title == item.title), its[0])
        its.remove(same)
        yield Pair(item, same, "meaning")


class _Parts:
    """The parts of items by shape, every name put in its place: what likeness is counted on."""

    def __init__(self, program: core.Program, shapes: Shapes) -> None:
        self.shapes = shapes
        self.inlined = Inlined(program, shapes)

    def of(self, item: core.Item) -> Counter[int]:
        return Counter(self.shapes.of(node, self.inlined) for node in inside(expressions(item)))


def _by_likeness(left: Sequence[core.Item], right: Sequence[core.Item], ours: _Parts, theirs: _Parts) -> Iterator[Pair]:
    """The most alike first; each item once. What has nothing but a value to show is never guessed by its value."""
    mine, its = [ours.of(item) for item in left], [theirs.of(item) for item in right]
    scored = []
    for at, item in enumerate(left):
        for to, other in enumerate(right):
            like = _likeness(item, other, mine[at], its[to])
            if like >= ALIKE:
                scored.append((like, at, to))
    used: tuple[set[int], set[int]] = (set(), set())
    for like, at, to in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if at not in used[0] and to not in used[1]:
            used[0].add(at)
            used[1].add(to)
            yield Pair(left[at], right[to], "likeness", like)


def _likeness(one: core.Item, other: core.Item, mine: Counter[int], its: Counter[int]) -> Fraction:
    """Half what the formulas share, half what names and titles share."""
    if getattr(one, "subject", None) != getattr(other, "subject", None):
        return Fraction(0)
    words = max(_same_words(one.name, other.name), _same_words(one.title or "", other.title or ""))
    if isinstance(one, core.Param | core.Link):
        return words
    shared = Fraction(2 * (mine & its).total(), max(mine.total() + its.total(), 1))
    return (shared + words) / 2


def _same_words(one: str, other: str) -> Fraction:
    """How much of two texts is the same, pair of characters by pair."""
    mine, its = Counter(similarity_pairs(one)), Counter(similarity_pairs(other))
    return Fraction(2 * (mine & its).total(), max(mine.total() + its.total(), 1))
