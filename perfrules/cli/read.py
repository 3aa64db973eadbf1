"""`perfrules read`: printed forms into form files, one a form, named after the folder they are put in."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfrules.cli.files import UNWRITABLE_FILE, replace
from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic, Words
from perfrules.intake import ReadForms, files, read_printed
from perfrules.pipeline.files import about_file, read_text, reason
from perfrules.report.page import Column, table


def read(options: argparse.Namespace, terminal: Terminal) -> int:
    folder = Path(options.to)
    named = [Path(name) for name in options.files]
    usable = True
    for path in named:
        source = read_text(path)
        if isinstance(source, Diagnostic):
            terminal.problems([source])
            usable = False
            continue
        got = read_printed(source, place=options.place)
        terminal.problems(got.problems)
        stem = folder.resolve().name if len(named) == 1 else path.stem
        written = _write(files(got.forms, stem), folder, options.overwrite, terminal)
        usable = usable and written and not any(problem.level == "error" for problem in got.problems)
        if written:
            _list(got, stem, terminal)
    return 0 if usable else 2


def _write(made: dict[str, str], folder: Path, overwrite: bool, terminal: Terminal) -> bool:
    """Whether every file is there now. One that someone may have corrected by hand is not written over unasked."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        terminal.problems([about_file(UNWRITABLE_FILE, str(folder), reason(error))])
        return False
    wrong = [_put(folder / name, text, overwrite) for name, text in made.items()]
    found = [problem for problem in wrong if problem is not None]
    terminal.problems(found)
    return not found


def _put(path: Path, text: str, overwrite: bool) -> Diagnostic | None:
    if path.exists():
        held = read_text(path)
        if not isinstance(held, Diagnostic) and held.text == text:
            return None
        if not overwrite:
            words = Words("已有，且内容不同", "is there already and says something else")
            return about_file(UNWRITABLE_FILE, str(path), words, Words("加 --overwrite 覆盖它", "--overwrite writes over it"))
    return replace(path, text)


def _list(got: ReadForms, stem: str, terminal: Terminal) -> None:
    """What was read, a line a form."""
    if not got.forms:
        return
    heads = [terminal.either(*words) for words in (("文件", "file"), ("标题", "title"), ("附注", "notes"))]
    columns = [Column(heads[0]), Column(heads[1], most=60), Column(heads[2], right=True)]
    rows = [[name, form.title, str(len(form.notes))] for name, form in zip(files(got.forms, stem), got.forms, strict=True)]
    terminal.write("".join(line + "\n" for line in table(terminal.page, columns, rows)))
