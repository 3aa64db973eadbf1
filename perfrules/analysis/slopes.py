"""Where more is done and fewer points are due: two forms that differ in one actual value."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from perfrules.analysis.codes import SCORE_FALLS
from perfrules.analysis.questions import RISES
from perfrules.analysis.remarks import Data, Remark, Shown, named, of_node, remark
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.evaluate.decide import result
from perfrules.findings import Outcome
from perfrules.forms import Form, Part
from perfrules.symbolic import unavailable
from perfrules.values import Quantity
from perfrules.values.numbers import decimal_text
from perfrules.values.quantity import PERCENT
from perfrules.values.written import read_written

if TYPE_CHECKING:
    from perfrules.symbolic.solving import Model

INVERSE = ("≤", "<")
RISES_TRIED = (Fraction(1), Fraction(10), Fraction(20), Fraction(50), Fraction(100), Fraction(1, 10), Fraction(1, 100))


def slopes(study: Study) -> Iterator[Remark]:
    for check in study.checks:
        for part, target, actual in _measured(study):
            if not isinstance(check, core.Score) or check.subject.part != part.name or study.beyond(check) is not None:
                continue
            column = core.Column(check.subject, actual)
            if check.expected.type.kind is not Kind.NUMBER or column not in study.columns(check) or check.column == column:
                continue
            if study.prover is None:
                study.wonder(check, RISES, unavailable() or RISES.words)
                continue
            yield from Slope(study, check, part, target, actual).remarks()


def _measured(study: Study) -> Iterator[tuple[Part, str, str]]:
    """Groups in which a bound and what was reached stand side by side."""
    for part in study.template.parts.values():
        bounds = [field.name for field in part.fields.values() if field.kind == "quantity" and field.limit]
        reached = [field.name for field in part.fields.values() if field.kind == "quantity" and not field.limit]
        if part.many and bounds and reached:
            yield part, bounds[0], reached[0]


class Slope:
    """One score, the expected value of which reads the `actual` of its row."""

    def __init__(self, study: Study, score: core.Score, part: Part, target: str, actual: str) -> None:
        self.study, self.score, self.part, self.target, self.actual = study, score, part, target, actual

    def remarks(self) -> Iterator[Remark]:
        from perfrules.symbolic.search import NOT_CONFIRMED, RAN_OUT
        from perfrules.symbolic.shrinking import shrunk
        from perfrules.symbolic.terms import real
        from perfrules.symbolic.writing import Writing

        prover = self.study.prover
        assert prover is not None
        room = prover.sized(2)
        later = real("a later actual value")
        wanted = self._falls(room, later)
        matters = {cell.path for cell in room.search.mattering(wanted)}
        why, again = NOT_CONFIRMED, None
        data: Data = {}
        for told in room.search.models(wanted):
            if told is False:
                return
            if told is None:
                why = RAN_OUT
                continue
            data = Writing(room.space, told, matters).data()
            again = self._written(told, later, data)
            if again is not None and self._worse(data, again) is not None:
                break
        else:
            self.study.wonder(self.score, RISES, why)
            return
        assert again is not None
        more = again
        small = shrunk(self.study.template, data, lambda each: self._worse(each, more) is not None)
        worse = self._worse(small, more)
        assert worse is not None
        before, after, first, second, outcome = worse
        also = Words(
            f"实际值 {first} 应得 {decimal_text(before)} 分，改为 {second} 应得 {decimal_text(after)} 分",
            f"for an actual of {first} it expects {decimal_text(before)} points, for {second} it expects {decimal_text(after)}",
        )
        yield remark(
            SCORE_FALLS,
            Words("实际值高了，应得的分反而少了", "a higher actual value is due fewer points"),
            of_node(self.score.expected),
            [self.score.name],
            others=[named(self.score)],
            help=also,
            shown=self._form_shown(small, outcome, also),
        )

    def _form_shown(self, data: Data, outcome: Outcome, also: Words) -> Shown:
        """The form before the rise, with the points that are due on it where that can be written."""
        written = next(self.study.decided(data, self.score), None)
        if written is None:
            return Shown(data, self.score.name, outcome, also)
        return Shown(written.data, self.score.name, "pass", also)

    def _falls(self, room: Any, later: Any) -> Any:
        """Where the first row is due fewer points with a later, higher actual value. The target is no upper limit."""
        from perfrules.symbolic import number as numbers
        from perfrules.symbolic import terms
        from perfrules.symbolic.frame import about
        from perfrules.symbolic.symbol import NUMBER
        from perfrules.symbolic.terms import both, opposite
        from perfrules.symbolic.vocabulary import COMPARATORS

        thing = room.space.of(self.score.subject)[0]
        target, actual = thing.cells[self.target], thing.cells[self.actual]
        part = room.encoder.value(self.score.expected, about(thing)).of(NUMBER)
        if part is None:
            return False
        here = both(thing.present, room.encoder.audit.applies(self.score, about(thing)).true, part.when)
        there = terms.put(here, actual.number, later)
        value = numbers.Number(
            terms.put(part.value.top, actual.number, later), terms.put(part.value.bottom, actual.number, later)
        )
        upwards = both(*(opposite(terms.equal(target.comparator, COMPARATORS.index(sign))) for sign in INVERSE))
        readable = both(opposite(actual.blank), opposite(actual.words), terms.equal(actual.comparator, 0))
        positive = both(terms.less(Fraction(0), target.number), terms.at_most(Fraction(0), actual.number))
        falls = numbers.compare(value, "<", part.value)
        return both(here, there, upwards, readable, positive, terms.less(actual.number, later), falls, room.in_range())

    def _written(self, model: Model, later: Any, data: Data) -> Fraction | None:
        """How much more the later value is than the first."""
        rows = data.get(self.part.name)
        first = read_written(rows[0][self.actual]) if rows and self.actual in rows[0] else None
        return None if first is None else model.number(later) - first.value

    def _worse(self, data: Data, more: Fraction) -> tuple[Fraction, Fraction, str, str, Any] | None:
        """What is due before and after some rise of the actual value; the rise asked for, or a rounder one."""
        rows = data.get(self.part.name) or []
        if not rows or not isinstance(rows[0].get(self.actual), str):
            return None
        form = self.study.made(data)
        before = None if form is None else self._due(form)
        read = read_written(rows[0][self.actual])
        if before is None or read is None:
            return None
        scale = Fraction(1, 100) if read.unit == PERCENT else Fraction(1)
        for rise in (*(each * scale for each in RISES_TRIED), more):
            other = copy.deepcopy(data)
            other[self.part.name][0][self.actual] = second = _shown(read.value + rise, read.unit)
            risen = self.study.made(other)
            after = None if risen is None else self._due(risen)
            if after is not None and after[0] < before[0]:
                return before[0], after[0], rows[0][self.actual], second, before[1]
        return None

    def _due(self, form: Form) -> tuple[Fraction, Any] | None:
        """What the first row is due, and the outcome; None where the score does not apply or its target is an upper limit."""
        engine = self.study.engine
        run = engine.start(form)
        rows = run.entities.of(self.score.subject)
        if not rows:
            return None
        frame = run.frame(rows[0])
        target = rows[0].cells[self.target].written
        if engine.applies(self.score, frame) is not True or (target is not None and target.comparator in INVERSE):
            return None
        if target is not None and target.value <= 0:
            return None
        value = engine.value(self.score.expected, frame)
        number = value.value if isinstance(value, Quantity) else value
        return (number, result(engine, self.score, rows[0], run).outcome) if isinstance(number, Fraction) else None


def _shown(value: Fraction, unit: str) -> str:
    number = value * 100 if unit == PERCENT else value
    rounded = Fraction(round(number * 10_000), 10_000)
    return decimal_text(rounded) + unit
