"""Lint finds every planted defect where it stands, says nothing of clean policies, and its forms are what it says they are."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from chapters import unmarked
from commands import within
from pages import Block, blocks

from perfrules.analysis.lint import lint
from perfrules.analysis.remarks import Remark, Remarks
from perfrules.analysis.study import Study
from perfrules.analysis.telling import diff, example, fixes, mended
from perfrules.diagnostics import Diagnostic
from perfrules.evaluate import Engine, decide
from perfrules.forms import form_yaml, load_forms, make_form, shipped_templates
from perfrules.pipeline.policies import compile_policy
from perfrules.source import Source
from perfrules.trials.examples import run_examples

pytest.importorskip("z3", reason="what is planted can only be found with the solver")

FOLDER = Path(__file__).parent / "lint"
HEAD = "政策 测试/植入 2020\n  表样 项目自评表\n\n"
QUIET = {"no-basis", "no-example"}


def fences(page: str) -> list[Block]:
    return [block for block in blocks((FOLDER / page).read_text(encoding="utf-8")) if block.kind == "fence"]


def said(text: str, name: str = "planted.rules") -> tuple[Remarks | None, list[Diagnostic]]:
    """What lint says of a policy, and the problems that checking finds."""
    source = Source.of(name, text)
    compiled = compile_policy(source)
    if compiled.program is None:
        return None, list(compiled.problems)
    template = shipped_templates().get(compiled.program.template)
    assert template is not None
    return lint(Study(compiled.program, template, source, lambda *_: None, Fraction(20))), list(compiled.problems)


PLANTED = fences("planted.md")
CLEAN = fences("clean.md")


def test_there_are_enough_of_them() -> None:
    assert len(PLANTED) >= 60
    assert len(CLEAN) >= 20


@pytest.mark.parametrize("block", PLANTED, ids=lambda block: f"{block.words[1]}-{block.line}")
def test_a_planted_defect_is_found_where_it_stands(block: Block) -> None:
    wanted = list(block.words[1:])
    plain, span = unmarked(block.text)
    remarks, problems = said(HEAD + plain)
    found = problems + [each.problem for each in (remarks.remarks if remarks else ())]
    loud = [each for each in found if each.code.name not in QUIET or each.code.name in wanted]
    if wanted == ["no-basis"]:
        loud = [each for each in loud if each.code.name == "no-basis"]
    told = [(each.code.name, each.at.source[each.at.span], each.words.zh) for each in loud]
    assert Counter(each.code.name for each in loud) == Counter(wanted), told
    first = [each for each in loud if each.code.name == wanted[0] and each.at.span == span.shifted(len(HEAD))]
    assert first, told
    if remarks is not None:
        confirm(HEAD + plain, remarks.remarks)
        assert remarks.undecided == (), remarks.undecided


def confirm(text: str, remarks: tuple[Remark, ...]) -> None:
    """Every form that is shown gives what is said, from its YAML and from the example; every fix leaves a policy that checks."""
    compiled = compile_policy(Source.of("planted.rules", text))
    assert compiled.program is not None
    template = shipped_templates().get(compiled.program.template)
    assert template is not None
    for each in remarks:
        if each.shown is None:
            continue
        for language in ("zh", "en"):
            form = load_forms(Source.of("shown.yaml", form_yaml(each.shown.data, template, language)), shipped_templates()).only
            outcomes = {
                result.outcome for result in decide(Engine(compiled.program), form).results if result.check == each.shown.of
            }
            assert each.shown.outcome in outcomes, (each.problem.words.zh, outcomes)
            assert each.shown.outcome in {"pass", "fail"}, each.problem.words.zh
        pasted = example(each.shown, template, "zh")
        assert pasted is not None
        again = compile_policy(Source.of("pasted.rules", text.rstrip() + "\n\n" + pasted))
        assert again.program is not None, [problem.words.zh for problem in again.problems]
        assert run_examples(again.program)[-1].passed, pasted
    source = Source.of("planted.rules", text)
    fixed = mended(source, fixes(remarks, source))
    if fixed != text:
        assert diff(source, fixed).startswith("--- planted.rules")
        left, problems = said(fixed)
        assert problems == []
        assert left is not None
        gone = {each.problem.code.name for each in remarks if each.problem.fix is not None}
        assert not gone & {each.problem.code.name for each in left.remarks}


@pytest.mark.parametrize("block", CLEAN, ids=lambda block: str(block.line))
def test_a_clean_policy_has_no_remarks(block: Block) -> None:
    remarks, problems = said(HEAD + block.text)
    assert problems == []
    assert remarks is not None
    assert [(each.problem.code.name, each.problem.words.zh, each.shown) for each in remarks.remarks] == []
    assert remarks.undecided == ()


# ── how many rows something is said of ──

FIFTEEN = "规则 甲\n  要求 合计(指标.分值) = 50\n规则 乙 针对 指标\n  要求 分值 = 15\n"
EITHER = "规则 甲\n  要求 合计(指标.分值) >= 80\n规则 乙\n  要求 合计(指标.分值) <= 60\n"
TOO_MANY = "规则 甲\n  要求 合计(指标.分值) = 100.5\n规则 乙 针对 指标\n  要求 分值 = 1\n"

GRADED = """规则 甲
  当 已填(等级)
  要求 总分 >= 60
规则 乙
  当 非 已填(等级)
  要求 总分 >= 50
规则 丙
  要求 总分 >= 40
