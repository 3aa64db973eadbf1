"""Rules one by one: those that can never apply, never fail, or never pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from perfrules.analysis.bounds import fewest, of_rows
from perfrules.analysis.codes import NEVER_APPLIES, NEVER_FAILS, NEVER_PASSES
from perfrules.analysis.questions import CAN_APPLY, CAN_FAIL, CAN_PASS, Question
from perfrules.analysis.remarks import Remark, named, of_node, remark
from perfrules.analysis.samples import Sample
from perfrules.analysis.showing import failure
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Label, Words
from perfrules.findings import Outcome
from perfrules.symbolic import unavailable
from perfrules.symbolic.verdicts import Answer, Nothing, Undecided

if TYPE_CHECKING:
    from perfrules.analysis.room import Room


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
        answer = _applies(study, check)
        failing = _gives(study, check, "fail") if isinstance(answer, Nothing) else None
        if isinstance(answer, Nothing) and isinstance(failing, Nothing):
            most = fewest(answer.most, failing.most)
            words = Words(f"没有一张{of_rows(most).zh}表能让它适用", f"there is no form{of_rows(most).en} to which it applies")
            yield remark(NEVER_APPLIES, words, of_node(check.when), [check.name], others=[named(check)], help=BLANKS)
            return
        if isinstance(answer, Undecided):
            study.wonder(check, CAN_APPLY, answer.why)
    yield from _never(study, check)


QUESTIONS: tuple[tuple[Outcome, Question], ...] = (("pass", CAN_PASS), ("fail", CAN_FAIL))
BLANKS = Words("空白、看不清也算在内", "blank and unreadable cells included")


def _never(study: Study, check: core.Check) -> Iterator[Remark]:
    failing = _gives(study, check, "fail")
    if isinstance(failing, Nothing):
        rows = of_rows(failing.most)
        words = Words(f"没有一张{rows.zh}表会不符合这一条", f"there is no form{rows.en} that fails it")
        yield remark(NEVER_FAILS, words, _requirement(check), [check.name], others=[named(check)], help=BLANKS)
    elif isinstance(failing, Undecided):
        study.wonder(check, CAN_FAIL, failing.why)
    passing = _gives(study, check, "pass")
    if isinstance(passing, Nothing):
        rows = of_rows(passing.most)
        words = Words(f"适用的{rows.zh}表没有一张会符合这一条", f"no form{rows.en} to which it applies passes it")
        yield remark(
            NEVER_PASSES,
            words,
            _requirement(check),
            [check.name],
            others=[named(check)],
            help=BLANKS,
            shown=failure(study, check),
        )
    elif isinstance(passing, Undecided):
        study.wonder(check, CAN_PASS, passing.why)


def _applies(study: Study, check: core.Check) -> Answer:
    """Whether it applies to some form."""
    return _some(study, check, lambda room: room.applies(check), lambda sample: sample.applies(check.name))


def _gives(study: Study, check: core.Check, outcome: Outcome) -> Answer | None:
    """Whether some form gives the outcome; None when one at hand does."""
    if study.shown(check, outcome):
        return None
    return _some(study, check, lambda room: room.gives(check, outcome), lambda sample: outcome in sample.outcomes[check.name])


def _some(study: Study, check: core.Check, wanted: Callable[[Room], Any], confirm: Callable[[Sample], bool]) -> Answer:
    """Whether there is such a form, of few rows or of more."""
    prover = study.prover
    assert prover is not None
    answer, _ = prover.ask([check], wanted, confirm)
    if isinstance(answer, Nothing):
        answer, _ = prover.sure([check], wanted, confirm, lambda sample: 1 + sample.applies(check.name), small=True)
    return answer


def _requirement(check: core.Check) -> Label:
    match check:
        case core.Rule(require=require):
            return of_node(require)
        case core.Score(expected=expected):
            return of_node(expected)
    return named(check)
