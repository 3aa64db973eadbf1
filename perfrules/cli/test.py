"""`perfrules test`: policies put on trial, and every form that shows something wrong with one.

Several policies are tried in as many processes as there are processors; what is said of them is said in their order.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from perfrules.cli.files import replace
from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic, Language
from perfrules.pipeline.trying import put_on_trial, with_rules
from perfrules.report.page import Colour
from perfrules.trials.junit import junit, suite
from perfrules.trials.result import Outcome
from perfrules.trials.telling import answers_told, example_head, example_told, shown_head, shown_told, summary, tried_told
from perfrules.trials.trial import TRIES, on_trial
from perfrules.trials.under import Under


@dataclass(frozen=True, slots=True)
class Block:
    """Something wrong: where, what is said of it, and what is to be pasted, which is left as it is."""

    head: str
    told: tuple[str, ...]
    pasted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one policy, in sentences; `suite` is for JUnit. `held` is None for a policy with nothing to try."""

    problems: tuple[Diagnostic, ...]
    held: bool | None = None
    blocks: tuple[Block, ...] = ()
    lines: tuple[tuple[Colour, str], ...] = ()
    suite: str = ""


def test(options: argparse.Namespace, terminal: Terminal) -> int:
    out_of_place = _out_of_place(options)
    if out_of_place is not None:
        terminal.tell(*out_of_place)
        return 2
    if _harder(options):
        from perfrules.cli.harder import harder

        return harder(options, terminal)
    names = list(dict.fromkeys(options.policies or with_rules()))
    tries = TRIES if options.tries is None else options.tries
    tried = partial(_tried, tries=tries, seed=options.seed or 0, language=terminal.language)
    every = []
    for name, told in zip(names, _each(tried, names, terminal), strict=True):
        _say(name, told, terminal)
        every.append(told)
    unusable = any(problem.level == "error" for told in every for problem in told.problems)
    if options.junit is not None:
        refused = replace(Path(options.junit), junit([told.suite for told in every]))
        if refused is not None:
            terminal.problems([refused])
            unusable = True
    if unusable:
        return 2
    return 1 if any(told.held is False for told in every) else 0


def _harder(options: argparse.Namespace) -> bool:
    return bool(options.coverage or options.mutate or options.write_examples or options.write)


def _out_of_place(options: argparse.Namespace) -> tuple[str, str] | None:
    """What is wrong with options that would do nothing beside the others."""
    plain, harder = ("tries", "seed"), ("forms", "at_least", "resume")
    given = [name for name in (plain if _harder(options) else harder) if getattr(options, name) is not None]
    if options.resume is not None and not options.mutate:
        given = ["resume"]
    if not given:
        return None
    named = ["--" + name.replace("_", "-") for name in given]
    zh, en = "、".join(named), " and ".join(named)
    verb = "does" if len(named) == 1 else "do"
    if given == ["resume"]:
        return f"{zh} 要与 --mutate 同用", f"{en} {verb} nothing without --mutate"
    if _harder(options):
        return (
            f"{zh} 不能与 --coverage、--mutate、--write 同用",
            f"{en} {verb} nothing beside --coverage, --mutate or --write",
        )
    return f"{zh} 要与 --coverage 或 --mutate 同用", f"{en} {verb} nothing without --coverage or --mutate"


def _each(tried: Callable[[str], Told], names: Sequence[str], terminal: Terminal) -> Iterator[Told]:
    """What is told of each policy, in their order."""
    workers = min(len(names), os.cpu_count() or 1)
    progress = terminal.progress()
    if workers < 2:
        yield from map(tried, names)
        return
    with ProcessPoolExecutor(workers) as pool:
        for at, told in enumerate(pool.map(tried, names)):
            progress.clear()
            yield told
            progress(at + 1, len(names))
    progress.clear()


def _tried(name: str, tries: int, seed: int, language: Language) -> Told:
    loaded = put_on_trial(name)
    if loaded.under is None:
        return Told(loaded.problems)
    outcome = on_trial(loaded.under, tries, seed)
    blocks = tuple(_blocks(loaded.under, outcome, language))
    lines = tuple(_lines(outcome, language))
    return Told(loaded.problems, outcome.held, blocks, lines, suite(loaded.under, outcome, language))


def _blocks(under: Under, outcome: Outcome, language: Language) -> Iterator[Block]:
    """What differs and what was shown, each at its place."""
    for run in outcome.examples:
        if not run.passed:
            yield Block(example_head(run), tuple(example_told(run, under.templates, language)))
    for tried in outcome.tried:
        for shown in tried.shown:
            first, *pasted = shown_told(under, tried, shown, language)
            yield Block(shown_head(tried, shown).text(language), (first,), tuple(pasted))


def _lines(outcome: Outcome, language: Language) -> Iterator[tuple[Colour, str]]:
    """A line for all that was tried."""
    wrong = any(not run.passed for run in outcome.examples)
    yield "error" if wrong else "good", summary(outcome).text(language)
    for tried in outcome.tried:
        yield "error" if tried.shown else "good", "  " + tried_told(tried).text(language)
        for answer in answers_told(tried):
            yield "quiet", "    " + answer.text(language)


def _say(name: str, told: Told, terminal: Terminal) -> None:
    page = terminal.page
    terminal.problems(told.problems)
    if told.held is None and not told.problems:
        terminal.tell(f"{name}：只供引用，没有可检验的", f"{name}: it only lends its names; there is nothing to try")
    for block in told.blocks:
        rows = [page.paint(row, "strong") for row in page.wrapped(block.head)]
        rows += ["  " + row for sentence in block.told for row in page.wrapped(sentence, 2)]
        rows += ["  " + row for row in block.pasted]
        terminal.write("\n".join(rows) + "\n\n")
    for colour, text in told.lines:
        terminal.write(page.paint(text, colour) + "\n")
