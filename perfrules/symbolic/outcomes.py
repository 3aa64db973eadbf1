"""What every rule gives every subject, in terms: exactly one of the five outcomes wherever the subject is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.evaluate.decide import MEANS
from perfrules.findings import Outcome
from perfrules.forms import FIGURES
from perfrules.symbolic.expressions import FIGURES_ARE_FREE, Encoder
from perfrules.symbolic.frame import about
from perfrules.symbolic.routes import ElsewhereError
from perfrules.symbolic.space import Thing
from perfrules.symbolic.symbol import Symbol, truth
from perfrules.symbolic.terms import Bool, both, either, opposite


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Where one rule gives one subject each outcome; none of them where the subject is not there."""

    check: core.Check
    thing: Thing
    when: dict[Outcome, Bool]


def outcomes(encoder: Encoder, check: core.Check) -> Iterator[Outcomes]:
    """The outcomes of a rule or score for every subject that a form of the space can have."""
    if check.subject.template != encoder.space.template.name:
        return
    for thing in encoder.space.of(check.subject):
        yield Outcomes(check, thing, {name: both(thing.present, when) for name, when in _of(encoder, check, thing).items()})


def beyond(encoder: Encoder, check: core.Check) -> Words | None:
    """Why the terms of a rule say less than the evaluator, or say nothing of it; None where they say the same."""
    if check.subject.template != encoder.space.template.name:
        return None
    if check.subject.part == FIGURES:
        return FIGURES_ARE_FREE
    parts: list[core.Expr] = [check.require] if isinstance(check, core.Rule) else []
    if isinstance(check, core.Score):
        parts = [check.expected, check.claimed, *([check.tolerance] if check.tolerance is not None else [])]
    return encoder.because(check.when, *parts)


def _of(encoder: Encoder, check: core.Check, thing: Thing) -> dict[Outcome, Bool]:
    if check.off is not None:
        return {"off": True}
    when = encoder.audit.applies(check, about(thing))
    told = _truth(encoder, check, thing)
    unknown = either(both(when.missing, opposite(told.true)), both(when.true, told.missing))
    other = either(both(when.missing, when.other), both(opposite(when.false), told.missing, told.other))
    found: dict[Outcome, Bool] = {
        "pass": either(both(when.true, told.true), both(when.missing, told.true)),
        "fail": both(when.true, told.false),
        "not_applicable": when.false,
        "undetermined": both(unknown, other),
    }
    means = MEANS[check.missing_means]
    found[means] = either(found[means], both(unknown, opposite(other)))
    return found


def _truth(encoder: Encoder, check: core.Check, thing: Thing) -> Symbol:
    if isinstance(check, core.Rule):
        return encoder.value(check.require, about(thing))
    assert isinstance(check, core.Score)
    try:
        return encoder.audit.truth(check, thing)
    except ElsewhereError:
        return truth(encoder.unknown(), encoder.unknown(), encoder.unknown())
