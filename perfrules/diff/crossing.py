"""Whether a form can pass one edition as a whole and fail the other: tried on forms at hand, asked of the solver, drawn."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.diff.changes import Compared
from perfrules.diff.moves import Replay
from perfrules.diff.searching import FORMS, Data, Side, form_of
from perfrules.drawing import Drawer, copied
from perfrules.drawing.sheet import put, spots
from perfrules.evaluate import Engine
from perfrules.evaluate.decide import result, subjects
from perfrules.forms import Form, Template
from perfrules.symbolic.shrinking import shrunk

ROWS = (2, 1)
"""For so many rows a group it is asked whether there is none, the most first."""
MORE_ROWS = (3, 4)
"""For so many it is asked only for a form: weights that add up, each kind with its own, take three rows at least."""
BROKEN = 3
"""A form that fails so many rules for its wording alone is worth mending."""
PLAIN = ("甲", None)
Told = tuple[Data | None, tuple[str, ...], bool, int | None, int]
"""A form, the rules it fails, whether it is proved that there is none, for how many rows (None: any number), and how many forms
were tried."""


class Crossings:
    """Forms that pass the edition `side` and fail the other."""

    def __init__(self, compared: Compared, template: Template, replay: Replay, side: Side) -> None:
        self.compared = compared
        self.template = template
        self.side = side
        self._passing, self._failing = replay.engines if side == "old" else replay.engines[::-1]
        self._hard = ""

    def told(self, witnesses: list[Data], proving: bool) -> Told:
        """A form at hand or one on which some rule differs (`witnesses`), one that the solver finds, or one that is drawn."""
        found = next(filter(self.fails, [{}, *witnesses]), None)
        proved, rows, drawn = False, 0, 0
        if found is None and proving:
            from perfrules.diff.crossing_proved import never

            if never(self.compared, self.template, self.side):
                return None, (), True, None, 0
            found = self._easy()
            for many in ROWS if found is None else ():
                from perfrules.diff.crossing_proved import asked

                found, proved = asked(self.compared, self.template, self.side, self.fails, many)
                rows = many if proved else 0
                if found is not None or proved:
                    break
        if found is None:  # a proof reaches only so many rows
            for data in self._drawn():
                drawn += 1
                if self.fails(data):
                    found = data
                    break
        if found is None:
            return None, (), proved, rows, drawn
        small = shrunk(self.template, found, lambda data: bool(self.fails(data)))
        return small, self.fails(small), False, rows, drawn

    def fails(self, data: Data) -> tuple[str, ...]:
        """The rules of the other edition that a form fails which passes this one; none when it does not."""
        form = form_of(data, self.template)
        if form is None:
            return ()
        failed = next(_failed(self._passing, form, self._hard), None)
        if failed is not None:
            self._hard = failed  # forms that are tried one after the other fail alike
            return ()
        return tuple(_failed(self._failing, form))

    def _easy(self) -> Data | None:
        from perfrules.diff.crossing_proved import easy

        for many in MORE_ROWS:
            tried = False
            for data in easy(self.compared, self.template, self.side, many):
                mended, tried = self._mended(data), True
                if self.fails(mended):
                    return mended
            if not tried:
                break  # where the solver sees nothing at all, more rows seldom help and take long
        return None

    def _mended(self, data: Data) -> Data:
        """The form with plain words where its words alone break rules: the solver knows few of the texts there are."""
        broken = self._broken(data)
        if len(broken) > BROKEN:
            return data
        for spot in spots(data, self.template):
            for text in PLAIN if broken else ():
                candidate = copied(data)
                put(candidate, spot, text)
                fewer = self._broken(candidate)
                if len(fewer) < len(broken):
                    data, broken = candidate, fewer
        return data

    def _broken(self, data: Data) -> list[str]:
        form = form_of(data, self.template)
        return [] if form is None else list(_failed(self._passing, form))

    def _drawn(self) -> Iterator[Data]:
        for program in (self.compared.old, self.compared.new):
            yield from Drawer(program, self.template).seeded(FORMS // 2)


def _failed(engine: Engine, form: Form, first: str = "") -> Iterator[str]:
    """The rules that a form fails, one rule asked before the others."""
    run = engine.start(form)
    for check in sorted(engine.program.checks, key=lambda check: check.name != first):
        if any(result(engine, check, entity, run).outcome == "fail" for entity in subjects(check, run)):
            yield check.name
