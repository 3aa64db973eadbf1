"""The segment a mistake is in, and the kinds of mistake there are in the writing of a rule file.

A fix is offered only when the segment can be read further with it than without: `mends` reads it again and sees.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.diagnostics import Code, Fix, Label, Words
from perfrules.source import Source, Span
from perfrules.syntax.grammar import Unexpected, read
from perfrules.syntax.tree import Spelling
from perfrules.syntax.words import words

UNEXPECTED = Code("unexpected", Words("写法不对", "unexpected"))
CUT_SHORT = Code("cut-short", Words("没有写完", "cut short"))
UNCLOSED_TEXT = Code("unclosed-text", Words("引号未闭合", "unclosed text"))
UNQUOTED_TEXT = Code("unquoted-text", Words("缺少引号", "unquoted text"))
UNPAIRED_BRACKET = Code("unpaired-bracket", Words("括号不配对", "unpaired bracket"))
MISSING_BRACKETS = Code("missing-brackets", Words("缺少括号", "missing brackets"))
MIXED_AND_OR = Code("mixed-and-or", Words("且或混用", "mixed and/or"))
UNKNOWN_ITEM = Code("unknown-item", Words("不认识的条目", "unknown item"))
INDENTED_ITEM = Code("indented-item", Words("条目没有顶格", "indented item"))
UNKNOWN_CLAUSE = Code("unknown-clause", Words("不认识的子句", "unknown clause"))
UNKNOWN_WORD = Code("unknown-word", Words("不认识的词", "unknown word"))
UNKNOWN_UNIT = Code("unknown-unit", Words("不认识的单位", "unknown unit"))
WRONG_NAME = Code("wrong-name", Words("名称不对", "wrong name"))
WRONG_NUMBER = Code("wrong-number", Words("数的写法不对", "wrong number"))
WRONG_MARK = Code("wrong-mark", Words("符号不对", "wrong mark"))
WRONG_DATE = Code("wrong-date", Words("日期写法不对", "wrong date"))
WRONG_YEARS = Code("wrong-years", Words("年度写法不对", "wrong years"))
MISSING_BLANK = Code("missing-blank", Words("缺少空格", "missing blank"))
CLAUSE_NOT_HERE = Code("clause-not-here", Words("子句放错", "clause not here"))
CLAUSE_TWICE = Code("clause-twice", Words("子句重复", "clause twice"))
CLAUSE_MISSING = Code("clause-missing", Words("缺少子句", "clause missing"))
TOO_DEEP = Code("too-deep", Words("嵌套过深", "too deep"))
TOO_LONG = Code("too-long", Words("过长", "too long"))

Edit = tuple[int, int, str]

LONGEST_MENDED = 2_000
"""Characters of a segment for which a fix is still looked for: each try reads the segment again."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A segment: its half-width text, where it stands, the English word that opens it, the grammar's start symbol for it, and the
    English words of the clauses that its item takes, none where that is not known."""

    source: Source
    span: Span
    opening: Span
    text: str
    word: str
    start: str = "clause"
    takes: tuple[str, ...] = ()

    @property
    def language(self) -> Spelling:
        """The author's: what a message tells them to type is spelled so."""
        letters = next((each for each in self.text if each.isalpha()), "")
        return "en" if letters.isascii() and letters else "zh"

    @property
    def opening_text(self) -> str:
        return self.text[: self.opening.end - self.opening.start]

    def spelled(self, word: str) -> str:
        return words().spelled(word, self.language)

    def label(self, start: int, end: int, words_: Words | None = None) -> Label:
        return Label(self.source, Span(self.span.start + start, self.span.start + end), words_)

    def at_opening(self, words_: Words | None = None) -> Label:
        return Label(self.source, self.opening, words_)

    def fix(self, *edits: Edit) -> Fix:
        """`edits` are in the segment's own offsets."""
        return Fix(tuple((Span(self.span.start + start, self.span.start + end), new) for start, end, new in edits))

    def mends(self, stop: int, *edits: Edit) -> Fix | None:
        """The fix, if with it less of the segment is left unread than from `stop` on."""
        text = self.text
        if len(text) > LONGEST_MENDED:
            return None
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        found = read(self.start, text)
        if isinstance(found, Unexpected) and (found.kind == "$END" or len(text) - found.start >= len(self.text) - stop):
            return None
        return self.fix(*edits)

    def line_end(self, at: int) -> int:
        """Where the line of `at` ends, blanks left out."""
        end = self.text.find("\n", at)
        return len(self.text[: end if end >= 0 else len(self.text)].rstrip())


def padded(text: str, start: int, end: int, word: str) -> str:
    """`word` with a blank on each side where none is yet."""
    before = "" if start == 0 or text[start - 1].isspace() or text[start - 1] in "([{" else " "
    return before + word + ("" if end >= len(text) or text[end].isspace() else " ")
