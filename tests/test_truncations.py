"""Every way to stop too early and to forget one word, in every policy there is: a located message, never a traceback.

Each item is cut short at every character and loses each of its words in turn, for its writing alone; some of these are checked
for their meaning too, inside the whole policy. Of the examples of a rule, hundreds in a file and all of one shape, the first
stands for all. What has been read once is not read again, or this would take an hour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from perfrules.check import Lineage, check
from perfrules.diagnostics import Diagnostic
from perfrules.diagnostics.rendering import render
from perfrules.forms import shipped_templates
from perfrules.source import Source
from perfrules.syntax import grammar, parse
from perfrules.syntax import tree as syntax
from perfrules.syntax.lines import cut

POLICIES = Path(__file__).parents[1] / "policies"
TEMPLATES = shipped_templates()
WORD = re.compile(r'"[^"\n]*"|“[^”\n]*”|#[^\n]*|\w+|[^\w\s]')
CHECKED = 60
"""How many truncations, and how many deletions, of a whole policy are checked for their meaning."""

ONE_OF_EVERYTHING = """\
政策 试点/项目 2020 "样样都有一个"          # a comment
  表样     项目自评表
  适用年度 2020-2021
  适用地区 "武汉市", "江岸区"
  自       2020-03-01
  至       2021年12月31日
  依据     "鄂财绩发〔2020〕3号" 条款 "一"

参数 满分 "预算分值" = 20 分
let low "what is low" = 80%
定义 完成率 针对 指标 = 如果 目标值.比较符 属于 {"≤", "<"} 则 目标值 / 实际值 否则 实际值 / 目标值
let points_due for budget by executed / budgeted
  | >= 100%     | 10 points |
  | [80%, 100%) | 满分 / 2  |
  | otherwise   | 0 分      |
关联 同类 针对 指标
  对应多个 其他 指标 同 一级指标, 二级指标
score 预算得分 for budget "预算执行情况得分"
  when     budgeted > 0 and not (executed = 0)
  claimed  score
  expected max(rounded(满分 * min(executed / budgeted, 100%), 0.01 分), 0)
  within   0.01 points
rule 有说明 "要说明原因的，说明了"
  当       0 <= 预算.执行率 < low 或 存在(指标 满足 完成率 < 100% 且 非 已填(未完成原因))
  require  filled(deviation_reason) and not matches(deviation_reason, "^无.?$")
  级别     警告
  说明     "执行率 {预算.执行率}，未完成 {个数(指标 满足 完成率 < 100%)} 项"
  missing means fail
例 "没有说明" 针对 有说明
  假设   预算: 预算数 100, 执行数 50, 执行率 50%
  given  indicators: name "免疫信鸽", target "23858羽", actual "11929羽", score -1.5
  结论为 不符合
性质 "没有说明的" 针对 有说明
  当   全部符合()
  要求 总分 <= 100 分
"""
ONE_OF_EVERY_VERB = """\
政策 试点/项目 2021 "样样都改一个"
  修改     试点/项目 2020
  适用年度 2021
  依据     "鄂财绩发〔2021〕1号"

替换 参数 满分 "预算分值" = 10 分
  自 2021-06-01
  依据 "鄂财绩发〔2021〕1号" 条款 "二"
new let 说明了 = 已填(偏差原因)
replace let points_due for budget by executed / budgeted
  | >= 100%   | 10 points |
  | otherwise | 0 分      |
停用 计分 预算得分
  自   2021-03-01
  until 2021-12-31
  理由 "试行期内不查"
新增 规则 有改进 "写了改进措施"
  要求 说明了 或 已填(改进措施)
repeal link 同类
  because "不再比较"
废止 例 "没有说明" 针对 有说明
repeal property "没有说明的" for 有说明
新增 例 "有了说明" 针对 有说明
  假设   偏差原因 "疫情"
  结论为 不适用
property "多做不少得" for 预算得分
  as executed rises never less
性质 "多做不多扣" 针对 有改进
  随 总分 增加而不增
