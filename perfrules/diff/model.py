"""What a comparison of two editions has to say, as values: what changed in the text, and for whom. Pages only print them.

Everything a reader sees is in both languages (`Words`); texts of rules are printed in the reader's spelling.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from perfrules.core.tree import BasisOf
from perfrules.diagnostics import Diagnostic, Words

if TYPE_CHECKING:
    from perfrules.diff.impact import Impact
    from perfrules.diff.meaning import Meaning

What = Literal["param", "let", "table", "link", "rule", "score"]
How = Literal["added", "repealed", "renamed", "switched_off", "switched_on", "changed"]
HOWS: tuple[How, ...] = ("added", "repealed", "switched_off", "switched_on", "changed", "renamed")
Aspect = Literal[
    "value",
    "formula",
    "condition",
    "requirement",
    "rows",
    "tolerance",
    "rounding",
    "severity",
    "missing",
    "scope",
    "cell",
    "keys",
    "switch",
    "basis",
    "wording",
    "rewritten",
]
"""`rewritten`: other names or other pieces, the same formula once every name is put in its place."""
Sureness = Literal["name", "meaning", "likeness"]
MEANINGLESS: frozenset[Aspect] = frozenset({"severity", "basis", "wording", "rewritten"})
"""Aspects that change no outcome and no total."""


DAYS_COMPARED = Words("比较的日子", "days compared")
"""What stands at the head of a comparison of editions that did not stay the same: all that is said is of forms of these days."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an item stands: the edition its text comes from, file and line, and what it rests on."""

    edition: str
    file: str
    line: int
    basis: tuple[BasisOf, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in both editions; None where it is not there. `label` is the clause's word."""

    aspect: Aspect
    label: Words
    old: Words | None
    new: Words | None


@dataclass(frozen=True, slots=True)
class Change:
    """One item that is not the same. `old` and `new` name it in either edition, None where it is not there.

    `by` says how the two were known for one: by name, by meaning (the same once names are put in their place), or by likeness
    only (`likeness`, of 1). `readers` are the rules and scores that read a changed param, let or link, with those it reaches
    through other lets. `moved` names the other rule that a clause went to or came from.
    """

    what: What
    how: How
    old: str | None
    new: str | None
    title: str
    aspects: tuple[Aspect, ...]
    clauses: tuple[ClauseChange, ...]
    was: Citation | None
    now: Citation | None
    by: Sureness = "name"
    likeness: Fraction | None = None
    readers: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.new or self.old or ""

    @property
    def names(self) -> str:
        """`old → new` where the name changed."""
        return f"{self.old} → {self.new}" if self.old and self.new and self.old != self.new else self.name


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the two policies: its name, title, years and what it rests on as a whole."""

    name: str
    title: str
    template: str
    years: tuple[str, str]
    basis: tuple[BasisOf, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two editions compared. `header` is what changed in the policies' own clauses (years, places, template).

    `unchanged` counts the items that are the same in both. `meaning` and `impact` are None where they were not asked for.
    """

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    header: tuple[ClauseChange, ...]
    unchanged: int
    examples: tuple[int, int]
    impact: Impact | None = None
    meaning: Meaning | None = None
    problems: tuple[Diagnostic, ...] = field(default=(), compare=False)

    @property
    def empty(self) -> bool:
        """Whether every item is the same: no rule, score, let, param or link differs in anything."""
        return not self.changes

    def count(self, how: How) -> int:
        return sum(change.how == how for change in self.changes)
