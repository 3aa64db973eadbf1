"""The audited form in terms: what the rules give for a cell that a score claims, and whether it shows what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.evaluate import measure
from perfrules.symbolic import choices
from perfrules.symbolic import number as numbers
from perfrules.symbolic.containers import Ends, Held, Members, Shown, Side, shows
from perfrules.symbolic.frame import Frame, about
from perfrules.symbolic.measures import NOWHERE, fitted
from perfrules.symbolic.symbol import NUMBER, Part, Symbol, gone, mapped, merged, numeric, single, stand_in, truth
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.values import Missing

if TYPE_CHECKING:
    from perfrules.symbolic.expressions import Current, Encoder
    from perfrules.symbolic.space import Thing


@dataclass(frozen=True, slots=True)
class Audited:
    """`kept` is where the claim stays."""

    value: Symbol
    kept: Bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A score that may claim a cell, about a thing that leads to it; `when` it applies."""

    score: core.Score
    about: Thing
    here: Bool
    when: Symbol


class Audit:
    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._known: dict[tuple[Thing, str], Audited] = {}

    def audited(self, thing: Thing, name: str) -> Audited:
        key = (thing, name)
        if key not in self._known:
            self._known[key] = self._audited(thing, name)
        return self._known[key]

    def claims(self, thing: Thing, name: str) -> Iterator[Claim]:
        """The scores that may claim a cell: every row may claim a cell of the form."""
        encoder = self.encoder
        for score in encoder.scores.get(core.Column(thing.subject, name), ()):
            for one in encoder.space.of(score.subject) if score.subject != thing.subject else (thing,):
                ends = encoder.routes.single(score.claimed.route, one).of
                here = both(one.present, either(*(when for when, end in ends if end is thing)))
                if here is not False:
                    yield Claim(score, one, here, self.applies(score, about(one)))

    def applies(self, check: core.Check, frame: Frame) -> Symbol:
        return truth(True) if check.when is None else self.encoder.value(check.when, frame)

    def _audited(self, thing: Thing, name: str) -> Audited:
        cell = thing.cells[name]
        claims = list(self.claims(thing, name))
        unknown = either(*(both(claim.here, claim.when.missing) for claim in claims))
        why = either(*(both(claim.here, claim.when.not_blank) for claim in claims))
        apply = [both(claim.here, claim.when.true, opposite(unknown)) for claim in claims]
        none = both(opposite(unknown), *(opposite(each) for each in apply))
        branches: list[tuple[Bool, Symbol]] = [(unknown, gone(why)), (none, cell.value)]
        kept = [none]
        for at, claim in enumerate(claims):
            alone = both(apply[at], *(opposite(other) for other in apply[:at] + apply[at + 1 :]))
            if alone is not False:
                for when, value, same in self._due(claim, thing, name):
                    branches.append((both(alone, when), value))
                    kept.append(both(alone, when, same))
        return Audited(merged(branches), either(*kept))

    def _due(self, claim: Claim, thing: Thing, name: str) -> Iterator[tuple[Bool, Symbol, Bool]]:
        """What the cell should show, by cases, and where that is the claim."""
        encoder, score = self.encoder, claim.score
        frame = replace(about(claim.about), auditing=score.column)
        cell = encoder.current(thing, name, frame)
        for when, due in encoder.held(score.expected, frame):
            agreed = shows(encoder.texts, self.shown(cell, score.claimed.type), due, self._tolerance(score, claim.about)).true
            value = merged([(agreed, cell.value), (opposite(agreed), self._instead(due, score.claimed.type, cell))])
            yield when, value, agreed

    def _tolerance(self, score: core.Score, thing: Thing) -> Side | None:
        """The tolerance is read as claimed, like `when`."""
        return None if score.tolerance is None else self.encoder.side(score.tolerance, about(thing))

    def _instead(self, due: Held, column: Type, cell: Current) -> Symbol:
        """What replaces a claim that does not agree."""
        if isinstance(due, Side):
            return _as_shown(due, column, cell)
        parts = due.of if isinstance(due, Members) else tuple(end for end in (due.low, due.high) if end is not None)
        missing = either(*(part.value.missing for part in parts))
        why = either(*(part.value.not_blank for part in parts))
        between = merged([(missing, gone(why)), (opposite(missing), gone())])
        if isinstance(due, Ends) and due.low is not None and due.high is not None and due.low_closed and due.high_closed:
            point = choices.same(due.low.value, due.high.value)
            return merged([(point, _as_shown(due.low, column, cell)), (opposite(point), between)])
        return between

    def shown(self, current: Current, type_: Type) -> Shown:
        """A cell as it is compared with what is expected; digits that are shown are those of the claim only."""
        steps: dict[Any, Bool] = {}
        for when, column in current.cell.column:
            for there, step in current.cell.steps:
                _add(steps, _least(step, column), both(current.kept, when, there))
            _add(steps, column, both(opposite(current.kept), when))
        return Shown(current.value, type_, [(when, step) for step, when in steps.items()])

    def truth(self, score: core.Score, thing: Thing) -> Symbol:
        """Whether the cell that a score claims shows what is expected; unknown where another may claim it."""
        encoder, frame = self.encoder, about(thing)
        ends, missing, other = encoder.reached(score.claimed.route, frame)
        branches: list[tuple[Bool, Symbol]] = [(missing, gone(other))]
        dues = encoder.held(score.expected, frame)
        tolerance = self._tolerance(score, thing)
        for there, holder in ends:
            rival, why = self._rival(score, thing, holder)
            branches.append((both(there, rival), gone(why)))
            shown = self.shown(encoder.current(holder, score.claimed.field, frame), score.claimed.type)
            told = [(both(there, opposite(rival), when), shows(encoder.texts, shown, due, tolerance)) for when, due in dues]
            branches += told
        return merged(branches)

    def _rival(self, score: core.Score, thing: Thing, holder: Thing) -> tuple[Bool, Bool]:
        """Where another score, or this one of another row, claims the same cell or may; and where for more than a blank cell."""
        if len(self.encoder.scores[score.column]) == 1 and score.subject == score.column.subject:
            return False, False
        others = [
            claim for claim in self.claims(holder, score.claimed.field) if not (claim.score is score and claim.about is thing)
        ]
        applies = either(*(both(claim.here, claim.when.true) for claim in others))
        unknown = either(*(both(claim.here, claim.when.missing) for claim in others))
        why = either(*(both(claim.here, claim.when.not_blank) for claim in others))
        return either(applies, unknown), either(applies, why)


def _add(steps: dict[Any, Bool], step: Any, when: Bool) -> None:
    if when is not False:
        steps[step] = either(steps.get(step, False), when)


def _least(*steps: Fraction | None) -> Fraction | None:
    return min((step for step in steps if step is not None), default=None)


def _as_shown(due: Side, column: Type, cell: Current) -> Symbol:
    """The expected value in the unit of the column, rounded half up to its step."""
    if column.written:
        return fitted(due.value, due.type)

    def told(part: Part) -> Symbol | None:
        if not numeric(part.shape):
            return single(part.shape, part.value)
        if part.shape != NUMBER:
            pair = measure.aligned(stand_in(part.shape), due.type, Fraction(0), column, NOWHERE)
            if isinstance(pair, Missing):
                return None
        return _rounded(part, cell.cell.column)

    return mapped(due.value, told)


def _rounded(part: Part, column: Sequence[tuple[Bool, Fraction | None]]) -> Symbol:
    options = []
    for when, step in column:
        value = part.value if step is None else numbers.to_step(part.value, step, "rounded")
        options.append((when, single(NUMBER, value)))
    return merged(options)
