"""Small policies and what they give: meanings that were once wrong, each with the outcome a reader expects."""

from __future__ import annotations

import pytest

from perfrules.evaluate import Engine, decide
from perfrules.forms import make_form, shipped_templates
from perfrules.pipeline.policies import Compiled, Ready, compile_policy
from perfrules.pipeline.run import run
from perfrules.source import Source
from perfrules.trials.examples import run_examples

HEAD = '政策 试/用 2020 "试用"\n  表样 项目自评表\n'


def compiled(rules: str) -> Compiled:
    return compile_policy(Source.of("small.rules", HEAD + rules))


def outcomes(rules: str, form: dict[str, object]) -> list[str]:
    made = compiled(rules)
    assert made.problems == (), [problem.words.zh for problem in made.problems]
    assert made.program is not None
    template = shipped_templates().get("project_form")
    assert template is not None
    loaded = make_form(template, form)
    assert loaded.problems == ()
    return [result.outcome for result in decide(Engine(made.program), loaded.forms[0]).results]


@pytest.mark.parametrize(
    "condition", ["已填(偏差原因) = 是", "true = 已填(偏差原因)", "已填(偏差原因) != 否", "已填(偏差原因) 属于 {是}"]
)
def test_a_condition_may_be_compared_with_true_and_false(condition: str) -> None:
    assert outcomes(f"规则 甲\n  要求 {condition}\n", {}) == ["fail"]
    assert outcomes(f"规则 甲\n  要求 {condition}\n", {"偏差原因": "疫情"}) == ["pass"]


def test_a_table_may_be_by_a_condition() -> None:
    rules = "定义 应得 按 已填(偏差原因)\n  | 是 | 10 |\n  | 否 | 0  |\n规则 甲\n  要求 总分 = 应得\n"
    assert outcomes(rules, {"偏差原因": "疫情", "总分": "10"}) == ["pass"]


def test_a_table_may_be_by_a_date() -> None:
    rules = "定义 应得 按 填表日期\n  | < 2021-03-01  | 1 |\n  | >= 2021-03-01 | 2 |\n规则 甲\n  要求 总分 = 应得\n"
    assert outcomes(rules, {"填表日期": "2021年2月28日", "总分": "1"}) == ["pass"]
    assert outcomes(rules, {"填表日期": "2021年3月1日", "总分": "1"}) == ["fail"]


def test_days_that_no_row_takes_are_named() -> None:
    gap = compiled("定义 应得 按 填表日期\n  | < 2021-03-01 | 1 |\n  | > 2021-03-01 | 2 |\n")
    assert [problem.words.zh for problem in gap.problems] == ["没有哪一行接住 2021-03-01"]


def test_a_count_takes_no_values_between_whole_numbers() -> None:
    assert compiled("定义 档 按 个数(指标)\n  | 0    | 1 |\n  | >= 1 | 2 |\n").problems == ()


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [("95%以上", "95%以上", "pass"), ("≥90%", "60%以上", "pass"), ("200 批次", "95%以上", "fail"), ("95%", "已完成", "fail")],
)
def test_a_range_can_be_compared_by_its_unit(target: str, actual: str, told: str) -> None:
    rules = "规则 甲 针对 指标\n  要求 可比(目标值, 实际值)\n"
    assert outcomes(rules, {"指标": [{"目标值": target, "实际值": actual}]}) == [told]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('二级指标 = "数量指标"', '包含(二级指标, "满意度")'),
        ('二级指标 = "数量指标"', '二级指标 属于 {"质量指标", "时效指标"}'),
        ("分值 < 5", "分值 >= 5"),
        ("分值 = 3", "分值 > 4"),
    ],
)
def test_scores_whose_conditions_exclude_each_other_are_no_rivals(one: str, other: str) -> None:
    rules = f"计分 甲 针对 指标\n  当 {one}\n  填报 得分\n  应得 1\n计分 乙 针对 指标\n  当 {other}\n  填报 得分\n  应得 2\n"
    assert compiled(rules).problems == ()


def test_a_param_without_its_percent_sign_is_warned_about() -> None:
    made = compiled("参数 下限 = 90\n规则 甲 针对 预算\n  要求 执行率 >= 下限\n")
    assert [(problem.code.name, problem.level) for problem in made.problems] == [("wrong-scale", "warning")]


def found(rules: str, form: dict[str, object]) -> list[tuple[str, str | None, str | None, str]]:
    made = compiled(rules)
    assert made.program is not None
    template = shipped_templates().get("project_form")
    assert template is not None
    report = run(make_form(template, form).forms, [Ready.of(made.program)])
    return [(finding.path, finding.claimed, finding.expected, finding.message.zh) for finding in report.findings]


def test_money_is_expected_in_the_unit_of_the_form() -> None:
    rules = "计分 甲 针对 预算\n  填报 预算数\n  应得 5 万元\n"
    assert found(rules, {"金额单位": "元", "预算": {"预算数": "1"}}) == [
        ("/budget/budgeted", "1", "50000", "预算的预算数填 1，应为 50000")
    ]
    assert [each[2] for each in found(rules, {"预算": {"预算数": "1"}})] == ["5"]


def test_an_example_states_money_in_the_unit_of_the_form() -> None:
    rules = "计分 甲 针对 预算\n  填报 预算数\n  应得 5 万元\n"
    rules += '例 "五万元" 针对 甲\n  假设 金额单位 "元", 预算.预算数 1\n  结论为 不符合 复核 {}\n'
    for stated, passed in (("50000", True), ("5", False)):
        made = compiled(rules.format(stated))
        assert made.program is not None
        assert [each.passed for each in run_examples(made.program)] == [passed]


def test_a_row_that_a_sum_decides_is_named() -> None:
    rules = "定义 多 针对 指标 = 合计(指标.得分 满足 得分 < 本项.得分)\n规则 甲 针对 指标\n  要求 多 < 1\n"
    told = found(rules, {"指标": [{"得分": "3"}, {"得分": "5"}]})
    assert [(path, message) for path, _, _, message in told] == [("/indicators/1", "指标第 2 行：多为 3，应小于 1")]


def test_the_difference_is_at_the_digits_the_cell_shows() -> None:
    rules = "计分 甲\n  填报 总分\n  应得 19.801\n"
    assert found(rules, {"总分": "19.800"})[0][3] == "总分填 19.800，应为 19.801，少 0.001 分"
