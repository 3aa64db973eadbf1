"""Questions about a policy put to the solver: the rules in terms, in a space as small as their wording allows.

A form of few rows is a form. That there is none of few rows says nothing yet: before it is said it is asked again (`sure`), and
what holds only of so many rows is said with their number. `enough` has the argument where it holds of any number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from perfrules.analysis.bounds import GIVEN_UP, larger
from perfrules.analysis.enough import Counting
from perfrules.analysis.growing import grown
from perfrules.analysis.remarks import Data
from perfrules.analysis.room import Room
from perfrules.analysis.sizes import ALL_STEPS, ALL_SURE_STEPS, MOST_ROWS, QUICK_STEPS, STEPS, SURE_ROWS, SURE_STEPS
from perfrules.core import tree as core
from perfrules.core.reach import roots
from perfrules.diagnostics import Words
from perfrules.forms import Form
from perfrules.symbolic import solving
from perfrules.symbolic.outcomes import beyond
from perfrules.symbolic.search import NOT_CONFIRMED
from perfrules.symbolic.terms import Bool
from perfrules.symbolic.verdicts import Answer, Found, Nothing, Undecided

if TYPE_CHECKING:
    from perfrules.analysis.samples import Sample
    from perfrules.analysis.study import Study


class Prover:
    """Rooms by their size, each made when it is needed."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.work = solving.Work(STEPS)
        self._until = 0
        self._surer = 0
        """Steps taken by what was asked of more rows."""
        self._rooms: dict[int, Room] = {}

    def rounds(self) -> Iterator[bool]:
        """Two rounds over many questions, a quick one and one for what is left; whether it is the last."""
        self.work.each, self.work.ways = QUICK_STEPS, 1
        yield False
        self.work.each, self.work.ways = STEPS, 3
        self._until = self.work.done + ALL_STEPS
        yield True

    @contextmanager
    def unhurried(self, steps: int = STEPS) -> Iterator[None]:
        """For what must be known even in the quick round; it is none of the work that all questions may take together."""
        before, until, done = (self.work.each, self.work.ways), self._until, self.work.done
        self.work.each, self.work.ways = steps, 3
        try:
            yield
        finally:
            self.work.each, self.work.ways = before
            self._until = until + self.work.done - done

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

    def opened(self, rows: int, counting: Counting) -> Room:
        """For one question: with the sums that it reads left open."""
        return Room(self.study, rows, self.work, counting)

    def ask(
        self,
        checks: list[core.Check],
        wanted: Callable[[Room], Bool],
        confirm: Callable[[Sample], bool],
        small: bool = True,
        rows: int | None = None,
    ) -> tuple[Answer, Sample | None]:
        """A form where something holds of rules, as a sample; it is remembered with the others."""
        room = self.room(checks) if rows is None else self.sized(rows)
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

    def sure(
        self,
        checks: list[core.Check],
        wanted: Callable[[Room], Bool],
        confirm: Callable[[Sample], bool],
        near: Callable[[Sample], int],
        shown: Sequence[core.Check] | None = None,
        audited: bool = False,
        small: bool = False,
    ) -> tuple[Answer, Sample | None]:
        """What `ask` comes to when it is asked of more rows. Where there is no form, of how many rows there is none.

        Forms at hand that are `near` to it, the nearest first, are tried with more rows before the solver is asked. A row may be
        wanted by each of the rules of which an outcome is `shown`.
        """
        first = self.room(checks).rows
        counting = Counting(self.study, checks, audited, shown)
        enough = counting.enough()
        if enough.kept is not None and not enough.open and enough.kept <= first:
            return Nothing(), None
        seeds = [each for each in self.study.samples if near(each) > 0]
        found = grown(self.study, sorted(seeds, key=lambda each: (-near(each), len(repr(each.data)))), confirm)
        if found is not None:
            return Found(found.form, found.data), found
        if self._surer > ALL_SURE_STEPS:
            return Undecided(GIVEN_UP), None
        before = self.work.done
        with self.unhurried(SURE_STEPS):
            answer, sample = self._of_more(checks, wanted, confirm, small, counting, first)
        self._surer += self.work.done - before
        return answer, sample

    def _of_more(
        self,
        checks: list[core.Check],
        wanted: Callable[[Room], Bool],
        confirm: Callable[[Sample], bool],
        small: bool,
        counting: Counting,
        first: int,
    ) -> tuple[Answer, Sample | None]:
        """What the solver says of forms of any number of rows, else of as many as are needful."""
        enough = counting.enough()
        if enough.kept is not None and enough.kept <= MOST_ROWS:
            if not enough.open:
                return self.ask(checks, wanted, confirm, small, enough.kept)
            opened = self.opened(enough.kept, counting)
            if opened.search.impossible(wanted(opened)):
                return Nothing(), None
        rows = min(max(enough.needful, SURE_ROWS, first), MOST_ROWS)
        answer, sample = self.ask(checks, wanted, confirm, small, rows)
        if isinstance(answer, Nothing):
            return (Undecided(larger(rows)) if enough.needful > rows else Nothing(rows)), None
        return answer, sample


def _undecided(free: Words | None) -> Answer:
    return Undecided(free or NOT_CONFIRMED)
