"""Policies on trial: planted mistakes are found, each with a form that really shows it, and sound policies give nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from commands import PLAIN, within

from perfrules.drawing import Seeded
from perfrules.drawing.patterns import matching
from perfrules.forms import load_forms, shipped_templates
from perfrules.pipeline.policies import compile_policy
from perfrules.pipeline.trying import programs_of, put_on_trial, with_rules
from perfrules.source import Source
from perfrules.trials.examples import run_examples
from perfrules.trials.junit import junit, suite
from perfrules.trials.pasting import pasted, yaml
from perfrules.trials.result import Outcome, Shown, Tried
from perfrules.trials.trial import on_trial
from perfrules.trials.under import Under

HEADER = '政策 made/up 2020 "编的，只供试验"\n  表样     项目自评表\n  适用年度 2020\n\n'
TRIES = 150


def under(text: str) -> Under:
    source = Source.of("made.rules", text)
    compiled = compile_policy(source)
    assert compiled.program is not None, [problem.words.en for problem in compiled.problems]
    return Under.trial(compiled.program, source, shipped_templates(), programs_of)


def shown(outcome: Outcome, kind: str) -> list[tuple[Tried, Shown]]:
    return [(tried, each) for tried in outcome.tried for each in tried.shown if tried.kind == kind]


SOUND = """\
计分 预算得分 针对 预算
  填报 得分
  应得 20 分 * 最大(最小(执行数 / 预算数, 100%), 0)
"""
EXCEEDS = """\
计分 超分 针对 指标
  当   分值 > 0
  填报 得分
  应得 分值 * 实际值 / 目标值
"""
BELOW = """\
计分 倒扣 针对 预算
  填报 得分
  应得 20 分 - 40 分 * 最大(100% - 执行数 / 预算数, 0)
"""
FALLS = """\
计分 反着来 针对 预算
  填报 得分
  应得 20 分 - 10 分 * 最小(执行数 / 预算数, 100%)
"""
JUMPS = """\
计分 恰好才满分 针对 预算
  填报 得分
  应得 如果 执行数 / 预算数 = 100% 则 10 分 否则 如果 执行数 / 预算数 < 80% 则 0 分 否则 7 分
"""
INVERSE = """\
计分 越少越好 针对 指标 "目标写 ≤ 的，实际越多得分越多"
  当   目标值.比较符 = "≤" 且 目标值 > 0
  填报 得分
  应得 10 分 * 最小(实际值 / 目标值, 100%)
"""
APART = """\
定义 差些 针对 指标 = 实际值 < 90%
计分 一般得分 针对 指标
  当   非 差些
  填报 得分
  应得 分值 * 最大(最小(实际值 / 目标值, 1), 0)
计分 另算得分 针对 指标 "90% 以下的另算，每低一个百分点扣 1 分"
  当   差些
  填报 得分
  应得 最大(分值 - 1 分 * 进一(90% - 百分数(实际值), 1%) / 1%, 0)
例 "差 1 点" 针对 另算得分
  假设   指标: 目标值 "≥90%", 实际值 "89%", 分值 10, 得分 9
  结论为 符合
