"""Templates and forms: what they hold, what is read from a cell, and how a form that does not fit is refused."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml

from perfrules.diagnostics import Diagnostic
from perfrules.forms import CELLS, CODES, FIGURES, Cell, Form, LoadedForms, Template, load_forms, make_form, shipped_templates
from perfrules.forms.template_file import load_template, read_templates
from perfrules.source import Place, Source
from perfrules.source.shelf import policies_folder
from perfrules.values import Missing, Quantity, Why
from perfrules.values.quantity import UNWRITTEN, unit

BROKEN = Path(__file__).parent / "forms" / "broken.md"
BLOCK = re.compile(r"```(yaml|json)\n(.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)

TEMPLATES = shipped_templates()
PROJECT = TEMPLATES.get("project_form")
DEPARTMENT = TEMPLATES.get("部门整体自评表")

MADE_UP = """\
# 编造的表，只供测试
template: 项目自评表
id: made-up-1
source: made-up.txt
年度: 2020
title_year: 2020年度
filled_on: 2021年1月15日
place: 某市某区
category: [部门预算项目]
nature: []
预算: {预算数: "121.75", executed: "33.73", 执行率: 27.70%, score: "5.54", weight: 20}
sources:
- {item: 当年财政拨款, initial: 61.24万元, executed: —}
goals:
- title: 年度绩效目标 1
  weight: 80 分
  intended: 周检率 99%；5 个工作日签发合格证
indicators:
- {level1: 产出指标, level2: 数量指标, name: 个转企户数, target: ≥100, actual: "102 家", score: 10.00}
- {name: 抽检, target: 2600 批 次, actual: 95%以上, score: 17.40, tier: 部分 达成, deduction: ~}
- {name: 满意度, target: 有助于, actual: "null", score: 1e5, reason: 标准考核}
total_score: 97
deviation_reason: |
  2020年受疫情影响，检测 69300 批；
  完成49.5%。
places:
  /budget/budgeted: {line: 36, cell: 4}
  /指标/0: {line: 40}
  /indicators/0/score: {line: 40, cell: 7}
