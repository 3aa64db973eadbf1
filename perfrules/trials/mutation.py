"""Whether the examples of a policy tell it from every program that differs from it in one place.

A mutant is killed by the first example that gives something else than it states. For a survivor forms are searched that tell the
two apart; what is found is an example that is missing. Each mutant is judged by itself, in one order, so a run that was stopped
and goes on comes to the same results. A place that stands at several times is changed at all of them, and it is enough to notice
it at one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.drawing import Data
from perfrules.evaluate import Engine
from perfrules.mutants import Mutant, mutants
from perfrules.source import Span
from perfrules.trials.judging import Trial, holds, named, passes, verdict
from perfrules.trials.linked import Beside, Rows
from perfrules.trials.proposals import Proposal, clearest, proposal
from perfrules.trials.searching import Pool, differs, smallest
from perfrules.trials.stretches import Stretch
from perfrules.trials.touching import Named, reached

FORMS = 1000
"""Forms drawn for a mutant that no example kills, before it is perhaps equivalent."""
LEAST = 100
"""Of them for each rule that the changed place reaches, however many rules these are."""
CHOICE = 4


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: killed `by` the example of that title, told apart by `proposal`, or by no form of `tried`.

    `at` is the number of the stretch whose forms told it apart.
    """

    kind: Literal["killed", "told apart", "perhaps equivalent"]
    by: str = ""
    proposal: Proposal | None = None
    tried: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    mutant: Mutant
    fate: Fate
    key: str = ""
    days: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One place changed, in every stretch in which it stands: its number, and the mutant of its program.

    `days` are those of the stretches, where it does not stand in all; `key` tells it from every other change.
    """

    mutants: tuple[tuple[int, Mutant], ...]
    key: str
    days: tuple[Days, ...] = ()


def changes(stretches: Sequence[Stretch]) -> list[Change]:
    """Every change of a policy, in the order of the stretches and of the programs."""
    found: dict[tuple[str, Span, str], list[tuple[int, Mutant]]] = {}
    for at, stretch in enumerate(stretches):
        for mutant in mutants(stretch.program):
            found.setdefault((mutant.source.name, mutant.span, mutant.key), []).append((at, mutant))
    keys: Counter[str] = Counter()
    every = []
    for (_, _, key), those in found.items():
        keys[key] += 1
        days = tuple(stretches[at].days for at, _ in those) if len(those) < len(stretches) else ()
        every.append(Change(tuple(those), key if keys[key] == 1 else f"{key} #{keys[key]}", days))
    return every


@dataclass(slots=True)
class Bench:
    """What is made once and used for every mutant: the examples' forms, the drawn forms, the right answers."""

    stretch: Stretch
    count: int = FORMS
    engine: Engine = field(init=False)
    beside: Beside = field(init=False)
    pool: Pool = field(init=False)
    reached: Mapping[Named, tuple[str, ...]] = field(init=False)
    trials: dict[str, list[Trial]] = field(init=False)
    found: list[Proposal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = Engine(self.program)
        self.beside = Beside(self.program, self.stretch.templates)
        self.pool = Pool(self.stretch, self.engine, self.beside, self.count)
        self.reached = reached(self.program)
        self.trials = {}
        for trial in self.stretch.trials():
            if passes(self.engine, trial):
                self.trials.setdefault(trial.check, []).append(trial)

    @property
    def program(self) -> core.Program:
        return self.stretch.program

    def killed(self, mutant: Mutant) -> Fate | None:
        """An example that is wrong for the policy itself kills nothing: it is reported where examples are run."""
        engine = Engine(mutant.program)
        names = self.reached.get((mutant.of, mutant.name), ())
        for name in sorted(names, key=lambda name: name != mutant.name):
            for trial in self.trials.get(name, ()):
                if not passes(engine, trial):
                    return Fate("killed", by=f"{name}: {trial.example.title}")
        return None

    def told_apart(self, mutant: Mutant) -> Fate:
        """By an example that is missing, if one is found."""
        engine = Engine(mutant.program)
        names = self.reached.get((mutant.of, mutant.name), ())
        return self._proposed(engine, names) or self._searched(engine, names)

    def _proposed(self, engine: Engine, names: Iterable[str]) -> Fate | None:
        """One proposal may tell several mutants apart."""
        for known in self.found:
            if known.check in names:
                check = named(engine.program, known.check)
                form = self.stretch.form(known.data, self.beside.template(check))
                others = self.beside.forms(known.check, known.linked)
                assert form is not None
                if not holds(engine, check, form, known.outcome, known.audited, others):
                    return Fate("told apart", proposal=known)
        return None

    def _searched(self, engine: Engine, names: tuple[str, ...]) -> Fate:
        """Of the first forms that tell the two apart, one that a reader would rather see: decided, and with little on it."""
        tried = 0
        made: list[Proposal] = []
        share = max(self.count // max(len(names), 1), LEAST)
        for name in names:
            check = named(engine.program, name)
            for drawn in islice(self.pool.forms(name), share):
                tried += 1
                others = self.beside.forms(name, drawn.linked)
                if differs(drawn.verdict, verdict(engine, check, drawn.form, others)):
                    found = self._made(engine, name, drawn.data, drawn.linked)
                    made += [] if found is None else [found]
                if len(made) >= CHOICE or (made and clearest(made[-1])[0] == 0):
                    break
            if made:
                self.found.append(min(made, key=clearest))
                return Fate("told apart", proposal=self.found[-1], tried=tried)
        return Fate("perhaps equivalent", tried=tried)

    def _made(self, engine: Engine, name: str, data: Data, linked: Rows) -> Proposal | None:
        """The smallest form that tells the two apart, as an example that was run on both."""

        def tells(data: Data) -> bool:
            return self._telling(engine, name, data, linked) is not None

        template = self.beside.template(named(self.program, name))
        made = self._telling(engine, name, smallest(data, template, tells), linked) if tells(data) else None
        stated = None if made is None else self.stretch.stated(made)
        return stated if stated is not None and self._telling(engine, name, stated.data, linked) is not None else None

    def _telling(self, engine: Engine, name: str, data: Data, linked: Rows) -> Proposal | None:
        """What an example of the form would state, if that is not what the mutant gives."""
        own, changed = named(self.program, name), named(engine.program, name)
        form, others = self.stretch.form(data, self.beside.template(own)), self.beside.forms(name, linked)
        if form is None:
            return None
        right = verdict(self.engine, own, form, others)
        for audited in (None, *right.audited):
            made = proposal(name, data, right.outcome, audited, linked)
            if made is not None and not holds(engine, changed, form, made.outcome, made.audited, others):
                return made if holds(self.engine, own, form, made.outcome, made.audited, others) else None
        return None


def mutate(benches: Sequence[Bench], known: Mapping[str, Fate], every: Iterable[Change] | None = None) -> Iterator[Judged]:
    """Every change with its fate, in order. `known` holds those of an earlier run, which go by unjudged."""
    for change in changes([bench.stretch for bench in benches]) if every is None else every:
        fate = known.get(change.key)
        if fate is None:
            at, fate = _judged(benches, change)
        else:
            at = fate.at
            if fate.proposal is not None and fate.proposal not in benches[at].found:
                benches[at].found.append(fate.proposal)
        mutant = next((mutant for number, mutant in change.mutants if number == at), change.mutants[0][1])
        yield Judged(mutant, fate, change.key, change.days)


def _judged(benches: Sequence[Bench], change: Change) -> tuple[int, Fate]:
    """What became of it, and in which stretch."""
    for at, mutant in change.mutants:
        killed = benches[at].killed(mutant)
        if killed is not None:
            return at, replace(killed, at=at)
    tried = 0
    for at, mutant in change.mutants:
        fate = benches[at].told_apart(mutant)
        tried += fate.tried
        if fate.proposal is not None:
            return at, replace(fate, at=at)
    return change.mutants[0][0], Fate("perhaps equivalent", tried=tried, at=change.mutants[0][0])
