"""A rule file cut into segments: the headers, clauses and table rows that the grammar reads one by one.

Quoted text never runs over a line, so every line can be read by itself: what is a comment, what is quoted, and what is made half width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from perfrules.source import Source, Span
from perfrules.syntax.tree import Comment
from perfrules.syntax.words import pattern, words
from perfrules.values.text import half_width

QUOTES = {'"': '"', "“": "”", "＂": "＂"}
COMMA = str.maketrans("、", ",")

SegmentKind = Literal["header", "clause", "row", "unknown"]


@dataclass(slots=True)
class Segment:
    """A stretch of an item: its kind, the English word that opens it ("" for a row), and where it stands."""

    kind: SegmentKind
    word: str
    span: Span
    opening: Span


@dataclass(slots=True)
class Lines:
    """`text` is the source made half width, with comments blanked; offsets are those of the source."""

    source: Source
    text: str
    segments: list[Segment] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    unclosed: list[Span] = field(default_factory=list)


def cut(source: Source) -> Lines:
    """The segments of `source`, its comments, and the quotes that are not closed."""
    lines = Lines(source, "")
    offset = 0
    pieces = []
    for raw in source.text.split("\n"):
        plain = _plain(raw, offset, lines)
        pieces.append(plain)
        _segment(plain, offset, lines)
        offset += len(raw) + 1
    lines.text = "\n".join(pieces)
    return lines


def _plain(raw: str, offset: int, lines: Lines) -> str:
    """The line made half width outside quotes, its comment taken out."""
    pieces = []
    at = 0
    while at < len(raw):
        character = raw[at]
        if character in "#＃":
            lines.comments.append(
                Comment(raw[at:].rstrip().replace("＃", "#", 1), not raw[:at].strip(), span=Span(offset + at, offset + len(raw)))
            )
            pieces.append(" " * (len(raw) - at))
            break
        if character in QUOTES:
            end = raw.find(QUOTES[character], at + 1)
            if end < 0:
                lines.unclosed.append(Span(offset + at, offset + at + 1))
                end = len(raw) - 1
            quoted = raw[at : end + 1]
            pieces.append(f'"{quoted[1:-1]}"' if character == "＂" and len(quoted) > 1 else quoted)
            at = end + 1
            continue
        pieces.append(half_width(character).translate(COMMA))
        at += 1
    return "".join(pieces)


@cache
def _openings() -> list[tuple[SegmentKind, str, re.Pattern[str]]]:
    """The words that open an item or a clause, longest first."""
    kinds: list[tuple[SegmentKind, str]] = [("header", "items"), ("clause", "clauses")]
    found = [
        (kind, english, re.compile(pattern(english, chinese)))
        for kind, group in kinds
        for english, chinese in words().groups[group].items()
    ]
    return sorted(found, key=lambda opening: -len(opening[1]))


def _segment(plain: str, offset: int, lines: Lines) -> None:
    """Open a segment where this line opens one; else the line belongs to the one before."""
    body = plain.strip()
    if not body:
        return
    indent = len(plain) - len(plain.lstrip())
    start, end = offset + indent, offset + len(plain.rstrip())
    opened = _opened(body, indent)
    if opened is None and lines.segments:
        last = lines.segments[-1]
        last.span = Span(last.span.start, end)
        return
    kind, word, length = opened or ("unknown", "", _first_word(body))
    lines.segments.append(Segment(kind, word, Span(start, end), Span(start, start + length)))


def _opened(body: str, indent: int) -> tuple[SegmentKind, str, int] | None:
    if body[0] == "|":
        return "row", "", 1
    for kind, word, opening in _openings():
        match = opening.match(body)
        if match and (kind == "clause" or indent == 0):
            return kind, word, match.end()
    if indent == 0 and (body[0].isalpha() or body[0] == "_"):
        return "unknown", "", _first_word(body)
    return None


def _first_word(body: str) -> int:
    match = re.match(r"\w+|.", body)
    return match.end() if match else 1


def items(lines: Lines) -> Iterator[list[Segment]]:
    """The segments, item by item; a first element that is not a header is text outside every item."""
    item: list[Segment] = []
    for segment in lines.segments:
        if segment.kind in ("header", "unknown") and item:
            yield item
            item = []
        item.append(segment)
    if item:
        yield item
