"""Truths and whole numbers that may be known or symbolic: the one module that knows the solver.

A truth is a `bool` or a term of the solver, a whole number an `int` or a term. What is known is folded here, so that what stands
fixed costs the solver nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import z3  # type: ignore[import-untyped]

Bool = Any
Int = Any
Real = Any


def both(*parts: Bool) -> Bool:
    kept = _kept(parts, True)
    return kept if isinstance(kept, bool) else kept[0] if len(kept) == 1 else z3.And(*kept)


def either(*parts: Bool) -> Bool:
    kept = _kept(parts, False)
    return kept if isinstance(kept, bool) else kept[0] if len(kept) == 1 else z3.Or(*kept)


def _kept(parts: Iterable[Bool], idle: bool) -> bool | list[Any]:
    """The parts that matter; a truth when one decides or none is left."""
    kept: dict[int, Any] = {}
    for part in parts:
        if isinstance(part, bool):
            if part is not idle:
                return part
        else:
            kept[part.get_id()] = part
    return list(kept.values()) if kept else idle


def opposite(of: Bool) -> Bool:
    return (not of) if isinstance(of, bool) else z3.Not(of)


def choose(condition: Bool, then: Any, otherwise: Any) -> Any:
    """One of two truths, numbers or codes."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise or (not z3.is_expr(then) and not z3.is_expr(otherwise) and then == otherwise):
        return then
    if isinstance(then, bool) and isinstance(otherwise, bool):
        return condition if then else opposite(condition)
    return z3.If(condition, lifted(then), lifted(otherwise))


def lifted(value: Any) -> Any:
    """A known value as a term."""
    if isinstance(value, bool):
        return z3.BoolVal(value)
    if isinstance(value, Fraction):
        return _real(value)
    return z3.IntVal(value) if isinstance(value, int) else value


@lru_cache(maxsize=4096)
def _real(value: Fraction) -> Any:
    return z3.RealVal(f"{value.numerator}/{value.denominator}")


def equal(one: Any, other: Any) -> Bool:
    if not z3.is_expr(one) and not z3.is_expr(other):
        return bool(one == other)
    if z3.is_expr(one) and z3.is_expr(other) and one.eq(other):
        return True
    return lifted(one) == lifted(other)


def less(one: Any, other: Any) -> Bool:
    return bool(one < other) if not z3.is_expr(one) and not z3.is_expr(other) else lifted(one) < lifted(other)


def at_most(one: Any, other: Any) -> Bool:
    return bool(one <= other) if not z3.is_expr(one) and not z3.is_expr(other) else lifted(one) <= lifted(other)


def known(value: Any) -> bool:
    return not z3.is_expr(value)


def plus(one: Real, other: Real) -> Real:
    if known(one) and one == 0:
        return other
    if known(other) and other == 0:
        return one
    return one + other if known(one) and known(other) else lifted(one) + lifted(other)


def times(one: Real, other: Real) -> Real:
    for this, that in ((one, other), (other, one)):
        if known(this) and this == 0:
            return Fraction(0)
        if known(this) and this == 1:
            return that
    return one * other if known(one) and known(other) else lifted(one) * lifted(other)


