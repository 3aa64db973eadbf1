"""Where routes lead: up to the form, into its parts, along links within the form. Each end has its condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.symbolic import number as numbers
from perfrules.symbolic import terms
from perfrules.symbolic.number import exact
from perfrules.symbolic.space import Space, Thing
from perfrules.symbolic.symbol import Part, Symbol, merged, paired, single, truth
from perfrules.symbolic.terms import Bool, both, either, opposite

Reached = Sequence[tuple[Bool, Thing]]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a route leads; `missing` is where the way there is not known, and `other` whether for more than a blank key."""

    of: Reached
    missing: Bool = False
    other: Bool = False


class ElsewhereError(Exception):
    """A link leads to another form. Caught where an expression is put into terms: its value is then free."""


class Routes:
    def __init__(self, space: Space, links: dict[str, core.Link]) -> None:
        self.space, self.links = space, links
        self._known: dict[tuple[str, Thing], Ends] = {}

    def rows(self, route: core.Route, start: Thing) -> Ends:
        """Every end of a route that may lead to many, or to none. On the way a link to one must find one."""
        return self._walk(route, start, lambda step: step is not route.steps[-1] and self._to_one(step))

    def single(self, route: core.Route, start: Thing) -> Ends:
        """The ends of a route of single steps: one of them, or it is missing."""
        return self._walk(route, start, lambda _: True)

    def _walk(self, route: core.Route, start: Thing, one: object) -> Ends:
        assert callable(one)
        found: list[tuple[Bool, Thing]] = [(True, start)]
        missing: Bool = False
        other: Bool = False
        for step in route.steps:
            reached: list[tuple[Bool, Thing]] = []
            for when, thing in found:
                near = self._step(step, thing)
                lost, why = near.missing, near.other
                if one(step) and step.kind == "link":
                    exactly = _exactly_one([there for there, _ in near.of])
                    why = either(why, both(opposite(lost), opposite(exactly)))
                    lost = either(lost, opposite(exactly))
                missing, other = either(missing, both(when, lost)), either(other, both(when, lost, why))
                reached += [(both(when, opposite(lost), there), end) for there, end in near.of]
            found = [(when, thing) for when, thing in reached if when is not False]
        return Ends(found, missing, other)

    def _to_one(self, step: core.Step) -> bool:
        return step.kind == "link" and not self.links[step.name].many

    def _step(self, step: core.Step, thing: Thing) -> Ends:
        if step.kind == "form":
            return Ends([(True, self.space.whole)])
        if step.kind == "part":
            return Ends([(end.present, end) for end in self.space.things[step.name]])
        return self._linked(self.links[step.name], thing)

    def _linked(self, link: core.Link, thing: Thing) -> Ends:
        known = self._known.get((link.name, thing))
        if known is None:
            known = self._known[(link.name, thing)] = self._link(link, thing)
        return known

    def _link(self, link: core.Link, thing: Thing) -> Ends:
        if (
            link.through is not None
            or link.target.part is None
            or link.target.template != self.space.template.name
            or link.subject.template != link.target.template
        ):
            raise ElsewhereError
        ours = [self._key(thing, name, shift) for _, name, shift in link.keys]
        lost, why = either(*(key.missing for key in ours)), either(*(key.not_blank for key in ours))
        unclear: list[tuple[Bool, Bool]] = []
        reached = []
        for row in self.space.things[link.target.part]:
            if link.other and row is thing:
                continue
            theirs = [self._key(row, name, 0) for name, _, _ in link.keys]
            gone = both(row.present, either(*(key.missing for key in theirs)))
            same = [self._same(one, other) for one, other in zip(theirs, ours, strict=True)]
            may = both(gone, *(either(key.missing, equal) for key, equal in zip(theirs, same, strict=True)))
            unclear.append((may, either(*(key.not_blank for key in theirs))))
            reached.append((both(row.present, opposite(gone), *same), row))
        before: Bool = False
        for may, not_blank in unclear:
            why = either(why, both(opposite(lost), opposite(before), may, not_blank))
            before = either(before, may)
        return Ends([(both(when, opposite(lost), opposite(before)), row) for when, row in reached], either(lost, before), why)

    def _key(self, thing: Thing, name: str, shift: int) -> Symbol:
        value = thing.cells[name].value
        if not shift:
            return value
        return merged([(value.missing, Symbol((), True, value.other)), *self._shifted(value, shift)])

    def _shifted(self, value: Symbol, shift: int) -> Iterator[tuple[Bool, Symbol]]:
        for part in value.parts:
            if part.shape.kind == "number":
                yield part.when, single(part.shape, numbers.add(part.value, exact(Fraction(shift))))
            else:
                yield part.when, single(part.shape, part.value)

    def _same(self, one: Symbol, other: Symbol) -> Bool:
        """Whether two keys are equal: the unit of a quantity counts as it is written."""

        def told(first: Part, second: Part) -> Symbol:
            if first.shape != second.shape:
                return truth(False)
            if first.shape.kind in ("number", "quantity"):
                return truth(numbers.compare(first.value, "=", second.value))
            if first.shape.kind == "text":
                texts = self.space.texts
                return truth(terms.equal(texts.normal(first.value), texts.normal(second.value)))
            return truth(terms.equal(first.value, second.value))

        return paired(one, other, told).true


def _exactly_one(conditions: Sequence[Bool]) -> Bool:
    return either(*(both(one, *(opposite(other) for other in conditions if other is not one)) for one in conditions))
