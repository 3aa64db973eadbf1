"""What a program says in terms of a solver is what the evaluator says: on every form, put in the place of the unknowns.

A form pinned into a space must be one of the space's forms, and then every outcome of every rule must be decided, and be the
evaluator's. Where the terms say less than the evaluator (`Encoder.free`) they may leave an outcome open, never give another.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st
from strategies import form_data, policy_texts, program_of, template_named
from test_blanking import EXAMPLES, programs, read

from perfrules.core import tree as core
from perfrules.evaluate import Engine, decide
from perfrules.forms import CELLS, FIGURES, Form, make_form

terms = pytest.importorskip("perfrules.symbolic.terms", reason="z3 is not installed")

from perfrules.symbolic.expressions import Encoder  # noqa: E402
from perfrules.symbolic.outcomes import outcomes  # noqa: E402
from perfrules.symbolic.space import Space  # noqa: E402


def agree(program: core.Program, form: Form, seen: tuple[Form, ...] = (), more_rows: int = 0) -> int:
    """How many outcomes the terms decide; each is the evaluator's. `seen` forms and `more_rows` make the space wider."""
    rows = {name: len(held) + more_rows for name, held in form.groups.items() if name not in (CELLS, FIGURES)}
    space = Space(form.template, [program], rows, (form, *seen))
    encoder = Encoder(program, space)
    told = [one for check in program.checks if check.subject.part != FIGURES for one in outcomes(encoder, check)]
    asked = [(one.check.name, one.thing.path, name, when) for one in told for name, when in one.when.items()]
    domain, *truths = terms.replaced([space.domain(), *(when for *_, when in asked)], space.pin(form))
    assert domain is True, f"the form is not one of the space's: {domain}"
    given_: dict[tuple[str, str], list[str]] = {}
    left_open: dict[tuple[str, str], list[str]] = {}
    for (check, path, name, _), holds in zip(asked, truths, strict=True):
        if holds is True:
            given_.setdefault((check, path), []).append(name)
        elif holds is not False:
            left_open.setdefault((check, path), []).append(name)
    figures = {check.name for check in program.checks if check.subject.part == FIGURES}
    results = [result for result in decide(Engine(program), form).results if result.check not in figures]
    for result in results:
        key = (result.check, result.path)
        if key in left_open:
            assert encoder.free, f"{key} is left open: {left_open[key]}"
            assert key not in given_
            assert result.outcome in left_open[key], f"{key}: {result.outcome} is none of {left_open[key]}"
        else:
            assert given_.get(key) == [result.outcome], f"{key}: {result.outcome}, in terms {given_.get(key)}"
    assert set(given_) <= {(result.check, result.path) for result in results}, "no outcome where there is no subject"
    return len(given_)


@settings(max_examples=150)
@given(policy_texts("project_form"), form_data("project_form"))
def test_drawn_policies_mean_the_same_in_terms(text: str, data: dict[str, Any]) -> None:
    note(text)
    event("decided" if agree(program_of(text), make_form(template_named("project_form"), data).only) else "left open")


@settings(max_examples=40)
@given(policy_texts("project_form"), form_data("project_form"), form_data("project_form"))
def test_a_wider_space_means_the_same(text: str, data: dict[str, Any], other: dict[str, Any]) -> None:
    """More texts, units, digits and rows than the form has change nothing."""
    note(text)
    form, beside = (make_form(template_named("project_form"), each).only for each in (data, other))
    agree(program_of(text), form, (beside,), more_rows=1)


@settings(max_examples=60)
@pytest.mark.parametrize("template", ["project_form", "department_form"])
@given(st.data())
def test_shipped_policies_mean_the_same_in_terms_on_drawn_forms(template: str, drawn: st.DataObject) -> None:
    data, program = drawn.draw(form_data(template)), drawn.draw(st.sampled_from(programs(template)))
    agree(program, make_form(template_named(template), data).only)


@pytest.mark.parametrize("at", range(len(EXAMPLES)), ids=lambda at: EXAMPLES[at].stem)
def test_shipped_policies_mean_the_same_in_terms_on_committed_forms(at: int) -> None:
    """Each policy on a third of the forms, another third than the policy before it."""
    template, data = read(EXAMPLES[at])
    every = programs(template)
    for program in every[at % 3 :: 3] or every:
        assert agree(program, make_form(template_named(template), data).only)


def test_how_alike_two_texts_of_a_form_are_is_known() -> None:
    """Found by the drawn policies above: one of the texts is chosen by `if`, so neither is written out in the policy."""
    text = (
        '政策 测试/项目 2020 "相似"\n  表样 项目自评表\n\n'
        "规则 甲 针对 预算\n"
        "  要求 如果 非 相似度((如果 是 则 地区 否则 未完成原因), 未完成原因) >= 100% 则 10 分 = 分值 否则 100 = 100\n"
    )
    for place, reason in product((None, "A1", "因疫情取消", "因疫情", "Ａ１"), repeat=2):
        data = {"place": place, "budget": {"reason": reason}}
        assert agree(program_of(text), make_form(template_named("project_form"), data).only) == 1
