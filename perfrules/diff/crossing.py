"""Whether a form can pass one edition as a whole and fail the other: tried on forms at hand, asked of the solver, drawn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

from perfrules.diff.changes import Compared
from perfrules.diff.moves import Replay
from perfrules.diff.searching import FORMS, form_of, smaller
from perfrules.drawing import Drawer
from perfrules.evaluate import Engine, decide
from perfrules.forms import CELLS, FIGURES, Form, Template

ROWS = (2, 1)
"""For so many rows a group it is asked of the solver, the most first."""
Data = dict[str, Any]
Told = tuple[Data | None, tuple[str, ...], bool, int, int]
"""A form, the rules it fails, whether it is proved that there is none, for how many rows, and how many forms were tried."""


class Crossings:
    """`witnesses` are forms at hand, and such on which some rule differs: some of them may do."""

    def __init__(self, compared: Compared, template: Template, replay: Replay, witnesses: list[Data]) -> None:
        self.compared = compared
        self.template = template
        self.replay = replay
        self.witnesses = [{}, *witnesses]

    def passing(self, side: Literal["old", "new"], proving: bool) -> Told:
        """A form that passes this edition and fails the other."""
        old, new = self.replay.engines
        passing, failing = (old, new) if side == "old" else (new, old)
        found = next((data for data in self.witnesses if self._crosses(data, passing, failing)), None)
        proved, rows, drawn = False, 0, 0
        crosses = partial(self._crosses, passing=passing, failing=failing)
        for many in ROWS if proving else ():
            if found is None and not proved:
                from perfrules.diff.crossing_proved import asked

                found, proved = asked(self.compared, self.template, side, crosses, many)
                rows = many if proved else 0
        if found is None:  # a proof reaches only so many rows
            for data in self._drawn():
                drawn += 1
                if self._crosses(data, passing, failing):
                    found = data
                    break
        if found is None:
            return None, (), proved, rows, drawn
        small = smaller(found, lambda data: bool(self._crosses(data, passing, failing)))
        return small, self._crosses(small, passing, failing), False, rows, drawn

    def _drawn(self) -> Iterator[Data]:
        for program in (self.compared.old, self.compared.new):
            yield from Drawer(program, self.template).seeded(FORMS // 2)

    def _crosses(self, data: Data, passing: Engine, failing: Engine) -> tuple[str, ...]:
        """The rules of the one edition that a form fails which passes the other; none when it does not."""
        form = form_of(data, self.template)
        if form is None or any(result.outcome == "fail" for result in decide(passing, form).results):
            return ()
        return tuple(dict.fromkeys(result.check for result in decide(failing, form).results if result.outcome == "fail"))


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
