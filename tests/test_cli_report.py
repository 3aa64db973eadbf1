"""The two reports: the page a person signs, at every width, and the JSON a program reads, against its schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from commands import CLI, ROOT, perfrules
from hypothesis import given
from hypothesis import strategies as st

from perfrules.cli.parser import columns
from perfrules.core.tree import BasisOf
from perfrules.diagnostics import Words
from perfrules.pipeline.policies import Ready, compile_policy, find
from perfrules.pipeline.run import read_forms, run
from perfrules.report import Finding, FormReport, Report
from perfrules.report.json_report import as_object, json_report
from perfrules.report.page import Column, Page, table
from perfrules.report.stopped import entries
from perfrules.report.text import text_report
from perfrules.source import Place, Source

SCHEMA = json.loads((ROOT / "perfrules" / "report" / "report.schema.json").read_text(encoding="utf-8"))
COUNTS = {"pass": 3, "fail": 1, "not_applicable": 2, "undetermined": 0, "off": 0}
FORM = FormReport("made-up", "编的项目", "project_form", "试验/项目 2020", "97", "100", None, COUNTS)
FINDING = Finding(
    form="made-up",
    policy="试验/项目 2020",
    rule="预算得分",
    title="预算执行情况得分",
    outcome="fail",
    severity="error",
    path="/budget/score",
    place=Place("made-up.txt", line=13, cell=7),
    message=Words("填 17，应为 20", "shows 17; it should be 20"),
    claimed="17",
    expected="20",
)


def checked(*arguments: str) -> dict[str, object]:
    ran = perfrules("check", *arguments, "--format", "json", at=CLI)
    made: dict[str, object] = json.loads(ran.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    return made


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_json_is_as_its_schema_says(language: str) -> None:
    made = checked("forms", "mixed", "--policy", "policy.rules", "--language", language)
    assert [form["id"] for form in made["forms"]] == ["made-up-1", "made-up-2", "made-up-3", "sound"]  # type: ignore[attr-defined]
    assert len(made["problems"]) == 2  # type: ignore[arg-type]


def test_json_of_the_examples_is_as_its_schema_says() -> None:
    made = checked(str(ROOT / "examples" / "qiaokou-2020"))
    for form in made["forms"]:  # type: ignore[attr-defined]
        mine = [each for each in made["findings"] if (each["form"], each["policy"]) == (form["id"], form["policy"])]  # type: ignore[attr-defined]
        found = [each for each in mine if each["outcome"] == "fail"]
        assert len(found) == form["outcomes"]["fail"]


def test_the_schema_refuses_a_number_where_an_amount_is_a_string() -> None:
    made = as_object(Report((FORM,), (FINDING,)), "zh")
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    made["findings"][0]["claimed"] = 17
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(made)


def test_half_a_surrogate_pair_is_written_as_json_writes_it() -> None:
    text = json_report(Report((replace(FORM, title="\ud800"),), ()), "zh")
    assert json.loads(text.encode("utf-8", errors="backslashreplace"))["forms"][0]["title"] == "\ud800"


# ── the page ──


def test_findings_stand_with_errors_first_and_what_could_not_be_told_last() -> None:
    kinds = [("undetermined", "error"), ("fail", "note"), ("fail", "error"), ("undetermined", "note"), ("fail", "warning")]
    findings = tuple(
        replace(FINDING, outcome=outcome, severity=severity, rule=f"规则{at}", message=Words(f"缘由{at}", f"cause {at}"))  # type: ignore[arg-type]
        for at, (outcome, severity) in enumerate(kinds)
    )
    page = text_report(Report((FORM,), findings), "en")
    marks = [line.split()[1] for line in page.splitlines() if line[:3].strip().isdigit()]
    assert marks == ["error", "warning", "note", "undetermined", "undetermined"]


@pytest.mark.parametrize("policy", ["national/project/2022", "tianjin/project/2024"])
def test_every_rule_that_is_stopped_is_told_with_its_basis_and_once(policy: str) -> None:
    ready = compile_policy(found(policy))
    assert ready.program is not None
    loaded = read_forms([str(ROOT / "examples" / "qiaokou-2020")])
    report = run(loaded.forms, [Ready.of(ready.program, ready.periods)], None, loaded.stated)
    for form in report.forms:
        its = [finding for finding in report.findings if finding.form == form.id and finding.outcome == "undetermined"]
        told = list(entries(its))
        stops = [stop for entry in told for stop in entry.cause.stops]
        assert sum(len(stop.subjects) for stop in stops) == form.outcomes["undetermined"]
        assert {stop.rule for stop in stops} == {rule for finding in its for rule in finding.rules}
        assert {spot.path for entry in told for spot in entry.cause.spots} >= {finding.path for finding in its}
        checks = {check.name: check for check in ready.program.checks}
        assert all(stop.basis == ready.program.rests_on(checks[stop.rule]) for stop in stops)
        assert [entry for entry in told if len({stop.rule for stop in entry.cause.stops}) < len(entry.cause.stops)] == []


def found(policy: str) -> Source:
    source = find(policy)
    assert isinstance(source, Source)
    return source


def test_a_form_under_two_policies_keeps_their_findings_apart() -> None:
    other = replace(FORM, policy="试验/另一个 2020")
    page = text_report(Report((FORM, other), (FINDING, replace(FINDING, policy=other.policy, rule="别的"))), "zh")
    assert (page.count("  预算得分"), page.count("  别的")) == (1, 1)


def test_a_clause_nobody_has_verified_is_marked() -> None:
    finding = replace(FINDING, basis=(BasisOf("办法", "第三条（待核）"),))
    assert "\x1b[1;33m待核\x1b[0m" in text_report(Report((FORM,), (finding,)), "zh", Page(colour=True))


def test_what_a_form_holds_cannot_speak_to_the_terminal() -> None:
    nasty = "项目\x1b[31m\x07\u202e"
    form, finding = (
        replace(FORM, title=nasty, id=nasty),
        replace(FINDING, form=nasty, note=Words(nasty, nasty), message=Words(nasty, nasty)),
    )
    page = text_report(Report((form,), (finding,)), "zh")
    assert all(each.isprintable() for each in page.replace("\n", ""))


def test_a_run_without_forms_has_no_page() -> None:
    assert text_report(Report((), ()), "zh") == ""


TEXTS = st.text(st.sampled_from("得分应为填报，。“”（）《》ab 12.%3/-\t万元 ≥×…\n"), max_size=120)


@given(TEXTS, st.integers(40, 140))
def test_wrapped_text_fits_and_loses_nothing(text: str, width: int) -> None:
    lines = Page(width).wrapped(text)
    assert [line for line in lines if columns(line) > width] == []
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(
    st.lists(
        st.sampled_from(["187 万元", "69300 批", "27.70%", "≥1,234.56", "第 177 行", "得分", "，", "应为", "3.8842…%"]),
        max_size=40,
    )
)
def test_a_number_is_never_broken_nor_parted_from_its_unit(pieces: list[str]) -> None:
    lines = Page(40).wrapped("的".join(pieces))
    found = "的".join(lines)
    for piece in {piece for piece in pieces if piece[-1] in "元%行" or piece[0] == "≥"}:
        assert sum(line.count(piece) for line in lines) == "的".join(pieces).count(piece), found


def test_no_line_begins_with_a_mark_that_closes() -> None:
    text = "预算执行情况得分填 17，应为 20。" * 12
    for width in range(40, 100):
        assert [line for line in Page(width).wrapped(text) if line[0] in "，。"] == []


def test_the_columns_of_a_table_stand_under_one_another() -> None:
    lines = table(Page(), [Column("表"), Column("复核\n总分", right=True)], [["甲", "5"], ["abcdef", "100.00"]])
    assert lines == ["          复核", "表        总分", "甲           5", "abcdef  100.00"]


def test_the_schema_is_in_the_package_that_is_installed() -> None:
    from importlib.resources import files

    assert Path(str(files("perfrules.report") / "report.schema.json")).is_file()


GRADED = """政策 试写/项目 2020
  表样 项目自评表
