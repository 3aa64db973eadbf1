"""The examples of a policy run: each builds the form it describes and compares the outcome.

The example of a rule that is off shows what the rule says while it stands, so it is run as though the rule were on. Where
amendments are dated an example is run in every period in which it stands; one that says when its form was filled in, in that
day's period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfrules.check.consolidate import Days, within
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.evaluate import Batch, Engine
from perfrules.findings import Outcome, Result
from perfrules.forms import Form, Templates, shipped_templates
from perfrules.source import Span
from perfrules.trials.described import described
from perfrules.trials.judging import STATED, audited_of, lifted, named, results_of, shows, started, worst
from perfrules.values import Value


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
    off = {check.name for check in program.checks if check.off is not None}
    return tuple(
        _run(example, Engine(lifted(program, example.of)) if example.of in off else engine, templates)
        for example in program.examples
    )


def run_all_examples(
    program: core.Program, periods: Sequence[tuple[Days, core.Program]] = (), templates: Templates | None = None
) -> tuple[ExampleRun, ...]:
    """Every example in all its periods: the first that gives something else, or else the first of them.

    `periods` are those of a policy that is not the same on every day; without them `program` is what holds always.
    """
    runs = runs_in_periods(periods or (((None, None), program),), templates)
    told: dict[tuple[str, Span], ExampleRun] = {}
    for run in (run for _, its in runs for run in its):
        key = run.example.source.name, run.example.span
        if key not in told or (told[key].passed and not run.passed):
            told[key] = run
    return tuple(told.values())


def runs_in_periods(
    periods: Sequence[tuple[Days, core.Program]], templates: Templates | None = None
) -> tuple[tuple[Days, tuple[ExampleRun, ...]], ...]:
    """Every example in all its periods; one that gives the day of its form, in the period of that day, if it stands then."""
    templates = templates or shipped_templates()
    runs = [(days, run_examples(program, templates)) for days, program in periods]
    on_its_day = {
        (run.example.source.name, run.example.span) for days, its in runs for run in its if run.form and _within(run.form, days)
    }
    told = []
    for days, its in runs:
        kept = []
        for run in its:
            dated = (run.example.source.name, run.example.span) in on_its_day
            if not dated or (run.form and _within(run.form, days)):
                kept.append(run)
        told.append((days, tuple(kept)))
    return tuple(told)


def _within(form: Form, days: Days) -> bool:
    """Whether the form says that it was filled in on one of these days."""
    return form.filled_on is not None and within(form.filled_on, days)


def _run(example: core.Example, engine: Engine, templates: Templates) -> ExampleRun:
    check = named(engine.program, example.of)
    forms, problems = described(example, engine.program, templates)
    if problems:
        return ExampleRun(example, "undetermined", False, (), problems)
    run = started(engine, forms[0], forms[1:])
    results = tuple(results_of(engine, check, run))
    outcome = worst(results)
    passed = STATED.get(outcome) == example.outcome
    if not passed or example.audited is None or not isinstance(check, core.Score):
        return ExampleRun(example, outcome, passed, results, form=forms[0], engine=engine, batch=run.batch)
    given = tuple(audited_of(engine, check, run))
    passed = any(shows(entity, check, example.audited, value) for entity, value in given)
    audited = tuple(value for _, value in given)
    return ExampleRun(example, outcome, passed, results, audited=audited, form=forms[0], engine=engine, batch=run.batch)
