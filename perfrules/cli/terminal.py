"""What the program is talking to: its width, whether it shows colours, and in which language to speak to it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from typing import TextIO

from perfrules.cli.language import Language
from perfrules.diagnostics import Diagnostic
from perfrules.diagnostics.columns import harmless
from perfrules.diagnostics.rendering import render
from perfrules.report.page import NARROWEST, Page

WIDTH_OF_A_PIPE = 100
WIDEST = 140
"""Longer lines than this are hard to follow with the eye."""
MOST_NAMED = 5
PATIENCE = 1.0
"""Seconds after which progress is shown."""


class Terminal:
    """Standard output and standard error, as they are when the program begins."""

    def __init__(self, language: Language, colour: str = "auto") -> None:
        self.language: Language = language
        self.ambiguous = 2 if os.environ.get("PERFRULES_AMBIGUOUS") == "2" else 1
        self.page = Page(_width(sys.stdout), _coloured(sys.stdout, colour), self.ambiguous)
        self.colour_of_errors = _coloured(sys.stderr, colour)

    def either(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def write(self, text: str) -> None:
        sys.stdout.write(text)

    def write_exactly(self, text: str) -> None:
        """Text for a program or a file: the same bytes on every system."""
        sys.stdout.flush()
        binary = getattr(sys.stdout, "buffer", None)
        if binary is None:
            sys.stdout.write(text)
        else:
            binary.write(text.encode("utf-8", errors="backslashreplace"))

    def tell(self, zh: str, en: str) -> None:
        """A line for the person, beside the output."""
        sys.stdout.flush()
        sys.stderr.write(f"perfrules{self.either('：' + zh, ': ' + en)}\n")

    def problems(self, found: Iterable[Diagnostic]) -> None:
        """Each problem; what is said of many forms alike once, with the forms it is said of."""
        sys.stdout.flush()
        alike: dict[object, list[Diagnostic]] = {}
        for problem in found:
            words = problem.words.text(self.language).replace(problem.form or "", "")
            key = (problem.code, words, problem.help) if problem.form else id(problem)
            alike.setdefault(key, []).append(problem)
        for problem, *more in alike.values():
            shown = render(problem, self.language, colour=self.colour_of_errors, ambiguous=self.ambiguous)
            if not problem.at.source.text:
                # What is said of a whole file has no line to show, only the sentence and the advice.
                rows = shown.split("\n")
                name = harmless(problem.at.source.name)
                rows[0] += f" ({name})" if problem.form is None and name and name not in rows[0] else ""
                shown = "\n".join([rows[0], *self._likewise(more), *(rows[-1:] if problem.help else ())])
            sys.stderr.write(shown + "\n\n")

    def _likewise(self, more: list[Diagnostic]) -> list[str]:
        if not more:
            return []
        named = self.either("、", ", ").join(str(each.form) for each in more[:MOST_NAMED])
        rest = len(more) - MOST_NAMED
        zh = f" = 另有 {len(more)} 张表也是：{named}{' 等' if rest > 0 else ''}"
        en = f" = so are {len(more)} more forms: {named}{f' and {rest} more' if rest > 0 else ''}"
        return [self.either(zh, en if len(more) > 1 else f" = so is 1 more form: {named}")]

    def progress(self) -> Progress:
        return Progress(sys.stderr.isatty())


class Progress:
    """Says on a terminal how far a long work has come, on a line that is gone when the work is done."""

    def __init__(self, shown: bool) -> None:
        self.shown = shown
        self.began = time.monotonic()
        self.last = self.began
        self.width = 0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.shown and total > 1 and now - self.began > PATIENCE and now - self.last > PATIENCE / 10:
            self.last = now
            text = f"{done}/{total}"
            self.width = max(self.width, len(text))
            sys.stderr.write("\r" + text.ljust(self.width))
            sys.stderr.flush()

    def clear(self) -> None:
        if self.width:
            sys.stderr.write("\r" + " " * self.width + "\r")
            self.width = 0


def _width(stream: TextIO) -> int:
    if not stream.isatty():
        return WIDTH_OF_A_PIPE
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return min(max(columns or WIDTH_OF_A_PIPE, NARROWEST), WIDEST)


def _coloured(stream: TextIO, asked: str) -> bool:
    if asked != "auto":
        return asked == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
