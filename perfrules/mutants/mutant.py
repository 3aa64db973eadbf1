"""One changed place of a program, and what it reads like before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.source import Source, Span

Kind = Literal[
    "comparison",
    "condition",
    "negation",
    "arithmetic",
    "constant",
    "text",
    "pattern",
    "interval",
    "set",
    "table",
    "branch",
    "function",
    "where",
    "field",
    "facet",
    "param",
    "agreement",
    "rounding",
    "when",
    "missing means",
    "tolerance",
    "link",
]
Of = Literal["param", "let", "link", "check"]


@dataclass(frozen=True, slots=True)
class Change:
    """What one node may be instead; `after` is how that would be written."""

    node: core.Expr
    kind: Kind
    words: Words
    after: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program that differs from another in one place; `before` and `after` are the texts of that place.

    `name` is the key of the item that holds it, `item` gives the item.
    """

    program: core.Program
    kind: Kind
    of: Of
    name: str
    words: Words
    source: Source
    span: Span
    before: str
    after: str

    @property
    def key(self) -> str:
        """What tells it from every other mutant of its program, the same wherever the item stands in its file."""
        held = self.item
        start, end = self.span.start - held.span.start, self.span.end - held.span.start
        return f"{self.of}/{self.name}/{start}-{end}/{self.kind}/{self.after}"

    @property
    def item(self) -> core.Item:
        """The item as it is in the changed program."""
        match self.of:
            case "param":
                return self.program.params[self.name]
            case "let":
                return self.program.lets[self.name]
            case "link":
                return self.program.links[self.name]
            case "check":
                return next(check for check in self.program.checks if check.name == self.name)
