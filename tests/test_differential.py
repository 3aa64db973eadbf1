"""The evaluator and the naive interpreter of tests/naive say the same of every rule, on every form.

Outcomes must be equal, the kinds of causes where an outcome is undetermined too, and the audited value of every scored cell. And
what ought to be two ways of saying one thing is one thing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from naive import Amount, Gone, Naive, Others
from strategies import TEMPLATES, Writer, form_data, policy_texts, program_of, template_named
from test_blanking import EXAMPLES, programs, read

from perfrules.core import tree as core
from perfrules.diagnostics import Language
from perfrules.evaluate import Batch, Engine, decide, explain
from perfrules.findings import Result
from perfrules.forms import Form, Held, make_form
from perfrules.pipeline.policies import Ready
from perfrules.pipeline.run import run
from perfrules.report.explained import Explained
from perfrules.report.json_report import json_report
from perfrules.report.page import Page
from perfrules.report.text import text_report
from perfrules.source import Source, Span
from perfrules.values import Missing, Quantity

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def agree(program: core.Program, form: Form, others: Others | None = None) -> None:
    """Both interpreters on one form, among others."""
    others = others or Others((form,))
    engine, naive = Engine(program), Naive(program, form, others)
    results = decide(engine, form, batch_of(others)).results
    assert decide(Engine(program, observe=True), form, batch_of(others)).results == results, "it matters that someone looks"
    told = [(result.check, result.path, result.outcome, why_undetermined(result)) for result in results]
    for one, other in zip(told, naive.outcomes(), strict=True):
        assert one == other, f"{one} but naively {other}"
    running = engine.start(form, batch_of(others))
    for column in engine.scores:
        things = naive.things(column.subject)
        for entity, thing in zip(running.entities.of(column.subject), things, strict=True) if things else ():
            one, other = engine.audited(entity, column.field, running), naive.audited(thing, column.field)
            assert same(one, other), f"{entity.path}/{column.field}: {one} but naively {other}"


def batch_of(others: Others) -> Batch:
    """The same forms for the evaluator."""
    held = [Held(template, tuple(where.items())) for template, where in others.held or ()]
    engines = {template: Engine(program) for template, program in others.programs.items()}
    return Batch(others.forms, held, others.same, whole=others.held is None, auditor=lambda form: engines.get(form.template.name))


def why_undetermined(result: Result) -> set[str]:
    return {cause.why.value for cause in result.causes} if result.outcome == "undetermined" else set()


def same(one: Any, other: Any) -> bool:
    """A value of the evaluator's and one of the naive interpreter's. Nought of no unit is nought of any."""
    if isinstance(one, Missing) or isinstance(other, Gone):
        return isinstance(one, Missing) and isinstance(other, Gone)
    if isinstance(other, Amount):
        unit = one.unit if isinstance(one, Quantity) else None
        return (one.value if isinstance(one, Quantity) else one) == other.value and (unit == other.unit or other.value == 0)
    return one == other


@settings(max_examples=200)
@given(policy_texts("project_form"), form_data("project_form"))
def test_drawn_policies_mean_the_same_to_both(text: str, data: dict[str, Any]) -> None:
    note(text)
    agree(program_of(text), make_form(template_named("project_form"), data).only)


@settings(max_examples=60)
@given(policy_texts("project_form"), form_data("project_form"), st.data())
def test_rules_that_are_off_mean_the_same_to_both(text: str, data: dict[str, Any], drawn: st.DataObject) -> None:
    """A score that is off claims no cell: totals add what is claimed, and no other score is its rival."""
    whole = program_of(text)
    off = drawn.draw(st.sets(st.sampled_from([check.name for check in whole.checks]) if whole.checks else st.nothing()))
    by = core.Off("trial/project 2021", None, Source("", ""), Span(0, 0))
    program = replace(whole, checks=tuple(replace(each, off=by) if each.name in off else each for each in whole.checks))
    form = make_form(template_named("project_form"), data).only
    agree(program, form)
    told = decide(Engine(program), form).results
    assert {each.check for each in told if each.outcome == "off"} == {each.check for each in told if each.check in off}


@pytest.mark.parametrize("template", ["project_form", "department_form"])
@given(st.data())
def test_shipped_policies_mean_the_same_to_both_on_drawn_forms(template: str, drawn: st.DataObject) -> None:
    data = drawn.draw(form_data(template))
    agree(drawn.draw(st.sampled_from(programs(template))), make_form(template_named(template), data).only)


@given(st.data())
def test_shipped_policies_mean_the_same_to_both_on_committed_forms_with_other_cells(drawn: st.DataObject) -> None:
    """A real form with a drawn part in the place of its own keeps most of what the rules look for."""
    template, data = read(drawn.draw(st.sampled_from(EXAMPLES)))
    other = drawn.draw(form_data(template))
    for name in drawn.draw(st.lists(st.sampled_from(sorted(other)), unique=True, max_size=4)):
        data[name] = other[name]
    agree(drawn.draw(st.sampled_from(programs(template))), make_form(template_named(template), data).only)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_shipped_policies_mean_the_same_to_both_on_committed_forms(path: Any) -> None:
    template, data = read(path)
    for program in programs(template):
        agree(program, make_form(template_named(template), data).only)


@given(policy_texts("project_form"), form_data("project_form"))
def test_everything_drawn_can_be_reported_and_explained(text: str, data: dict[str, Any]) -> None:
    """In both languages, whatever the outcomes are."""
    note(text)
    ready, form = Ready.of(program_of(text)), make_form(template_named("project_form"), data).only
    report = run([form], [ready])
    for language in LANGUAGES:
        assert json_report(report, language)
        assert text_report(report, language)
        page = Explained(ready.program, TEMPLATES, form, language, Page())
        for check in ready.program.checks:
            assert page.text(explain(ready.observing, ready.observing.start(form), check), check)


# ── two ways of saying one thing ──

ROWS = "indicators"


@st.composite
def conditions(draw: st.DrawFn, how_many: int) -> list[str]:
    """Conditions on one indicator, in English."""
    writer = Writer(draw, template_named("project_form"))
    return [writer.expression("truth", ROWS, ROWS, 3) for _ in range(how_many)]


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str, str]:
    """A number of an indicator and two more of its kind that read the form."""
    writer = Writer(draw, template_named("project_form"))
    kind = writer.pick(["points", "quantity", "ratio"])
    cell = {"points": "weight", "quantity": "target", "ratio": "budget.rate"}[kind]
    ends = [f"(if filled(grade) then {cell} else {writer.expression(kind, ROWS, ROWS, 2)})" for _ in range(2)]
    return writer.expression(kind, ROWS, ROWS, 2), *ends


def say_the_same(one: str, other: str, data: dict[str, Any], lets: str = "") -> None:
    """Two requirements that give every row the same outcome, for the same causes."""
    head = f'policy laws/laws 2020 "x"\n  template project_form\n{lets}'
    text = f"{head}\nrule one for {ROWS}\n  require {one}\nrule other for {ROWS}\n  require {other}\n"
    note(text)
    form = make_form(template_named("project_form"), data).only
    results = decide(Engine(program_of(text)), form).results
    told = {name: [(each.outcome, each.causes) for each in results if each.check == name] for name in ("one", "other")}
    assert told["one"] == told["other"]


@given(conditions(2), form_data("project_form"))
def test_and_and_or_are_symmetric(parts: list[str], data: dict[str, Any]) -> None:
    one, other = parts
    say_the_same(f"{one} and {other}", f"{other} and {one}", data)
    say_the_same(f"{one} or {other}", f"{other} or {one}", data)
    say_the_same(f"not ({one} and {other})", f"(not {one}) or (not {other})", data)


@given(numbers(), form_data("project_form"))
def test_in_is_both_ends_of_an_interval_or_some_member_of_a_set(parts: tuple[str, str, str], data: dict[str, Any]) -> None:
    value, low, high = parts
    say_the_same(f"{value} in [{low}, {high})", f"{value} >= {low} and {value} < {high}", data)
    say_the_same(f"{value} in {{{low}, {high}}}", f"{value} = {low} or {value} = {high}", data)


@given(conditions(1), numbers(), form_data("project_form"))
def test_a_let_only_names_a_value(parts: list[str], ends: tuple[str, str, str], data: dict[str, Any]) -> None:
    value, low, high = ends
    lets = f"\nlet named for {ROWS} = {parts[0]}\n\nlet range for {ROWS} = [{low}, {high}]\n"
    say_the_same(parts[0], "named", data, lets)
    say_the_same(f"{value} in [{low}, {high}]", f"{value} in range", data, lets)
    say_the_same('contains(reason, "取消")', 'contains(said, "取消")', data, f"\nlet said for {ROWS} = reason\n")
