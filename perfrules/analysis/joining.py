"""Two forms put together: what is so on each of them may be so on both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from perfrules.analysis.remarks import Data
from perfrules.forms import Template


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
