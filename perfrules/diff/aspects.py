"""What kind of change a change is: of a value, a formula, a condition, a tolerance, a severity, or of words only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.diff import clauses as written
from perfrules.diff.model import Aspect
from perfrules.diff.reading import expressions, inside
from perfrules.diff.shapes import STATED, Inlined, Named, Shapes, apart

ROUNDINGS = {"rounded", "rounded_even", "cut", "raised"}


@dataclass(frozen=True, slots=True)
class Sides:
    """How the two editions are compared: names that were changed put right, and names put in their place."""

    shapes: Shapes
    named: tuple[Named, Named]
    inlined: tuple[Inlined, Inlined]

    def differ(self, old: core.Expr | None, new: core.Expr | None, usual: Aspect) -> Aspect | None:
        """What the difference of two expressions is called; None when there is none."""
        if old is None or new is None:
            return None if old is new else usual
        if self.shapes.of(old, self.named[0]) == self.shapes.of(new, self.named[1]):
            return None
        if self.shapes.of(old, self.inlined[0]) == self.shapes.of(new, self.inlined[1]):
            return "rewritten"
        parts = list(apart(old, new, self.shapes, *self.named))
        if all(isinstance(part, core.Constant | core.ParamRef) for pair in parts for part in pair):
            if all(_is_step(pair, old, new) for pair in parts):
                return "rounding"
            return "tolerance" if all(_is_tolerance(pair, old, new) for pair in parts) else "value"
        if all(self._of_rounding(*pair) for pair in parts):
            return "rounding"
        if all(isinstance(one, core.Agrees) and isinstance(other, core.Agrees) for one, other in parts):
            return "tolerance" if all(self._tolerance(*pair) for pair in parts) else usual
        return usual

    def _of_rounding(self, one: core.Expr, other: core.Expr) -> bool:
        """A rounding put in, taken out or of another kind, around the same value."""
        inner = [self._unrounded(part) for part in (one, other)]
        if inner == [one, other]:
            return False
        return self.shapes.of(inner[0], self.named[0]) == self.shapes.of(inner[1], self.named[1])

    def _unrounded(self, node: core.Expr) -> core.Expr:
        return node.arguments[0] if isinstance(node, core.Call) and node.function in ROUNDINGS else node

    def _tolerance(self, one: core.Expr, other: core.Expr) -> bool:
        assert isinstance(one, core.Agrees)
        assert isinstance(other, core.Agrees)
        pairs = ((one.cell, other.cell), (one.value, other.value))
        return all(self.shapes.of(mine, self.named[0]) == self.shapes.of(its, self.named[1]) for mine, its in pairs)


def _is_step(pair: tuple[core.Expr, core.Expr], old: core.Expr, new: core.Expr) -> bool:
    """Whether both are the step of a rounding."""
    steps = [
        any(
            isinstance(node, core.Call) and node.function in ROUNDINGS and any(part is each for each in node.arguments[1:])
            for node in inside([whole])
        )
        for part, whole in zip(pair, (old, new), strict=True)
    ]
    return all(steps)


def _is_tolerance(pair: tuple[core.Expr, core.Expr], old: core.Expr, new: core.Expr) -> bool:
    """Whether both are what a cell may be off by."""
    return all(
        any(isinstance(node, core.Agrees) and node.tolerance is part for node in inside([whole]))
        for part, whole in zip(pair, (old, new), strict=True)
    )


def aspects(old: core.Item, new: core.Item, sides: Sides) -> Iterator[tuple[Aspect, str]]:
    """Each aspect that changed, with the English word of the clause that shows it."""
    if getattr(old, "subject", None) != getattr(new, "subject", None):
        yield "scope", written.FOR
    match old, new:
        case core.Param(), core.Param():
            aspect = sides.differ(old.expression, new.expression, "value")
            if aspect is not None:
                yield aspect if aspect == "rewritten" else "value", written.VALUE
        case core.Let(value=core.Choose() as one), core.Let(value=core.Choose() as other):
            yield from _table(one, other, sides)
        case core.Let(), core.Let():
            aspect = sides.differ(old.value, new.value, "formula")
            if aspect is not None:
                yield aspect, written.BY if isinstance(old.value, core.Choose) else written.VALUE
        case core.Link(), core.Link() if old.subject == new.subject:
            if sides.shapes.link(old, sides.named[0]) != sides.shapes.link(new, sides.named[1]):
                yield "keys", "to many" if old.many else "to one"
        case (core.Rule() | core.Score(), core.Rule() | core.Score()):
            yield from _check(old, new, sides)
    yield from _words(old, new, sides)


def _table(one: core.Choose, other: core.Choose, sides: Sides) -> Iterator[tuple[Aspect, str]]:
    aspect = sides.differ(one.subject, other.subject, "formula")
    if aspect is not None:
        yield aspect, written.BY
    told = [
        [(sides.shapes.optional(test, names), sides.shapes.of(value, names)) for test, value in table.rows]
        for table, names in zip((one, other), sides.named, strict=True)
    ]
    if told[0] != told[1]:
        inlined = [
            [(sides.shapes.optional(test, names), sides.shapes.of(value, names)) for test, value in table.rows]
            for table, names in zip((one, other), sides.inlined, strict=True)
        ]
        yield "rewritten" if inlined[0] == inlined[1] else "rows", written.ROWS


def _check(old: core.Rule | core.Score, new: core.Rule | core.Score, sides: Sides) -> Iterator[tuple[Aspect, str]]:
    told: list[tuple[Aspect | None, str]] = [(sides.differ(old.when, new.when, "condition"), "when")]
    if isinstance(old, core.Rule) and isinstance(new, core.Rule):
        told.append((sides.differ(old.require, new.require, "requirement"), "require"))
    if isinstance(old, core.Score) and isinstance(new, core.Score):
        told.append(("cell" if sides.differ(old.claimed, new.claimed, "cell") else None, "claimed"))
        told.append((sides.differ(old.expected, new.expected, "formula"), "expected"))
        told.append(("tolerance" if sides.differ(old.tolerance, new.tolerance, "tolerance") else None, "within"))
    told.append(("severity" if old.severity != new.severity else None, "severity"))
    told.append(("missing" if old.missing_means != new.missing_means else None, "missing means"))
    told.append(("switch" if (old.off is None) != (new.off is None) else None, "switch off"))
    yield from ((aspect, clause) for aspect, clause in told if aspect is not None)


def _words(old: core.Item, new: core.Item, sides: Sides) -> Iterator[tuple[Aspect, str]]:
    if old.basis != new.basis:
        yield "basis", "basis"
    if old.title != new.title:
        yield "wording", written.TITLE
    if isinstance(old, core.Check) and isinstance(new, core.Check) and _message(old, sides, 0) != _message(new, sides, 1):
        yield "wording", "message"
    if _stated(old) != _stated(new):
        yield "wording", "when"


def _message(check: core.Check, sides: Sides, side: int) -> list[object]:
    return [part if isinstance(part, str) else sides.shapes.of(part, sides.named[side]) for part in check.message]


def _stated(item: core.Item) -> list[object]:
    """The reasons given in `undetermined("…")`."""
    calls = [node for node in inside(expressions(item)) if isinstance(node, core.Call) and node.function == STATED]
    return [argument.value for call in calls for argument in call.arguments if isinstance(argument, core.Constant)]
