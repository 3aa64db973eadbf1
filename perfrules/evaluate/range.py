"""Where an audited total must lie when some score below it is not known: each such score between its least and its most."""

from __future__ import annotations

from fractions import Fraction

from perfrules.core import tree as core
from perfrules.evaluate import containers
from perfrules.evaluate.audit import claims
from perfrules.evaluate.batch import Batch
from perfrules.evaluate.engine import Engine
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Run
from perfrules.forms import Form
from perfrules.values import Missing


def total_range(engine: Engine, form: Form, batch: Batch | None = None) -> tuple[Fraction, Fraction] | None:
    """The least and the most the audited total can be; None when its formula does not tell."""
    name = form.template.total
    if name is None:
        return None
    run = engine.start(form, batch)
    column = core.Column(run.entities.whole.subject, name)
    scores = engine.scores.get(column, [])
    if len(scores) != 1 or not _rises(scores[0].expected, engine):
        return None
    ends = []
    for least in (True, False):
        fresh = Run(run.entities, run.batch, run.memory, {})
        for entity, field in _unknown(engine, run):
            end = _end(engine, run, entity, field, least)
            if end is None:
                return None
            fresh.audited[(entity, field)] = end
        total = engine.audited(fresh.entities.whole, name, fresh)
        if not isinstance(total, Fraction):
            return None
        ends.append(total)
    field_ = form.template.fields[name]
    low, high = ends
    if field_.low is not None:
        low = max(low, field_.low)
    if field_.high is not None:
        high = min(high, max(field_.high, low))
    return low, high


def _unknown(engine: Engine, run: Run) -> list[tuple[Entity, str]]:
    """The scored cells whose audited value is missing, but for the total itself."""
    found = []
    for column in engine.scores:
        if column.subject.template != run.entities.form.template.name:
            continue
        for entity in run.entities.of(column.subject):
            if column.field == run.entities.form.template.total and entity.path == "":
                continue
            if isinstance(engine.audited(entity, column.field, run), Missing):
                found.append((entity, column.field))
    return found


def _end(engine: Engine, run: Run, entity: Entity, field: str, least: bool) -> Fraction | None:
    """The end of the interval the score gives, else of [0, weight], else of what the template allows."""
    for score, about in claims(engine, entity, field, run):
        frame = run.frame(about)
        if engine.applies(score, frame) is True:
            due = containers.held(engine, score.expected, frame)
            if isinstance(due, containers.Ends):
                end = due.low if least else due.high
                if end is not None and isinstance(end.value, Fraction):
                    return end.value
    weight = entity.cells.get("weight")
    if weight is not None and isinstance(weight.value, Fraction):
        return Fraction(0) if least else weight.value
    declared = entity.cells[field].field
    return declared.low if least else declared.high


def _rises(node: core.Expr, engine: Engine) -> bool:
    """Whether a formula never falls when a score in it rises: sums, minima and maxima of cells."""
    match node:
        case core.Constant() | core.ParamRef() | core.Cell():
            return True
        case core.LetRef(name=name):
            return _rises(engine.program.lets[name].value, engine)
        case core.Arithmetic(left=left, operator="+", right=right):
            return _rises(left, engine) and _rises(right, engine)
        case core.Aggregate(function=function, value=value, where=None) if function in ("sum", "min", "max", "average"):
            return value is not None and _rises(value, engine)
        case core.Call(function=function, arguments=arguments) if function in ("min", "max", "if_missing"):
            return all(_rises(argument, engine) for argument in arguments)
        case _:
            return False
