"""The evaluator and the naive interpreter of tests/naive say the same of every rule, on every form.

Outcomes must be equal, the kinds of causes where an outcome is undetermined too, and the audited value of every scored cell.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, note
from naive import Amount, Gone, Naive
from strategies import TEMPLATES, form_data, policy_texts, program_of, template_named

from perfrules.check import check
from perfrules.core import tree as core
from perfrules.evaluate import Engine, decide
from perfrules.forms import Form, make_form
from perfrules.source import Source
from perfrules.source.shelf import policies_folder
from perfrules.syntax import parse
from perfrules.values import Missing, Quantity

SHIPPED = sorted(policies_folder().rglob("*.rules"))


def agree(program: core.Program, form: Form) -> None:
    """Both interpreters on one form."""
    engine, naive = Engine(program), Naive(program, form)
    decided = decide(engine, form)
    told = [(result.check, result.path, result.outcome, {cause.why.value for cause in result.causes}) for result in decided.results]
    for one, other in zip(told, naive.outcomes(), strict=True):
        assert one == other, f"{one} but naively {other}"
    run = engine.start(form)
    for (path, field), value in naive.audits().items():
        entity = next(entity for column in engine.scores for entity in run.entities.of(column.subject) if entity.path == path)
        assert same(engine.audited(entity, field, run), value), (path, field, engine.audited(entity, field, run), value)


def same(one: Any, other: Any) -> bool:
    """A value of the evaluator's and one of the naive interpreter's. Nought of no unit is nought of any."""
    if isinstance(one, Missing) or isinstance(other, Gone):
        return isinstance(one, Missing) and isinstance(other, Gone)
    if isinstance(other, Amount):
        unit = one.unit if isinstance(one, Quantity) else None
        return (one.value if isinstance(one, Quantity) else one) == other.value and (unit == other.unit or other.value == 0)
    return one == other


@given(policy_texts("project_form"), form_data("project_form"))
def test_the_evaluator_agrees_with_the_naive_interpreter(text: str, data: dict[str, Any]) -> None:
    note(text)
    agree(program_of(text), make_form(template_named("project_form"), data).only)