"""
EXAMPLE = re.compile(r"""^(?:[^\s"“]+\s+)?(?:例|example)\s+(?:"[^"]*"|“[^”]*”)\s+(?:针对|for)\s+(\S+)""")


def items_of(text: str) -> list[str]:
    """The items of a policy, each as a text of its own."""
    starts = [segment.span.start for segment in cut(Source.of("", text)).segments if segment.kind == "header"]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def with_first_examples(text: str) -> str:
    """The policy with the first example of each rule."""
    items = items_of(text)
    rules = [match[1] if (match := EXAMPLE.match(item)) else None for item in items]
    return "".join(item for at, (item, rule) in enumerate(zip(items, rules, strict=True)) if not rule or rule not in rules[:at])


TEXTS = {
    path.relative_to(POLICIES).as_posix(): with_first_examples(path.read_text(encoding="utf-8"))
    for path in sorted(POLICIES.rglob("*.rules"))
}
TEXTS["试点/项目/2020.rules"] = ONE_OF_EVERYTHING
TEXTS["试点/项目/2021.rules"] = ONE_OF_EVERY_VERB


@pytest.fixture(autouse=True)
def remember_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = cache(grammar.read)
    for name in ("perfrules.syntax.parse", "perfrules.syntax.problems.wrong", "perfrules.syntax.problems.quotes"):
        monkeypatch.setattr(import_module(name), "read", remembered)


def truncations(text: str) -> Iterator[str]:
    return (text[:end] for end in range(len(text)))


def deletions(text: str) -> Iterator[str]:
    return (text[: word.start()] + text[word.end() :] for word in WORD.finditer(text))


def some(texts: Iterator[str]) -> list[str]:
    """A number of them, evenly apart."""
    every = list(texts)
    return every[:: max(1, len(every) // CHECKED)]


def named(identity: syntax.Identity) -> syntax.File:
    return parse(Source.of(identity.text, TEXTS[f"{identity.path}/{identity.edition}.rules"])).file


def amended_by(file: syntax.File) -> list[syntax.File]:
    """The editions that a file stands on, the oldest first."""
    clause = file.policy.only(syntax.Amends) if file.policy else None
    return [] if clause is None else [*amended_by(named(clause.policy)), named(clause.policy)]


def used_by(file: syntax.File) -> list[Lineage]:
    """The policies that lend their names, and those that lend to them."""
    found: dict[str, Lineage] = {}
    waiting = [file]
    while waiting:
        for each in [waiting.pop()]:
            for part in (*amended_by(each), each):
                for clause in part.policy.every(syntax.Uses) if part.policy else ():
                    lent = named(clause.policy)
                    found[clause.policy.text] = Lineage((*amended_by(lent), lent))
                    waiting.append(lent)
    return list(found.values())


def assert_located(problems: tuple[Diagnostic, ...], text: str) -> None:
    for problem in problems:
        for label in (problem.at, *problem.others):
            assert 0 <= label.span.start <= label.span.end <= len(label.source.text), (problem.words, text)
        assert render(problem, "zh")
        assert render(problem, "en")


def assert_written_problems(text: str) -> None:
    """At most one problem a segment, each inside the text."""
    source = Source.of("a.rules", text)
    problems = parse(source).problems
    assert_located(problems, text)
    starts = [segment.span.start for segment in cut(source).segments]
    places = Counter(max((start for start in starts if start <= problem.at.span.start), default=0) for problem in problems)
    assert not places or max(places.values()) == 1, (text, [problem.words for problem in problems])


@pytest.mark.parametrize("name", TEXTS)
def test_every_truncation_of_every_item_is_told_where_it_stops(name: str) -> None:
    for item in items_of(TEXTS[name]):
        for text in truncations(item):
            assert_written_problems(text)


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_that_is_missing_is_told_where(name: str) -> None:
    for item in items_of(TEXTS[name]):
        for text in deletions(item):
            assert_written_problems(text)


@pytest.mark.parametrize("change", [truncations, deletions])
@pytest.mark.parametrize("name", TEXTS)
def test_a_damaged_policy_is_still_checked_without_a_traceback(name: str, change: Callable[[str], Iterator[str]]) -> None:
    whole = parse(Source.of(name, TEXTS[name])).file
    used, amended = used_by(whole), amended_by(whole)
    for text in some(change(TEXTS[name])):
        parsed = parse(Source.of("a.rules", text))
        checked = check(Lineage((*amended, parsed.file)), used, TEMPLATES)
        assert_located((*parsed.problems, *checked.problems), text)


@pytest.mark.parametrize("text", [ONE_OF_EVERYTHING, ONE_OF_EVERY_VERB], ids=["everything", "verbs"])
def test_the_policies_with_one_of_everything_are_right(text: str) -> None:
    parsed = parse(Source.of("a.rules", text))
    checked = check(Lineage((*amended_by(parsed.file), parsed.file)), (), TEMPLATES)
    assert [problem.words.en for problem in (*parsed.problems, *checked.problems)] == []
    assert checked.program is not None
