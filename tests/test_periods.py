"""Policies that amend another or change on a day, put on trial: each period by itself, examples in the file that is tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import within

from perfrules.pipeline.trying import put_on_trial
from perfrules.trials.coverage import coverage
from perfrules.trials.examples import run_all_examples
from perfrules.trials.mutation import Bench, changes, mutate
from perfrules.trials.pasting import pasted
from perfrules.trials.stretches import stretches
from perfrules.trials.trial import on_trial
from perfrules.trials.under import Under

PARENT = """\
政策 试验/改 2020 "编的"
  表样     项目自评表
  适用年度 2020

参数 够 "编的" = 10 分

规则 多少 针对 指标 "得分要够"
  当   已填(分值)
  要求 得分 >= 够
例 "够数" 针对 多少
  假设   指标: 分值 10, 得分 50
  结论为 符合

规则 另一 "总分要有"
  要求 总分 >= 60
例 "够数" 针对 另一
  假设   总分 60
  结论为 符合
"""
AMENDS = '政策 试验/改 2022 "编的"\n  修改     试验/改 2020\n  适用年度 2022\n\n'
PLAIN_CHANGE = '替换 参数 够 "编的" = 20 分\n'
DATED = '替换 参数 够 "编的" = 20 分\n  自 2022-06-01\n'
OFF = '停用 规则 另一\n  至   2022-05-31\n  理由 "编的"\n'
COMES = '新增 规则 多了 "编的"\n  自   2022-03-01\n  要求 总分 <= 100\n'
JUNE = "2022-06-01"


def told_by(folder: Path, patch: pytest.MonkeyPatch, *options: str) -> tuple[str, str, int]:
    return within(folder, ["test", "2022.rules", *options], b"", patch)


def put(folder: Path, amendments: str, parent: str = PARENT) -> str:
    (folder / "2020.rules").write_text(parent, encoding="utf-8")
    (folder / "2022.rules").write_text(AMENDS + amendments, encoding="utf-8")
    return str(folder / "2022.rules")


def under(folder: Path, amendments: str, parent: str = PARENT) -> Under:
    loaded = put_on_trial(put(folder, amendments, parent))
    assert loaded.under is not None, [problem.words.en for problem in loaded.problems]
    return loaded.under


@pytest.mark.parametrize("way", ["--coverage", "--mutate"])
@pytest.mark.parametrize("amendments", [PLAIN_CHANGE, DATED, OFF, DATED + OFF, DATED + OFF + COMES])
def test_what_is_missing_is_written_into_the_edition_that_is_tried(
    way: str, amendments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = put(tmp_path, amendments)
    _, errors, status = told_by(tmp_path, monkeypatch, way, "--write", "--forms", "300")
    assert (status, errors.count("itself went wrong")) == (1, 0)
    assert (tmp_path / "2020.rules").read_text(encoding="utf-8") == PARENT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2020.rules", "2022.rules"]
    again = put_on_trial(name)
    assert again.under is not None
    runs = run_all_examples(again.under.program, again.under.periods)
    assert [run.example.title for run in runs if not run.passed] == []
    assert len(runs) > 5
    told, _, status = told_by(tmp_path, monkeypatch, way, "--forms", "300")
    assert status == 0, told
    assert "100%" in told


def test_no_example_is_proposed_under_a_title_that_an_inherited_one_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last example of the parent has the title that the first proposal would have."""
    parent = PARENT + '例 "60 在其上" 针对 另一\n  假设   总分 61\n  结论为 符合\n'
    put(tmp_path, PLAIN_CHANGE, parent.replace("总分 61", "总分 60"))
    pasted, _, _ = told_by(tmp_path, monkeypatch, "--coverage", "--write-examples", "--forms", "80")
    assert '例 "60 在其上 2" 针对 另一' in pasted


# ── periods ──


def test_what_means_something_else_at_another_time_is_tried_at_both(tmp_path: Path) -> None:
    covered = coverage(stretches(under(tmp_path, DATED)), 80)
    assert [(each.part.key, [first and first.isoformat() for first, _ in each.days]) for each in covered] == [
        ("多少", [JUNE]),
        ("另一", []),
        ("多少", [None]),
    ]
    assert all(not each.unreached for each in covered)


