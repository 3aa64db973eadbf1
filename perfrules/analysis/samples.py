"""A form with what each rule gives on it, worked out when it is first asked for: most forms are asked about a few rules only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction

from perfrules.analysis.remarks import Data
from perfrules.core import tree as core
from perfrules.evaluate import Engine
from perfrules.evaluate.decide import result, subjects
from perfrules.findings import Outcome
from perfrules.forms import CELLS, FIGURES, Cell, Form

NUMBERS = ("money", "points", "ratio", "number", "quantity")


class Sample:
    def __init__(self, engine: Engine, checks: Mapping[str, core.Check], data: Data, form: Form) -> None:
        self.engine, self.data, self.form = engine, data, form
        self.run = engine.start(form)
        self.outcomes = _Outcomes(self, checks)
        self._checks = checks
        self._applies: dict[str, bool] = {}

    def applies(self, name: str) -> bool:
        """Whether the rule applies to some subject."""
        if name not in self._applies:
            check = self._checks[name]
            things = subjects(check, self.run)
            self._applies[name] = any(self.engine.applies(check, self.run.frame(each)) is True for each in things)
        return self._applies[name]

    def fails(self, name: str) -> bool:
        return "fail" in self.outcomes[name]

    def decided(self, name: str) -> bool:
        return "undetermined" not in self.outcomes[name]

    def breaks(self, kept: Sequence[str], broken: str) -> bool:
        """Whether all apply and are decided, and only one of them is broken."""
        every = (*kept, broken)
        known = all(self.applies(name) and self.decided(name) for name in every)
        return known and self.fails(broken) and all(map(self.holds, kept))

    def plain(self, columns: Set[core.Column]) -> bool:
        """Whether every number of the columns is above nought, and none is unreadable."""
        return all(_plain(cell) for column, cell in self._cells() if column in columns and cell.field.kind in NUMBERS)

    @property
    def filled(self) -> bool:
        """Whether anything is on it."""
        return any(cell.filled for _, cell in self._cells())

    def tells_of(self, columns: Set[core.Column]) -> bool:
        """Whether what is looked at is filled in some row."""
        template = self.form.template.name
        seen = {core.Column(core.Subject(template, part), "") for part, rows in self.form.groups.items() if rows}
        seen |= {column for column, cell in self._cells() if cell.filled}
        own = [column for column in columns if column.subject.part not in (CELLS, FIGURES)]
        return all(column in seen for column in own if column.subject.template == template)

    def _cells(self) -> Iterator[tuple[core.Column, Cell]]:
        form = self.form
        held = [(None, form.cells), *((name, row.cells) for name, row in form.records.items())]
        held += [(name, row.cells) for name, rows in form.groups.items() if name not in (CELLS, FIGURES) for row in rows]
        for part, cells in held:
            for name, cell in cells.items():
                yield core.Column(core.Subject(form.template.name, part), name), cell

    def holds(self, name: str) -> bool:
        """Whether the rule applies and nothing on the form breaks it."""
        return "pass" in self.outcomes[name] and not self.fails(name) and self.applies(name)


class _Outcomes(dict[str, frozenset[Outcome]]):
    """The outcomes that a rule gives, by its name."""

    def __init__(self, sample: Sample, checks: Mapping[str, core.Check]) -> None:
        super().__init__()
        self._sample, self._checks = sample, checks

    def __missing__(self, name: str) -> frozenset[Outcome]:
        check, run = self._checks[name], self._sample.run
        told = frozenset(result(self._sample.engine, check, each, run).outcome for each in subjects(check, run))
        self[name] = told
        return told


def _plain(cell: Cell) -> bool:
    value = cell.written.value if cell.written is not None else cell.value
    return not cell.filled or (isinstance(value, Fraction) and value > 0)
