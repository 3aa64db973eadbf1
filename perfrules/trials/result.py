"""What came of a trial: what was tried on how many forms, and each form that shows something wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.drawing import Data
from perfrules.source import Source, Span
from perfrules.trials.examples import ExampleRun

Kind = Literal["property", "outcomes", "reach", "bounds", "more-done", "spelling"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Something wrong: `forms` show it (two that differ in one cell, or none where nothing was found), best by `check`."""

    words: Words
    check: str | None
    forms: tuple[Data, ...]
    source: Source
    span: Span


@dataclass(frozen=True, slots=True)
class Tried:
    """One property, or one thing that every policy must satisfy; it held on all `forms` if nothing is `shown`.

    `skipped` says why something was left out: the author has answered for it. `days` are those of the program that was tried.
    """

    kind: Kind
    title: Words
    forms: int
    shown: tuple[Shown, ...]
    source: Source
    span: Span
    skipped: tuple[Words, ...] = ()
    days: Days = (None, None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that was tried of one policy."""

    program: core.Program
    examples: tuple[ExampleRun, ...]
    tried: tuple[Tried, ...]

    @property
    def held(self) -> bool:
        return all(run.passed for run in self.examples) and not any(each.shown for each in self.tried)
