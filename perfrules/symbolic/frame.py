"""Where an expression is put into terms: the row in scope, what the item is about, and the column being audited."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.symbolic.space import Thing


@dataclass(frozen=True, slots=True)
class Frame:
    row: Thing
    this: Thing
    auditing: core.Column | None = None

    def of(self, thing: Thing) -> Frame:
        """Where a let of `thing` is read."""
        return Frame(thing, thing, self.auditing)


def about(thing: Thing) -> Frame:
    return Frame(thing, thing)
