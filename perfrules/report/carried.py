"""What a form's audited scores entail elsewhere on the form: the grade of an audited total."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.evaluate import Decided
from perfrules.report.labels import label, written
from perfrules.report.model import Carried, FormReport
from perfrules.values.text import normal


def carried(decided: Decided, program: core.Program) -> tuple[Carried, ...]:
    """Cells of the form itself, its total apart, that would be others by what was audited.

    A score is checked by what is claimed, so that one mistake is one finding; what it comes to by the audited cells is said here.
    """
    form, found = decided.form, []
    due = {result.check: result.expected for result in decided.results if result.outcome == "fail"}
    told = {score.column.field: due[score.name] for score in program.scores() if score.name in due}
    for name, value in decided.audited:
        cell = form.cells[name]
        audited = written(value, cell.field, cell)
        if audited is None or cell.text is None or normal(cell.text) == normal(audited):
            continue
        if name in told and written(told[name], cell.field, cell) == audited:
            continue
        if cell.value != value:
            found.append(Carried(label(form, cell.path), cell.path, cell.text, audited))
    return tuple(found)


def carried_words(form: FormReport) -> Iterator[Words]:
    """Each in a sentence."""
    for each in form.carried:
        yield Words(
            f"按复核后的数，{each.name.zh}应为 {each.audited}（填报 {each.claimed}）",
            f"by what was audited, {each.name.en} would be {each.audited} (claimed {each.claimed})",
        )
