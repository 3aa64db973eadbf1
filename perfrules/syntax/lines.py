"""A rule file cut into segments: the headers, clauses and table rows that the grammar reads one by one.

Quoted text never runs over a line, so every line can be read by itself: its comment, its quotes, what is made half width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from perfrules.diagnostics.nearest import nearest
from perfrules.source import Source, Span
from perfrules.syntax.tree import Comment
from perfrules.syntax.words import glued_item, pattern, words
from perfrules.values.text import half_width

QUOTES = {'"': '"', "“": "”", "＂": "＂"}
# One for one, so that columns hold: the comma of Chinese lists, and every kind of blank.
PLAIN = str.maketrans(
    {
        "、": ",",
        **dict.fromkeys("\t\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u1680", " "),
    }
)

OPEN_END = re.compile(
    r"(?:[=<>!+\-*/(,:\[{×÷≤≥≠.]|(?<!\w)(?:且|或|非|属于|满足|如果|则|否则|应为|误差不超过|and|or|not|in|where|if|then|else|with|within))$"
)
"""How a line ends that is not finished."""

SegmentKind = Literal["header", "clause", "row", "unknown"]


@dataclass(slots=True)
class Segment:
    """A stretch of an item: its kind, the English word that opens it ("" for a row), where it stands, and whether it opens an
    item without standing at the left edge."""

    kind: SegmentKind
    word: str
    span: Span
    opening: Span
    indented: bool = False


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
    before = ""
    for raw in source.text.split("\n"):
        plain = _plain(raw, offset, lines)
        pieces.append(plain)
        if plain.strip():
            _segment(plain, offset, lines, before)
            before = plain.rstrip()
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
        pieces.append(half_width(character).translate(PLAIN))
        at += 1
    return "".join(pieces)


@cache
def _openings() -> tuple[re.Pattern[str], list[tuple[SegmentKind, str]]]:
    """The words that open an item or a clause, longest first: one pattern, and for each of its groups what it opens."""
    kinds: list[tuple[SegmentKind, str]] = [("header", "items"), ("header", "verbs"), ("clause", "clauses")]
    found = [
        (kind, english, pattern(english, chinese)) for kind, group in kinds for english, chinese in words().groups[group].items()
    ]
    found.sort(key=lambda opening: -len(opening[1]))
    return re.compile("|".join(f"({each})" for _, _, each in found)), [(kind, english) for kind, english, _ in found]


def _segment(plain: str, offset: int, lines: Lines, before: str) -> None:
    """Open a segment where this line opens one; else it belongs to the one before. `before` is the last line with a word."""
    body = plain.strip()
    indent = len(plain) - len(plain.lstrip())
    start, end = offset + indent, offset + len(plain.rstrip())
    opened = _opened(body, indent, before)
    if opened is None and lines.segments:
        last = lines.segments[-1]
        last.span = Span(last.span.start, end)
        return
    kind, word, length = opened or ("unknown", "", _first_word(body))
    indented = kind == "header" and indent > 0
    lines.segments.append(Segment(kind, word, Span(start, end), Span(start, start + length), indented))


def _opened(body: str, indent: int, before: str) -> tuple[SegmentKind, str, int] | None:
    if body[0] == "|":
        return "row", "", 1
    openings, kinds = _openings()
    match = openings.match(body)
    if match is not None and match.lastindex is not None:
        kind, word = kinds[match.lastindex - 1]
        if kind == "clause" or indent == 0 or _header_follows(word, body[match.end() :], before):
            return kind, word, match.end()
    if indent == 0 and (body[0].isalpha() or body[0] == "_") and (_misspelt(body) or not _runs_on(before)):
        return "unknown", "", _first_word(body)
    return None


def _header_follows(word: str, rest: str, before: str) -> bool:
    """After an item word that is not at the left edge: what no clause could run on with, a name and then no sign; after a verb
    an item word."""
    if word in words().groups["verbs"]:
        follows = rf"[ \t]+(?:{'|'.join(words().every('items'))})(?!\w)"
    else:
        follows = r"[ \t]+(?:[^\W\d]\w*[ \t]*(?:$|[\"“]|(?:for|by|针对|按)(?!\w))|[\"“])"
    return not _runs_on(before) and re.match(follows, rest) is not None


def _runs_on(before: str) -> bool:
    """Whether a line is not finished: it is a clause's word alone, or ends in a sign or word that something follows, or in an
    open quote."""
    if before.strip() in words().every("clauses"):
        return True
    return OPEN_END.search(before) is not None or before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")


def _misspelt(body: str) -> bool:
    return _nearly_opens(body[: _first_word(body)])


@lru_cache(maxsize=1_000)
def _nearly_opens(word: str) -> bool:
    return glued_item(word) is not None or nearest(word, words().openers) is not None


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
