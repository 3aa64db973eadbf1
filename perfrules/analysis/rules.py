"""Rules one by one: those that can never apply, never fail, or never pass."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.analysis.codes import NEVER_APPLIES, NEVER_FAILS, NEVER_PASSES
from perfrules.analysis.questions import CAN_APPLY, CAN_FAIL, CAN_PASS, Question
from perfrules.analysis.remarks import Remark, Shown, named, of_node, remark
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Label, Words
from perfrules.findings import Outcome
from perfrules.symbolic import unavailable
from perfrules.symbolic.verdicts import Answer, Nothing, Undecided


def rules(study: Study) -> Iterator[Remark]:
    for at, check in enumerate(study.checks):
        study.progress(at, len(study.checks))
        yield from _rule(study, check)


def _rule(study: Study, check: core.Check) -> Iterator[Remark]:
    if study.shown(check, "pass") and study.shown(check, "fail"):
        return
    why = study.beyond(check)
    prover = study.prover
    if prover is None or why is not None:
        for outcome, question in QUESTIONS:
            if not study.shown(check, outcome):
                study.wonder(check, question, why or unavailable() or CAN_APPLY.words)
        return
    if check.when is not None and not study.applied(check):
        answer, _ = prover.ask([check], lambda room: room.applies(check), lambda sample: sample.applies(check.name))
        if isinstance(answer, Nothing) and isinstance(_gives(study, check, "fail"), Nothing):
            words = Words("没有一张表能让它适用", "there is no form to which it applies")
            yield remark(NEVER_APPLIES, words, of_node(check.when), [check.name], others=[named(check)], help=BOUND)
            return
        if isinstance(answer, Undecided):
            study.wonder(check, CAN_APPLY, answer.why)
    yield from _never(study, check)


QUESTIONS: tuple[tuple[Outcome, Question], ...] = (("pass", CAN_PASS), ("fail", CAN_FAIL))
BOUND = Words("空白、看不清也算在内，每组最多看几行", "blank and unreadable cells included, up to a few rows in each group")


def _never(study: Study, check: core.Check) -> Iterator[Remark]:
    failing = _gives(study, check, "fail")
    if isinstance(failing, Nothing):
        words = Words("没有一张表会不符合这一条", "there is no form that fails it")
        yield remark(NEVER_FAILS, words, _requirement(check), [check.name], others=[named(check)], help=BOUND)
    elif isinstance(failing, Undecided):
        study.wonder(check, CAN_FAIL, failing.why)
    passing = _gives(study, check, "pass")
    if isinstance(passing, Nothing):
        failed = min(
            (each.data for each in study.samples if each.fails(check.name)), key=lambda data: len(repr(data)), default=None
        )
        shown = None if failed is None else Shown(failed, check.name, "fail")
        words = Words("适用的表没有一张会符合这一条", "no form to which it applies passes it")
        yield remark(NEVER_PASSES, words, _requirement(check), [check.name], others=[named(check)], help=BOUND, shown=shown)
    elif isinstance(passing, Undecided):
        study.wonder(check, CAN_PASS, passing.why)


def _gives(study: Study, check: core.Check, outcome: Outcome) -> Answer | None:
    """Whether some form gives the outcome; None when one at hand does."""
    prover = study.prover
    assert prover is not None
    if study.shown(check, outcome):
        return None
    answer, _ = prover.ask(
        [check], lambda room: room.gives(check, outcome), lambda sample: outcome in sample.outcomes[check.name]
    )
    return answer


def _requirement(check: core.Check) -> Label:
    match check:
        case core.Rule(require=require):
            return of_node(require)
        case core.Score(expected=expected):
            return of_node(expected)
    return named(check)
