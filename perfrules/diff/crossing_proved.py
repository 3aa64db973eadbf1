"""The whole of both editions before the solver: a form that fails nothing in one and something in the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.diff.asking import Twin
from perfrules.diff.changes import Compared
from perfrules.diff.reading import alone, reach
from perfrules.diff.searching import Data, Side, data_of
from perfrules.forms import CELLS, FIGURES, Template
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.outcomes import outcomes
from perfrules.symbolic.search import Search
from perfrules.symbolic.solving import Work
from perfrules.symbolic.space import Space
from perfrules.symbolic.symbol import Symbol
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.symbolic.verdicts import Found, Nothing

SECONDS = Fraction(1)
EASY = 6_000_000
"""Steps of the solver for one form that is easy to write down."""


def easy(compared: Compared, template: Template, side: Side, rows: int) -> Iterator[Data]:
    """Forms of so many rows a group that should pass the edition `side` and fail the other, to be tried."""
    space, wanted, _ = _put(compared, template, side, rows)
    yield from Search(space, SECONDS, Work(EASY, 1)).easy(wanted)


def asked(
    compared: Compared, template: Template, side: Side, crosses: Callable[[Data], object], rows: int
) -> tuple[Data | None, bool]:
    """A form that passes the edition `side` and fails the other, or whether it is proved that none of so many rows does."""
    space, wanted, whole = _put(compared, template, side, rows)
    told = Search(space, SECONDS).find(wanted, lambda form: bool(crosses(data_of(form))))
    return (told.data if isinstance(told, Found) else None), isinstance(told, Nothing) and whole


def never(compared: Compared, template: Template, side: Side) -> bool:
    """Whether it is proved that no form crosses, of however many rows.

    What may fail looks at its own row alone, and fails on no row but where something of the edition `side` fails that is about
    that row, too, and looks at no more.
    """
    changed = _changed(compared, side)
    failing, passing = (compared.new, compared.old) if side == "old" else (compared.old, compared.new)
    if any(check.subject.part in (CELLS, FIGURES) or not _alone(check, failing) for check in changed):
        return False
    space, mine, its = _twins(compared, template, side, 1)
    kept = [check for check in passing.checks if _alone(check, passing)]
    for check in changed:
        beside = [each for each in kept if each.subject == check.subject]
        wanted = both(*map(opposite, _failures(mine, beside)), either(*_failures(its, [check])))
        if Search(space, SECONDS).impossible(wanted) is not True:
            return False
    return True


def _alone(check: core.Rule | core.Score, program: core.Program) -> bool:
    """Whether it looks at its own row alone, and whatever else may claim its cell does."""
    rivals = [check] if isinstance(check, core.Rule) else [each for each in program.scores() if each.column == check.column]
    return all(alone(each, program) for each in (check, *rivals))


def _put(compared: Compared, template: Template, side: Side, rows: int) -> tuple[Space, Bool, bool]:
    """Where a form passes one edition and fails the other; whether all that it may fail could be put into terms."""
    space, passing, failing = _twins(compared, template, side, rows)
    kept = both(*map(opposite, _failures(passing, list(passing.program.checks))))
    changed = _changed(compared, side)
    whole = all(check.subject.part not in (CELLS, FIGURES) for check in changed)
    return space, both(kept, either(*_failures(failing, changed))), whole


def _twins(compared: Compared, template: Template, side: Side, rows: int) -> tuple[Space, Twin, Twin]:
    """Forms of so many rows a group, the edition `side` over them, and the other."""
    programs = compared.old, replace(compared.new, edition=compared.new.edition + "′")
    space = Space(template, programs, rows)
    shared: dict[tuple[int, Frame], Symbol] = {}
    old, new = (Twin(program, space, compared.shapes, shared) for program in programs)
    return space, *((old, new) if side == "old" else (new, old))


def _failures(twin: Twin, checks: list[core.Rule | core.Score]) -> list[Bool]:
    """Where each of the rules fails, of every thing it is about. What is about cells or figures is left to be confirmed."""
    return [
        outcome.when["fail"]
        for check in checks
        if check.subject.part not in (CELLS, FIGURES) and check.off is None
        for outcome in outcomes(twin, check)
    ]


def _changed(compared: Compared, side: Side) -> list[core.Rule | core.Score]:
    """The rules of the other edition that may fail where this one passes.

    They are not the same in both; or they are, and another score of their cell is not, or they read what scores make of a form.
    """
    same = {id(item) for pair in compared.pairs if compared.same_meaning(pair) for item in (pair.old, pair.new)}
    scores = [*compared.old.scores(), *compared.new.scores()]
    cells = {score.column for score in scores if id(score) not in same}
    program = compared.new if side == "old" else compared.old
    return [
        check
        for check in program.checks
        if id(check) not in same
        or (isinstance(check, core.Score) and check.column in cells)
        or (cells and any(isinstance(node, core.Audited) for node in reach(check, program)))
    ]
