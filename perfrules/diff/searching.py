"""Looking for differences on drawn forms, where there is no proof: the same forms every time, each difference made small."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from perfrules.core import tree as core
from perfrules.diff.changes import Compared
from perfrules.diff.moves import Move, Pairing, Replay, Seen
from perfrules.drawing import Drawer
from perfrules.forms import CELLS, FIGURES, Form, Template, make_form

Data = dict[str, Any]
Side = Literal["old", "new"]
FORMS = 300
"""How many forms are drawn about each edition of an item."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One form for each way in which the item was seen to move; `drawn` is how many forms were looked at."""

    found: tuple[tuple[Seen, Data], ...]
    drawn: int


def search(pairing: Pairing, compared: Compared, template: Template, replay: Replay) -> Searched:
    found: dict[Move, tuple[Seen, Data]] = {}
    drawn = 0
    for data in drawn_about(pairing, compared, template):
        drawn += 1
        form = form_of(data, template)
        for seen in replay.seen(pairing, form) if form is not None else ():
            if seen.move not in found:
                found[seen.move] = _small(seen, data, pairing, template, replay)
    return Searched(tuple(found[move] for move in sorted(found)), drawn)


def drawn_about(pairing: Pairing, compared: Compared, template: Template) -> Iterator[Data]:
    """Forms about the edges of either edition of an item."""
    for program, item in ((compared.old, pairing.old), (compared.new, pairing.new)):
        about = item if isinstance(item, core.Check) else None
        yield from Drawer(program, template, about).seeded(FORMS)


def form_of(data: Data, template: Template) -> Form | None:
    loaded = make_form(template, data)
    return loaded.forms[0] if loaded.forms and not loaded.problems else None


def data_of(form: Form) -> Data:
    """The form as data again, as far as it is filled."""
    data: Data = {name: cell.text for name, cell in form.cells.items() if cell.text is not None}
    for name, record in form.records.items():
        if cells := {each: cell.text for each, cell in record.cells.items() if cell.text is not None}:
            data[name] = cells
    for name, rows in form.groups.items():
        if name not in (CELLS, FIGURES) and rows:
            data[name] = [{each: cell.text for each, cell in row.cells.items() if cell.text is not None} for row in rows]
    return data


def _small(seen: Seen, data: Data, pairing: Pairing, template: Template, replay: Replay) -> tuple[Seen, Data]:
    def same(candidate: Data) -> Seen | None:
        form = form_of(candidate, template)
        if form is None:
            return None
        return next((each for each in replay.seen(pairing, form) if each.move == seen.move), None)

    small = smaller(data, lambda candidate: same(candidate) is not None)
    return same(small) or seen, small


def smaller(data: Data, holds: Callable[[Data], bool]) -> Data:
    """The form without the rows and cells that it can do without, one after another."""
    going = True
    while going:
        going = False
        for candidate in _less(data):
            if holds(candidate):
                data, going = candidate, True
                break
    return data


def _less(data: Data) -> Iterator[Data]:
    for name, held in data.items():
        rest = {key: value for key, value in data.items() if key != name}
        yield rest
        if isinstance(held, list) and held and isinstance(held[0], dict):
            yield from ({**rest, name: [*held[:at], *held[at + 1 :]]} for at in range(len(held)) if len(held) > 1)
            for at, row in enumerate(held):
                for cell in row:
                    made = copy.deepcopy(held)
                    del made[at][cell]
                    yield {**rest, name: made}
        elif isinstance(held, dict):
            yield from (
                {**rest, name: {key: value for key, value in held.items() if key != cell}} for cell in held if len(held) > 1
            )
