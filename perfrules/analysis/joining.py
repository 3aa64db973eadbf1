"""Forms put together, and how much work may be done where that does not help."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from perfrules.analysis.remarks import Data
from perfrules.analysis.study import Study
from perfrules.forms import Template


class Patience:
    """How much work of the solver a part of lint may take; what is left over then is said to be undecided."""

    def __init__(self, study: Study, steps: int) -> None:
        self._work = None if study.prover is None else study.prover.work
        self._until = 0 if self._work is None else self._work.done + steps

    @property
    def over(self) -> bool:
        return self._work is not None and self._work.done > self._until


def together(template: Template, one: Data, other: Data) -> Data:
    """Both forms on one: cells of the first go before those of the other, rows stand below one another."""
    made: Data = {**other, **one}
    for name, part in template.parts.items():
        held: list[Any] = [data[name] for data in (one, other) if name in data]
        if len(held) == 2:
            made[name] = [*held[0], *(row for row in held[1] if row not in held[0])] if part.many else {**held[1], **held[0]}
    return made


def row_by_row(template: Template, one: Data, other: Data) -> Data:
    """Both forms on one: cells of the first go before those of the other, also in rows that stand at the same height."""
    made: Data = {**other, **one}
    for name, part in template.parts.items():
        if name in one and name in other:
            if part.many:
                rows: Iterator[tuple[Data, Data]] = zip_longest(one[name], other[name], fillvalue={})
                made[name] = [{**theirs, **ours} for ours, theirs in rows]
            else:
                made[name] = {**other[name], **one[name]}
    return made