"""


def against(rules: str) -> list[Remark]:
    remarks, _ = said(HEAD + rules)
    assert remarks is not None
    return [each for each in remarks.remarks if each.problem.code.name not in QUIET]


def test_what_was_proved_up_to_a_bound_is_said_with_it() -> None:
    (told,) = against(FIFTEEN)
    assert told.problem.words.zh == "没有一张每组不超过 6 行的表能同时符合它和 `甲`"
    assert told.problem.words.en == "no form of at most 6 rows a group satisfies both this and `甲`"


def test_what_was_proved_of_any_number_of_rows_is_said_without_one() -> None:
    (told,) = against(EITHER)
    assert told.problem.words.zh == "没有一张表能同时符合它和 `甲`"


def test_where_more_rows_are_needed_than_are_looked_at_nothing_is_said() -> None:
    remarks, _ = said(HEAD + TOO_MANY)
    assert remarks is not None
    assert {each.problem.code.name for each in remarks.remarks} == QUIET
    (left,) = remarks.undecided
    assert left.why.zh == "每组不超过 12 行的表里没有，行数更多的没有看"


def test_a_contradiction_is_shown_by_a_form_that_meets_one_and_breaks_the_other() -> None:
    (told,) = against(FIFTEEN)
    assert told.shown is not None
    assert told.shown.data == {"indicators": [{"weight": "50"}]}
    assert told.shown.also is not None
    assert told.shown.also.zh == "符合 `甲`，不符合 `乙`"


def test_of_several_others_it_is_said_that_one_at_least_fails() -> None:
    (told,) = against(GRADED)
    assert told.problem.words.zh == "凡不符合它的表，也不符合 `甲`、`乙` 中的至少一条"
    assert told.problem.words.en == "every form that fails this also fails at least one of `甲` and `乙`"
    assert told.shown is not None
    assert told.shown.data["total_score"] not in ("", "0")


# ── answers, and the command ──

IMPLIED = """规则 甲
  要求 总分 >= 80
# 核 rule-implied: 分开写给两类人看
规则 乙
  要求 总分 >= 60
"""


def test_an_answered_remark_is_listed_as_answered() -> None:
    remarks, _ = said(HEAD + IMPLIED)
    assert remarks is not None
    assert [each.reason for each in remarks.answered] == ["分开写给两类人看"]
    assert {each.problem.code.name for each in remarks.remarks} == QUIET


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_exit_status_says_whether_there_is_something(
    level: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.rules").write_text(HEAD + "参数 没用 = 1\n规则 甲\n  要求 总分 >= 60\n", encoding="utf-8")
    _, _, given = within(tmp_path, ["lint", "one.rules", "--fail-on", level, "--language", "zh"], b"", monkeypatch)
    assert given == status


def test_the_report_for_programs_holds_forms_and_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.rules").write_text(HEAD + "规则 甲\n  当 总分 > 80\n  要求 总分 < 60\n", encoding="utf-8")
    told, _, _ = within(tmp_path, ["lint", "one.rules", "--format", "json", "--language", "zh"], b"", monkeypatch)
    report = json.loads(told)
    first = next(each for each in report["policies"][0]["remarks"] if each["code"] == "rule-never-passes")
    assert "总分" in first["form"]
    assert first["example"].startswith("例 ")


def test_without_the_solver_it_says_what_was_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    from perfrules import symbolic
    from perfrules.analysis import pairs, rules, slopes, study, totals
    from perfrules.diagnostics import Words

    gone = Words("没有安装求解器", "the solver is not installed")
    monkeypatch.setattr(symbolic, "unavailable", lambda: gone)
    for module in (pairs, rules, slopes, totals):
        monkeypatch.setattr(module, "unavailable", lambda: gone)
    assert study
    remarks, _ = said(HEAD + "参数 没用 = 1\n规则 甲\n  当 总分 > 80\n  要求 总分 < 60\n")
    assert remarks is not None
    assert "unused-name" in {each.problem.code.name for each in remarks.remarks}
    assert "rule-never-passes" not in {each.problem.code.name for each in remarks.remarks}
    assert {each.item for each in remarks.undecided} == {"甲"}
    assert all(each.why == gone for each in remarks.undecided)


UNKNOWN = """规则 甲
  要求 存在(文中数字 满足 数值 = 1)
规则 乙
  要求 存在(文中数字 满足 数值 = 2)
"""
SHOWN = """例 "都有" 针对 甲
  假设 偏差原因 "第 1 项、第 2 项"
  结论为 符合
例 "只有甲没有" 针对 甲
  假设 偏差原因 "第 2 项"
  结论为 不符合
例 "只有乙没有" 针对 乙
  假设 偏差原因 "第 1 项"
  结论为 不符合
"""


def test_what_is_not_decided_is_not_asked_again_when_examples_show_it() -> None:
    before, _ = said(HEAD + UNKNOWN)
    after, problems = said(HEAD + UNKNOWN + SHOWN)
    assert before is not None
    assert after is not None
    assert len(before.undecided) >= 3
    assert all(each.settles is not None for each in before.undecided)
    assert (problems, after.undecided) == ([], ())


def test_a_form_is_written_so_that_it_is_read_again() -> None:
    template = shipped_templates().get("project_form")
    assert template is not None
    data = {
        "project": "甲: #乙",
        "category": ["部门预算项目"],
        "budget": {"budgeted": "1,000"},
        "indicators": [{"target": "≥ 5%"}, {}],
    }
    for language in ("zh", "en"):
        form = load_forms(Source.of("f.yaml", form_yaml(data, template, language)), shipped_templates()).only
        assert [cell.text for cell in form.every_cell()] == [cell.text for cell in make_form(template, data).only.every_cell()]