定义 应评等级 按 总分
  | >= 90 分 | "优" |
  | [80 分, 90 分) | "良" |
  | < 80 分 | "中" |
计分 等级相符 "等级与总分相符"
  填报 等级
  应得 应评等级
计分 总得分 "总分是各项得分之和"
  填报 总分
  应得 预算.得分 + 合计(指标.得分)
计分 预算得分 针对 预算 "按执行率计分"
  填报 得分
  应得 10 分 * 最小(执行数 / 预算数, 1)
"""


@pytest.mark.parametrize(
    ("row", "total", "claimed", "audited"),
    [
        ("81", "91", "优", "良"),
        ("85", "95", "优", None),
        ("81", "91", "中", "良"),
        ("81", "91", None, None),
        ("81", "91", "良", None),
    ],
)
def test_a_grade_is_told_by_the_audited_total_too(
    row: str, total: str, claimed: str | None, audited: str | None, tmp_path: Path
) -> None:
    (tmp_path / "graded.rules").write_text(GRADED, encoding="utf-8")
    form = {"template": "project_form", "预算": {"预算数": "100", "执行数": "80", "得分": "10"}, "总分": total}
    form |= {"指标": [{"得分": row}]} | ({} if claimed is None else {"等级": claimed})
    (tmp_path / "form.yaml").write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    given = (str(tmp_path / "form.yaml"), "--policy", str(tmp_path / "graded.rules"))
    (made,) = checked(*given)["forms"]  # type: ignore[misc,attr-defined]
    assert [(each["claimed"], each["audited"]) for each in made["carried"]] == ([] if audited is None else [(claimed, audited)])
    said = perfrules("check", *given, "--language", "en", at=CLI).stdout.decode()
    assert (f"by what was audited, grade would be {audited}" in said) is (audited is not None)


TOLD = """政策 试写/项目 2020
  表样 项目自评表
