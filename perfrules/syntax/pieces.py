"""Printed text in pieces: words, and the gaps between them where a line may end. The printer makes them, a layout sets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word that stands in the source, at offset `at`; the words and signs around it are known by it."""

    text: str
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """What parts two pieces on one line: a blank, several, or nothing. At one that `wraps`, a line too long may end."""

    text: str = " "
    wraps: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Pieces that stay on one line if they fit. If not, a line ends at every gap that wraps (in a list, `fill`, only where it
    must), and the next begins `hang` columns right of where the group began. It never begins or ends with a gap."""

    parts: tuple[Piece, ...]
    hang: int = 0
    fill: bool = False


Piece = str | Leaf | Gap | Group


def space() -> Gap:
    return Gap()


def line() -> Gap:
    """A blank, or the end of a line."""
    return Gap(wraps=True)


def commas(pieces: Sequence[Piece]) -> Group:
    """`a, b, c`"""
    parts: list[Piece] = []
    for piece in pieces:
        parts += [",", line(), piece] if parts else [piece]
    return Group(tuple(parts), fill=True)


def around(opening: str, inner: Piece, closing: str) -> Group:
    """`(a)`"""
    return Group((opening, Gap(""), inner, Gap(""), closing), hang=1)


def walk(piece: Piece) -> Iterator[str | Leaf | Gap]:
    """The words and gaps of `piece` in the order printed."""
    waiting = [piece]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Group):
            waiting.extend(reversed(current.parts))
        else:
            yield current


def flat(piece: Piece) -> str:
    """`piece` on one line."""
    return "".join(part if isinstance(part, str) else part.text for part in walk(piece))
