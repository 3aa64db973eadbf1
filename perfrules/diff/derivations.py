"""Two explanations of one outcome set against each other: the steps that one edition takes and the other does not.

An explanation is text whose lines are steps; how far a step is set in says what it is part of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

STEP = 2
SEEN = (" (see above)", "（见上）")
DEEPEST = 2
"""Steps within steps that are shown where both sides are set against each other."""
MOST = 9
MORE = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """One step; `depth` 0 is a clause of the rule or the outcome."""

    depth: int
    text: str


def lines(explanation: str) -> list[Line]:
    """The steps of the first thing that an explanation is about, without its head."""
    body = explanation.split("\n\n", 1)[-1].split("\n\n")[0].split("\n")[1:]
    inset = sorted({len(line) - len(line.lstrip(" ")) for line in body if line.strip()})
    return [Line(inset.index(len(line) - len(line.lstrip(" "))), line.strip()) for line in body if line.strip()]


def contrasted(one: str, other: str) -> tuple[list[Line], list[Line]]:
    """What each of two explanations has and the other has not, the outer steps, and no more than are read at a glance."""
    mine, its = lines(one), lines(other)
    return list(_short(mine, {_said(each) for each in its})), list(_short(its, {_said(each) for each in mine}))


def _said(line: Line) -> str:
    """What a step says, wherever its value was looked up."""
    text = line.text
    for mark in SEEN:
        text = text.removesuffix(mark)
    return text.split("  ")[0] if line.depth else " ".join(text.split())


def _short(every: list[Line], known: set[str]) -> Iterator[Line]:
    own = [each for each in every if _said(each) not in known]
    near = [each for each in own if each.depth <= DEEPEST]
    shown = near if len(near) <= MOST else [each for each in near if each.depth < DEEPEST]
    yield from shown[:MOST]
    if len(shown) > MOST or len(shown) < len(own):
        yield Line(0, MORE)