def floor(of: Real) -> Real:
    """The greatest whole number not above, as a number."""
    return Fraction(of.numerator // of.denominator) if known(of) else z3.ToReal(z3.ToInt(of))


def whole(of: Real) -> Bool:
    return of.denominator == 1 if known(of) else z3.IsInt(of)


def divided(of: Int, by: int) -> Int:
    """The whole part of a quotient of whole numbers."""
    return of // by if known(of) else of / by


def number_of(of: Int) -> Real:
    return Fraction(of) if known(of) else z3.ToReal(of)


def over(one: Real, other: Real) -> Real:
    """A quotient; whoever asks has made sure that nothing is divided by nought."""
    return one / other if known(one) and known(other) else lifted(one) / lifted(other)


def truth(name: str) -> Bool:
    return z3.Bool(name)


def real(name: str) -> Real:
    return z3.Real(name)


def code(name: str) -> Int:
    return z3.Int(name)


def ask(name: str, *arguments: Int) -> Bool:
    """A truth that depends on whole numbers in a way nothing is said about."""
    return z3.Function(name, *([z3.IntSort()] * len(arguments)), z3.BoolSort())(*map(lifted, arguments))


def measure(name: str, *arguments: Int) -> Real:
    """A number that depends on whole numbers in a way nothing is said about."""
    return z3.Function(name, *([z3.IntSort()] * len(arguments)), z3.RealSort())(*map(lifted, arguments))


def replaced(truths: Sequence[Bool], values: Sequence[tuple[Any, Any]]) -> list[Bool]:
    """Truths with values in the place of unknowns, simplified: a `bool` where the values decide it."""
    told = z3.Function("all of", *([z3.BoolSort()] * (len(truths) + 1)), z3.BoolSort())
    held = told(*map(lifted, (*truths, True)))  # taken together, what they share is looked at once
    made = z3.simplify(z3.substitute(held, *((one, lifted(other)) for one, other in values)))
    return [True if z3.is_true(each) else False if z3.is_false(each) else each for each in made.children()[:-1]]


def put(of: Any, unknown: Any, value: Any) -> Any:
    """A term with a value in the place of one unknown."""
    return of if known(of) else z3.substitute(of, (unknown, lifted(value)))


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
        solver.set("timeout", max(1, int(seconds * 1000)))
        solver.set("random_seed", 1)
        if work is not None:
            solver.set("rlimit", work.each)
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
    """Questions about the same forms: what is so of all of them is told to the solver once."""

    def __init__(self, so: Sequence[Bool], seconds: Fraction) -> None:
        self.so, self.seconds = so, seconds
        self._solver = z3.Solver()
        self._solver.set("timeout", int(seconds * 1000))
        self._solver.set("random_seed", 1)
        self._solver.add(*(each for each in so if each is not True))

    def satisfied(self, wanted: Bool) -> Model | bool | None:
        """Like `satisfied`, of what is so and is wanted."""
        if wanted is False or any(each is False for each in self.so):
            return False
        self._solver.push()
        self._solver.add(lifted(wanted))
        told = self._solver.check()
        answer = Model(self._solver.model()) if told == z3.sat else False if told == z3.unsat else None
        self._solver.pop()
        return satisfied([*self.so, wanted], self.seconds) if answer is None else answer


class Unknowns:
    """The names of the unknowns in terms. Each part of a term is looked at once, however often it is asked about."""

    def __init__(self) -> None:
        self._held: dict[int, int] = {}
        """Of each part, by its number, which of the names are in it: a bit for each."""
        self._names: list[str] = []
        self._kept: list[Any] = []  # a number is a term's own only as long as the term is there

    def of(self, term: Bool) -> set[str]:
        if known(term):
            return set()
        self._kept.append(term)
        context, root = term.ctx.ref(), term.as_ast()
        waiting = [root]
        while waiting:
            part = waiting[-1]
            number = z3.Z3_get_ast_id(context, part)
            inside = [] if number in self._held else _inside(context, part)
            left = [each for each in inside if z3.Z3_get_ast_id(context, each) not in self._held]
            if left:
                waiting.extend(left)
                continue
            waiting.pop()
            if number not in self._held:
                bits = 0 if inside else self._bit(context, part)
                for each in inside:
                    bits |= self._held[z3.Z3_get_ast_id(context, each)]
                self._held[number] = bits
        bits = self._held[z3.Z3_get_ast_id(context, root)]
        return {name for at, name in enumerate(self._names) if bits >> at & 1}

    def _bit(self, context: Any, part: Any) -> int:
        """The bit of the name of an unknown; none of anything else."""
        if z3.Z3_get_ast_kind(context, part) != z3.Z3_APP_AST:
            return 0
        what = z3.Z3_get_app_decl(context, part)
        if z3.Z3_get_decl_kind(context, what) != z3.Z3_OP_UNINTERPRETED:
            return 0
        name = z3.Z3_get_symbol_string(context, z3.Z3_get_decl_name(context, what))
        self._names.append(name)
        return 1 << len(self._names) - 1


def _inside(context: Any, part: Any) -> list[Any]:
    if z3.Z3_get_ast_kind(context, part) != z3.Z3_APP_AST:
        return []
    return [z3.Z3_get_app_arg(context, part, at) for at in range(z3.Z3_get_app_num_args(context, part))]


def unknowns(truths: Iterable[Bool]) -> set[str]:
    """The names of the unknowns in them."""
    of = Unknowns()
    return {name for each in truths for name in of.of(each)}