notes:
- {path: /year, zh: 年度取自标题, en: the year is taken from the title}
"""


def load(text: str, name: str = "made-up.yaml") -> LoadedForms:
    return load_forms(Source.of(name, text), TEMPLATES)


def project() -> Template:
    assert PROJECT is not None
    return PROJECT


def made_up() -> Form:
    return load(MADE_UP).only


def cell(form: Form, path: str) -> Cell:
    found = form.cell(path)
    assert found is not None, path
    return found


def of(**fields: object) -> Form:
    return make_form(project(), fields).only


def indicator(field: str, text: str) -> Cell:
    return cell(of(indicators=[{field: text}]), f"/indicators/0/{field}")


def why(found: Cell) -> Why:
    assert isinstance(found.value, Missing), found.value
    (cause,) = found.value.causes
    assert cause.path == found.path
    return cause.why


# --- templates


def test_the_shipped_templates_load_without_a_problem() -> None:
    assert TEMPLATES.problems == ()
    assert [template.name for template in TEMPLATES.all] == ["department_form", "project_form", "project_list", "target_form"]


def test_the_shipped_templates_are_sound_json_schemas() -> None:
    for template in TEMPLATES.all:
        jsonschema.Draft202012Validator.check_schema(dict(template.schema))


def test_a_template_file_as_it_lies_is_a_schema_that_refuses_wrong_shapes() -> None:
    text = (policies_folder() / "templates" / "project_form.yaml").read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(yaml.safe_load(text))
    assert validator.is_valid({"year": 2020, "budget": {"rate": "27.70%"}, "indicators": [{"target": None}], "category": []})
    for wrong in ({"yaer": 1}, {"budget": 1}, {"budget": {"rates": 1}}, {"indicators": {}}, {"category": ["x"]}, {"year": [1]}):
        assert not validator.is_valid(wrong), wrong


def test_every_name_means_one_thing_over_all_templates() -> None:
    pairs = {(name, zh) for template in TEMPLATES.all for name, zh in names(template)}
    assert len(pairs) == len({name for name, _ in pairs}) == len({zh for _, zh in pairs})


def names(template: Template) -> list[tuple[str, str]]:
    inner = [field for part in template.parts.values() for field in part.fields.values()]
    return [(one.name, one.zh) for one in (*template.fields.values(), *template.parts.values(), *inner)]


def test_no_field_of_a_row_is_called_like_one_of_the_form() -> None:
    for template in TEMPLATES.all:
        own = {name for one in (*template.fields.values(), *template.parts.values()) for name in (one.name, one.zh)}
        inner = {name for part in template.parts.values() for one in part.fields.values() for name in (one.name, one.zh)}
        assert own & inner == set()


def test_the_templates_hold_the_fields_of_the_language() -> None:
    assert PROJECT is not None
    assert DEPARTMENT is not None
    shown = {part.name: " ".join(part.fields) for part in PROJECT.parts.values()}
    assert " ".join(PROJECT.fields) == (
        "year title_year filled_on place department unit project category nature duration money_unit "
        "total_weight total_score grade deviation_reason conclusion problems improvement"
    )
    assert shown == {
        "budget": "initial carried_in budgeted executed rate weight score reason",
        "sources": "item initial carried_in budgeted executed rate weight score reason",
        "goals": "title weight intended achieved",
        "indicators": "goal level1 level2 name target actual weight score tier deduction reviewed_score remark reason",
        "cells": "label text",
        "figures": "label value text",
    }
    assert set(DEPARTMENT.fields) - set(PROJECT.fields) == {"basic_spending", "project_spending"}
    assert {part: " ".join(DEPARTMENT.parts[part].fields) for part in DEPARTMENT.parts} == shown


def test_what_is_looked_up_is_found_by_either_name() -> None:
    budget = project().part("预算")
    assert budget is project().part("budget")
    assert budget is not None
    assert not budget.many
    assert budget.field("预算数") is budget.field("budgeted")
    assert project().field("总分") is project().fields["total_score"]
    assert project().field("budgeted") is None
    assert [part.name for part, _ in project().anywhere("预算数") if part] == ["budget", "sources"]
    score = budget.fields["score"]
    assert (score.kind, score.step, score.low, score.high) == ("points", Fraction(1, 100), 0, 100)
    target = project().parts["indicators"].fields["target"]
    assert (target.kind, target.limit, target.step) == ("quantity", True, None)
    assert project().fields["category"].choices == ("部门预算项目", "财政专项资金")
    assert project().parts["indicators"].fields["tier"].choices == ("达成", "部分达成", "未达成")


def test_a_template_says_which_fields_tell_what_the_form_is_about() -> None:
    assert DEPARTMENT is not None
    assert (project().about.title, DEPARTMENT.about.title) == ("project", "department")
    assert project().about.years == DEPARTMENT.about.years == ("year", "title_year")
    assert (project().total, project().money_unit, project().default_money_unit) == ("total_score", "money_unit", "万元")
    assert DEPARTMENT.fields["department"].labels == ("单位名称", "部门名称")


SMALL = """\
title: 小表
name: small
properties:
  a: {type: [string, 'null'], zh: 甲, kind: text}
