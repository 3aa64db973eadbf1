"""A policy's consolidated text: its own items and those of the editions it amends, as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from perfrules.check import belonging
from perfrules.check.consolidate import Consolidated, consolidate
from perfrules.check.problems import Problems
from perfrules.diagnostics import Diagnostic
from perfrules.pipeline.texts import parsed_once, texts_of
from perfrules.source import Source


@dataclass(frozen=True, slots=True)
class Whole:
    """What stands, and what is wrong with the writing of any of the texts or with how they amend one another."""

    text: Consolidated
    used: tuple[Consolidated, ...]
    problems: tuple[Diagnostic, ...]


def consolidated(source: Source, day: date | None = None) -> Whole:
    """Names are not looked up: a text can be read by people before all its rules mean something."""
    parsed = parsed_once(source)
    texts, found = texts_of(parsed.file), Problems()
    text = belonging.consolidated(texts.main, day, found)
    used = tuple(consolidate(each, day, found) for each in texts.used)
    return Whole(text, used, (*parsed.problems, *texts.problems, *found.found))
