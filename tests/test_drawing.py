"""Forms drawn from a policy's own constants: what they hold, that they fit, that a seed repeats them, that they shrink."""

from __future__ import annotations

import pytest
from drawn_forms import TEMPLATES
from hypothesis import find, settings
from strategies import program_of

from perfrules.core import tree as core
from perfrules.drawing import Drawer, edges, form_of, forms, forms_about
from perfrules.drawing.reads import expressions, nodes
from perfrules.evaluate import Engine, decide
from perfrules.forms import Template
from perfrules.pipeline.policies import compile_policy, for_a_template
from perfrules.pipeline.policies import find as find_policy
from perfrules.pipeline.texts import shipped_policies
from perfrules.source import Source

HEADER = "政策 made/up 2020\n  表样 项目自评表\n  适用年度 2020\n\n"


def _source(name: str) -> Source:
    source = find_policy(name)
    assert isinstance(source, Source)
    return source


SHIPPED = [name for name in shipped_policies() if for_a_template(_source(name))]


def shipped(name: str) -> tuple[core.Program, Template]:
    program = compile_policy(_source(name)).program
    assert program is not None
    template = TEMPLATES.get(program.template)
    assert template is not None
    return program, template


def texts(rules: str, cell: str) -> tuple[set[object], set[tuple[str, str]]]:
    """The edge texts of a cell under made-up rules, and the pairs of cells that are tied."""
    program = program_of(HEADER + rules)
    template = TEMPLATES.get("project_form")
    assert template is not None
    made = edges(program, template)
    part, _, name = cell.rpartition(".")
    column = core.Column(core.Subject("project_form", part or None), name)
    held = made.texts.get(column)
    ties = {(tie.column.field, f"{tie.factor} * {tie.other.field} + {tie.offset}") for tie in made.ties}
    return set(held.edges if held else ()), ties


@pytest.mark.parametrize(
    ("rules", "cell", "wanted"),
    [
        ("规则 甲\n  要求 总分 <= 90\n", "total_score", {"90", "90.01", "89.99"}),
        ("参数 上限 = 90 分\n规则 甲\n  要求 总分 * 2 - 10 <= 上限\n", "total_score", {"50", "50.01", "49.99"}),
        ("参数 长 = 4\n规则 甲\n  要求 字数(改进措施) <= 长\n", "improvement", {"写明原因", "写明原因和", "写明原"}),
        (
            "规则 甲\n  要求 字数(改进措施) 属于 [2, 5)\n",
            "improvement",
            {"写", "写明", "写明原", "写明原因", "写明原因和", "写明原因和改"},
        ),
        ("规则 甲 针对 预算\n  要求 执行率 >= 80%\n", "budget.rate", {"80%", "80.01%", "79.99%"}),
        ("规则 甲 针对 预算\n  要求 预算数 > 500 万元\n", "budget.budgeted", {"500", "500.01", "499.99"}),
        ("规则 甲 针对 指标\n  要求 得分 / 3 = 1\n", "indicators.score", {"3", "3.01", "2.99"}),
        ("规则 甲 针对 指标\n  要求 得分 * 3 = 10\n", "indicators.score", {"3.33", "3.34"}),
        ("定义 档 按 总分\n  | >= 90 | 1 |\n  | 其余 | 2 |\n规则 甲\n  要求 档 = 1\n", "total_score", {"90", "89.99"}),
        ('规则 甲 针对 指标\n  要求 二级指标 = "数量指标"\n', "indicators.level2", {"数量指标", "数 量指标", "某数量指标项"}),
        ("规则 甲 针对 指标\n  要求 目标值 >= 90%\n", "indicators.target", {"90%", "90.1%", "89.9%", "≥0.9"}),
        ("规则 甲 针对 指标\n  要求 百分数(目标值) >= 90%\n", "indicators.target", {"90%", "90.1%", "89.9%", "100%"}),
        ("规则 甲 针对 指标\n  要求 百分数(目标值) - 20% >= 280%\n", "indicators.target", {"300%"}),
        ("规则 甲\n  要求 填表日期 >= 2021-01-01\n", "filled_on", {"2021-01-01", "2020年12月31日", "2021年1月2日"}),
        ('规则 甲\n  要求 非 匹配(项目名称, "XX+")\n', "project", {"XX"}),
    ],
)
def test_the_edges_of_a_cell_are_written_as_on_a_form(rules: str, cell: str, wanted: set[str]) -> None:
    held, _ = texts(rules, cell)
    assert wanted <= held


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ("规则 甲 针对 预算\n  要求 执行数 / 预算数 >= 80%\n", ("executed", "4/5 * budgeted + 0")),
        ("规则 甲 针对 预算\n  要求 20 * 执行数 / 预算数 >= 15\n", ("executed", "3/4 * budgeted + 0")),
        ("规则 甲 针对 指标\n  要求 得分 <= 分值 + 1\n", ("score", "1 * weight + 1")),
        ("规则 甲 针对 指标\n  要求 实际值 * 2 <= 目标值\n", ("actual", "1/2 * target + 0")),
        ("规则 甲 针对 指标\n  要求 百分数(实际值) >= 百分数(目标值)\n", ("actual", "1 * target + 0")),
        ("计分 甲 针对 预算\n  填报 得分\n  应得 20 分 * 最小(执行数 / 预算数, 100%)\n", ("executed", "1 * budgeted + 0")),
        ("规则 甲\n  要求 合计(指标.得分) = 总分\n", ("score", "1 * total_score + 0")),
    ],
)
def test_two_cells_that_are_compared_are_tied(rules: str, wanted: tuple[str, str]) -> None:
    _, ties = texts(rules, "")
    assert wanted in ties


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_seed_draws_the_same_forms_and_another_draws_others(name: str) -> None:
    program, template = shipped(name)
    first, again = (list(Drawer(program, template).seeded(50, 7)) for _ in range(2))
    assert first == again
    assert list(Drawer(program, template).seeded(50, 8)) != first


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_drawn_fits_its_template(name: str) -> None:
    program, template = shipped(name)
    for data in Drawer(program, template).seeded(150):
        form_of(data, template)


