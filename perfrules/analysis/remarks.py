"""What lint says: remarks, each with a form that shows it where one can; what was answered; and what could not be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perfrules.analysis.codes import LEVELS
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Diagnostic, Fix, Label, Words
from perfrules.findings import Outcome
from perfrules.source import Source, Span

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A form that shows it, as data, and what rule `of` gives on it; `also` is what else is to be known."""

    data: Data
    of: str
    outcome: Outcome
    also: Words | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """`items` are the names it is about: an answer with one of them answers it."""

    problem: Diagnostic
    items: tuple[str, ...]
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A remark that the author has answered, with the reason given."""

    remark: Remark
    reason: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question about a rule that has no answer, and why. `settles` is the form that answers it as an example."""

    item: str
    question: Words
    why: Words
    settles: Words | None = None


@dataclass(frozen=True, slots=True)
class Remarks:
    """Everything that is said of one policy."""

    policy: str
    remarks: tuple[Remark, ...]
    answered: tuple[Answered, ...]
    undecided: tuple[Undecided, ...]


def remark(
    code: Code,
    words: Words,
    at: Label,
    items: Sequence[str],
    *,
    others: Sequence[Label] = (),
    help: Words | None = None,
    fix: Fix | None = None,
    shown: Shown | None = None,
) -> Remark:
    problem = Diagnostic(code, words, at, tuple(others), help, fix, LEVELS[code.name])
    return Remark(problem, tuple(items), shown)


def named(item: core.Item | core.Check, words: Words | None = None) -> Label:
    """The place of an item's name."""
    start = item.source.text.find(item.name, item.span.start, item.span.end)
    span = item.span if start < 0 else Span(start, start + len(item.name))
    return Label(item.source, span, words)


def of_node(node: core.Node, words: Words | None = None) -> Label:
    return Label(node.source, node.span, words)


def first_line(source: Source, span: Span) -> Span:
    """The line on which a span begins, with its line feed."""
    line, _ = source.line_and_column(span.start)
    start = source.line_start(line)
    return Span(start, min(start + len(source.line_text(line)) + 1, len(source.text)))
