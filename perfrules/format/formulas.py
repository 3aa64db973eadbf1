"""Formulas for a page: words, signs as on paper, and names that lead to the item they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from perfrules.diagnostics.columns import width_of
from perfrules.syntax.pieces import Gap, Leaf, Piece, walk
from perfrules.syntax.words import words

Kind = Literal["word", "sign", "name", "text", "value", "break"]
ON_PAPER = {"*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}
LONG = 56
"""A formula wider than this goes on in a new line before each `and`, `or` and `else` that stands in no brackets."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; `to` is the item that a name leads to."""

    kind: Kind
    text: str
    to: str | None = None


def tokens(piece: Piece, items: Collection[str]) -> tuple[Token, ...]:
    """The pieces of a formula in their order; `items` are the names that have a place on the page."""
    flat = list(walk(piece))
    wide = sum(width_of(part.text if isinstance(part, Leaf | Gap) else part) for part in flat) > LONG
    found: list[Token] = []
    depth = 0
    for part in flat:
        depth += (part in ("(", "[", "{")) - (part in (")", "]", "}"))
        for token in _tokens(part, items):
            if wide and depth == 0 and token.kind == "word" and found and token.text in _turns():
                while found[-1].text.isspace():
                    found.pop()
                found.append(Token("break", ""))
            found.append(token)
    return tuple(found)


def _tokens(part: str | Leaf | Gap, items: Collection[str]) -> Iterator[Token]:
    if isinstance(part, Gap):
        yield Token("sign", part.text)
    elif isinstance(part, str):
        yield Token("word", part) if part in words().every("reserved") else Token("sign", ON_PAPER.get(part, part))
    elif part.text[:1] in '"“':
        yield Token("text", part.text)
    elif part.text[:1].isdigit():
        yield Token("value", part.text)
    else:
        yield from _path(part.text, items)


def _path(text: str, items: Collection[str]) -> Iterator[Token]:
    for at, name in enumerate(text.split(".")):
        if at:
            yield Token("sign", ".")
        yield Token("name", name, name if name in items else None)


def _turns() -> set[str]:
    return {spelling for word in ("and", "or", "else") for spelling in (word, words().spelled(word, "zh"))}
