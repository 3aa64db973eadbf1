"""`perfrules diff`: two editions compared, for a person, a program, a browser or a workbook."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from perfrules.cli import files
from perfrules.cli.check import load_policies
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.diff.model import Difference
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
    made = difference(sides[0][0][0], sides[1][0][0], read[0], read[1], options.prove, progress, options.date)
    progress.clear()
    if isinstance(made, Diagnostic):
        terminal.problems([made])
        return 2
    terminal.problems(made.problems)
    if not _shown(made, (sides[0][0][0].program, sides[1][0][0].program), options, terminal):
        return 2
    found = [problem for each in read if each is not None for problem in each.problems]
    if any(problem.level == "error" for problem in found):
        return 2
    return 0 if made.empty else 1


def _shown(
    made: Difference, programs: tuple[core.Program, core.Program], options: argparse.Namespace, terminal: Terminal
) -> bool:
    """Whether the comparison could be written as it was asked for."""
    if options.format == "xlsx" and options.to is None:
        terminal.tell("工作簿要写到文件：--to 文件.xlsx", "a workbook is written to a file: --to FILE.xlsx")
        return False
    held = _made(made, programs, options, terminal)
    if options.to is not None:
        problem = files.replace(Path(options.to), held)
        terminal.problems([problem] if problem else [])
        return problem is None
    assert isinstance(held, str)
    (terminal.write if options.format == "text" else terminal.write_exactly)(held)
    return True


def _made(
    made: Difference, programs: tuple[core.Program, core.Program], options: argparse.Namespace, terminal: Terminal
) -> str | bytes:
    """The comparison in the form that was asked for; its makers are imported only then."""
    language = terminal.language
    match options.format:
        case "json":
            from perfrules.diff.json_difference import json_difference

            return json_difference(made, language)
        case "html":
            from perfrules.diff.web import web_page

            return web_page(made, programs, language)
        case "xlsx":
            from perfrules.diff.workbook import workbook

            return workbook(made, language)
        case _:
            page = terminal.page if options.to is None else replace(terminal.page, colour=False)
            return text_difference(made, language, page)


def _read(names: Sequence[str] | None, terminal: Terminal) -> LoadedForms | None:
    """The forms that can be used; what is wrong with the others is shown."""
    if names is None:
        return None
    loaded = read_forms(names)
    terminal.problems(loaded.problems)
    return loaded
