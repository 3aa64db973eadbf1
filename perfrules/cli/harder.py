"""`perfrules test --coverage` and `--mutate`: what the examples of policies try, and what they notice.

Examples that are missing, where nothing is said of which, are those that coverage misses.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from perfrules.check.consolidate import days_words
from perfrules.cli.came import Came
from perfrules.cli.coverage import cover_policy
from perfrules.cli.files import replace
from perfrules.cli.kept import Keeping, keeping
from perfrules.cli.mutate import mutate_policy
from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic
from perfrules.pipeline.trying import Loaded, editions_on_the_shelf, put_on_trial, with_rules
from perfrules.trials.junit import junit
from perfrules.trials.stretches import stretches
from perfrules.trials.under import Under


def harder(options: argparse.Namespace, terminal: Terminal) -> int:
    """Examples that are wrong are left to `perfrules test` alone: here they try and notice nothing."""
    every = [(name, put_on_trial(name)) for name in dict.fromkeys(options.policies or with_rules())]
    kept: Keeping | None = None
    wrong = [problem for _, loaded in every for problem in loaded.problems if problem.level == "error"]
    if options.resume is not None and wrong:  # whose progress the file keeps cannot be told
        terminal.problems(wrong)
        return 2
    if options.resume is not None:
        opened = keeping(Path(options.resume), [loaded.under.program.name for _, loaded in every if loaded.under is not None])
        if isinstance(opened, Diagnostic):
            terminal.problems([opened])
            return 2
        kept = opened
    tested = {edition for _, loaded in every for edition in loaded.editions}
    tested |= set() if options.policies else editions_on_the_shelf()
    status, suites = 0, []
    for name, loaded in every:
        terminal.problems(loaded.problems)
        if any(problem.level == "error" for problem in loaded.problems):
            status = 2
        for came in _tried(name, loaded, tested, options, kept, terminal):
            status = max(status, came.status)
            suites.append(came.suite)
            if came.refused is not None:
                terminal.problems([came.refused])
    if options.junit is not None:
        refused = replace(Path(options.junit), junit(suites))
        if refused is not None:
            terminal.problems([refused])
            status = 2
    return status


def _tried(
    name: str, loaded: Loaded, tested: set[str], options: argparse.Namespace, kept: Keeping | None, terminal: Terminal
) -> Iterator[Came]:
    if loaded.under is None:
        if not loaded.problems:
            terminal.tell(
                f"{name}：只供引用，由引用它的政策的例来试",
                f"{name}: it only lends its names; the examples of the policies that use it try them",
            )
        return
    _off(loaded.under, terminal)
    if options.coverage or not options.mutate:
        yield cover_policy(loaded.under, tested, options, terminal)
    if options.mutate:
        again = put_on_trial(name).under if options.coverage and options.write else None  # the file has more examples now
        yield mutate_policy(again or loaded.under, options, terminal, kept)


def _off(under: Under, terminal: Terminal) -> None:
    """Say which rules are left out, and when."""
    for stretch in reversed(stretches(under)):
        if stretch.off:
            when = days_words(stretch.days) if under.periods else None
            zh, en = ("", "") if when is None else (f"，{when.zh}", f", {when.en}")
            name, off = under.program.name, stretch.off
            terminal.tell(f"{name}{zh}：停用的不算：{'、'.join(off)}", f"{name}{en}: what is off is left out: {', '.join(off)}")
