"""`perfrules check`: forms under policies, reported for a person or a program, and an exit status for a script."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic
from perfrules.forms import NOTHING_STATED, BatchFile, load_statement, shipped_templates
from perfrules.pipeline.policies import Ready, compile_policy, find
from perfrules.pipeline.run import read_batch, read_forms, run
from perfrules.report import Report
from perfrules.report.json_report import json_report
from perfrules.report.text import text_report

FAILING = {"error": {"error"}, "warning": {"error", "warning"}, "never": set[str]()}


def check(options: argparse.Namespace, terminal: Terminal) -> int:
    """What can be used is checked and reported, also when something else cannot be."""
    policies, problems = load_policies(options.policy)
    report = Report((), (), tuple(problems))
    if policies or not options.policy:
        progress = terminal.progress()
        loaded = read_forms(options.forms, progress)
        stated = declared(options)
        made = run(loaded.forms, policies or None, progress, loaded.stated + stated, options.date)
        progress.clear()
        report = replace(made, problems=(*problems, *loaded.problems, *stated.problems, *made.problems))
    show(report, options.format, terminal)
    return status(report, options.fail_on)


def declared(options: argparse.Namespace) -> BatchFile:
    """What options say of the run: in a file, and statement by statement."""
    stated = NOTHING_STATED
    for name in options.batch:
        stated += read_batch(name)
    for text in options.complete:
        stated += load_statement(text, shipped_templates())
    return stated


def load_policies(names: Sequence[str]) -> tuple[list[Ready], list[Diagnostic]]:
    """The policies named that can be used, and what is wrong with them."""
    ready: list[Ready] = []
    problems: list[Diagnostic] = []
    for name in dict.fromkeys(names):
        source = find(name)
        if isinstance(source, Diagnostic):
            problems.append(source)
            continue
        compiled = compile_policy(source)
        problems += compiled.problems
        if compiled.program is not None:
            ready.append(Ready.of(compiled.program, compiled.periods))
    return ready, problems


def show(report: Report, form: str, terminal: Terminal) -> None:
    terminal.problems(report.problems)
    if form == "json":
        terminal.write_exactly(json_report(report, terminal.language))
    else:
        terminal.write(text_report(report, terminal.language, terminal.page))


def status(report: Report, fail_on: str) -> int:
    """2 when some input could not be used, 1 when a finding is at or above `fail_on`, else 0.

    What cannot be decided counts like what fails: a script must not take it for checked.
    """
    if any(problem.level == "error" for problem in report.problems):
        return 2
    found = {finding.severity for finding in report.findings}
    return 1 if found & FAILING[fail_on] else 0
