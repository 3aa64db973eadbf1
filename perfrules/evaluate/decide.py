"""What every rule gives every subject of a form: exactly one of the five outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from perfrules.core import tree as core
from perfrules.evaluate import audit, containers, measure
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Frame, Run
from perfrules.findings import Outcome, Result
from perfrules.forms import Form
from perfrules.values import Missing, Value, Why, missing

if TYPE_CHECKING:
    from perfrules.evaluate.batch import Batch
    from perfrules.evaluate.engine import Engine

BLANK = (Why.BLANK, Why.BLANK_KEY)
MEANS: dict[core.MissingMeans, Outcome] = {
    "pass": "pass",
    "fail": "fail",
    "not applicable": "not_applicable",
    "undetermined": "undetermined",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A form's results, rule by rule and subject by subject, its total as the rules give it, and by name what other cells of
    the form itself that have a score come to by what was audited."""

    form: Form
    results: tuple[Result, ...]
    audited_total: Value | None
    audited: tuple[tuple[str, Value], ...] = ()


def decide(engine: Engine, form: Form, batch: Batch | None = None) -> Decided:
    """Every outcome of one form; of another template than the policy's, that of the rules for it."""
    run = engine.start(form, batch)
    results = tuple(
        replace(result(engine, check, entity, run), index=index)
        for check in engine.program.checks
        for index, entity in enumerate(subjects(check, run))
    )
    name = form.template.total
    if name is None or form.template.name != engine.program.template:
        return Decided(form, results, None)
    whole = run.entities.whole
    own = [column.field for column in engine.scores if column.subject == core.Subject(form.template.name, None)]
    others = [field for field in own if field != name]
    return Decided(
        form, results, engine.audited(whole, name, run), tuple((other, engine.audited(whole, other, run)) for other in others)
    )


def subjects(check: core.Check, run: Run) -> tuple[Entity, ...]:
    """What a rule ranges over on this form: nothing, when it is for another template."""
    if check.subject.template != run.entities.form.template.name:
        return ()
    return run.entities.of(check.subject)


def result(engine: Engine, check: core.Check, entity: Entity, run: Run) -> Result:
    """What one rule or score gives one subject."""
    if check.off is not None:
        return Result(check.name, entity.path, "off")
    frame = run.frame(entity)
    when = engine.applies(check, frame)
    if when is False:
        return Result(check.name, entity.path, "not_applicable")
    truth, expected = _truth(engine, check, frame)
    outcome: Outcome
    if isinstance(when, Missing):
        if truth is True:
            return Result(check.name, entity.path, "pass", expected=expected)
        causes = when.causes | (truth.causes if isinstance(truth, Missing) else frozenset())
    elif isinstance(truth, Missing):
        causes = truth.causes
    else:
        outcome = "pass" if truth else "fail"
        return Result(check.name, entity.path, outcome, expected=expected)
    outcome = "undetermined"
    if all(cause.why in BLANK for cause in causes):
        outcome = MEANS[check.missing_means]
    return Result(check.name, entity.path, outcome, causes, expected)


def _truth(engine: Engine, check: core.Check, frame: Frame) -> tuple[Literal[True, False] | Missing, Value | None]:
    """Whether the requirement holds, and for a score what its cell should show."""
    if isinstance(check, core.Rule):
        truth = engine.value(check.require, frame)
        assert isinstance(truth, bool | Missing)
        return truth, None
    assert isinstance(check, core.Score)
    expected = engine.value(check.expected, frame)
    rival = _rival(engine, check, frame)
    if rival is not None:
        return rival, expected
    cell = engine.cell(check.claimed, frame)
    if isinstance(cell, Missing):
        return cell, expected
    told = audit.agreed(engine, check, containers.held(engine, check.expected, frame), frame, cell)
    return cast(bool | Missing, engine.placed(told, check.claimed, frame)), expected


def _rival(engine: Engine, check: core.Score, frame: Frame) -> Missing | None:
    """Why another score, or this one of another row, may claim the same cell; None when none does."""
    if len(engine.scores[check.column]) == 1 and check.subject == check.column.subject:
        return None
    holder = engine.entity(check.claimed.route, frame)
    if isinstance(holder, Missing):
        return holder
    claims = [claim for claim in audit.claims(engine, holder, check.claimed.field, frame.run) if claim != (check, frame.this)]
    whens = [engine.applies(other, frame.run.frame(about)) for other, about in claims]
    if True in whens:
        other, _ = claims[whens.index(True)]
        return missing(Why.RIVAL, holder.form.id, holder.cells[check.claimed.field].path, other.name)
    return measure.either_missing(*whens)
