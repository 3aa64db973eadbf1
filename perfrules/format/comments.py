"""Which comment belongs to what: before a header, clause or row, at the end of its line, or in the middle of it.

A comment in the middle is known by the words on either side of it, which both spellings and every layout have in common.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfrules.format.layout import stuck
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.pieces import Gap, Leaf, Piece, walk


@dataclass(slots=True)
class Held:
    """The comments of one header, clause or row, or of the end of the file."""

    start: int
    before: list[syntax.Comment] = field(default_factory=list)
    inside: list[syntax.Comment] = field(default_factory=list)
    after: syntax.Comment | None = None


def hand_out(source: Source, comments: Sequence[syntax.Comment], starts: Sequence[int]) -> list[Held]:
    """For each start of a segment what is to be printed with it; the last one is the end of the file."""
    held = [Held(start) for start in (*starts, len(source.text) + 1)]
    code = _blanked(source.text, comments)
    for comment in comments:
        at = bisect_right(starts, comment.span.start)
        if at and code[comment.span.end : held[at].start].strip():
            held[at - 1].inside.append(comment)
        elif comment.alone or not at:
            held[at].before.append(comment)
        else:
            held[at - 1].after = comment
    return held


def _blanked(text: str, comments: Sequence[syntax.Comment]) -> str:
    pieces, at = [], 0
    for comment in comments:
        pieces += [text[at : comment.span.start], " " * (comment.span.end - comment.span.start)]
        at = comment.span.end
    return "".join([*pieces, text[at:]])


def place(piece: Piece, comments: Sequence[syntax.Comment]) -> tuple[dict[Gap, list[syntax.Comment]], list[syntax.Comment]]:
    """The gap that each comment in the middle of `piece` stands in, and those for which there is none."""
    if not comments:
        return {}, []
    words, gaps = _between_words(piece)
    notes: dict[Gap, list[syntax.Comment]] = {}
    for comment in comments:
        word = max(bisect_left(words, comment.span.start) - 1, 0)
        gap = next((gap for gap in (*gaps[word:], *reversed(gaps[:word])) if gap is not None), None)
        if gap is None:
            return {}, list(comments)
        notes.setdefault(gap, []).append(comment)
    return notes, []


def _between_words(piece: Piece) -> tuple[list[int], list[Gap | None]]:
    """Where the words of `piece` stand in the source, and for each the gap after it that a comment takes: the last one that
    wraps before the next word, else the last; after the last word the first."""
    words: list[int] = []
    gaps: list[list[Gap]] = []
    closed = stuck(piece)
    for part in walk(piece):
        if isinstance(part, Leaf):
            words.append(part.at)
            gaps.append([])
        elif isinstance(part, Gap) and part not in closed:
            gaps[-1].append(part)
    chosen = [next((gap for gap in reversed(each) if gap.wraps), each[-1] if each else None) for each in gaps[:-1]]
    return words, [*chosen, gaps[-1][0] if gaps[-1] else None]
