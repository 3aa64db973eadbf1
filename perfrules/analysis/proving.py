"""Questions about a policy put to the solver: the rules in terms, in a space as small as their wording allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from perfrules.analysis.remarks import Data
from perfrules.analysis.sizes import ALL_STEPS, MOST_ROWS, QUICK_STEPS, STEPS
from perfrules.core import tree as core
from perfrules.core.reach import roots
from perfrules.diagnostics import Words
from perfrules.findings import Outcome
from perfrules.forms import Form
from perfrules.symbolic import solving, terms
from perfrules.symbolic.expressions import Encoder
from perfrules.symbolic.frame import about
from perfrules.symbolic.outcomes import Outcomes, beyond, outcomes
from perfrules.symbolic.search import NOT_CONFIRMED, Search
from perfrules.symbolic.space import Space
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.symbolic.verdicts import Answer, Found, Nothing, Undecided

if TYPE_CHECKING:
    from perfrules.analysis.samples import Sample
    from perfrules.analysis.study import Study


class Room:
    """A space of one size with the rules of the policy in it."""

    def __init__(self, study: Study, rows: int, work: solving.Work) -> None:
        self.study, self.rows = study, rows
        self.space = Space(study.template, [study.program], rows)
        self.encoder = Encoder(study.program, self.space)
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

    def clash(self, one: core.Check, other: core.Check) -> Bool:
        """Where both apply and are decided, and one of them is broken."""
        known = both(self.never(one, "undetermined"), self.never(other, "undetermined"))
        broken = either(self.gives(one, "fail"), self.gives(other, "fail"))
        return both(self.applies(one), self.applies(other), known, broken)

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


class Prover:
    """Rooms by their size, each made when it is needed."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.work = solving.Work(STEPS)
        self._until = 0
        self._rooms: dict[int, Room] = {}

    def rounds(self) -> Iterator[bool]:
        """Two rounds over many questions, a quick one and one for what is left; whether it is the last."""
        self.work.each, self.work.ways = QUICK_STEPS, 1
        yield False
        self.work.each, self.work.ways = STEPS, 3
        self._until = self.work.done + ALL_STEPS
        yield True

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """For what must be known even in the quick round."""
        before = self.work.each, self.work.ways
        self.work.each, self.work.ways = STEPS, 3
        try:
            yield
        finally:
            self.work.each, self.work.ways = before

    @property
    def late(self) -> bool:
        """Whether the last round has taken all the work it may take."""
        return self.work.done > self._until

    def room(self, checks: Iterable[core.Check]) -> Room:
        every = list(checks)
        rows = self.study.rows(root for check in every for root in roots(check))
        grouped = [check for check in every if any(column.field == "" for column in self.study.columns(check))]
        return self.sized(max(rows, min(len(grouped), MOST_ROWS)))  # each may want a row of its own

    def sized(self, rows: int) -> Room:
        if rows not in self._rooms:
            self._rooms[rows] = Room(self.study, rows, self.work)
        return self._rooms[rows]

    def ask(
        self, checks: list[core.Check], wanted: Callable[[Room], Bool], confirm: Callable[[Sample], bool], small: bool = True
    ) -> tuple[Answer, Sample | None]:
        """A form where something holds of rules, as a sample; it is remembered with the others."""
        room = self.room(checks)
        free = next((why for check in checks if (why := beyond(room.encoder, check)) is not None), None)

        def is_so(form: Form) -> bool:
            return confirm(self.study.sample({}, form))

        answer = room.search.find(wanted(room), is_so, free, small)
        if isinstance(answer, Nothing) and any(check.subject.part == "figures" for check in checks):
            return _undecided(free), None
        if isinstance(answer, Found):
            data: Data = answer.data
            return answer, self.study.add(data, answer.form)
        return answer, None


def _undecided(free: Words | None) -> Answer:
    return Undecided(free or NOT_CONFIRMED)