"""


def test_a_column_added_to_a_template_needs_no_change_to_the_program() -> None:
    column = "{type: [string, 'null'], zh: 乙, kind: points, step: 0.5}"
    added = f"based_on: small\nname: larger\ntitle: 大表\nproperties:\n  b: {column}\n"
    template = load_template(added, SMALL)
    form = make_form(template, {"甲": "x", "乙": "3.5分"}).only
    assert form.cells["b"].value == Fraction(7, 2)
    assert form.cells["b"].column_step == Fraction(1, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind: text", "kind: texts"), "4:44 `a` is of no known kind"),
        (("zh: 甲, ", ""), "4:6 the field has no Chinese name (`zh`)"),
        (("kind: text", "kind: choice"), "4:6 `a` has choices if and only if it is a choice or ticks"),
        (("kind: text", "kind: text, lable: [x]"), "4:57 `lable` is no word of a template"),
        (("kind: text", "kind: points, step: 0.0.1"), "4:58 `0.0.1` is not a number"),
        (("kind: text", "kind: points, range: [0]"), "4:59 a range is `[least, greatest]`"),
        (("[string, 'null']", "[strin, 'null']"), "4:13 there is no type `strin`"),
        (("type: [string, 'null']", "$ref: '#/$defs/b'"), "4:13 there is no `b` in `$defs`"),
        (("zh: 甲", "zh: 编号"), "4:6 `a` and `编号` are not one to one"),
        (("name: small\n", ""), "1:1 the template lacks `name`"),
        (("name: small", "name: small\nbased_on: other"), "3:11 there is no template `other` to be based on"),
        (("name: small", "name: small\nbased_on: small"), "3:11 there is no template `small` to be based on"),
        (("name: small", "name: small\ntotal: b"), "1:1 the form has no field `b`"),
        (("  a: {", "  a: ["), "4:6 the bracket that opens here is not closed as it should be"),
    ],
)
def test_a_template_with_a_mistake_is_left_out_and_the_mistake_said(change: tuple[str, str], said: str) -> None:
    assert change[0] in SMALL
    templates = read_templates([Source.of("small.yaml", SMALL.replace(*change))])
    assert templates.all == ()
    assert said in [f"{where(found)} {found.words.en}" for found in templates.problems]


# --- what a form holds


def test_every_scalar_is_kept_as_it_is_written() -> None:
    form = made_up()
    assert cell(form, "/indicators/1/score").text == "17.40"
    assert cell(form, "/indicators/2/score").text == "1e5"
    assert cell(form, "/indicators/2/actual").text == "null"
    assert cell(form, "/budget/rate").text == "27.70%"
    held = '{"template": "project_form", "budget": {"budgeted": 17.40, "executed": 1e5, "score": null}, "year": true}'
    form = load(held, "a.json").only
    assert [form.records["budget"].cells[name].text for name in ("budgeted", "executed", "score")] == ["17.40", "1e5", None]
    assert form.cells["year"].text == "true"


def test_a_value_is_read_by_the_kind_of_its_field() -> None:
    form = made_up()
    assert cell(form, "/budget/budgeted").value == 1217500
    assert cell(form, "/budget/budgeted").step == 100
    assert cell(form, "/budget/rate").value == Fraction(277, 1000)
    assert cell(form, "/budget/rate").step == Fraction(1, 10000)
    assert cell(form, "/goals/0/weight").value == 80
    assert cell(form, "/filled_on").value == date(2021, 1, 15)
    assert cell(form, "/title_year").value == 2020
    assert cell(form, "/category").value == ("部门预算项目",)
    assert cell(form, "/nature").value == ()
    assert cell(form, "/indicators/0/target").value == Quantity(Fraction(100), unit(UNWRITTEN))
    assert cell(form, "/indicators/1/target").value == Quantity(Fraction(2600), unit("批次"))
    assert cell(form, "/indicators/1/tier").value == "部分达成"
    assert why(cell(form, "/duration")) is Why.BLANK
    assert why(cell(form, "/indicators/1/deduction")) is Why.BLANK
    assert why(cell(form, "/indicators/1/actual")) is Why.RANGE
    assert why(cell(form, "/indicators/2/target")) is Why.UNREADABLE
    assert why(cell(form, "/indicators/2/score")) is Why.UNREADABLE
    assert why(cell(form, "/sources/0/executed")) is Why.UNREADABLE


@pytest.mark.parametrize(
    ("unit_of_form", "text", "value", "step"),
    [
        (None, "121.75", 1217500, 100),
        (None, "187", 1870000, 10000),
        (None, "187 万元", 1870000, 10000),
        (None, "121.75元", Fraction(12175, 100), Fraction(1, 100)),
        (None, "1.2亿元", 120000000, 10000000),
        ("元", "1,234.56", Fraction(123456, 100), Fraction(1, 100)),
        ("亿元", "0.5", 50000000, 10000000),
    ],
)
def test_an_amount_is_in_the_unit_beside_it_else_in_that_of_the_form(
    unit_of_form: str | None, text: str, value: Fraction, step: Fraction
) -> None:
    form = of(money_unit=unit_of_form, budget={"executed": text})
    assert form.records["budget"].cells["executed"].value == value
    assert form.records["budget"].cells["executed"].step == step


def test_the_step_of_a_column_is_in_the_unit_of_its_values() -> None:
    assert of().records["budget"].cells["executed"].column_step == 100
    assert of(money_unit="元").records["budget"].cells["executed"].column_step == Fraction(1, 100)
    assert of().cells["total_score"].column_step == Fraction(1, 100)
    assert of().records["budget"].cells["rate"].column_step is None


@pytest.mark.parametrize("text", ["5.8万", "约100", "187人", "100-120", "1 87", "≥100", "9" * 61, "—", "187万", "1e5", "万元"])
def test_an_amount_that_is_not_certain_is_unreadable(text: str) -> None:
    assert why(of(budget={"executed": text}).records["budget"].cells["executed"]) is Why.UNREADABLE


@pytest.mark.parametrize(
    ("text", "value"), [("17", 17), ("17.40", Fraction(174, 10)), ("17分", 17), ("17 分", 17), ("-2", -2), ("１７", 17)]
)
def test_points_are_a_number_with_or_without_their_unit(text: str, value: Fraction) -> None:
    assert indicator("score", text).value == value


@pytest.mark.parametrize("text", ["17%", "17个", "约17", "满分", "≥17", "17.4.0", "分"])
def test_points_that_are_anything_else_are_unreadable(text: str) -> None:
    assert why(indicator("score", text)) is Why.UNREADABLE


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [("100%", "1", "0.01"), ("0.67 %", "0.0067", "0.0001"), ("0", "0", "0.01"), ("0.00", "0", "0.0001"), ("０％", "0", "0.01")],
)
def test_a_rate_carries_its_percent_sign_unless_it_is_nought(text: str, value: str, step: str) -> None:
    rate = of(budget={"rate": text}).records["budget"].cells["rate"]
    assert (rate.value, rate.step) == (Fraction(value), Fraction(step))


@pytest.mark.parametrize("text", ["100", "1", "0.85", "≥80%", "80%以上", "85个百分点"])
def test_a_rate_without_its_percent_sign_is_not_guessed(text: str) -> None:
    assert why(of(budget={"rate": text}).records["budget"].cells["rate"]) is Why.UNREADABLE


@pytest.mark.parametrize(
    "text", ["2021-01-15", "2021/1/15", "2021.1.15", "2021年1月15日", "２０２１年１月１５日", "2021 年 1 月 15 日"]
)
def test_a_date_is_read_in_the_notations_of_forms(text: str) -> None:
    assert of(filled_on=text).cells["filled_on"].value == date(2021, 1, 15)


@pytest.mark.parametrize("text", ["2021-02-30", "2021年1月", "2021-01/15", "2021-1-15日", "2021年1月15", "1月15日", "二〇二一年"])
def test_what_is_no_whole_date_is_unreadable(text: str) -> None:
    assert why(of(filled_on=text).cells["filled_on"]) is Why.UNREADABLE


@pytest.mark.parametrize("text", ["2020", "2020年", "2020 年度", "２０２０"])
def test_a_year_may_carry_its_unit(text: str) -> None:
    assert of(year=text).cells["year"].value == 2020


def test_a_comparator_is_a_bound_only_where_the_template_says_so() -> None:
    assert indicator("target", "95%以上").value == Quantity(Fraction(95, 100), unit("%"))
    actual = indicator("actual", "95%以上")
    assert why(actual) is Why.RANGE
    assert actual.written is not None
    assert (actual.written.comparator, actual.written.value) == ("≥", Fraction(95, 100))
    assert indicator("actual", "=8个").value == Quantity(Fraction(8), unit("个"))


def test_a_tier_that_the_column_does_not_know_is_unreadable_not_refused() -> None:
    assert why(indicator("tier", "基本达成")) is Why.UNREADABLE


def test_a_form_has_a_cell_for_every_field_of_every_part() -> None:
    form = load("template: project_form\nindicators:\n- {name: 检测}\n", "folder/empty.yaml").only
    assert set(form.cells) == set(project().fields)
    for name, record in form.records.items():
        assert set(record.cells) == set(project().parts[name].fields)
    (row,) = form.groups["indicators"]
    assert set(row.cells) == set(project().parts["indicators"].fields)
    assert form.groups["goals"] == ()
    assert why(form.records["budget"].cells["score"]) is Why.BLANK
    assert form.records["budget"].cells["score"].path == "/budget/score"


def test_a_place_is_the_cells_own_else_its_rows_else_the_line_of_the_file() -> None:
    form = made_up()
    assert cell(form, "/budget/budgeted").place == Place("made-up.txt", line=36, cell=4)
    assert cell(form, "/indicators/0/score").place == Place("made-up.txt", line=40, cell=7)
    assert cell(form, "/indicators/0/name").place == Place("made-up.txt", line=40)
    assert cell(form, "/indicators/1/name").place == Place("made-up.yaml", line=20)
    assert cell(form, "/goals/0/intended").place == Place("made-up.yaml", line=17)
    assert cell(form, "/duration").place == Place("made-up.yaml", line=2)


def test_the_notes_of_the_reader_are_kept() -> None:
    (note,) = made_up().notes
    assert (note.path, note.words.zh, note.words.en) == ("/year", "年度取自标题", "the year is taken from the title")


def test_the_filled_cells_are_a_group() -> None:
    form = made_up()
    rows = form.groups[CELLS]
    assert len(rows) == sum(found.filled for found in form.every_cell())
    assert [row.index for row in rows] == list(range(len(rows)))
    budgeted = next(row for row in rows if row.path == "/budget/budgeted")
    assert [found.value for found in budgeted.cells.values()] == ["预算数", "121.75"]
    assert budgeted.cells["text"].place == Place("made-up.txt", line=36, cell=4)


def test_the_numbers_of_the_narratives_are_a_group() -> None:
    shown = [
        (row.path, row.cells["label"].value, row.cells["value"].value, row.cells["text"].value)
        for row in made_up().groups[FIGURES]
    ]
    assert shown == [
        ("/goals/0/intended", "预期目标", Quantity(Fraction(99, 100), unit("%")), "周检率 99%"),
        ("/goals/0/intended", "预期目标", Quantity(Fraction(5), unit("个工作日")), "5 个工作日签发合格证"),
        ("/deviation_reason", "偏差原因", Quantity(Fraction(2020), unit("年")), "2020年受疫情影响"),
        ("/deviation_reason", "偏差原因", Quantity(Fraction(69300), unit("批")), "检测 69300 批"),
        ("/deviation_reason", "偏差原因", Quantity(Fraction(495, 1000), unit("%")), "完成49.5%"),
    ]


def test_rows_of_the_made_groups_that_a_form_gives_itself_come_after() -> None:
    form = of(project="检测", cells=[{"label": "栏目", "text": "好坏"}], figures=[{"value": "12 万元"}])
    assert [row.cells["text"].value for row in form.groups[CELLS]] == ["检测", "好坏"]
    assert [row.index for row in form.groups[CELLS]] == [0, 1]
    assert form.groups[FIGURES][0].cells["value"].value == Quantity(Fraction(120000), unit("元"))


# --- files


def test_several_forms_are_a_stream_a_list_or_under_forms() -> None:
    one = "template: project_form\nproject: 甲\n"
    listed = "- {template: project_form}\n- {template: 部门整体自评表, id: b}\n"
    assert [form.id for form in load(f"{one}---\n{one}---\n").forms] == ["made-up#1", "made-up#2"]
    assert [form.id for form in load(listed, "x/一.yaml").forms] == ["一#1", "b"]
    assert [form.id for form in load("forms:\n" + listed).forms] == ["made-up#1", "b"]
    assert [form.id for form in load(one, "x/a.b.yaml").forms] == ["a.b"]
    assert [form.id for form in load('[{"template": "project_form"}, {"template": "project_form"}]', "a.json").forms] == [
        "a#1",
        "a#2",
    ]


def test_a_form_with_a_mistake_leaves_the_others_loaded() -> None:
    loaded = load("template: project_form\n---\ntemplate: project_form\nyaer: 1\n---\ntemplate: project_form\n")
    assert [form.id for form in loaded.forms] == ["made-up#1", "made-up#3"]
    assert [(found.code.name, where(found)) for found in loaded.problems] == [("unknown-field", "4:1")]


def test_a_form_of_too_many_rows_is_refused() -> None:
    (found,) = load("template: project_form\nindicators:\n" + "- {name: a}\n" * 5001).problems
    assert (found.code.name, found.words.zh) == ("too-large", "一张表超过 5000 行")
    assert len(load("template: project_form\nindicators:\n" + "- {name: a}\n" * 5000).only.groups["indicators"]) == 5000


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", '{"a":'])
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_depth_is_refused_not_followed(opening: str, name: str) -> None:
    loaded = load(opening * 100_000, name)
    assert (loaded.forms, len(loaded.problems)) == ((), 1)


def test_json_and_yaml_of_one_form_are_one_form() -> None:
    data = {
        "template": "project_form",
        "id": "a",
        "budget": {"score": "5.54"},
        "indicators": [{"name": "检测 😀", "target": "≥100"}],
    }
    ascii_json = json.dumps(data, indent="\t", ensure_ascii=True)
    one, other = load(ascii_json, "a.json").only, load(yaml.safe_dump(data, allow_unicode=True)).only
    assert [(found.path, found.text, found.value) for found in one.every_cell()] == [
        (found.path, found.text, found.value) for found in other.every_cell()
    ]


def test_plain_data_makes_the_form_that_a_file_would() -> None:
    data = {"年度": 2020, "budget": {"预算数": "121.75"}, "indicators": [{"target": "≥100"}, {}], "category": ["部门预算项目"]}
    form = make_form(project(), data, id="例").only
    assert (form.id, len(form.groups["indicators"])) == ("例", 2)
    assert form.records["budget"].cells["budgeted"].value == 1217500
    (found,) = make_form(project(), {"yaer": 1}).problems
    assert (found.code.name, found.path) == ("unknown-field", "/yaer")


# --- forms that are refused


def where(found: Diagnostic) -> str:
    line, column = found.at.source.line_and_column(found.at.span.start)
    return f"{line}:{column}"


def said(found: Diagnostic) -> str:
    lines = [f"{where(found)} {found.path if found.path is not None else '-'} {found.code.name}", found.words.zh, found.words.en]
    if found.help is not None:
        lines.append(f"= {found.help.zh} | {found.help.en}")
    lines += [
        f"{where(Diagnostic(found.code, found.words, other))} {other.words.zh if other.words else ''}" for other in found.others
    ]
    return "\n  ".join(lines)


def test_every_broken_form_is_refused_with_every_problem_at_its_line(golden: Callable[[Path, str], None]) -> None:
    def answered(block: re.Match[str]) -> str:
        loaded = load(block[2], f"broken.{block[1]}")
        return f"```{block[1]}\n{block[2]}```\n\n```text\n" + "".join(f"{said(found)}\n" for found in loaded.problems) + "```\n"

    golden(BROKEN, BLOCK.sub(answered, BROKEN.read_text(encoding="utf-8")))


def test_no_broken_form_gets_through_and_every_kind_of_problem_is_shown() -> None:
    blocks = BLOCK.findall(BROKEN.read_text(encoding="utf-8"))
    assert len(blocks) >= 20
    loaded = [load(text, f"broken.{kind}") for kind, text in blocks]
    assert all(one.problems for one in loaded)
    shown = {found.code.name for one in loaded for found in one.problems}
    assert {code.name for code in CODES} - shown == {"wrong-template"}


def test_a_sentence_is_lower_case_has_no_full_stop_and_is_in_both_languages() -> None:
    for kind, text in BLOCK.findall(BROKEN.read_text(encoding="utf-8")):
        for found in load(text, f"broken.{kind}").problems:
            assert re.search(r"[\u4e00-\u9fff]", found.words.zh), found
            assert not re.search(r"[。.]$", found.words.zh + "\n" + found.words.en, re.MULTILINE), found
            assert found.words.en[0] in "`" or found.words.en[0].islower(), found


@pytest.mark.parametrize("name", ["made-up.yaml", "made-up.json"])
def test_no_truncation_of_a_form_raises_and_each_is_a_form_or_a_problem(name: str) -> None:
    text = MADE_UP if name.endswith("yaml") else json.dumps(yaml.load(MADE_UP, yaml.BaseLoader), ensure_ascii=False, indent=1)
    chance = random.Random(2020)
    for end in sorted(chance.sample(range(len(text)), min(1000, len(text) - 1))):
        loaded = load(text[:end], name)
        assert loaded.forms or loaded.problems


def test_no_line_left_out_and_no_lines_changed_about_raises() -> None:
    lines = MADE_UP.splitlines(keepends=True)
    for at in range(len(lines)):
        loaded = load("".join(lines[:at] + lines[at + 1 :]))
        assert loaded.forms or loaded.problems
    for one, other in pairwise(range(len(lines))):
        changed = [*lines[:one], lines[other], lines[one], *lines[other + 1 :]]
        loaded = load("".join(changed))
        assert loaded.forms or loaded.problems
