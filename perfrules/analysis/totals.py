"""The total as the rules give it: whether it can go beyond what the template allows, and whether the most can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from perfrules.analysis.bounds import of_rows
from perfrules.analysis.codes import TOTAL_EXCEEDED, TOTAL_OUT_OF_REACH
from perfrules.analysis.questions import REACH
from perfrules.analysis.remarks import Remark, Shown, named, remark
from perfrules.analysis.samples import Sample
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.symbolic import unavailable
from perfrules.symbolic.verdicts import Answer, Found, Nothing, Undecided
from perfrules.values import Value
from perfrules.values.numbers import decimal_text

if TYPE_CHECKING:
    from perfrules.analysis.room import Room


def totals(study: Study) -> Iterator[Remark]:
    name = study.template.total
    high = None if name is None else study.template.fields[name].high
    if name is None or high is None:
        return
    whole = core.Subject(study.template.name)
    scores = [check for check in study.checks if isinstance(check, core.Score) and check.column == core.Column(whole, name)]
    for score in scores[:1]:
        if study.beyond(score) is not None:
            continue
        if study.prover is None:
            study.wonder(score, REACH, unavailable() or REACH.words)
            continue
        yield from _total(study, score, name, high)


def _total(study: Study, score: core.Score, name: str, high: Fraction) -> Iterator[Remark]:
    prover = study.prover
    assert prover is not None
    from perfrules.symbolic.terms import both

    others = [
        check
        for check in study.program.checks
        if check is not score and check.off is None and check.severity == "error" and study.beyond(check) is None
    ]
    shown = decimal_text(high)

    def wanted(room: Room) -> Any:
        return both(room.in_range(), _audited(room, name, ">=", high))

    def most(sample: Sample) -> bool:
        return _most(study, sample, name) >= high

    reached, _ = prover.ask([score], wanted, most)
    if isinstance(reached, Nothing):
        reached, _ = prover.sure([score], wanted, most, lambda sample: int(_most(study, sample, name)), audited=True, small=True)
    if isinstance(reached, Nothing):
        rows = of_rows(reached.most)
        words = Words(
            f"{rows.zh}表，复核总分到不了 {shown}" if rows.zh else f"复核总分到不了 {shown}",
            f"the audited total{rows.en and f' of a form{rows.en}'} cannot be {shown}",
        )
        yield remark(TOTAL_OUT_OF_REACH, words, named(score), [score.name])
    elif isinstance(reached, Undecided):
        study.wonder(score, REACH, reached.why)

    exceeded, sample = _beyond(study, score, name, high, others)
    if isinstance(exceeded, Found) and sample is not None:
        words = Words(
            f"复核总分会超过 {shown}，没有一条错误级的规则指出",
            f"the audited total can exceed {shown} and no rule of level error says so",
        )
        calm = (each for each in study.decided(sample.data, score) if not any("fail" in each.outcomes[of.name] for of in others))
        value, sample = next(
            ((value, each) for each in calm if isinstance(value := _total_of(study, each, name), Fraction) and value > high),
            (_most(study, sample, name), sample),
        )
        total = decimal_text(value)
        outcome = next(iter(sorted(sample.outcomes[score.name])))
        also = Words(
            f"复核总分是 {total}",
            f"the audited total is {total}",
        )
        yield remark(TOTAL_EXCEEDED, words, named(score), [score.name], shown=Shown(sample.data, score.name, outcome, also))
    elif isinstance(exceeded, Undecided):
        study.wonder(score, REACH, exceeded.why)


def _beyond(
    study: Study, score: core.Score, name: str, high: Fraction, others: list[core.Rule | core.Score]
) -> tuple[Answer, Sample | None]:
    """A form with a greater total that breaks none of the others. Only others that got in the way are asked about."""
    prover = study.prover
    assert prover is not None
    chosen: list[core.Check] = []
    for last in (False, True):
        while True:
            held = list(chosen)

            def wanted(room: Room, held: list[core.Check] = held) -> Any:
                return room.together(
                    room.in_range(), _audited(room, name, ">", high), *(room.never(each, "fail") for each in held)
                )

            def confirmed(sample: Sample, held: Sequence[core.Check] = others if last else held) -> bool:
                calm = not any("fail" in sample.outcomes[check.name] for check in held)
                return calm and _most(study, sample, name) > high

            answer, sample = prover.ask([score, *held], wanted, confirmed, small=last)
            if sample is None or last:
                break
            more: list[core.Check] = [check for check in others if "fail" in sample.outcomes[check.name]]
            if not more:
                break
            chosen += more
        if sample is None:
            return answer, None
    return answer, sample


def _audited(room: Room, name: str, sign: str, bound: Fraction) -> Any:
    from perfrules.symbolic import number as numbers
    from perfrules.symbolic.symbol import NUMBER
    from perfrules.symbolic.terms import both

    part = room.encoder.audit.audited(room.space.whole, name).value.of(NUMBER) if name in room.space.whole.cells else None
    return False if part is None else both(part.when, numbers.compare(part.value, sign, numbers.exact(bound)))


def _most(study: Study, sample: Sample, name: str) -> Fraction:
    """The audited total; less than any where it is not known, or where a cell lies outside its column's range."""
    value = _total_of(study, sample, name)
    inside = all(
        not isinstance(cell.value, Fraction)
        or (
            (cell.field.low is None or cell.value >= cell.field.low)
            and (cell.field.high is None or cell.value <= cell.field.high)
        )
        for cell in sample.form.every_cell()
        if cell.field.kind in ("points", "number")
    )
    return value if isinstance(value, Fraction) and inside else Fraction(-1)


def _total_of(study: Study, sample: Sample, name: str) -> Value:
    return study.engine.audited(sample.run.entities.whole, name, sample.run)
