"""A policy's consolidated text: its own items and those of the editions it amends, as they stand on a day."""

from __future__ import annotations

from datetime import date

from perfrules.check.consolidate import Consolidated, consolidate
from perfrules.check.problems import Problems
from perfrules.pipeline.texts import texts_of
from perfrules.source import Source
from perfrules.syntax import parse


def consolidated(source: Source, day: date | None = None) -> Consolidated:
    """What stands, as far as it can be read; what is wrong with it `compile_policy` says."""
    return consolidate(texts_of(parse(source).file).main, day, Problems())
