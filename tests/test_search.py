"""A search gives a form that the evaluator confirms, or a proof that there is none; never a form that is otherwise."""

from __future__ import annotations

from fractions import Fraction

import pytest
from strategies import program_of, template_named

from perfrules.evaluate import Engine, decide
from perfrules.findings import Outcome

pytest.importorskip("perfrules.symbolic.terms", reason="z3 is not installed")

from perfrules.symbolic.expressions import Encoder
from perfrules.symbolic.outcomes import beyond, outcomes
from perfrules.symbolic.search import Search
from perfrules.symbolic.space import Space
from perfrules.symbolic.terms import either
from perfrules.symbolic.verdicts import Answer, Found, Nothing, Undecided

UNLIKE = '是数值(目标值) 且 是数值(实际值) 且 目标值.单位 = "%" 且 实际值.单位 = "家"'
HEAD = "政策 测试/项目 2020\n  表样 项目自评表\n\n"


def ask(text: str, name: str, outcome: Outcome, rows: int = 2) -> Answer:
    """Whether some form gives a rule an outcome."""
    program = program_of(HEAD + text)
    space = Space(template_named("project_form"), [program], rows)
    encoder, engine = Encoder(program, space), Engine(program)
    check = next(check for check in program.checks if check.name == name)
    wanted = either(*(each.when[outcome] for each in outcomes(encoder, check)))
    return Search(space, Fraction(10)).find(
        wanted,
        lambda form: any(result.check == name and result.outcome == outcome for result in decide(engine, form).results),
        beyond(encoder, check),
    )


@pytest.mark.parametrize(
    ("rule", "outcome", "data"),
    [
        ("规则 甲\n  要求 总分 <= 100", "fail", {"total_score": "200"}),
        ("规则 甲\n  要求 已填(项目名称)", "fail", {}),
        ("规则 甲\n  要求 预算.执行数 / 预算.预算数 >= 80%", "undetermined", {}),
        ("规则 甲\n  要求 不存在(指标 满足 得分 > 分值)", "fail", {"indicators": [{"weight": "80", "score": "100"}]}),
        ("规则 甲 针对 指标\n  要求 可比(目标值, 实际值)", "fail", {"indicators": [{"target": "100%", "actual": "100"}]}),
        ('规则 甲\n  要求 非 包含(等级, "优")', "fail", {"grade": "优"}),
    ],
)
def test_the_form_found_is_small(rule: str, outcome: Outcome, data: object) -> None:
    found = ask(rule, "甲", outcome)
    assert isinstance(found, Found)
    assert found.data == data or len(repr(found.data)) <= len(repr(data)) + 4, found.data


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        ("规则 甲\n  当 总分 > 100 且 总分 < 50\n  要求 已填(等级)", "fail"),
        ("规则 甲\n  要求 已填(项目名称) 或 非 已填(项目名称)", "fail"),
        ("规则 甲\n  要求 已填(项目名称)", "undetermined"),
        ("规则 甲\n  要求 预算.执行数 / 预算.预算数 = 1 且 预算.执行数 != 预算.预算数", "pass"),
        ("规则 甲 针对 指标\n  当 " + UNLIKE + "\n  要求 可比(目标值, 实际值)", "pass"),
        ("规则 甲\n  要求 合计(指标.得分 满足 得分 > 0) >= 0", "fail"),
    ],
)
def test_what_no_form_gives_is_proved(rule: str, outcome: Outcome) -> None:
    assert isinstance(ask(rule, "甲", outcome), Nothing)


def test_numbers_in_narratives_are_said_to_be_undecided() -> None:
    answer = ask("规则 甲\n  要求 存在(文中数字 满足 数值 > 3)", "甲", "pass")
    assert isinstance(answer, Undecided)
    assert "叙述" in answer.why.zh


def test_the_same_question_gives_the_same_form() -> None:
    rule = "规则 甲 针对 指标\n  要求 得分 应为 分值 * 实际值 / 目标值"
    one, other = ask(rule, "甲", "fail"), ask(rule, "甲", "fail")
    assert isinstance(one, Found)
    assert isinstance(other, Found)
    assert one.data == other.data
