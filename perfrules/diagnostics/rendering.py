"""A problem as a person reads it in a terminal: the sentence, the lines it is about with marks under the words, the advice.

Marks stand right under double-width characters. `ambiguous` is how wide the terminal shows characters like `“` (1, in some
Chinese terminals 2); then the lines are drawn with plain signs, since `─` is such a character itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfrules.diagnostics.columns import columns, harmless, width_of
from perfrules.diagnostics.diagnostic import Diagnostic, Fix, Label
from perfrules.diagnostics.words import Language, Words
from perfrules.source import Source, Span

WIDTH = 96
AROUND = 240
"""Characters of a very long line that are looked at on either side of a mark."""
MOST_LINES = 6
LONGEST_QUOTE = 60

LEVELS = {"error": Words("错误", "error"), "warning": Words("警告", "warning"), "note": Words("提示", "note")}
HELP, FIX = Words("帮助", "help"), Words("改成", "fix")
COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;36", "quiet": "34", "strong": "1", "fix": "32"}


def render(diagnostic: Diagnostic, language: Language, *, colour: bool = False, ambiguous: int = 1) -> str:
    """`diagnostic` in `language`, over several lines, with no line feed at the end."""
    return "\n".join(_Page(diagnostic, language, colour, ambiguous).rows())


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of one line, from and up to, and what is said under them."""

    start: int
    end: int
    text: str
    primary: bool


