"""What one rule gives one form, as an example can state it: the worst of its outcomes, and for a score the audited values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from perfrules.core import tree as core
from perfrules.drawing import Data
from perfrules.evaluate import Batch, Engine
from perfrules.evaluate.agreement import agreement
from perfrules.evaluate.decide import result, subjects
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Run
from perfrules.findings import Outcome, Result
from perfrules.forms import Form, Template, Templates, make_form, shipped_templates
from perfrules.forms.reading import read_cell
from perfrules.report.labels import counted_in, written
from perfrules.trials.described import described
from perfrules.values import Missing, Value

WORST: tuple[Outcome, ...] = ("fail", "undetermined", "pass", "not_applicable", "off")
STATED: dict[Outcome, core.MissingMeans] = {
    "pass": "pass",
    "fail": "fail",
    "undetermined": "undetermined",
    "not_applicable": "not applicable",
}
Checked = core.Rule | core.Score


@dataclass(frozen=True, slots=True)
class Trial:
    """An example with the form it describes and the linked `others`, made once."""

    example: core.Example
    check: str
    form: Form
    others: tuple[Form, ...] = ()


def trials(program: core.Program, template: Template) -> tuple[Trial, ...]:
    """The examples of a policy whose rule is for forms of the template.

    What is wrong with the form of one, `perfrules test` says; here it is left out.
    """
    return tuple(trial for trial in all_trials(program, shipped_templates()) if trial.form.template.name == template.name)


def all_trials(program: core.Program, templates: Templates) -> tuple[Trial, ...]:
    """The examples of all rules, those for forms of other templates among them."""
    found = []
    for example in program.examples:
        forms, problems = described(example, program, templates)
        if forms and not problems:
            found.append(Trial(example, example.of, forms[0], forms[1:]))
    return tuple(found)


def form_made(data: Data, template: Template, id: str = "form") -> Form | None:
    """The form, None where the data do not fit the template."""
    forms = make_form(template, data, id=id).forms
    return forms[0] if forms else None


def started(engine: Engine, form: Form, others: tuple[Form, ...] = ()) -> Run:
    """A run as examples have it: the forms that are there are all that were filed, and the policy itself audits them."""

    def auditor(of: Form) -> Engine | None:
        return engine if of.template.name == engine.program.template else None

    return engine.start(form, Batch((form, *others), whole=True, auditor=auditor))


def results_of(engine: Engine, check: Checked, run: Run) -> Iterator[Result]:
    """What a rule gives each of its subjects."""
    return (replace(result(engine, check, entity, run), index=index) for index, entity in enumerate(subjects(check, run)))


def worst(results: Iterable[Result]) -> Outcome:
    """The worst outcome of all subjects; not applicable where there is none."""
    return min((each.outcome for each in results), key=WORST.index, default="not_applicable")


def outcome_of(engine: Engine, check: Checked, run: Run) -> Outcome:
    return worst(results_of(engine, check, run))


def audited_of(engine: Engine, check: core.Score, run: Run) -> Iterator[tuple[Entity, Value]]:
    """The audited value of every cell that the score may claim."""
    for entity in run.entities.of(check.column.subject):
        yield entity, engine.audited(entity, check.claimed.field, run)


def shows(entity: Entity, check: core.Score, text: str, value: Value) -> bool:
    """Whether a text, as it would stand in the cell, is the audited value."""
    cell = entity.cells[check.claimed.field]
    reading = read_cell(cell.field, text, counted_in(cell.field, cell))
    shown = replace(cell, text=text, value=reading.value_at(entity.form.id, cell.path, text), step=reading.step)
    return agreement(shown, value, None, check.claimed.type, check.expected.type) is True


def holds(
    engine: Engine, check: Checked, form: Form, outcome: core.MissingMeans, audited: str | None, others: tuple[Form, ...] = ()
) -> bool:
    """Whether the form gives what an example states."""
    run = started(engine, form, others)
    given = outcome_of(engine, check, run)
    if STATED.get(given) != outcome:
        return False
    if audited is None or not isinstance(check, core.Score):
        return True
    return any(shows(entity, check, audited, value) for entity, value in audited_of(engine, check, run))


def passes(engine: Engine, trial: Trial) -> bool:
    check = named(engine.program, trial.check)
    return holds(engine, check, trial.form, trial.example.outcome, trial.example.audited, trial.others)


def named(program: core.Program, name: str) -> Checked:
    return next(check for check in program.checks if check.name == name)


def lifted(program: core.Program, name: str) -> core.Program:
    """The program with one rule on, should it be off: its examples show what it says while it stands."""
    return replace(program, checks=tuple(replace(each, off=None) if each.name == name else each for each in program.checks))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an example of a form could state: an outcome and, of a score that was decided, any one audited value, as written."""

    outcome: Outcome
    audited: tuple[str, ...] = ()


def verdict(engine: Engine, check: Checked, form: Form, others: tuple[Form, ...] = ()) -> Verdict:
    run = started(engine, form, others)
    outcome = outcome_of(engine, check, run)
    if not isinstance(check, core.Score) or outcome not in ("pass", "fail"):
        return Verdict(outcome)
    texts = []
    for entity, value in audited_of(engine, check, run):
        cell = entity.cells[check.claimed.field]
        text = None if isinstance(value, Missing) else written(value, cell.field, cell)
        if text is not None and shows(entity, check, text, value):
            texts.append(text)
    return Verdict(outcome, tuple(dict.fromkeys(texts)))
