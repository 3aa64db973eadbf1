"""A page of text as wide as the terminal: lines broken by what they show, columns that stand under one another, colours.

Chinese may break between any two characters, but not inside a number, not between a number and its unit, and no line begins
with a closing mark. What comes from a form is made harmless: it may hold an escape sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from perfrules.diagnostics.columns import harmless, width_of

Colour = Literal["error", "warning", "note", "undetermined", "strong", "quiet", "good"]
COLOURS: dict[Colour, str] = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "undetermined": "1;35",
    "strong": "1",
    "quiet": "2",
    "good": "32",
}

NARROWEST = 40
LONELY = 4
CLOSING = "，。；：、！？）》」』】〕”’％…)]},.;:!?%"
OPENING = "（《「『【〔“‘([{"

_UNIT = "(?: ?(?:亿元|万元|元|分|yuan|points))?"
_NUMBER = rf"[<>=≥≤~～±+-]?\d[\d.,/:]*(?:…?[%‰…])?{_UNIT}"
_COUNTED = r"第 \d+ [行格页条张]"
_WIDE = "\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_PIECE = re.compile(rf"\s+|{_COUNTED}|{_NUMBER}(?![A-Za-z0-9_])|[{_WIDE}]|[^\s{_WIDE}]+?(?=[{_WIDE}\s]|$)")


@dataclass(frozen=True, slots=True)
class Page:
    """`width` in columns; `ambiguous` is how wide the terminal shows marks such as `“` and `≥`."""

    width: int = 100
    colour: bool = False
    ambiguous: int = 1

    def size(self, text: str) -> int:
        return width_of(text, self.ambiguous)

    def paint(self, text: str, colour: Colour) -> str:
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self.colour and text else text

    def pad(self, text: str, width: int, right: bool = False) -> str:
        """`text` with blanks up to `width` columns; right: before it, as numbers stand."""
        blanks = " " * max(0, width - self.size(text))
        return blanks + text if right else text + blanks

    def clip(self, text: str, width: int) -> str:
        """`text` on one line of at most `width` columns, ending in `…` where it goes on. An indent is kept."""
        line = " " * (len(text) - len(text.lstrip(" "))) + harmless(" ".join(text.split()))
        if self.size(line) <= width:
            return line
        kept, room = "", width - self.size("…")
        for character in line:
            room -= self.size(character)
            if room < 0:
                break
            kept += character
        return kept + "…"

    def wrapped(self, text: str, indent: int = 0, least: int = 20) -> list[str]:
        """`text` in lines that fit beside an indent of `indent` columns; the indent itself is not in them."""
        room = max(self.width - indent, least)
        return [line for part in text.splitlines() or [""] for line in self._evenly(harmless(part.replace("\t", " ")), room)]

    def rule(self, sign: str = "─") -> str:
        return (sign if self.ambiguous == 1 else "-" if sign == "─" else "=") * self.width

    # ── breaking ──

    def _evenly(self, text: str, room: int) -> list[str]:
        """A last line of one or two characters takes a few from the lines above."""
        lines = list(self._broken(text, room))
        if len(lines) > 1 and self.size(lines[-1]) <= LONELY:
            tighter = list(self._broken(text, room - LONELY))
            return tighter if len(tighter) == len(lines) else lines
        return lines

    def _broken(self, text: str, room: int) -> Iterator[str]:
        line, size = "", 0
        for piece in self._pieces(text, room):
            wide = self.size(piece)
            if size + wide > room and line.strip():
                yield line.rstrip()
                line, size = "", 0
                if piece.isspace():
                    continue
            line += piece
            size += wide
        yield line.rstrip()

    def _pieces(self, text: str, room: int) -> Iterator[str]:
        """What stays on one line: a mark that closes stays with what is before it, one that opens with what is after."""
        held = ""
        for piece in _PIECE.findall(text):
            if held and (piece[0] in CLOSING or held[-1] in OPENING) and not piece.isspace():
                held += piece
                continue
            yield from self._fitting(held, room)
            held = piece
        yield from self._fitting(held, room)

    def _fitting(self, piece: str, room: int) -> Iterator[str]:
        """A piece that is wider than a whole line is cut, since there is no better place."""
        part, size = "", 0
        if self.size(piece) <= room:
            yield piece
            return
        for character in piece:
            wide = self.size(character)
            if size + wide > room:
                yield part
                part, size = "", 0
            part += character
            size += wide
        yield part


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `head` may stand on several lines, numbers stand to the right."""

    head: str
    right: bool = False
    most: int | None = None


def table(page: Page, columns: Sequence[Column], rows: Sequence[Sequence[str]], gap: int = 2) -> list[str]:
    """The header's lines and the rows, every column as wide as its widest cell, at most `most`."""
    cells = [[page.clip(cell, column.most or page.width) for cell, column in zip(row, columns, strict=True)] for row in rows]
    heads = [column.head.split("\n") for column in columns]
    tall = max(len(head) for head in heads)
    above = [[([""] * (tall - len(head)) + head)[at] for head in heads] for at in range(tall)]
    widths = [max(page.size(line[at]) for line in [*above, *cells]) for at in range(len(columns))]

    def line(row: Sequence[str]) -> str:
        shown = (page.pad(cell, width, of.right) for cell, width, of in zip(row, widths, columns, strict=True))
        return (" " * gap).join(shown).rstrip()

    return [*(page.paint(line(row), "strong") for row in above), *map(line, cells)]
