"""Texts as codes: those that programs mention, by their place in a list; any other text by a number of its own.

What a listed text contains, matches or is like is known. Of any other text nothing is known but what follows from the words
themselves, so its truth values are free: a proof over them holds for every text, and a form found with them is tried on the
ordinary evaluator. Blanks inside a text are not written: a text with blanks is as good as the one without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from perfrules import library
from perfrules.symbolic import terms
from perfrules.symbolic.number import Number, exact
from perfrules.symbolic.spellings import Spelling, of_signs, spellings
from perfrules.symbolic.terms import Bool, Int, both, choose, either, opposite
from perfrules.values.text import is_blank, normal

NONE = 0
"""The code of the empty text."""


class Texts:
    """The listed texts of a space; codes from `len` up, and below nought, are texts that are not listed."""

    def __init__(self, listed: Iterable[str]) -> None:
        self.all = list(dict.fromkeys(("", *listed)))
        self._codes = {text: at for at, text in enumerate(self.all)}
        self.words: dict[str, str] = {}
        self.patterns: dict[str, str] = {}
        self.counted = False
        first: dict[str, int] = {}
        self._same: list[tuple[int, int]] = []
        for at, text in enumerate(self.all):
            plain = normal(text)
            if first.setdefault(plain, at) != at:
                self._same.append((at, first[plain]))
        self._plain = first
        self._likes: list[list[tuple[int, Fraction]]] | None = None

    def code(self, text: str) -> int:
        """The code of a listed text."""
        return self._codes[text]

    def listed(self, of: Int) -> Bool:
        return both(terms.at_most(0, of), terms.less(of, len(self.all)))

    def normal(self, of: Int) -> Int:
        """The code of the first listed text that compares equal."""
        if terms.known(of):
            return self._plain[normal(self.all[of])]
        for at, first in self._same:
            of = choose(terms.equal(of, at), first, of)
        return of

    def is_one_of(self, of: Int, texts: Iterable[str]) -> Bool:
        """Whether a text compares equal to one of these."""
        codes = {self._plain[normal(text)] for text in texts if normal(text) in self._plain}
        plain = self.normal(of)
        return either(*(terms.equal(plain, one) for one in sorted(codes)))

    def where(self, of: Int, holds: Callable[[str], bool]) -> Bool:
        """Whether it is a listed text for which something holds."""
        if terms.known(of):
            return holds(self.all[of])
        return either(*(terms.equal(of, at) for at, text in enumerate(self.all) if holds(text)))

    def contains(self, of: Int, words: str | frozenset[str]) -> Bool:
        wanted = [words] if isinstance(words, str) else sorted(words)
        return either(*(self._contains(of, normal(word)) for word in wanted if normal(word)))

    def _contains(self, of: Int, word: str) -> Bool:
        meaning = library.builtins()["contains"].meaning
        self.words[word] = name = f"contains {word}"
        return self._asked(of, name, lambda text: bool(meaning(text, word)))

    def matches(self, of: Int, pattern: str) -> Bool:
        meaning = library.builtins()["matches"].meaning
        self.patterns[pattern] = name = f"matches {pattern}"
        return self._asked(of, name, lambda text: bool(meaning(text, pattern)))

    def spellings(self) -> tuple[list[str], tuple[Spelling, ...]]:
        """The patterns that look at signs only, and the ways to write a quantity that they tell apart."""
        patterns = [pattern for pattern in self.patterns if of_signs(pattern)]
        return patterns, spellings(tuple(patterns)) if patterns else ()

    def spelt(self, of: Int, patterns: list[str], spelling: Spelling) -> Bool:
        """That the patterns say of a text which is not listed what they say of a quantity written so."""
        told = zip((terms.ask(self.patterns[pattern], of) for pattern in patterns), spelling.matches, strict=True)
        return both(*(asked if holds else opposite(asked) for asked, holds in told))

    def _asked(self, of: Int, name: str, holds: Callable[[str], bool]) -> Bool:
        listed = self.where(of, holds)
        if terms.known(of):
            return listed
        return either(listed, both(opposite(self.listed(of)), terms.ask(name, of)))

    def characters(self, of: Int) -> Number:
        if terms.known(of):
            return exact(Fraction(len(normal(self.all[of]))))
        self.counted = True
        size: Any = terms.measure("characters", of)
        for at, text in enumerate(self.all):
            size = choose(terms.equal(of, at), Fraction(len(normal(text))), size)
        return Number(size)

    def similar(self, one: Int, other: Int) -> Number:
        """Known of two listed texts; else free between 0 and 1, and 1 where they compare equal."""
        if terms.known(one) and terms.known(other):
            return exact(_alike(self.all[one], self.all[other]))
        of, beside = (other, one) if terms.known(one) else (one, other)
        size: Any = self._likeness(of, beside)
        if terms.known(beside):
            for at, text in enumerate(self.all):
                size = choose(terms.equal(of, at), _alike(text, self.all[beside]), size)
            return Number(size)
        size = free = choose(terms.equal(self.normal(of), self.normal(beside)), Fraction(1), size)
        listed = self.listed(beside)
        for at, near in enumerate(self._near()):
            row: Any = Fraction(0)
            for place, alike in near:
                row = choose(terms.equal(beside, place), alike, row)
            size = choose(terms.equal(of, at), row if at == NONE else choose(listed, row, free), size)
        return Number(choose(terms.equal(beside, NONE), Fraction(0), size))

    def _near(self) -> Sequence[Sequence[tuple[int, Fraction]]]:
        """Of each listed text, those that are like it at all, and how much."""
        if self._likes is None:
            beside = [[(place, _alike(text, other)) for place, other in enumerate(self.all)] for text in self.all]
            self._likes = [[(place, alike) for place, alike in row if alike] for row in beside]
        return self._likes

    def _likeness(self, one: Int, other: Int) -> Any:
        free = terms.measure("similar", one, other)
        return choose(terms.less(free, Fraction(0)), Fraction(0), choose(terms.less(Fraction(1), free), Fraction(1), free))

    def written(self, of: Int) -> Bool:
        """What is so of any text that stands in a cell: it is not blank, and it contains what its words contain."""
        facts = [opposite(self.where(of, is_blank))]
        for word, name in self.words.items():
            for other, inside in self.words.items():
                if other != word and other in word:
                    facts.append(either(self.listed(of), opposite(terms.ask(name, of)), terms.ask(inside, of)))
        if self.counted:
            size = terms.measure("characters", of)
            facts.append(either(self.listed(of), terms.at_most(Fraction(1), size)))
            for word, name in self.words.items():
                facts.append(either(self.listed(of), opposite(terms.ask(name, of)), terms.at_most(Fraction(len(word)), size)))
        return both(*facts)


def _alike(one: str, other: str) -> Fraction:
    return Fraction(library.builtins()["similar"].meaning(one, other))  # type: ignore[arg-type]
