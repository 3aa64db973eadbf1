"""One line of text as a terminal shows it: which column each character begins at, and what is shown for those that would do harm.

A Chinese character is two columns wide, a tab runs to the next stop, and a control character (an escape sequence, a mark that
turns the direction of writing, half a surrogate pair) is written out as `<U+202E>`: a rule file may come from anywhere.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TAB = 4
HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Columns:
    """`pieces` is what is shown for each character; `starts` where it begins, and at last where the line ends."""

    pieces: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def width(self) -> int:
        return self.starts[-1]

    def window(self, at: int, width: int) -> tuple[int, int]:
        """The characters, from and up to, that fit into `width` columns with `at` among them."""
        starts, count = self.starts, len(self.pieces)
        left = at = min(at, count)
        while left > 0 and starts[at] - starts[left - 1] <= width // 2:
            left -= 1
        right = left
        while right < count and starts[right + 1] - starts[left] <= width:
            right += 1
        while left > 0 and starts[right] - starts[left - 1] <= width:
            left -= 1
        return left, right


def columns(line: str, ambiguous: int) -> Columns:
    """`ambiguous` is how wide the terminal shows what is neither narrow nor wide, such as `“` and `×`."""
    pieces: list[str] = []
    starts = [0]
    for character in line:
        at = starts[-1]
        piece = " " * (TAB - at % TAB) if character == "\t" else harmless(character)
        pieces.append(piece)
        starts.append(at + width_of(piece, ambiguous))
    return Columns(tuple(pieces), tuple(starts))


def harmless(text: str) -> str:
    """`text` with every character written out that would move the cursor, hide or turn around what follows."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(each):04X}>" if unicodedata.category(each) in HARMFUL else each for each in text)


def width_of(text: str, ambiguous: int = 1) -> int:
    """How many columns `text` takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcwidth

    return sum(_wide(each, ambiguous, max(wcwidth(each), 0)) for each in text)


def _wide(character: str, ambiguous: int, width: int) -> int:
    return ambiguous if width == 1 and unicodedata.east_asian_width(character) == "A" else width
