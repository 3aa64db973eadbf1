"""Links across forms: the evaluator and the naive interpreter say the same of drawn batches, and absence is never concluded.

What holds whatever the links are: the order of the forms does not matter, what is not stated to be complete is undetermined,
and stating more never changes what was decided.
"""

from __future__ import annotations

from random import Random

import pytest
from drawn_batches import batches, linked_policies
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from naive import Others
from test_differential import LANGUAGES, agree, batch_of

from perfrules.core import tree as core
from perfrules.diagnostics import Language
from perfrules.evaluate import Engine, decide, explain
from perfrules.findings import Result
from perfrules.forms import BatchFile, Held, shipped_templates
from perfrules.forms.batch_file import load_statement
from perfrules.pipeline.policies import Ready, compile_policy
from perfrules.pipeline.run import Chosen, run
from perfrules.report.explained import Explained
from perfrules.report.json_report import json_report
from perfrules.report.page import Page
from perfrules.report.text import text_report
from perfrules.source import Source


def program_of(text: str) -> core.Program:
    compiled = compile_policy(Source.of("drawn.rules", text))
    assert compiled.program is not None, [(problem.words.en, problem.at.source[problem.at.span]) for problem in compiled.problems]
    return compiled.program


def results(program: core.Program, others: Others) -> dict[tuple[str, str, str, int], Result]:
    engine, batch = Engine(program), batch_of(others)
    return {
        (form.id, each.check, each.path, each.index): each
        for form in others.forms
        for each in decide(engine, form, batch).results
    }


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(linked_policies(), batches(), st.booleans())
def test_links_mean_the_same_to_both_interpreters(text: str, others: Others, audits: bool) -> None:
    note(text)
    program = program_of(text)
    others.programs = {"department_form": program} if audits else {}
    for form in others.forms:
        agree(program, form, others)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(linked_policies(), batches(), st.randoms())
def test_the_order_of_the_forms_does_not_matter(text: str, others: Others, random: Random) -> None:
    program = program_of(text)
    turned = list(others.forms)
    random.shuffle(turned)
    told, again = results(program, others), results(program, Others(tuple(turned), others.held, others.same))
    assert {at: each.outcome for at, each in told.items()} == {at: each.outcome for at, each in again.items()}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(linked_policies(), batches())
def test_what_was_decided_stays_when_more_is_stated_to_be_complete(text: str, others: Others) -> None:
    program = program_of(text)
    told, more = results(program, others), results(program, Others(others.forms, None, others.same))
    for at, each in told.items():
        if not any(cause.why.value == "not-loaded" for cause in each.causes):
            assert more[at].outcome == each.outcome or each.outcome == "undetermined", at
        if each.outcome in ("pass", "fail"):
            assert more[at].outcome == each.outcome, at


@given(linked_policies(), batches())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_everything_across_forms_can_be_reported_and_explained(text: str, others: Others) -> None:
    ready = Ready.of(program_of(text))
    stated = BatchFile(
        (Held("project_form"), Held("department_form")) if others.held is None else (), tuple(map(tuple, others.same))
    )
    report = run(others.forms, [ready], stated=stated)
    for language in LANGUAGES:
        assert json_report(report, language)
        assert bool(text_report(report, language)) is bool(report.forms)
    batch = Chosen(others.forms, [ready]).batch(stated)
    for form in others.forms:
        for check in ready.program.checks:
            if check.subject.template == form.template.name:
                pages = [explained(ready, others, form.id, check, language) for language in LANGUAGES]
                assert all(pages)
    assert batch.forms == others.forms


def explained(ready: Ready, others: Others, id: str, check: core.Rule | core.Score, language: Language) -> str:
    form = next(each for each in others.forms if each.id == id)
    batch = batch_of(others)
    page = Explained(ready.program, shipped_templates(), form, language, Page(), batch)
    return page.text(explain(ready.observing, ready.observing.start(form, batch), check), check)


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t", " \u3000 "])
def test_a_statement_takes_every_kind_of_blank(blank: str) -> None:
    stated = load_statement(f"{blank}project_form{blank}year=2020{blank}department=某局{blank}", shipped_templates())
    assert stated == load_statement("project_form year=2020 department=某局", shipped_templates())
    assert (len(stated.held), stated.problems) == (1, ())


@pytest.mark.parametrize("second", ["template=department_form", "表样=项目自评表"])
def test_a_statement_of_two_templates_is_told_at_the_second(second: str) -> None:
    text = f"project_form year=2020 {second}"
    stated = load_statement(text, shipped_templates())
    (problem,) = stated.problems
    assert stated.held == ()
    assert text[problem.at.span.start : problem.at.span.end] == second.partition("=")[0]
