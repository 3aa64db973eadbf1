"""`perfrules test`: policies put on trial, and every form that shows something wrong with one."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfrules.cli.files import replace
from perfrules.cli.terminal import Terminal
from perfrules.pipeline.trying import put_on_trial, with_rules
from perfrules.report.page import Colour
from perfrules.trials.junit import junit
from perfrules.trials.result import Outcome
from perfrules.trials.telling import answers_told, example_head, example_told, shown_head, shown_told, summary, tried_told
from perfrules.trials.trial import TRIES, on_trial
from perfrules.trials.under import Under


def test(options: argparse.Namespace, terminal: Terminal) -> int:
    if options.coverage or options.mutate:
        from perfrules.cli.harder import harder

        return harder(options, terminal)
    tries = TRIES if options.tries is None else options.tries
    outcomes: list[tuple[Under, Outcome]] = []
    unusable = False
    for name in options.policies or with_rules():
        loaded = put_on_trial(name)
        terminal.problems(loaded.problems)
        unusable |= any(problem.level == "error" for problem in loaded.problems)
        if loaded.under is None:
            if not loaded.problems:
                terminal.tell(f"{name}：只供引用，没有可检验的", f"{name}: it only lends its names; there is nothing to try")
            continue
        progress = terminal.progress()
        outcome = on_trial(loaded.under, tries, options.seed, progress)
        progress.clear()
        _told(loaded.under, outcome, terminal)
        outcomes.append((loaded.under, outcome))
    if options.junit is not None:
        refused = replace(Path(options.junit), junit(outcomes, terminal.language))
        if refused is not None:
            terminal.problems([refused])
            unusable = True
    if unusable:
        return 2
    return 0 if all(outcome.held for _, outcome in outcomes) else 1


def _told(under: Under, outcome: Outcome, terminal: Terminal) -> None:
    """What differs and what was shown, each at its place, then a line for all that was tried."""
    page, language = terminal.page, terminal.language
    for run in outcome.examples:
        if not run.passed:
            _block(example_head(run), example_told(run, language), terminal)
    for tried in outcome.tried:
        for shown in tried.shown:
            _block(shown_head(tried, shown).text(language), list(shown_told(under, tried, shown, language)), terminal, raw=True)
    wrong = any(not run.passed for run in outcome.examples)
    terminal.write(page.paint(summary(outcome).text(language), "error" if wrong else "good") + "\n")
    for tried in outcome.tried:
        colour: Colour = "error" if tried.shown else "good"
        terminal.write("  " + page.paint(tried_told(tried).text(language), colour) + "\n")
        for answer in answers_told(tried):
            terminal.write("    " + page.paint(answer.text(language), "quiet") + "\n")


def _block(head: str, lines: list[str], terminal: Terminal, raw: bool = False) -> None:
    """A heading and what is said under it; what is to be pasted is left as it is."""
    page = terminal.page
    rows = [page.paint(row, "strong") for row in page.wrapped(head)]
    first, *rest = lines
    rows += ["  " + row for row in page.wrapped(first, 2)]
    rows += ["  " + row for text in rest for row in ([text] if raw else page.wrapped(text, 2))]
    terminal.write("\n".join(rows) + "\n\n")
