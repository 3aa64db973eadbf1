"""Rules one by one: those that can never apply, never fail, or never pass."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.analysis.codes import NEVER_APPLIES, NEVER_FAILS, NEVER_PASSES
from perfrules.analysis.remarks import Remark, Shown, named, of_node, remark
from perfrules.analysis.study import Sample, Study
from perfrules.core import tree as core
from perfrules.diagnostics import Label, Words
from perfrules.findings import Outcome
from perfrules.symbolic import unavailable
from perfrules.symbolic.verdicts import Nothing, Undecided

CAN_APPLY = Words("会不会适用", "whether it can apply")
CAN_FAIL = Words("会不会不符合", "whether it can fail")
CAN_PASS = Words("会不会符合", "whether it can pass")


def rules(study: Study) -> Iterator[Remark]:
    for at, check in enumerate(study.checks):
        study.progress(at, len(study.checks))
        yield from _rule(study, check)


def _rule(study: Study, check: core.Check) -> Iterator[Remark]:
    shown = {outcome for name, outcome in study.shown if name == check.name}
    if {"pass", "fail"} <= shown:
        return
    why = study.beyond(check)
    prover = study.prover
    if prover is None or why is not None:
        for outcome, question in (("pass", CAN_PASS), ("fail", CAN_FAIL)):
            if outcome not in shown:
                study.wonder(check, question, why or unavailable() or CAN_APPLY)
        return
    if check.when is not None and not any(check.name in sample.applied for sample in study.samples) and not shown & {"fail"}:
        answer, _ = prover.ask([check], lambda room: room.applies(check), lambda sample: check.name in sample.applied)
        if isinstance(answer, Nothing):
            words = Words("没有一张表能让它适用", "there is no form to which it applies")
            yield remark(NEVER_APPLIES, words, of_node(check.when), [check.name], others=[named(check)], help=BOUND)
            return
        if isinstance(answer, Undecided):
            study.wonder(check, CAN_APPLY, answer.why)
    yield from _never(study, check, shown)


BOUND = Words("空白、看不清也算在内，每组最多看几行", "blank and unreadable cells included, up to a few rows in each group")


def _never(study: Study, check: core.Check, shown: set[Outcome]) -> Iterator[Remark]:
    prover = study.prover
    assert prover is not None
    if "fail" not in shown:
        answer, _ = prover.ask(
            [check], lambda room: room.gives(check, "fail"), lambda sample: "fail" in sample.outcomes[check.name]
        )
        if isinstance(answer, Nothing):
            words = Words("没有一张表会不符合这一条", "there is no form that fails it")
            yield remark(NEVER_FAILS, words, _requirement(check), [check.name], others=[named(check)], help=BOUND)
        elif isinstance(answer, Undecided):
            study.wonder(check, CAN_FAIL, answer.why)
    if "pass" not in shown:
        answer, _ = prover.ask(
            [check], lambda room: room.gives(check, "pass"), lambda sample: "pass" in sample.outcomes[check.name]
        )
        if isinstance(answer, Nothing):
            words = Words("适用的表没有一张会符合这一条", "no form to which it applies passes it")
            yield remark(
                NEVER_PASSES,
                words,
                _requirement(check),
                [check.name],
                others=[named(check)],
                help=BOUND,
                shown=_failing(study, check),
            )
        elif isinstance(answer, Undecided):
            study.wonder(check, CAN_PASS, answer.why)


def _failing(study: Study, check: core.Check) -> Shown | None:
    """A form that fails it: found now, or before."""

    def fails(sample: Sample) -> bool:
        return "fail" in sample.outcomes[check.name]

    prover = study.prover
    assert prover is not None
    _, found = prover.ask([check], lambda room: room.gives(check, "fail"), fails)
    return None if found is None else Shown(found.data, check.name, "fail")


def _requirement(check: core.Check) -> Label:
    match check:
        case core.Rule(require=require):
            return of_node(require)
        case core.Score(expected=expected):
            return of_node(expected)
    return named(check)