def linked(program: core.Program, check: core.Check) -> bool:
    """Whether the rule reads along a link, which may lead to another form."""
    routes = [
        node.route for node in nodes(program, expressions(check)) if isinstance(node, core.Cell | core.LetRef | core.Aggregate)
    ]
    return any(step.kind == "link" for route in routes for step in route.steps)


def test_without_its_examples_every_rule_of_a_policy_is_met_both_ways() -> None:
    """The constants of the policy are enough: no form has to be given. Rules about other forms need other forms."""
    program, template = shipped("wuhan/department/2020")
    engine = Engine(program)
    single = [check for check in program.checks if check.subject.template == template.name and not linked(program, check)]
    assert len(single) > 20
    for check in single:
        seen: set[str] = set()
        for data in Drawer(program, template, check, examples=False).seeded(300):
            results = decide(engine, form_of(data, template)).results
            seen.update(each.outcome for each in results if each.check == check.name)
            if {"pass", "fail"} <= seen:
                break
        assert {"pass", "fail"} <= seen, check.name


def test_hypothesis_shrinks_to_a_blank_form() -> None:
    program, template = shipped("wuhan/project/2020")
    smallest = find(forms(program, template), lambda _: True, settings=settings(database=None))
    assert all(held in ({}, []) for held in smallest.values())


def test_hypothesis_finds_and_shrinks_a_form_about_one_rule() -> None:
    rules = "规则 低执行 针对 预算\n  要求 执行数 / 预算数 >= 80%\n"
    program = program_of(HEADER + rules)
    template = TEMPLATES.get("project_form")
    assert template is not None
    engine = Engine(program)

    def fails(data: dict[str, object]) -> bool:
        return any(each.outcome == "fail" for each in decide(engine, form_of(data, template)).results)

    smallest = find(forms_about(program, program.checks[0], template), fails, settings=settings(database=None, deadline=None))
    assert set(smallest) == {"budget"}
    assert set(smallest["budget"]) == {"budgeted", "executed"}
