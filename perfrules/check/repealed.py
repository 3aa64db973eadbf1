"""What is said of a name that an amendment ended."""

from __future__ import annotations

from perfrules.check.amending import WAS_REPEALED, name_span
from perfrules.check.consolidate import Gone, dates, edition_of
from perfrules.check.problems import Problems
from perfrules.diagnostics import Label, Words
from perfrules.source import Source
from perfrules.syntax import tree as syntax


def was_repealed(name: syntax.Name, source: Source, gone: Gone, found: Problems, *, by_example: bool = False) -> None:
    """At the line that reads it, with the line that repealed it. An example may speak of a day before the repeal."""
    edition = edition_of(gone.file)
    said = Words(f"`{name.text}` 已被 {edition} 废止", f"`{name.text}` was repealed by {edition}")
    here = Label(gone.file.source, name_span(gone.by), Words("在这里废止", "repealed here"))
    help_ = Words("用到它的条目要一并 `替换` 或 `废止`", "`replace` or `repeal` what reads it, too")
    if by_example and dates(gone.by) != (None, None):
        help_ = Words(
            "例要写明填表日期，在它还算数的一天", "let the example say that its form was filled in on a day when it stood"
        )
    found.add(WAS_REPEALED, source, name, said, others=(here,), help=help_)
