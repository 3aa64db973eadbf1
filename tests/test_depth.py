"""What goes round at run time, and what is far away: links of two policies that ask for one another, long chains of them, and
long chains of editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfrules.evaluate import Batch, Engine, decide
from perfrules.evaluate.batch import DEEPEST
from perfrules.findings import Result
from perfrules.forms import Form, make_form, shipped_templates
from perfrules.pipeline.policies import Compiled, compile_policy
from perfrules.pipeline.texts import MOST_EDITIONS
from perfrules.source import Source

TEMPLATES = shipped_templates()
DEPARTMENT = """\
policy made/department 2020 "made up"
  template department_form
link its
  to one project_form with same department, year
score total
  claimed  total_score
  expected audited(its.total_score) + 1
"""
PROJECT = """\
policy made/project 2020 "made up"
  template project_form
link before
  to one department_form with same department, {key}
score total
  claimed  total_score
  expected {expected}
"""
ROUND = PROJECT.format(key="year", expected="audited(before.total_score) + 1")
BACK = PROJECT.format(key="year - 1", expected="if any(before) then audited(before.total_score) + 1 else 1 points")


def form(template: str, year: int, total: int = 0, asks: int = 0) -> Form:
    of = TEMPLATES.get(template)
    assert of is not None
    cells = {"year": str(year), "title_year": str(asks), "department": "某局", "total_score": str(total)}
    return make_form(of, cells, id=f"{template} {year}").only


def decided(project: str, forms: list[Form]) -> dict[str, Result]:
    """What each form is given, each by the policy of its own template."""
    engines = {}
    for text in (DEPARTMENT, project):
        compiled = compile_policy(Source.of("a.rules", text))
        program = compiled.program
        assert program is not None, [problem.words.en for problem in compiled.problems]
        engines[program.template] = Engine(program)
    batch = Batch(forms, whole=True, auditor=lambda of: engines[of.template.name])
    return {each.id: decide(engines[each.template.name], each, batch).results[0] for each in forms}


def chain(length: int) -> list[Form]:
    """Forms of so many years, each of which asks for the one before it, with what they come to."""
    made = []
    for year in range(1, length // 2 + 1):
        made += [form("project_form", 2000 + year, 2 * year - 1), form("department_form", 2000 + year, 2 * year)]
    return made


@pytest.mark.parametrize("turned", [False, True])
def test_two_policies_that_ask_for_one_another_decide_nothing_and_say_why(turned: bool) -> None:
    forms = [form("department_form", 2020), form("project_form", 2020)]
    given = decided(ROUND, forms[::-1] if turned else forms)
    assert {(each.outcome, cause.why.value) for each in given.values() for cause in each.causes} == {("undetermined", "circle")}
    assert len(given) == 2


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("length", [2, DEEPEST, DEEPEST + 2, DEEPEST * 2 + 6, DEEPEST * 12])
def test_a_chain_of_links_is_followed_to_its_end_in_whatever_order_the_forms_come(length: int, turned: bool) -> None:
    forms = chain(length)
    given = decided(BACK, forms[::-1] if turned else forms)
    assert {each.outcome for each in given.values()} == {"pass"}
    assert len(given) == length


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("years", [1, DEEPEST // 2, DEEPEST * 2])
def test_a_long_circle_of_forms_is_one(years: int, turned: bool) -> None:
    """Each year asks for the one that its form names, the first for the last."""
    forms = []
    for year in range(years):
        forms += [form("project_form", 2001 + year, asks=2001 + (year - 1) % years), form("department_form", 2001 + year)]
    given = decided(
        PROJECT.format(key="year = title_year", expected="audited(before.total_score) + 1"), forms[::-1] if turned else forms
    )
    assert {(each.outcome, cause.why.value) for each in given.values() for cause in each.causes} == {("undetermined", "circle")}
    assert {each.outcome for each in given.values()} == {"undetermined"}


# ── editions ──


def editions(folder: Path, count: int) -> Compiled:
    """The last of so many editions, each of which puts the param a step up."""
    head = 'policy made/chain 2001 "made up"\n  template project_form\n\nparam least "made up" = 1 points\n'
    (folder / "1.rules").write_text(head + "rule enough\n  require total_score >= least\n", encoding="utf-8")
    for at in range(2, count + 1):
        text = f'policy made/chain {2000 + at}\n  amends made/chain {1999 + at}\n\nreplace param least "made up" = {at} points\n'
        (folder / f"{at}.rules").write_text(text, encoding="utf-8")
    path = folder / f"{count}.rules"
    return compile_policy(Source.of(str(path), path.read_text(encoding="utf-8")))


def test_the_last_of_many_editions_is_all_of_them_together(tmp_path: Path) -> None:
    made = editions(tmp_path, MOST_EDITIONS)
    assert made.program is not None, [problem.words.en for problem in made.problems]
    engine = Engine(made.program)
    for total, outcome in ((MOST_EDITIONS - 1, "fail"), (MOST_EDITIONS, "pass")):
        assert [each.outcome for each in decide(engine, form("project_form", 2020, total)).results] == [outcome]


def test_of_more_editions_than_anyone_wrote_one_problem_is_told(tmp_path: Path) -> None:
    made = editions(tmp_path, MOST_EDITIONS + 1)
    assert made.program is None
    assert [f"more than {MOST_EDITIONS} editions" in problem.words.en for problem in made.problems] == [True]