"""


@pytest.mark.parametrize(
    ("rules", "kind", "name"),
    [
        (EXCEEDS, "bounds", "超分"),
        (BELOW, "bounds", "倒扣"),
        (FALLS, "more-done", "反着来"),
        (JUMPS, "more-done", "恰好才满分"),
        (INVERSE, "more-done", "越少越好"),
        (APART, "more-done", "一般得分"),
        ("规则 永远符合 针对 预算\n  要求 预算数 >= 0 或 预算数 < 0\n", "reach", "永远符合"),
        ("规则 永远不符\n  要求 总分 > 5 且 总分 < 4\n", "reach", "永远不符"),
        ("规则 从不适用\n  当   总分 > 5 且 总分 < 4\n  要求 总分 > 1\n", "reach", "从不适用"),
    ],
    ids=lambda held: held if len(held) < 12 else "",
)
def test_a_planted_mistake_is_found_and_nothing_else(rules: str, kind: str, name: str) -> None:
    trial = under(HEADER + rules)
    outcome = on_trial(trial, TRIES)
    assert not outcome.held
    assert {(tried.kind, each.check) for tried in outcome.tried for each in tried.shown} == {(kind, name)}
    for tried, each in shown(outcome, kind):
        assert_shows(trial, tried, each)


def assert_shows(trial: Under, tried: Tried, each: Shown) -> None:
    """The examples to paste check clean and come out as they state; the YAML is the form."""
    texts = pasted(trial, tried, each)
    assert len(texts) == len(each.forms)
    again = compile_policy(Source.of("pasted.rules", trial.source.text + "\n" + "\n".join(texts) + "\n"))
    assert again.program is not None, [problem.words.en for problem in again.problems]
    assert [run.example.title for run in run_examples(again.program) if not run.passed] == []
    for data in each.forms:
        loaded = load_forms(Source.of("shown.yaml", yaml(trial, data)), shipped_templates())
        assert loaded.problems == ()
        texts_of = [cell.text for cell in loaded.only.every_cell() if cell.text is not None]
        assert texts_of == [cell.text for cell in trial.form(data).every_cell() if cell.text is not None]


def test_a_counterexample_is_small_and_round_and_in_the_spelling_of_the_policy() -> None:
    trial = under(HEADER + EXCEEDS)
    ((tried, each),) = shown(on_trial(trial, TRIES), "bounds")
    (data,) = each.forms
    assert set(data) == {"indicators"}
    (row,) = data["indicators"]
    assert set(row) == {"weight", "target", "actual"}
    (text,) = pasted(trial, tried, each)
    assert text.startswith("例 ")
    english = under("policy made/up 2020\n  template project_form\n  years    2020\n\n" + EXCEEDS)
    ((tried, each),) = shown(on_trial(english, TRIES), "bounds")
    assert pasted(english, tried, each)[0].startswith('example "counterexample: ')


def test_two_forms_that_show_a_fall_differ_in_one_cell() -> None:
    ((_, each),) = shown(on_trial(under(HEADER + FALLS), TRIES), "more-done")
    low, high = each.forms
    assert set(low["budget"]) == set(high["budget"]) == {"budgeted", "executed"}
    assert low["budget"]["budgeted"] == high["budget"]["budgeted"]


def test_a_sound_policy_gives_nothing() -> None:
    outcome = on_trial(under(HEADER + SOUND), TRIES)
    assert [each.words.zh for tried in outcome.tried for each in tried.shown] == []
    assert outcome.held
    assert {tried.kind for tried in outcome.tried} == {"outcomes", "reach", "bounds", "more-done", "spelling"}
    assert all(tried.forms > 0 for tried in outcome.tried)


@pytest.mark.parametrize(
    ("rules", "law"), [(FALLS, "多做不少得"), (FALLS, "more-done"), (EXCEEDS, "复核分不出界"), (EXCEEDS, "bounds")]
)
def test_what_the_author_answers_for_is_left_out_and_said(rules: str, law: str) -> None:
    outcome = on_trial(under(HEADER + f"# 核 {law}: 试验里有意这样\n" + rules), TRIES)
    assert outcome.held
    assert ["试验里有意这样" in answer.zh for tried in outcome.tried for answer in tried.skipped] == [True]
    assert not on_trial(under(HEADER + f"# 核 {law}:\n" + rules), TRIES).held, "an answer without a reason is none"


def test_an_example_shows_what_no_form_that_is_drawn_does() -> None:
    rules = "规则 不是那年\n  要求 年度 * 年度 != 4137156\n"
    example = '例 "那年" 针对 不是那年\n  假设 年度 2034\n  结论为 不符合\n'
    assert [each.check for _, each in shown(on_trial(under(HEADER + rules), 20), "reach")] == ["不是那年"]
    assert on_trial(under(HEADER + rules + example), 20).held


# ── properties ──

RISES = '性质 "随执行数" 针对 {}\n  随 执行数 {}\n'
LESS, MORE = "增加而不减", "增加而不增"


def properties(outcome: Outcome) -> list[Tried]:
    return [tried for tried in outcome.tried if tried.kind == "property"]


@pytest.mark.parametrize(
    ("rules", "of", "never", "held"),
    [
        (SOUND, "预算得分", LESS, True),
        (SOUND, "预算得分", MORE, False),
        (FALLS, "反着来", LESS, False),
        (FALLS, "反着来", MORE, True),
    ],
)
def test_a_score_that_rises_with_a_cell_or_falls(rules: str, of: str, never: str, held: bool) -> None:
    trial = under(HEADER + rules + RISES.format(of, never))
    outcome = on_trial(trial, TRIES)
    (tried,) = properties(outcome)
    assert tried.forms > TRIES / 3
    assert (not tried.shown) is held
    for each in tried.shown:
        low, high = each.forms
        assert set(low) == set(high) == {"budget"}
        assert len(pasted(trial, tried, each)) == 2
        assert_shows(trial, tried, each)


def test_a_property_that_comes_to_nothing_on_any_form_is_not_held() -> None:
    text = HEADER + '性质 "算不出" \n  要求 总分 / 0 > 1\n性质 "算得出"\n  要求 总分 <= 100 或 总分 > 100\n'
    assert [tried.forms > 0 for tried in properties(on_trial(under(text), 30))] == [False, True]


def test_what_a_property_states_of_a_score_is_not_held_against_it_twice() -> None:
    assert not on_trial(under(HEADER + FALLS), TRIES).held
    assert on_trial(under(HEADER + FALLS + RISES.format("反着来", MORE)), TRIES).held


def test_a_rule_that_turns_when_a_cell_rises() -> None:
    rule = HEADER + "规则 不超 针对 预算\n  要求 执行数 <= 预算数\n"
    outcome = on_trial(under(rule + RISES.format("不超", LESS)), TRIES)
    assert [each.check for _, each in shown(outcome, "property")] == ["不超"]
    assert on_trial(under(rule + RISES.format("不超", MORE)), TRIES).held


def test_a_property_with_a_condition() -> None:
    text = HEADER + "规则 甲 针对 预算\n  要求 执行数 <= 预算数\n"
    text += '性质 "没有预算就没有执行" 针对 甲\n  当   预算数 = 0\n  要求 {}\n'
    trial = under(text.format("执行数 <= 0"))
    ((tried, each),) = shown(on_trial(trial, TRIES), "property")
    assert each.forms[0]["budget"]["budgeted"] == "0"
    assert_shows(trial, tried, each)
    assert on_trial(under(text.format("预算数 <= 0")), TRIES).held


TOTALS = """\
计分 总得分
  填报 总分
  应得 预算.得分 + 合计(指标.得分)
