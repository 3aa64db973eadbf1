"""`perfrules diff`: two editions compared, for a person, a program, a browser or a workbook."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from perfrules.cli.check import load_policies
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.diff.json_difference import json_difference
from perfrules.diff.model import Difference
from perfrules.diff.text import text_difference
from perfrules.diff.web import web_page
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
    if options.format == "xlsx":
        return _workbook(made, options.to, terminal)
    if options.format == "text":
        page = terminal.page if options.to is None else replace(terminal.page, colour=False)
        text = text_difference(made, terminal.language, page)
    elif options.format == "json":
        text = json_difference(made, terminal.language)
    else:
        text = web_page(made, programs, terminal.language)
    if options.to is None:
        (terminal.write if options.format == "text" else terminal.write_exactly)(text)
        return True
    return _written(options.to, terminal, lambda path: path.write_bytes(text.encode("utf-8", errors="backslashreplace")))


def _workbook(made: Difference, name: str | None, terminal: Terminal) -> bool:
    from perfrules.diff.workbook import write_workbook

    if name is None:
        terminal.tell("工作簿要写到文件：--to 文件.xlsx", "a workbook is written to a file: --to FILE.xlsx")
        return False
    return _written(name, terminal, lambda path: write_workbook(made, path, terminal.language))


def _written(name: str, terminal: Terminal, write: Callable[[Path], object]) -> bool:
    """Written beside its place first, so that a file that is there is replaced whole or not at all."""
    path = Path(name)
    beside = path.with_name(f".{path.name}.new")
    try:
        write(beside)
        beside.replace(path)
    except OSError as error:
        terminal.tell(f"{name} 写不了：{error.strerror}", f"{name} cannot be written: {error.strerror}")
        return False
    return True


def _read(names: Sequence[str] | None, terminal: Terminal) -> LoadedForms | None:
    """The forms that can be used; what is wrong with the others is shown."""
    if names is None:
        return None
    loaded = read_forms(names)
    terminal.problems(loaded.problems)
    return loaded
