"""Which branch of its formula an item takes on a form, and the formula that is left: what a region says instead of one number.

Only the author's own ways are followed: `if`, tables, and `min` or `max` against a number that is written out. A name that both
editions have stands as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.core.types import TRUTH, Kind
from perfrules.diagnostics import Words
from perfrules.diff.asking import Question
from perfrules.diff.bands import constant
from perfrules.diff.moves import LANGUAGES, gives, value_words
from perfrules.forms import Templates
from perfrules.report.wording import Wording
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.solving import Model
from perfrules.symbolic.terms import Bool, both


@dataclass(frozen=True, slots=True)
class Branch:
    """`taken` is where an item takes this branch, `left` the formula that it is there; None where it gives nothing."""

    taken: Bool
    left: Words | None


class Branches:
    def __init__(self, question: Question, templates: Templates, ids: Iterator[int]) -> None:
        self.question = question
        self.templates = templates
        self._ids = ids

    def of(self, side: int, model: Model, bounded: bool) -> Branch:
        """The branch that one edition takes under a model; `bounded`: which end of `min` and `max` counts, too."""
        item = (self.question.pairing.old, self.question.pairing.new)[side]
        node = gives(item)
        assert node is not None
        taken: list[Bool] = []
        left = self._walked(side, node, self.question.frame, model, bounded, taken)
        return Branch(both(*taken), self._words(side, left, node))

    def _words(self, side: int, left: core.Expr, whole: core.Expr) -> Words:
        program = self.question.sides[side].program
        value = constant(left, program)
        if value is not None:
            return value_words(value, whole)
        return Words(*(Wording(program, self.templates, language).formula(left) for language in LANGUAGES))

    def _walked(self, side: int, node: core.Expr, frame: Frame, model: Model, bounded: bool, taken: list[Bool]) -> core.Expr:
        def inner(each: core.Expr, where: Frame = frame) -> core.Expr:
            return self._walked(side, each, where, model, bounded, taken)

        match node:
            case core.LetRef() if node.type.kind in (Kind.NUMBER, Kind.TEXT):
                return self._named(side, node, frame, inner)
            case core.ParamRef(name=name) if self._changed(name):
                value = self.question.sides[side].program.params[name].value
                return core.Constant(value, id=next(self._ids), type=node.type, source=node.source, span=node.span)
            case core.If(condition=condition, then=then, otherwise=otherwise):
                return inner(then if self._holds(side, condition, frame, model, taken) else otherwise)
            case core.Choose(subject=subject, rows=rows):
                row = self._row(side, subject, rows, frame, model, taken)
                return node if row is None else inner(row)
            case core.Call(function="min" | "max", arguments=(one, other)) if bounded and self._edged(side, one, other):
                fixed, free = (one, other) if self._edged(side, one) else (other, one)
                inside = self._made(node, core.Compare, free, "<" if node.function == "min" else ">", fixed)
                return inner(free if self._holds(side, inside, frame, model, taken) else fixed)
            case core.Arithmetic(left=left, right=right):
                return self._simple(side, replace(node, left=inner(left), right=inner(right), id=next(self._ids)))
            case _:
                return node

    def _changed(self, name: str) -> bool:
        """Whether it is a name that both editions have for another value."""
        held = [side.program.params[name].value for side in self.question.sides if name in side.program.params]
        return len(held) == 2 and held[0] != held[1]

    def _named(self, side: int, node: core.LetRef, frame: Frame, inner: object) -> core.Expr:
        """A formula or table of one edition only is looked into; what is left of another thing than this one keeps its name."""
        twin = self.question.sides[side]
        at = twin.unwrapped(node, frame)
        if at is None or not isinstance(at[0], core.If | core.Choose) or self.question.shared_name(side, node.name):
            return node
        assert callable(inner)
        left: core.Expr = inner(*at)
        return left if at[1].row is frame.row or constant(left, twin.program) is not None else node

    def _holds(self, side: int, condition: core.Expr, frame: Frame, model: Model, taken: list[Bool]) -> bool:
        told = self.question.sides[side].value(condition, frame)
        holds = model.truth(told.true)
        taken.append(told.true if holds else told.false)
        return holds

    def _row(
        self,
        side: int,
        subject: core.Expr,
        rows: tuple[tuple[core.Expr | None, core.Expr], ...],
        frame: Frame,
        model: Model,
        taken: list[Bool],
    ) -> core.Expr | None:
        """The value of the row that the model takes; None where it takes none."""
        twin = self.question.sides[side]
        rest: list[Bool] = []
        for test, value in rows:
            if test is None:
                continue
            made: core.Expr
            if test.type.kind in (Kind.INTERVAL, Kind.SET):
                made = self._made(subject, core.In, subject, test)
            else:
                made = self._made(subject, core.Compare, subject, "=", test)
            told = twin.value(made, frame)
            if model.truth(told.true):
                taken.append(told.true)
                return value
            rest.append(told.false)
        if other := next((value for test, value in rows if test is None), None):
            taken.append(both(*rest))
        return other

    def _made(self, near: core.Expr, kind: type[core.In] | type[core.Compare], *parts: object) -> core.Expr:
        return kind(*parts, id=next(self._ids), type=TRUTH, source=near.source, span=near.span)  # type: ignore[arg-type]

    def _edged(self, side: int, *arguments: core.Expr) -> bool:
        program = self.question.sides[side].program
        return any(constant(each, program) is not None for each in arguments)

    def _simple(self, side: int, node: core.Arithmetic) -> core.Expr:
        """Without a factor of one."""
        program = self.question.sides[side].program
        one, other = constant(node.left, program), constant(node.right, program)
        if node.operator in "*/" and other == Fraction(1):
            return node.left
        if node.operator == "*" and one == Fraction(1):
            return node.right
        if node.operator == "*" and Fraction(0) in (one, other):
            return core.Constant(Fraction(0), id=next(self._ids), type=node.type, source=node.source, span=node.span)
        return node
