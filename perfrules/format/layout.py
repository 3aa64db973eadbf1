"""Pieces set into lines of at most 100 columns, as far as what may not be parted allows.

A line that begins with a clause's word, or with `|`, would be read as a new clause or row, so no line ends at the gap before one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from perfrules.diagnostics.columns import width_of
from perfrules.syntax import tree as syntax
from perfrules.syntax.pieces import Gap, Group, Piece, flat, walk
from perfrules.syntax.words import words

LIMIT = 100
NEAREST, FARTHEST = 2, LIMIT // 2
"""A line that goes on begins between these columns: at the left edge stands an item, and far to the right there is no room."""
NEVER = 10 * LIMIT

Notes = Mapping[Gap, Sequence[syntax.Comment]]


def stuck(piece: Piece) -> set[Gap]:
    """The gaps of `piece` where no line can end."""
    found: set[Gap] = set()
    waiting: list[Gap] = []
    for part in walk(piece):
        if isinstance(part, Gap):
            waiting.append(part)
        elif text := flat(part):
            found.update(waiting if _opens_segment(text) else ())
            waiting = []
    return found


def _opens_segment(text: str) -> bool:
    first = re.match(r"\w+|.", text)
    return first is not None and (first[0] == "|" or first[0] in words().every("clauses"))


def set_lines(piece: Piece, indent: int, notes: Notes | None = None) -> list[str]:
    """`piece` in lines, the first of them `indent` columns in; comments stand in the gaps that `notes` gives them."""
    setter = _Setter(indent, notes or {}, stuck(piece))
    setter.set(piece, 0)
    return [*setter.done, setter.line.rstrip()]


class _Setter:
    """Sets pieces one after another; `line` is the line begun, `column` how wide it is."""

    def __init__(self, indent: int, notes: Notes, stuck: set[Gap]) -> None:
        self.notes = notes
        self.stuck = stuck
        self.widths: dict[int, int] = {}
        self.done: list[str] = []
        self.line = " " * indent
        self.column = indent

    def set(self, piece: Piece, tail: int) -> None:
        """`tail` is how much must follow on the line where `piece` ends."""
        if isinstance(piece, Group):
            self._group(piece, tail)
        else:
            self._put(flat(piece))

    def _group(self, group: Group, tail: int) -> None:
        if self.column + self._width(group) + tail <= LIMIT:
            self._put(flat(group))
            return
        edge = min(max(self.column + group.hang, NEAREST), FARTHEST)
        for at, part in enumerate(group.parts):
            if not isinstance(part, Gap):
                self.set(part, self._upto_turn(group, at + 1, tail))
            elif part in self.notes:
                self._comments(self.notes[part], edge)
            elif self._turns(part) and not (group.fill and self._fits(group, at, tail)):
                self._turn(edge)
            else:
                self._put(part.text)

    def _fits(self, group: Group, at: int, tail: int) -> bool:
        return self.column + self._width(group.parts[at]) + self._upto_turn(group, at + 1, tail) <= LIMIT

    def _upto_turn(self, group: Group, start: int, tail: int) -> int:
        """The width from a part of the group to where its line may end."""
        width = 0
        for part in group.parts[start:]:
            if isinstance(part, Gap) and (self._turns(part) or part in self.notes):
                return width
            width += self._width(part)
        return width + tail

    def _turns(self, gap: Gap) -> bool:
        return gap.wraps and gap not in self.stuck

    def _width(self, piece: Piece) -> int:
        if not isinstance(piece, Group):
            return NEVER if isinstance(piece, Gap) and piece in self.notes else width_of(flat(piece))
        if id(piece) not in self.widths:
            self.widths[id(piece)] = sum(self._width(part) for part in piece.parts)
        return self.widths[id(piece)]

    def _comments(self, comments: Sequence[syntax.Comment], edge: int) -> None:
        for comment in comments:
            if self.line.strip() and comment.alone:
                self._turn(edge)
            self._put("  " + comment.text if self.line.strip() else comment.text)
            self._turn(edge)

    def _put(self, text: str) -> None:
        self.line += text
        self.column += width_of(text)

    def _turn(self, edge: int) -> None:
        self.done.append(self.line.rstrip())
        self.line = " " * edge
        self.column = edge
