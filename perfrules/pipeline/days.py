"""The day that a form counts by where its own cannot be read: another is never put in its place without a word."""

from __future__ import annotations

from datetime import date

from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.forms import Form
from perfrules.library.scalar import DASHES
from perfrules.source import Source, Span
from perfrules.values.text import normal

DATE_NOT_READ = Code("date-not-read", Words("日期读不出", "date not read"))


def unread_day(form: Form) -> str | None:
    """What stands where the day should be, when no day can be read in it; a dash says that there is none."""
    cell = form.cells.get(form.template.about.filled_on or "")
    if cell is None or cell.text is None or form.filled_on is not None or normal(cell.text) in DASHES:
        return None
    return cell.text


def counted_by(form: Form, by: Words) -> Diagnostic | None:
    """That a form counts `by` a day that it does not show, although it shows something; None when it shows a day, or nothing."""
    written = unread_day(form)
    if written is None:
        return None
    words = Words(
        f"表 {form.id} 的填表日期“{written}”读不出是哪一天，按{by.zh}算",
        f"the day “{written}” on which form {form.id} was filled in cannot be read; it counts by {by.en}",
    )
    help_ = Words("看得出是哪一天的，把它填进表里", "where it can be made out, put the day into the form")
    return Diagnostic(DATE_NOT_READ, words, Label(Source(form.file, ""), Span(0, 0)), help=help_, level="warning", form=form.id)


def by_option(day: date) -> Words:
    return Words(f" --date 的 {day} ", f"--date {day}")
