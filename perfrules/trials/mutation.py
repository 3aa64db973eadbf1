"""Whether the examples of a policy tell it from every program that differs from it in one place.

A mutant is killed by the first example that gives something else than it states. For a survivor forms are searched that tell the
two apart; what is found is an example that is missing. Each mutant is judged by itself, in one order, so a run that was stopped
and goes on comes to the same results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from perfrules.core import tree as core
from perfrules.drawing import Data
from perfrules.evaluate import Engine
from perfrules.forms import Templates
from perfrules.mutants import Mutant, mutants
from perfrules.trials.judging import Trial, all_trials, form_made, holds, named, passes, verdict
from perfrules.trials.linked import Beside, Rows
from perfrules.trials.proposals import Proposal, clearest, proposal
from perfrules.trials.searching import Pool, differs, smallest
from perfrules.trials.touching import Named, reached

FORMS = 1000
"""Forms drawn for a mutant that no example kills, before it is perhaps equivalent."""
LEAST = 100
"""Of them for each rule that the changed place reaches, however many rules these are."""
CHOICE = 4


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: killed `by` the example of that title, told apart by `proposal`, or by no form of `tried`."""

    kind: Literal["killed", "told apart", "perhaps equivalent"]
    by: str = ""
    proposal: Proposal | None = None
    tried: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    mutant: Mutant
    fate: Fate


@dataclass(slots=True)
class Bench:
    """What is made once and used for every mutant: the examples' forms, the drawn forms, the right answers."""

    program: core.Program
    templates: Templates
    count: int = FORMS
    engine: Engine = field(init=False)
    beside: Beside = field(init=False)
    pool: Pool = field(init=False)
    reached: Mapping[Named, tuple[str, ...]] = field(init=False)
    trials: dict[str, list[Trial]] = field(init=False)
    found: list[Proposal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = Engine(self.program)
        self.beside = Beside(self.program, self.templates)
        self.pool = Pool(self.engine, self.beside, self.count)
        self.reached = reached(self.program)
        self.trials = {}
        for trial in all_trials(self.program, self.templates):
            if passes(self.engine, trial):
                self.trials.setdefault(trial.check, []).append(trial)

    def judge(self, mutant: Mutant) -> Fate:
        """An example that is wrong for the policy itself kills nothing: it is reported where examples are run."""
        engine = Engine(mutant.program)
        names = self.reached.get((mutant.of, mutant.name), ())
        for name in sorted(names, key=lambda name: name != mutant.name):
            for trial in self.trials.get(name, ()):
                if not passes(engine, trial):
                    return Fate("killed", by=f"{name}: {trial.example.title}")
        return self._proposed(engine, names) or self._searched(engine, names)

    def _proposed(self, engine: Engine, names: Iterable[str]) -> Fate | None:
        """One proposal may tell several mutants apart."""
        for known in self.found:
            if known.check in names:
                check = named(engine.program, known.check)
                form = form_made(known.data, self.beside.template(check))
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
        return self._telling(engine, name, smallest(data, template, tells), linked) if tells(data) else None

    def _telling(self, engine: Engine, name: str, data: Data, linked: Rows) -> Proposal | None:
        """What an example of the form would state, if that is not what the mutant gives."""
        own, changed = named(self.program, name), named(engine.program, name)
        form, others = form_made(data, self.beside.template(own)), self.beside.forms(name, linked)
        if form is None:
            return None
        right = verdict(self.engine, own, form, others)
        for audited in (None, *right.audited):
            made = proposal(name, data, right.outcome, audited, linked)
            if made is not None and not holds(engine, changed, form, made.outcome, made.audited, others):
                return made if holds(self.engine, own, form, made.outcome, made.audited, others) else None
        return None


def mutate(
    bench: Bench, known: Mapping[str, Fate], every: Iterable[Mutant] | None = None, told: Callable[[Judged], None] | None = None
) -> Iterator[Judged]:
    """Every mutant with its fate, in order. `known` holds those of an earlier run, which go by unjudged."""
    for mutant in mutants(bench.program) if every is None else every:
        fate = known.get(mutant.key)
        if fate is None:
            fate = bench.judge(mutant)
        elif fate.proposal is not None and fate.proposal not in bench.found:
            bench.found.append(fate.proposal)
        judged = Judged(mutant, fate)
        if told is not None:
            told(judged)
        yield judged
