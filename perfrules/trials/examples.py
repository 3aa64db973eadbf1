"""The examples of a policy run: each builds the form it describes and compares the outcome.

The example of a rule that is off shows what the rule says while it stands, so it is run as though the rule were on. Where
amendments are dated an example is run in every period in which it stands; one that says when its form was filled in, in that
day's period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.evaluate import Batch, Engine
from perfrules.findings import Outcome, Result
from perfrules.forms import Form, Templates, shipped_templates
from perfrules.source import Span
from perfrules.trials.described import described
from perfrules.trials.judging import STATED, audited_of, named, results_of, shows, started, worst
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
        _run(example, Engine(_lifted(program, example.of)) if example.of in off else engine, templates)
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