规则 三行
  要求 个数(指标 满足 已填(三级指标)) >= 3
规则 名称不同
  要求 不重复(指标.三级指标)
规则 各行有分 针对 指标
  要求 得分 >= 10 且 得分 <= 40
规则 预算有分
  要求 预算.得分 = 20
性质 "通过全部规则的表"
  当   全部符合()
  要求 总分 {}
"""


def test_forms_that_pass_every_rule_are_found_and_walked_over() -> None:
    trial = under(HEADER + TOTALS.format("<= 100"))
    ((tried, each),) = shown(on_trial(trial, TRIES), "property")
    (data,) = each.forms
    results = trial.decided(data).results
    assert {result.outcome for result in results} <= {"pass", "not_applicable"}
    assert len(data["indicators"]) >= 3
    assert_shows(trial, tried, each)
    held = on_trial(under(HEADER + TOTALS.format(">= 50")), TRIES)
    assert held.held
    assert [tried.forms for tried in properties(held)] == [TRIES]


# ── the same again ──


def test_the_same_seed_gives_the_same_outcome_whatever_the_hashes(tmp_path: Path) -> None:
    policy = tmp_path / "bad.rules"
    policy.write_text(HEADER + EXCEEDS + FALLS + "规则 永远符合\n  要求 已填(总分) 或 非 已填(总分)\n", encoding="utf-8")
    said = []
    for hashes in ("0", "1"):
        command = [
            sys.executable,
            "-m",
            "perfrules",
            "test",
            "bad.rules",
            "--tries",
            "100",
            "--language",
            "zh",
            "--junit",
            f"{hashes}.xml",
        ]
        run = subprocess.run(
            command, cwd=tmp_path, env=PLAIN | {"PYTHONHASHSEED": hashes}, capture_output=True, check=False, timeout=120
        )
        assert run.returncode == 1, run.stderr.decode()
        said.append(run.stdout)
    assert said[0] == said[1]
    assert (tmp_path / "0.xml").read_bytes() == (tmp_path / "1.xml").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.xml", "1.xml", "bad.rules"], "nothing is left in the folder"


def test_the_numbers_of_a_seed_are_these_everywhere() -> None:
    choices = Seeded(7)
    assert [choices.below(10) for _ in range(12)] == [3, 9, 1, 3, 6, 0, 0, 8, 5, 0, 3, 5]


# ── policies that mean no good ──

HOSTILE = [
    '规则 甲\n  要求 非 匹配(项目名称, "(((((((((((a+)+)+)+)+)+)+)+)+)+)+)+$")\n',
    '规则 甲\n  要求 非 匹配(项目名称, "(a{900}){1}")\n',
    '规则 甲\n  要求 非 匹配(项目名称, "\\\\pN+[[:alpha:]]*")\n',
    '规则 甲\n  要求 项目名称 != "他说“好”"\n',
    "规则 甲\n  要求 总分 < 99999999999999999999999999999999999 或 总分 > 0.0000000000000000000001\n",
    "规则 甲 针对 指标\n  要求 目标值 / (目标值 - 目标值) > 1\n",
    "规则 甲\n  要求 填表日期 > 0001-01-01 且 填表日期 < 9999-12-31\n",
    "规则 甲 针对 单元格\n  要求 字数(原文) < 3\n",
    "定义 深 = " + " + ".join(["总分"] * 60) + "\n规则 甲\n  要求 深 < 60\n",
    "计分 甲\n  填报 年度\n  应得 2020\n",
    '计分 甲\n  填报 等级\n  应得 如果 总分 >= 90 则 "优" 否则 "差"\n',
    "",
]


@pytest.mark.parametrize("rules", HOSTILE, ids=range(len(HOSTILE)))
def test_no_policy_brings_a_trial_down(rules: str) -> None:
    outcome = on_trial(under(HEADER + rules), 40)
    assert {tried.kind for tried in outcome.tried if tried.shown} <= {"reach"}
    for tried, each in shown(outcome, "reach"):
        assert pasted(under(HEADER + rules), tried, each) == []


def test_texts_that_a_pattern_takes() -> None:
    assert "XX" in matching(r"(?i)XX+|\*\*")
    assert matching("率[、和及与].*率")[0].startswith("率、")
    assert matching("^[^甲]\\d{2}$") == ("a11",)
    assert matching("[") == matching("(a{1000}){1000}") == ()


# ── JUnit ──


def test_junit_has_a_case_for_each_example_property_and_law() -> None:
    text = HEADER + EXCEEDS + '例 "甲 <乙> & “丙”" 针对 超分\n  假设 指标: 目标值 5, 实际值 5, 分值 5, 得分 5\n  结论为 不符合\n'
    trial = under(text)
    outcome = on_trial(trial, 60)
    root = ElementTree.fromstring(junit([suite(trial, outcome, "zh")]))
    (its,) = root
    assert (its.get("name"), its.get("tests"), its.get("failures")) == ("made/up 2020", str(1 + len(outcome.tried)), "2")
    failed = {case.get("name"): case[0].text or "" for case in its if len(case)}
    assert "写的是不符合，得到的是符合" in failed["甲 <乙> & “丙”"]
    assert "复核得分是" in failed["复核得分不小于零、不超过分值"]
    assert "例 " in failed["复核得分不小于零、不超过分值"]
    assert {case.get("line") for case in its if case.get("classname") == "made/up 2020.超分"} == {"9"}


def test_junit_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sound.rules").write_text(HEADER + SOUND, encoding="utf-8")
    _, told, status = within(
        tmp_path, ["test", "sound.rules", "--tries", "5", "--junit", "no/such/folder.xml", "--language", "zh"], b"", monkeypatch
    )
    assert (status, "没有" in told) == (2, True)


# ── the shelf ──

# `make policies` tries every policy on as many as `perfrules test` does.
FORMS_OF_ONE = {"wuhan/department/2020": 200}


@pytest.mark.parametrize("name", with_rules())
def test_a_shipped_policy_holds(name: str) -> None:
    trial = put_on_trial(name).under
    assert trial is not None
    outcome = on_trial(trial, FORMS_OF_ONE.get(name, 40))
    assert [(tried.title.zh, each.words.zh) for tried in outcome.tried for each in tried.shown] == []
    assert [run.example.title for run in outcome.examples if not run.passed] == []


def test_a_policy_that_only_lends_names_is_not_tried() -> None:
    assert put_on_trial("common/words/2020").under is None
    assert put_on_trial("common/words/2020").problems == ()