def test_a_condition_that_is_met_in_one_period_only_counts_there(tmp_path: Path) -> None:
    """Twenty points are above ten, and at twenty: the example tries one side of the edge in each period."""
    parent = PARENT.replace("得分 50", "得分 20")
    last, _, first = coverage(stretches(under(tmp_path, DATED, parent)), 80)
    assert "at" in {target.aspect for target in last.hit}
    assert "above" not in {target.aspect for target in last.hit}
    assert "above" in {target.aspect for target in first.hit}
    assert "at" not in {target.aspect for target in first.hit}


def test_an_example_of_a_form_with_a_day_tries_the_period_of_that_day(tmp_path: Path) -> None:
    parent = PARENT.replace("假设   指标: 分值 10, 得分 50", "假设   填表日期 2022-01-31\n  假设   指标: 分值 10, 得分 50")
    last, _, first = coverage(stretches(under(tmp_path, DATED, parent)), 80)
    assert not last.hit
    assert first.hit


def test_what_is_off_is_not_asked_for_while_it_is_off(tmp_path: Path) -> None:
    always_off = under(tmp_path, OFF.replace("  至   2022-05-31\n", ""))
    assert [each.part.key for each in coverage(stretches(always_off), 40)] == ["多少"]
    assert {change.mutants[0][1].name for change in changes(stretches(always_off))} == {"够", "多少"}
    (tmp_path / "later").mkdir()
    later = under(tmp_path / "later", OFF)
    assert [(each.part.key, len(each.days)) for each in coverage(stretches(later), 40)] == [("多少", 0), ("另一", 1)]
    days = {change.mutants[0][1].name: change.days for change in changes(stretches(later))}
    assert (len(days["另一"]), len(days["多少"])) == (1, 0)


def test_a_change_is_made_at_all_times_and_noticed_at_one(tmp_path: Path) -> None:
    """Ten points are just enough in the first period alone: that the comparison is strict is noticed there."""
    its = stretches(under(tmp_path, DATED, PARENT.replace("得分 50", "得分 10")))
    judged = {each.key: each for each in mutate([Bench(stretch, 40) for stretch in its], {}) if not each.days}
    strict = next(each for key, each in judged.items() if key.endswith("得分 > 够"))
    assert (strict.fate.kind, strict.fate.at) == ("killed", 1)


