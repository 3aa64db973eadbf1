"""A form made as small and round as it can be while it still shows what it was kept for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from perfrules.drawing import Data, Written, copied
from perfrules.drawing.sheet import get, put, spots
from perfrules.forms import Field, Template
from perfrules.trials.searching import smallest as fewest

ROUND = {
    "money": ("100", "50", "200", "80", "10", "1", "0"),
    "points": ("10", "20", "5", "100", "1", "0"),
    "ratio": ("100%", "50%", "80%", "0%"),
    "quantity": ("100", "50", "10", "5", "1", "0", "100%", "有助于"),
    "text": ("甲", "乙"),
}
MOST = 600
"""Forms tried on the way: a small form soon, rather than the smallest of all."""


def smallest(data: Data, template: Template, keeps: Callable[[Data], bool]) -> Data:
    """Fewer rows and cells first, then rounder texts in those that are left."""
    left = [MOST]

    def still(candidate: Data) -> bool:
        left[0] -= 1
        return left[0] > 0 and keeps(candidate)

    small = fewest(data, template, still)
    for spot in list(spots(small, template)):
        held = get(small, spot)
        field = (template.fields if spot.part is None else template.parts[spot.part].fields)[spot.field]
        for text in rounder(held, field):
            simpler = copied(small)
            put(simpler, spot, text)
            if still(simpler):
                small = simpler
                break
    small = fewest(small, template, still)
    bare = {name: held for name, held in small.items() if held not in ({}, [])}
    return bare if keeps(bare) else small


def rounder(held: Written | None, field: Field) -> Iterator[str]:
    """What is simpler to read in such a cell, the simplest first; the digits cut away last."""
    known = ROUND.get(field.kind, ())
    if not isinstance(held, str):
        return
    for text in known:
        if text == held:
            return
        yield text
    cut = re.sub(r"\.[0-9]+", "", held)
    if cut != held:
        yield cut
