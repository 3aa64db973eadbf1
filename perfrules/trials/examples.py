"""The examples of a policy run: each builds the form it describes and compares the outcome.

The example of a rule that is off shows what the rule says while it stands, so it is run as though the rule were on. Where
amendments are dated an example is run in every period in which it stands; one that says when its form was filled in, in that
day's period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic, Label
from perfrules.evaluate import Batch, Engine, decide
from perfrules.evaluate.agreement import agreement
from perfrules.findings import Outcome, Result
from perfrules.forms import Form, Template, Templates, make_form, shipped_templates
from perfrules.forms.reading import read_cell
from perfrules.report.labels import counted_in
from perfrules.source import Span
from perfrules.values import Value

WORST: tuple[Outcome, ...] = ("fail", "undetermined", "pass", "not_applicable", "off")


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """What an example gave; `problems` are those of the form it describes, `audited` the audited values, where one was stated.

    `engine` and `batch` are what decided it, kept for whoever asks why.
    """

    example: core.Example
    outcome: Outcome
    passed: bool
    results: tuple[Result, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    audited: tuple[Value, ...] = ()
    form: Form | None = None
    engine: Engine | None = None
    batch: Batch | None = None


def run_examples(program: core.Program, templates: Templates | None = None) -> tuple[ExampleRun, ...]:
    """Every example of the policy, in the order written."""
    templates = templates or shipped_templates()
    engine = Engine(program)
    off = {check.name: check for check in program.checks if check.off is not None}
    return tuple(
        _run(example, program, Engine(_lifted(program, example.of)) if example.of in off else engine, templates)
        for example in program.examples
    )


def run_all_examples(
    program: core.Program, periods: Sequence[tuple[Days, core.Program]] = (), templates: Templates | None = None
) -> tuple[ExampleRun, ...]:
    """Every example in all its periods: the first that gives something else, or else the first of them.

    `periods` are those of a policy that is not the same on every day; without them `program` is what holds always.
    """
    templates = templates or shipped_templates()
    runs: dict[tuple[str, Span], list[tuple[Days, ExampleRun]]] = {}
    for days, its in periods or (((None, None), program),):
        for run in run_examples(its, templates):
            runs.setdefault((run.example.source.name, run.example.span), []).append((days, run))
    told = []
    for each in runs.values():
        day = _day(each[0][1].example, program, templates)
        its_own = [run for (first, last), run in each if day and (first or date.min) <= day <= (last or date.max)]
        several = its_own or [run for _, run in each]
        told.append(next((run for run in several if not run.passed), several[0]))
    return tuple(told)


def _day(example: core.Example, program: core.Program, templates: Templates) -> date | None:
    """When the example's form was filled in, if it says so."""
    forms, _ = described(example, program, templates)
    return forms[0].filled_on if forms else None


def _lifted(program: core.Program, name: str) -> core.Program:
    """The program with one rule on that is off."""
    return replace(program, checks=tuple(replace(each, off=None) if each.name == name else each for each in program.checks))


def _run(example: core.Example, program: core.Program, engine: Engine, templates: Templates) -> ExampleRun:
    check = next(check for check in program.checks if check.name == example.of)
    forms, problems = described(example, program, templates)
    if problems:
        return ExampleRun(example, "undetermined", False, (), problems)
    form, batch = forms[0], Batch(forms, whole=True, auditor=lambda of: _auditor(engine, of))
    decided = decide(engine, form, batch)
    results = tuple(result for result in decided.results if result.check == example.of)
    outcome: Outcome = min((each.outcome for each in results), key=WORST.index, default="not_applicable")
    expected = example.outcome.replace(" ", "_")
    if outcome != expected or example.audited is None or not isinstance(check, core.Score):
        return ExampleRun(example, outcome, outcome == expected, results, form=form, engine=engine, batch=batch)
    passed, given = _audited(check, engine, form, batch, example.audited)
    return ExampleRun(example, outcome, passed, results, audited=given, form=form, engine=engine, batch=batch)


def _auditor(engine: Engine, form: Form) -> Engine | None:
    """In an example only the policy itself is there: it audits the forms of its own template."""
    return engine if form.template.name == engine.program.template else None


def described(
    example: core.Example, program: core.Program, templates: Templates
) -> tuple[tuple[Form, ...], tuple[Diagnostic, ...]]:
    """The forms that an example describes, that of its rule first, then the linked ones; or what is wrong with them."""
    check = next(check for check in program.checks if check.name == example.of)
    whole = [(check.subject.template, [row for row in example.given if row.link is None])]
    latest: dict[str, list[core.GivenRow]] = {}
    for row in example.given:
        if row.link is None:
            continue
        if row.link not in latest or row.part is None:
            latest[row.link] = []
            whole.append((program.links[row.link].target.template, latest[row.link]))
        latest[row.link].append(row)
    forms: list[Form] = []
    problems: list[Diagnostic] = []
    for at, (name, rows) in enumerate(whole):
        template = templates.get(name)
        assert template is not None
        id = example.title if at == 0 else f"{example.title} #{at}"
        loaded = make_form(template, filled(rows, template), id=id, at=Label(example.source, example.span))
        forms += loaded.forms
        problems += loaded.problems
    return tuple(forms), tuple(problems)


def _audited(check: core.Score, engine: Engine, form: Form, batch: Batch, wanted: str) -> tuple[bool, tuple[Value, ...]]:
    """Whether some subject's audited value is the one the example states, read as it would stand in the cell; and all of them."""
    run = engine.start(form, batch)
    given = []
    for entity in run.entities.of(check.column.subject):
        value = engine.audited(entity, check.claimed.field, run)
        given.append(value)
        cell = entity.cells[check.claimed.field]
        reading = read_cell(cell.field, wanted, counted_in(cell.field, cell))
        shown = replace(cell, text=wanted, value=reading.value_at(form.id, cell.path, wanted), step=reading.step)
        if agreement(shown, value, None, check.claimed.type, check.expected.type) is True:
            return True, tuple(given)
    return False, tuple(given)


def filled(rows: Sequence[core.GivenRow], template: Template) -> dict[str, Any]:
    """A form as it would be loaded; groups that no row names have no rows."""
    form: dict[str, Any] = {}
    for row in rows:
        cells = {name: list(text) if isinstance(text, tuple) else text for name, text in row.cells}
        if row.part is None:
            form.update(cells)
        elif template.parts[row.part].many:
            form.setdefault(row.part, []).append(cells)
        else:
            form.setdefault(row.part, {}).update(cells)
    return form
