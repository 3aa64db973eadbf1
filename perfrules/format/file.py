"""A rule file in its one layout. What is printed is parsed again and compared, every time."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.diagnostics import Code, Diagnostic, Label, Language, Words
from perfrules.format.page import page
from perfrules.format.spelling import Spellings, spell
from perfrules.forms import Templates
from perfrules.source import Source, Span
from perfrules.syntax import parse
from perfrules.syntax import tree as syntax

NOT_THE_SAME = Code("not-the-same", Words("排版有误", "not the same"))


@dataclass(frozen=True, slots=True)
class Formatted:
    """The text to write, None when the file has mistakes and is left as it is."""

    text: str | None
    problems: tuple[Diagnostic, ...] = ()


def format_file(source: Source, templates: Templates, language: Language | None) -> Formatted:
    """The text of `source` laid out, in the spelling of `language`; None leaves every word as its author spelt it."""
    parsed = parse(source)
    if any(problem.level == "error" for problem in parsed.problems):
        return Formatted(None, parsed.problems)
    file = parsed.file
    if language is not None:
        file = spell(file, Spellings.of(file, templates), language)
    text = page(file)
    if not _same(file, text):
        return Formatted(source.text, (_not_the_same(source),))
    return Formatted(text, parsed.problems)


def _same(file: syntax.File, text: str) -> bool:
    """Whether `text` reads as `file`, comments included."""
    again = parse(Source(file.source.name, text))
    comments = [[comment.text for comment in each.comments] for each in (file, again.file)]
    return not again.problems and again.file.items == file.items and comments[0] == comments[1]


def _not_the_same(source: Source) -> Diagnostic:
    return Diagnostic(
        NOT_THE_SAME,
        Words("排版后读出的内容与原文不同，文件未改动", "laid out, the file would read differently; it was left as it is"),
        Label(source, Span(0, 0)),
        help=Words("这是程序的错误，请报告", "this is a mistake of the program; please report it"),
    )
