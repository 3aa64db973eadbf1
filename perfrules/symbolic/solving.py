"""Questions to the solver: values under which truths hold, or that there are none, in so many of its own steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import z3  # type: ignore[import-untyped]

from perfrules.symbolic.terms import Bool, Int, Real, known, lifted, opposite

STEPS = 6_000_000
"""What the solver counts as its steps in a second."""
PATIENT = 2
"""After so many questions without an answer no more is asked that only makes an answer shorter."""
PATIENCE = 20
"""Where that many times the seconds have gone by, it is given up all the same."""


class Model:
    """Values of the unknowns under which truths hold."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def truth(self, of: Bool) -> bool:
        return of if isinstance(of, bool) else z3.is_true(self._model.eval(of, model_completion=True))

    def code(self, of: Int) -> int:
        return of if known(of) else int(self._model.eval(of, model_completion=True).as_long())

    def number(self, of: Real) -> Fraction:
        """Exact; of a root, which no form can show, a fraction close to it."""
        if known(of):
            return Fraction(of)
        value = self._model.eval(of, model_completion=True)
        if not z3.is_rational_value(value):
            value = value.approx(20)
        return Fraction(value.numerator_as_long(), value.denominator_as_long())


@dataclass
class Work:
    """Work in steps, as the solver counts them: what they decide is the same on every machine, which seconds are not.

    `each` is how many one way of asking one question may take, and `ways` how many ways are tried; `done` is how many steps all
    questions have taken.
    """

    each: int
    ways: int = 3
    done: int = 0


def _limited(solver: Any, seconds: Fraction, steps: int | None = None) -> None:
    """So many steps, or as many as are done in so long on an ordinary machine: the same answer on a slow one, only later."""
    solver.set("rlimit", int(seconds * STEPS) if steps is None else steps)
    solver.set("timeout", int(seconds * 1000 * PATIENCE))
    solver.set("random_seed", 1)


def satisfied(truths: Sequence[Bool], seconds: Fraction, work: Work | None = None) -> Model | bool | None:
    """Values under which all of them hold; False when it is proved that there are none, None when time or work ran out.

    Each question has a context of its own, so that what was asked before changes nothing.
    """
    if any(each is False for each in truths):
        return False
    goal = z3.And(z3.BoolVal(True), *(each for each in truths if each is not True))
    context = z3.Context()
    goal = goal.translate(context)
    for make in _SOLVERS if work is None else _SOLVERS[: work.ways]:
        solver = make(context)
        _limited(solver, seconds, None if work is None else work.each)
        solver.add(goal)
        before = _count(solver)
        try:
            told = solver.check()
        except z3.Z3Exception:
            continue
        finally:
            if work is not None:
                work.done += _count(solver) - before
        if told == z3.unsat:
            return False
        if told == z3.sat:
            return Model(solver.model().translate(z3.main_ctx()))
    return None


def _count(solver: Any) -> int:
    """How many steps its context has taken."""
    told = solver.statistics()
    return next((int(value) for name, value in told if name == "rlimit count"), 0)


_SOLVERS: tuple[Callable[[Any], Any], ...] = (
    lambda context: z3.SimpleSolver(ctx=context),  # ten times as fast as the next with what lint and diff ask
    lambda context: z3.Solver(ctx=context),
    lambda context: z3.Tactic("qfnra", ctx=context).solver(),
)


class Standing:
    """Questions about the same forms: what is so of all of them is told to the solver once.

    In a context of their own, so that what was asked before of other forms changes no answer.
    """

    def __init__(self, so: Sequence[Bool], seconds: Fraction) -> None:
        self.so, self.seconds = so, seconds
        self._context = z3.Context()
        self._solver = z3.Solver(ctx=self._context)
        _limited(self._solver, seconds)
        self._solver.add(*(self._here(each) for each in so if each is not True))

    def _here(self, truth: Bool) -> Any:
        return lifted(truth).translate(self._context)

    def satisfied(self, wanted: Bool, again: bool = True) -> Model | bool | None:
        """Like `satisfied`, of what is so and is wanted; `again`: where no answer came, by other means, which takes longer."""
        if wanted is False or any(each is False for each in self.so):
            return False
        self._solver.push()
        self._solver.add(self._here(wanted))
        told = self._solver.check()
        answer = Model(self._solver.model().translate(z3.main_ctx())) if told == z3.sat else False if told == z3.unsat else None
        self._solver.pop()
        return satisfied([*self.so, wanted], self.seconds) if answer is None and again else answer

    def needed(self, so: Bool, wanted: Bool, parts: Sequence[Bool]) -> list[int] | None:
        """Which of `parts` make `wanted` follow where `so` is: as few as leaving out one after another comes to.

        Of those that could be left out the last is. None when it does not follow from all of them, or that is not known.
        """
        if any(each is False for each in self.so) or so is False or wanted is True:
            return []
        names = [z3.Bool(f"· {at}", self._context) for at in range(len(parts))]
        solver = self._solver
        solver.push()
        try:
            solver.add(self._here(so), self._here(opposite(wanted)))
            solver.add(*(z3.Implies(name, self._here(part)) for name, part in zip(names, parts, strict=True)))
            if solver.check(*names) != z3.unsat:
                return None
            kept, unknown = self._core(names), 0
            for at in reversed(list(kept)):
                if at not in kept or unknown == PATIENT:
                    continue
                rest = [each for each in kept if each != at]
                told = solver.check(*(names[each] for each in rest))
                unknown += told == z3.unknown
                if told == z3.unsat:
                    kept = [each for each in self._core(names) if each in rest]
            return kept
        finally:
            solver.pop()

    def _core(self, names: Sequence[Any]) -> list[int]:
        held = {term.get_id() for term in self._solver.unsat_core()}
        return [at for at, name in enumerate(names) if name.get_id() in held]
