"""The rules that are off for a form, in lines: each with the edition that switched it off, since when and why."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.diagnostics import Language
from perfrules.findings.suspended import suspended
from perfrules.report.model import FormReport
from perfrules.report.page import Page


def off_lines(form: FormReport, mark: str, indent: int, page: Page, language: Language) -> Iterator[str]:
    """`mark` is the outcome in the reader's words; the lines of an entry stand under one another beside it."""
    beside = indent + page.size(mark) + 2
    for each in form.off:
        first, *rest = page.wrapped("  ".join(filter(None, (each.rule, each.title))), beside)
        yield f"{' ' * indent}{page.paint(mark, 'quiet')}  {first}"
        yield from (" " * beside + line for line in (*rest, *page.wrapped(suspended(each.by).text(language), beside)))
