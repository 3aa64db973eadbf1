"""A space of one size with the rules of a policy in it, and where what lint asks of them is so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.analysis.enough import Counting
from perfrules.analysis.opened import Opened
from perfrules.analysis.samples import NUMBERS
from perfrules.core import tree as core
from perfrules.findings import Outcome
from perfrules.forms import CELLS, FIGURES
from perfrules.symbolic import solving, terms
from perfrules.symbolic.cells import SymbolicCell
from perfrules.symbolic.expressions import Encoder
from perfrules.symbolic.frame import about
from perfrules.symbolic.outcomes import Outcomes, outcomes
from perfrules.symbolic.search import Search, among
from perfrules.symbolic.space import Space
from perfrules.symbolic.terms import Bool, both, either, opposite

if TYPE_CHECKING:
    from perfrules.analysis.study import Study

ROUND = (1, 5, 10, 20, 50, 80, 100, 120, 200)


class Room:
    """Of at most so many `rows` a group; with the sums left open where a question is `opened`."""

    def __init__(self, study: Study, rows: int, work: solving.Work, opened: Counting | None = None) -> None:
        self.study, self.rows = study, rows
        self.space = Space(study.template, [study.program], rows)
        self.encoder = Encoder(study.program, self.space)
        if opened is not None:
            counted = opened.enough().counted
            self.encoder = Opened(study.program, self.space, opened.shapes, opened.names, counted)
        self.search = Search(self.space, study.seconds, work)
        self._told: dict[str, list[Outcomes]] = {}

    def told(self, check: core.Check) -> list[Outcomes]:
        if check.name not in self._told:
            self._told[check.name] = list(outcomes(self.encoder, check))
        return self._told[check.name]

    def gives(self, check: core.Check, outcome: Outcome) -> Bool:
        """Where some subject has the outcome."""
        return either(*(each.when[outcome] for each in self.told(check) if outcome in each.when))

    def applies(self, check: core.Check) -> Bool:
        """Where it applies to some subject."""
        things = self.space.of(check.subject)
        return either(*(both(thing.present, self.encoder.audit.applies(check, about(thing)).true) for thing in things))

    def holds(self, check: core.Check) -> Bool:
        """Where it applies to some subject, that passes, and nothing breaks it."""
        things = self.told(check)
        applied = either(*(both(each.when["pass"], self.encoder.audit.applies(check, about(each.thing)).true) for each in things))
        return both(applied, opposite(self.gives(check, "fail")))

    def never(self, check: core.Check, outcome: Outcome) -> Bool:
        """Where no subject has the outcome."""
        return opposite(self.gives(check, outcome))

    def clash(self, checks: Sequence[core.Check]) -> Bool:
        """Where all apply and are decided, and one of them is broken."""
        broken = either(*(self.gives(each, "fail") for each in checks))
        return both(*(both(self.applies(each), self.never(each, "undetermined")) for each in checks), broken)

    def breaks(self, kept: Sequence[core.Check], broken: core.Check) -> Bool:
        """Where all apply and are decided, and only one of them is broken."""
        return both(self.clash([*kept, broken]), self.gives(broken, "fail"), *(self.holds(each) for each in kept))

    def plain(self, columns: Set[core.Column]) -> Bool:
        """Where every number of the columns is above nought, and none is unreadable."""
        return both(*(either(cell.blank, _plain(cell)) for cell in self._numbers(columns)))

    def round(self, columns: Set[core.Column]) -> Bool:
        """Where they are numbers that are read at a glance, too."""
        return both(*(either(cell.blank, both(_plain(cell), _round(cell))) for cell in self._numbers(columns)))

    def _numbers(self, columns: Set[core.Column]) -> Iterator[SymbolicCell]:
        for thing, cell in self.space.cells():
            if core.Column(thing.subject, cell.field.name) in columns and cell.field.kind in NUMBERS:
                yield cell

    def told_of(self, columns: Set[core.Column]) -> Bool:
        """Where the first row of every group that is looked at is there, and what is looked at is filled."""
        facts = []
        for part, things in self.space.things.items():
            looked = {column.field for column in columns if column.subject.part == part}
            for thing in things[:1] if looked and part not in (CELLS, FIGURES) else ():
                cells = (cell for name, cell in thing.cells.items() if name in looked and isinstance(cell, SymbolicCell))
                facts += [thing.present, *(opposite(cell.blank) for cell in cells)]
        return both(*facts)

    def together(self, *conditions: Bool) -> Bool:
        return both(*conditions)

    def in_range(self) -> Bool:
        """Where every cell with a range holds a number in it, if it holds one."""
        facts = []
        for _, cell in self.space.cells():
            for end, at_most in ((cell.field.low, False), (cell.field.high, True)):
                if end is not None and cell.field.kind in ("points", "number"):
                    inside = terms.at_most(cell.number, end) if at_most else terms.at_most(end, cell.number)
                    facts.append(either(cell.blank, cell.words, inside))
        return both(*facts)


def _plain(cell: SymbolicCell) -> Bool:
    return both(opposite(cell.words), terms.less(Fraction(0), cell.number))


def _round(cell: SymbolicCell) -> Bool:
    """In the size of its cells; of a quantity, that may be a share."""
    held = among(cell, ROUND)
    if cell.field.kind != "quantity":
        return held
    return either(held, *(terms.equal(cell.number, Fraction(number, 100)) for number in ROUND))