def test_every_law_is_tried_in_every_period(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The score is out of its bounds until June alone."""
    parent = PARENT + "计分 超分 针对 指标\n  当   分值 > 0\n  填报 得分\n  应得 分值 * 实际值 / 目标值\n"
    mended = "替换 计分 超分 针对 指标\n  自   2022-06-01\n  当   分值 > 0\n  填报 得分\n  应得 最小(分值, 5 分)\n"
    outcome = on_trial(under(tmp_path, mended, parent), 150)
    shown = {(tried.days, each.check) for tried in outcome.tried for each in tried.shown if tried.kind == "bounds"}
    assert [(first, last and last.isoformat(), name) for (first, last), name in shown] == [(None, "2022-05-31", "超分")]
    told, _, _ = told_by(tmp_path, monkeypatch, "--tries", "150")
    assert "(until 2022-05-31)" in told
    assert "(from 2022-06-01)" in told


RISES = "计分 反着来 针对 预算\n  填报 得分\n  应得 20 分 - 10 分 * 最小(执行数 / 预算数, 100%)\n"
STATED = '性质 "随执行数" 针对 反着来\n  随 执行数 增加而不减\n'
TURNED = "替换 计分 反着来 针对 预算\n  自   2022-06-01\n  填报 得分\n  应得 20 分 * 最大(最小(执行数 / 预算数, 100%), 0)\n"
GONE = '废止 性质 "随执行数" 针对 反着来\n  自   2022-06-01\n废止 计分 反着来\n  自   2022-06-01\n'


@pytest.mark.parametrize("amendments", [TURNED, GONE])
def test_what_a_form_shows_of_one_period_is_an_example_for_that_one(amendments: str, tmp_path: Path) -> None:
    """Pasted into the edition it comes out as it states, also where the rule is not there in the other period."""
    trial = under(tmp_path, amendments, PARENT + RISES + STATED)
    shown = [(tried, each) for tried in on_trial(trial, 150).tried for each in tried.shown if tried.kind == "property"]
    ((tried, each),) = shown
    assert [day and day.isoformat() for day in tried.days] == [None, "2022-05-31"]
    texts = pasted(trial, tried, each)
    assert len(texts) == 2
    path = tmp_path / "2022.rules"
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(texts) + "\n", encoding="utf-8")
    again = put_on_trial(str(path)).under
    assert again is not None
    runs = run_all_examples(again.program, again.periods)
    assert [run.passed for run in runs if run.example.title.startswith("反例")] == [True, True]


# ── examples of a rule that comes or goes ──

OF_THAT = '例 "百分" 针对 多了\n  假设   总分 101\n  结论为 不符合\n'
GOES = "废止 规则 另一\n  自   2022-06-01\n"
OF_THE_OTHER = '新增 例 "不够" 针对 另一\n  假设   总分 59\n  结论为 不符合\n性质 "只升" 针对 另一\n  要求 总分 >= 0\n'


def told_of(folder: Path, amendments: str) -> list[tuple[str, str]]:
    """What is wrong with a policy: the code, and what it stands at."""
    loaded = put_on_trial(put(folder, amendments))
    return [(each.code.name, each.at.source[each.at.span]) for each in loaded.problems]


def examples_by_period(of: Under) -> list[list[str]]:
    return [[example.title for example in program.examples] for _, program in of.periods]


@pytest.mark.parametrize("verb", ["", "新增 "])
def test_an_example_goes_with_its_rule_without_saying_when(verb: str, tmp_path: Path) -> None:
    its = under(tmp_path, COMES + verb + OF_THAT + GOES + OF_THE_OTHER)
    assert examples_by_period(its) == [
        ["够数", "够数", "不够"],
        ["够数", "够数", "百分", "不够"],
        ["够数", "百分"],
    ]
    assert [[each.title for each in program.properties] for _, program in its.periods] == [["只升"], ["只升"], []]
    runs = run_all_examples(its.program, its.periods)
    assert [run.example.title for run in runs] == ["够数", "够数", "不够", "百分"]
    assert all(run.passed for run in runs)


def test_an_example_of_a_rule_that_ends_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    its = under(tmp_path, COMES.replace("  要求", "  至   2022-08-31\n  要求") + OF_THAT)
    assert ["百分" in titles for titles in examples_by_period(its)] == [False, True, False]
    shown, _, status = within(tmp_path, ["show", "2022.rules"], b"", monkeypatch)
    assert (status, "百分" in shown) == (0, False)
    shown, _, status = within(tmp_path, ["show", "2022.rules", "--date", "2022-08-31"], b"", monkeypatch)
    assert (status, "百分" in shown) == (0, True)


@pytest.mark.parametrize(
    ("days", "at"),
    [
        ("  自     2022-01-01\n  至     2022-02-28\n", "2022-02-28"),
        ("  至     2022-02-28\n", "2022-02-28"),
        ("  假设   填表日期 2022-02-28\n", "2022-02-28"),
    ],
)
def test_an_example_for_days_without_its_rule_is_told(days: str, at: str, tmp_path: Path) -> None:
    example = "新增 " + OF_THAT.replace("  假设", days + "  假设", 1)
    assert told_of(tmp_path, COMES + example) == [("other-days", at)]


@pytest.mark.parametrize("days", ["  自     2022-01-01\n", "  至     2022-03-01\n", "  假设   填表日期 2022-03-01\n"])
def test_an_example_whose_days_meet_those_of_its_rule_stands_on_them(days: str, tmp_path: Path) -> None:
    its = under(tmp_path, COMES + "新增 " + OF_THAT.replace("  假设", days + "  假设", 1))
    assert "百分" not in examples_by_period(its)[0]
    assert "百分" in examples_by_period(its)[1]
    assert all(run.passed for run in run_all_examples(its.program, its.periods))


def test_what_is_about_a_rule_of_no_day_is_told_once(tmp_path: Path) -> None:
    assert told_of(tmp_path, COMES + OF_THAT.replace("多了", "多子")) == [("unknown-name", "多子")]
    assert told_of(tmp_path, "废止 规则 另一\n" + DATED + OF_THE_OTHER.split("性质")[0]) == [("was-repealed", "另一")]


def test_an_example_that_is_proposed_for_a_rule_that_comes_says_no_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, COMES + OF_THAT)
    proposed, _, _ = told_by(tmp_path, monkeypatch, "--coverage", "--write-examples", "--forms", "80")
    assert "针对 多了" in proposed
    assert "  自 " not in proposed
