"""`perfrules fmt`: rule files tidied in place, all at once or not at all, and on request written in the other language."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from perfrules.cli.files import replace
from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic, Language
from perfrules.format import format_file
from perfrules.forms import shipped_templates
from perfrules.pipeline.files import decoded, read_text
from perfrules.source import Source

STANDARD_INPUT = "-"


def fmt(options: argparse.Namespace, terminal: Terminal) -> int:
    language: Language | None = getattr(options, "spelling", None)
    outcomes = [_file(name, language, options.check, terminal) for name in options.files]
    if 1 in outcomes:
        terminal.tell(
            "以上文件的写法要整理，`perfrules fmt 文件…` 会改好", "these files are not tidy; `perfrules fmt FILE…` tidies them"
        )
    return max(outcomes)


def _file(name: str, language: Language | None, only_check: bool, terminal: Terminal) -> int:
    """0: as it should be; 1: it would change; 2: it cannot be formatted."""
    source = _read(name)
    if isinstance(source, Diagnostic):
        terminal.problems([source])
        return 2
    made = format_file(source, shipped_templates(), language)
    terminal.problems(made.problems)
    if made.text is None or any(problem.level == "error" for problem in made.problems):
        return 2
    if only_check:
        if made.text == source.text:
            return 0
        terminal.write(f"{name}\n")
        return 1
    if name == STANDARD_INPUT:
        terminal.write_exactly(made.text)
    elif made.text != source.text and (problem := replace(Path(name), made.text)) is not None:
        terminal.problems([problem])
        return 2
    return 0


def _read(name: str) -> Source | Diagnostic:
    if name != STANDARD_INPUT:
        return read_text(Path(name))
    return decoded(sys.stdin.buffer.read(), "<stdin>")
