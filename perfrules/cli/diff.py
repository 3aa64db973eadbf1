"""`perfrules diff`: two editions compared, for a person, a program, a browser or a workbook."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from perfrules.cli.check import load_policies
from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic
from perfrules.diff.text import text_difference
from perfrules.forms import LoadedForms
from perfrules.pipeline.difference import difference
from perfrules.pipeline.run import read_forms


def diff(options: argparse.Namespace, terminal: Terminal) -> int:
    """0 when nothing differs, 1 when something does, 2 when something could not be used."""
    sides = [load_policies([name]) for name in (options.old, options.new)]
    terminal.problems(problem for _, problems in sides for problem in problems)
    if not all(ready for ready, _ in sides):
        return 2
    progress = terminal.progress()
    read = [_read(names, terminal) for names in (options.forms, options.against)]
    told = [None if each is None else each.forms for each in read]
    made = difference(sides[0][0][0], sides[1][0][0], told[0], told[1], progress)
    progress.clear()
    if isinstance(made, Diagnostic):
        terminal.problems([made])
        return 2
    terminal.problems(made.problems)
    terminal.write(text_difference(made, terminal.language, terminal.page))
    found = [problem for each in read if each is not None for problem in each.problems]
    if any(problem.level == "error" for problem in found):
        return 2
    return 0 if made.empty else 1


def _read(names: Sequence[str] | None, terminal: Terminal) -> LoadedForms | None:
    """The forms that can be used; what is wrong with the others is shown."""
    if names is None:
        return None
    loaded = read_forms(names)
    terminal.problems(loaded.problems)
    return loaded
