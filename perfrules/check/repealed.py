"""What is said of a name that an amendment ended."""

from __future__ import annotations

from perfrules.check.amending import WAS_REPEALED, name_span
from perfrules.check.consolidate import Gone, edition_of
from perfrules.check.problems import Problems
from perfrules.diagnostics import Label, Words
from perfrules.source import Source
from perfrules.syntax import tree as syntax


def was_repealed(name: syntax.Name, source: Source, gone: Gone, found: Problems) -> None:
    """At the line that reads it, with the line that repealed it."""
    edition = edition_of(gone.file)
    said = Words(f"`{name.text}` 已被 {edition} 废止", f"`{name.text}` was repealed by {edition}")
    here = Label(gone.file.source, name_span(gone.by), Words("在这里废止", "repealed here"))
    help_ = Words("用到它的条目要一并 `替换` 或 `废止`", "`replace` or `repeal` what reads it, too")
    found.add(WAS_REPEALED, source, name, said, others=(here,), help=help_)
