"""Batches drawn: a few forms of two templates, their keys equal, blank or not, what is held of them, and links between them."""

from __future__ import annotations

from typing import Any

from drawn_forms import template_named
from hypothesis import strategies as st
from naive import Others

from perfrules.forms import Form, make_form
from perfrules.values.numbers import Fraction

DEPARTMENTS = ["甲局", "乙局", "甲 局", "某区甲局", None]
YEARS = ["2020", "2019", "2021", None]
PROJECTS = ["甲", "乙", "Ａ", None]
NAMES = ["合格率", "批次", None]
KEYS = ["department", "year", "department, year", "department, project, year - 1", "year + 1", "unit = department", "project"]
FROM_DEPARTMENT = ["department", "year", "department, year", "year - 1", "unit = department"]

key_texts = {
    "department": st.sampled_from(DEPARTMENTS),
    "unit": st.sampled_from(DEPARTMENTS),
    "year": st.sampled_from(YEARS),
    "project": st.sampled_from(PROJECTS),
    "total_score": st.sampled_from(["97", "100", "80", None]),
}
rows = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "level1": st.sampled_from(["产出指标", "效益指标", None]),
        "actual": st.sampled_from(["100%", "50%", "100 批", "有助于", None]),
        "score": st.sampled_from(["10", "20", None]),
    }
)


@st.composite
def batches(draw: st.DrawFn) -> Others:
    """Some forms, in any order, and what is declared of them."""
    forms: list[Form] = []
    for at in range(draw(st.integers(1, 6))):
        template = draw(st.sampled_from(["project_form", "department_form"]))
        data: dict[str, Any] = {name: draw(text) for name, text in key_texts.items()}
        data["budget"] = {"executed": draw(st.sampled_from(["10", "33.73", None])), "score": draw(st.sampled_from(["20", None]))}
        data["indicators"] = draw(st.lists(rows, max_size=3))
        forms.append(make_form(template_named(template), data, id=f"form-{at}").only)
    same = draw(st.sampled_from([[], [["甲局", "某区甲局"]], [["乙局", "甲局", "某区甲局"]]]))
    return Others(tuple(forms), draw(held()), same)


@st.composite
def held(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]] | None:
    """What is stated to be here in full; None is everything."""
    if draw(st.booleans()):
        return None
    stated = []
    for _ in range(draw(st.integers(0, 3))):
        where: dict[str, Any] = {}
        if draw(st.booleans()):
            where["year"] = Fraction(draw(st.sampled_from([2020, 2019, 2021])))
        if draw(st.booleans()):
            where["department"] = draw(st.sampled_from(["甲局", "某区甲局", "乙局"]))
        stated.append((draw(st.sampled_from(["project_form", "department_form"])), where))
    return stated


@st.composite
def linked_policies(draw: st.DrawFn) -> str:
    """A policy of rules that read other forms in every way there is, by links drawn."""
    how = st.sampled_from(["one", "many"])
    other = st.sampled_from(["", "other "])
    keys, rows_by = st.sampled_from(KEYS), st.sampled_from(["name", "name, level1", "level1"])
    near, far = draw(how), draw(how)
    return f"""policy drawn/links 2020 "x"
  template department_form
  uses common/indicators 2020

link projects
  to many project_form with same {draw(st.sampled_from(FROM_DEPARTMENT))}
link before
  to one department_form with same {draw(st.sampled_from(FROM_DEPARTMENT))}
link peers for project_form
  to many {draw(other)}project_form with same {draw(keys)}
link its_department for project_form
  to one department_form with same {draw(st.sampled_from(["department", "year", "department, year", "department = unit"]))}
link alike for project_form
  to one {draw(other)}project_form with same {draw(keys)}
link rows_of_projects for indicators
  to {near} {draw(other)}projects.indicators with same {draw(rows_by)}
link rows_of_peers for project_form.indicators
  to {far} {draw(other)}peers.indicators with same {draw(rows_by)}
link rows_of_department for project_form.indicators
  to {draw(how)} {draw(other)}its_department.indicators with same {draw(rows_by)}
link of_row for indicators
  to many project_form with same unit = name
link among_peers for project_form
  to many {draw(other)}peers with same project

let spent for project_form = budget.executed
let share for project_form.indicators = score / sum(indicators.score)

score total for department_form
  claimed total_score
  expected budget.score + sum(indicators.score)
    + (if any(projects where total_score >= this.budget.score) then 1 points else 0 points)

rule summed
  require budget.executed = sum(projects.budget.executed)
rule counted
  when any(projects)
  require count(projects where spent > 10 wan_yuan) <= 1
rule lasting
  require total_score >= before.total_score
rule there
  require any(before)
rule audits
  require total_score <= max(audited(projects.total_score))
rule audits_before
  require audited(total_score) >= audited(before.total_score)
rule finished
  require no(projects.indicators where not 完成)
rule same_rows for indicators
  require {"no(rows_of_projects where actual != this.actual)" if near == "many" else "actual = rows_of_projects.actual"}
rule named for indicators
  require no(of_row)
rule copied for project_form
  require no(peers where similar(department, this.department) >= 80% and total_score = this.total_score)
rule alone for project_form
  require not any(alike) or alike.spent >= spent
rule agreed for project_form.indicators
  when any(rows_of_department)
  require no(rows_of_department where actual != this.actual)
rule rest for project_form.indicators
  require {"sum(rows_of_peers.share) <= 1" if far == "many" else "rows_of_peers.share <= share"}
rule narrow for project_form
  require count(among_peers) <= 1
rule deeper for project_form
  require its_department.total_score >= 90 or its_department.未完成数 = 0
"""
