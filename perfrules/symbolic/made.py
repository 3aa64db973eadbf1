"""Cells of the rows that the reader makes of other cells: the filled cells of a form, and the numbers in its narratives."""

from __future__ import annotations

from typing import Any

from perfrules.forms import Field
from perfrules.library.scalar import DASHES
from perfrules.symbolic.cells import Steps
from perfrules.symbolic.symbol import TEXT, Part, Symbol
from perfrules.symbolic.terms import Bool
from perfrules.symbolic.texts import Texts


class MadeCell:
    """A cell of a row that the reader makes of another cell: always a text, always there."""

    blank = words = written = range = False
    filled = True
    column: Steps = ((True, None),)
    steps: Steps = ((True, None),)

    def __init__(self, field: Field, texts: Texts, text: Any) -> None:
        self.field, self.texts, self.text = field, texts, text
        self.value = Symbol((Part(TEXT, True, text),), False)

    @property
    def dash(self) -> Bool:
        return self.texts.is_one_of(self.text, DASHES)