class _Page:
    def __init__(self, diagnostic: Diagnostic, language: Language, colour: bool, ambiguous: int) -> None:
        self.problem = diagnostic
        self.language: Language = language
        self.colour = colour
        self.ambiguous = ambiguous
        self.sources = list(dict.fromkeys(label.source for label in (diagnostic.at, *diagnostic.others)))
        self.marks = {source: self._marked(source) for source in self.sources}
        fixed = _mended(diagnostic.at.source, diagnostic.fix) if diagnostic.fix else []
        self.fixed = fixed[:MOST_LINES]
        numbers = [line for marks in self.marks.values() for line in marks] + [line for line, _, _ in self.fixed]
        self.gutter = len(str(max(numbers)))

    def rows(self) -> Iterator[str]:
        yield self._heading()
        for source in self.sources:
            yield self._where(source)
            yield from self._excerpt(source)
        if self.problem.help is not None:
            yield f"{' ' * self.gutter}{self._paint('=', 'quiet')} {self._said(HELP)}: {self._said(self.problem.help)}"
        if self.fixed:
            yield f"{' ' * self.gutter}{self._paint('=', 'quiet')} {self._said(FIX)}:"
            for number, line, at in self.fixed:
                shown, _, _ = self._shown(line, at)
                yield (self._paint(f"{number:>{self.gutter}}+", "fix") + " " + shown).rstrip()

    def _heading(self) -> str:
        level, code = self.problem.level, self.problem.code
        title = code.title.zh if self.language == "zh" else code.name
        head = self._paint(f"{self._said(LEVELS[level])}[{title}]", level)
        return f"{head}: {self._paint(self._said(self.problem.words), 'strong')}"

    def _where(self, source: Source) -> str:
        first = next(label for label in (self.problem.at, *self.problem.others) if label.source == source)
        line, column = source.line_and_column(first.span.start)
        path = f" {harmless(self.problem.path)}" if self.problem.path and first is self.problem.at else ""
        corner = self._paint("┌─" if self.ambiguous == 1 else "-->", "quiet")
        return f"{' ' * self.gutter}{corner} {harmless(source.name)}:{line}:{column}{path}"

    # ── the lines and their marks ──

    def _marked(self, source: Source) -> dict[int, list[Mark]]:
        """The marks by line; what runs over several lines is marked in its first and its last."""
        marked: dict[int, list[Mark]] = {}
        for label in (self.problem.at, *self.problem.others):
            if label.source == source:
                for line, mark in self._of_label(label):
                    marked.setdefault(line, []).append(mark)
        return dict(sorted(marked.items()))

    def _of_label(self, label: Label) -> Iterator[tuple[int, Mark]]:
        source, primary = label.source, label is self.problem.at
        text = self._said(label.words) if label.words else ""
        first, column = source.line_and_column(label.span.start)
        last, end = source.line_and_column(max(label.span.start, label.span.end))
        if last > first and end == 1:
            last, end = last - 1, len(source.line_text(last - 1)) + 1
        if first == last:
            yield first, Mark(column - 1, end - 1, text, primary)
            return
        line = source.line_text(last)
        yield first, Mark(column - 1, len(source.line_text(first).rstrip()), "", primary)
        yield last, Mark(len(line) - len(line.lstrip()), end - 1, text, primary)

    def _excerpt(self, source: Source) -> Iterator[str]:
        before = 0
        for number, marks in self.marks[source].items():
            if before and number > before + 1:
                yield f"{' ' * self.gutter}{self._paint('⋮' if self.ambiguous == 1 else ':', 'quiet')}"
            before = number
            line = source.line_text(number)
            waiting = sorted(marks, key=lambda mark: (not mark.primary, mark.start))
            while waiting:
                shown, low, high = self._shown(line, waiting[0].start)
                here = [mark for mark in waiting if mark is waiting[0] or low <= mark.start < high]
                waiting = [mark for mark in waiting if mark not in here]
                yield self._row(str(number), shown)
                yield from self._under(line, low, high, here)

    def _shown(self, line: str, at: int) -> tuple[str, int, int]:
        """What is shown of `line` around the character `at`, and which characters that is."""
        first, last = max(0, at - AROUND), at + AROUND
        piece = columns(line[first:last], self.ambiguous)
        low, high = piece.window(at - first, WIDTH)
        cut = "…" if first + low > 0 else ""
        return cut + "".join(piece.pieces[low:high]) + ("…" if first + high < len(line) else ""), first + low, first + high

    def _under(self, line: str, low: int, high: int, marks: list[Mark]) -> Iterator[str]:
        """The row of marks, the last one's words beside it, and a row for each of the others' words."""
        starts = columns(line[max(0, low - AROUND) : high], self.ambiguous).starts[low - max(0, low - AROUND) :]
        shift = (width_of("…", self.ambiguous) if low else 0) - starts[0]

        def column(at: int) -> int:
            return starts[min(max(at, low), high) - low] + shift

        ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
        cells = [" "] * (column(high) + 1)
        for mark in sorted(marks, key=lambda mark: mark.primary):
            start = column(mark.start)
            width = max(column(mark.end) - start, 1)
            cells[start : start + width] = (self._sign(mark)) * width
        drawn = re.sub(r"\^+|[─-]+", lambda run: self._paint(run[0], self._colour(run[0][0] == "^")), "".join(cells).rstrip())
        *others, last = ordered
        yield self._row("", f"{drawn} {self._painted(last)}".rstrip())
        for mark in reversed(others):
            if mark.text:
                yield self._row("", " " * column(mark.start) + self._painted(mark))

    def _sign(self, mark: Mark) -> str:
        return "^" if mark.primary else "─" if self.ambiguous == 1 else "-"

    def _colour(self, primary: bool) -> str:
        return self.problem.level if primary else "quiet"

    def _painted(self, mark: Mark) -> str:
        return self._paint(mark.text, self._colour(mark.primary)) if mark.text else ""

    def _row(self, number: str, text: str) -> str:
        bar = "│" if self.ambiguous == 1 else "|"
        return f"{self._paint(f'{number:>{self.gutter}}{bar}', 'quiet')} {text}".rstrip()

    # ── words and colours ──

    def _said(self, words: Words) -> str:
        """The words in the reader's language, with what they quote kept short and harmless."""
        said = words.text(self.language).replace("\n", " ")
        return harmless(re.sub(rf"`([^`]{{{LONGEST_QUOTE},}})`", lambda quote: f"`{quote[1][: LONGEST_QUOTE - 1]}…`", said))

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self.colour and text else text


def _mended(source: Source, fix: Fix) -> list[tuple[int, str, int]]:
    """The lines that `fix` changes as they are after it: number, text, and where in it the first change stands."""
    if not fix.edits:
        return []
    ordered = sorted(fix.edits)
    first, _ = source.line_and_column(ordered[0][0].start)
    last, _ = source.line_and_column(max(span.end for span, _ in ordered))
    start = source.line_start(first)
    end = source.line_start(last) + len(source.line_text(last))
    moved = Fix(tuple((Span(span.start - start, span.end - start), new) for span, new in ordered))
    lines = moved.apply(source.text[start:end]).split("\n")
    at = ordered[0][0].start - start
    return [(first + place, line, at if place == 0 else 0) for place, line in enumerate(lines)]