定义 是成本 针对 指标 = 如果 已填(一级指标) 则 包含(一级指标, "成本") 否则 无法判断("看不出类别")
规则 成本够 "成本指标有 10 分"
  要求 合计(指标.分值 满足 是成本) >= 10 分
规则 不重名 "指标不重名"
  要求 不重复(指标.三级指标)
规则 都有目标 "都有目标"
  要求 不存在(指标 满足 非 已填(目标值))
规则 有话说 针对 指标 "原因不能只写无"
  要求 非 匹配(未完成原因, "^无[。.]?$")
规则 写得够长 针对 指标 "原因不少于 4 个字"
  要求 字数(未完成原因) >= 4
计分 得分相符 针对 指标 "每超一成扣 1 分"
  填报 得分
  应得 分值 - 1 分 * 去尾(实际值 / 目标值 - 1, 10%) / 10%
"""
TELLING = {
    "template": "project_form",
    "指标": [
        {"一级指标": "成本指标", "三级指标": "甲 乙", "目标值": "100次", "实际值": "125次", "分值": "5", "得分": "5"},
        {"三级指标": "甲乙", "分值": "5", "得分": "5", "未完成原因": "无。"},
    ],
}


def test_a_finding_says_where_what_and_how(tmp_path: Path) -> None:
    (tmp_path / "told.rules").write_text(TOLD, encoding="utf-8")
    (tmp_path / "form.yaml").write_text(json.dumps(TELLING, ensure_ascii=False), encoding="utf-8")
    made = checked(str(tmp_path / "form.yaml"), "--policy", str(tmp_path / "told.rules"), "--language", "zh")
    found = {(each["rule"], each["path"]): each for each in made["findings"]}  # type: ignore[attr-defined]
    assert found["成本够", "/indicators/1"]["outcome"] == "undetermined"
    said = {place: each["message"] for place, each in found.items()}
    assert said["不重名", "/indicators/1/name"] == "“甲乙”重复：指标第 1 行的三级指标、指标第 2 行的三级指标"
    assert said["都有目标", "/indicators/1"] == "有这样的行，不应有：指标第 2 行“甲乙”（共 1 行）"
    assert said["有话说", "/indicators/1/reason"] == "指标第 2 行“甲乙”的未完成原因只写“无。”，不能算数"
    assert said["写得够长", "/indicators/1/reason"] == "指标第 2 行“甲乙”：字数(未完成原因)为 2，应不小于 4"
    (working,) = found["得分相符", "/indicators/0/score"]["working"]
    assert working.endswith(" = 5 - 1 × 去尾(25%, 10%) ÷ 10% = 5 - 1 × 20% ÷ 10% = 3")
