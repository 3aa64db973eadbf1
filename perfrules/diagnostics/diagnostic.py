"""One problem: a code that is a word, a sentence, the smallest span that is wrong, and the advice apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfrules.diagnostics.words import Words
from perfrules.source import Source, Span

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """The kind of a problem: `name` is the stable word, `title` how a reader meets it."""

    name: str
    title: Words


@dataclass(frozen=True, slots=True)
class Label:
    """A place in a text and what is to be said at it."""

    source: Source
    span: Span
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """Text put in the place of spans of the primary label's source; it mends the mistake."""

    edits: tuple[tuple[Span, str], ...]

    def apply(self, text: str) -> str:
        for span, new in sorted(self.edits, reverse=True):
            text = text[: span.start] + new + text[span.end :]
        return text


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem. `path` is the JSON pointer where the problem is in a form; `form` is the id that the sentence names, where the
    same may be said of many forms.
    """

    code: Code
    words: Words
    at: Label
    others: tuple[Label, ...] = ()
    help: Words | None = None
    fix: Fix | None = None
    level: Level = "error"
    path: str | None = None
    form: str | None = None
