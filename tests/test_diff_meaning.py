"""What a change means is what trying every form of a small domain shows; every form that is shown really differs.

A domain is what the cells that an item reads may hold (a few values at each edge, blank, unreadable), every way together, and
the forms that the proof itself gives. On it the verdict must be the one that trying gives, and a form differs if and only if it
lies in a region, as far as the regions are said to be exact and complete. On every form of a region that is exact the editions
differ as the region says: what a form is held against is the very condition that is printed.

Every run tries a few mutants of shipped rules. As many as one likes, with their verdicts printed as they come:

    PERFRULES_MUTANTS=300 python -m pytest tests/test_diff_meaning.py -k mutant -s
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice, product
from random import Random
from typing import Any

import pytest
from editions import HERE, committed, edition, program

from perfrules.core import tree as core
from perfrules.diff import compare
from perfrules.diff.changes import Compared
from perfrules.diff.crossing import Crossings
from perfrules.diff.meaning import ItemMeaning, Region, meaning, verdict_of
from perfrules.diff.moves import Pairing, Replay, Seen
from perfrules.diff.reading import everything_read, expressions, inside, named
from perfrules.diff.searching import form_of
from perfrules.diff.text_meaning import meaning_summary
from perfrules.evaluate import Engine, decide
from perfrules.forms import CELLS, FIGURES, Template, shipped_templates
from perfrules.mutants import Mutant, mutants_of
from perfrules.report.text import OUTCOME_WORDS

z3 = pytest.importorskip("z3", reason="z3 is not installed, so nothing is proved")

TEMPLATE = shipped_templates().get("project_form")
POLICIES = ("wuhan/project/2020", "national/project/2020", "old", "new")
VALUES = {
    "money": ("100", "80", "0"),
    "points": ("20", "16", "0", "10"),
    "ratio": ("100%", "80%", "0%"),
    "number": ("1", "2020"),
    "quantity": ("100", "≥90", "80%", "好"),
    "text": ("甲", "数量指标"),
    "choice": ("达成", "未达成"),
    "date": ("2020-12-31",),
    "ticks": (),
}
MOST_FORMS = 400
SEEDS = 6
TRIED = int(os.environ.get("PERFRULES_MUTANTS", "18"))
"""Mutants, for all seeds together."""


def template() -> Template:
    assert TEMPLATE is not None
    return TEMPLATE


def cells_of(compared: Compared, pairing: Pairing) -> list[tuple[str | None, str]]:
    """The cells that either edition of an item reads."""
    found: dict[tuple[str | None, str], None] = {}
    for whole, item in ((compared.old, pairing.old), (compared.new, pairing.new)):
        known = named(whole)
        for each in (item, *(known[name] for name in everything_read([item], known))):
            for node in inside(expressions(each)):
                if isinstance(node, core.Cell):
                    found[(node.route.end.part, node.field)] = None
    return list(found)


def domain(compared: Compared, pairing: Pairing, seed: int) -> Iterator[dict[str, Any]]:
    """Every way of filling the cells, one row a group; where that is too many, as many of them as fit, the same every time."""
    cells = [cell for cell in cells_of(compared, pairing) if cell[0] not in (CELLS, FIGURES)]
    choices = []
    for part, name in cells:
        holder = template().parts[part] if part else template()
        choices.append((None, *VALUES[holder.fields[name].kind]))
    size = 1
    for each in choices:
        size *= len(each)
    ways = product(*choices)
    if size > MOST_FORMS:
        drawn = Random(seed)
        ways = (tuple(drawn.choice(each) for each in choices) for _ in range(MOST_FORMS))  # type: ignore[assignment]
    for way in ways:
        data: dict[str, Any] = {}
        for (part, name), value in zip(cells, way, strict=True):
            if part is not None and template().parts[part].many:
                data.setdefault(part, [{}])
            if value is None:
                continue
            if part is None:
                data[name] = value
            elif template().parts[part].many:
                data[part][0][name] = value
            else:
                data.setdefault(part, {})[name] = value
        yield data


def tried(old: core.Program, new: core.Program, seed: int = 0) -> list[ItemMeaning]:
    """What each change of two editions means, held against trying every form of its domain."""
    compared = Compared(old, new)
    made = meaning(compared, shipped_templates(), True, crossing=False)
    replay = Replay(compared.old, compared.new)
    by_name = {(pair.old.name, pair.new.name): pair for pair in compared.pairs}
    for item in made.items:
        pair = by_name[(item.old, item.new)]
        assert isinstance(pair.old, core.Rule | core.Score | core.Let)
        assert isinstance(pair.new, core.Rule | core.Score | core.Let)
        if pair.old.subject == pair.new.subject:
            _hold(item, Pairing(pair.old, pair.new), compared, replay, seed)
    return list(made.items)


def _hold(item: ItemMeaning, pairing: Pairing, compared: Compared, replay: Replay, seed: int) -> None:
    ways = []
    shown = [region for region in item.regions if region.form is not None]
    for region in shown:
        form = form_of(region.form or {}, template())
        assert form is not None
        moves = {(each.path, each.old, each.new) for each in replay.seen(pairing, form)}
        assert (region.path, region.old, region.new) in moves, f"{item.name}: the form does not show what is said of it"
        ways.append(region.way)
    if not item.complete:
        return
    regions = item.regions
    for data in domain(compared, pairing, seed):
        form = form_of(data, template())
        if form is None:
            continue
        seen = [each for each in replay.seen(pairing, form) if each.path.count("/") < 2 or each.path.endswith("/0")]
        ways += [each.move.way for each in seen]
        inside_of = [region for region in regions if region.holds is not None and region.holds(form)]
        differs = bool(seen)
        assert not differs or inside_of, f"{item.name}: {data} differs and lies in no region"
        for region in inside_of:
            shown = [each for each in seen if each.path == region.path]
            assert not region.exact or any(_as_said(region, each) for each in shown), f"{item.name}: {data}: {region.where.zh}"
    assert verdict_of(ways) == item.verdict, f"{item.name}: trying says {verdict_of(ways)}"


def _as_said(region: Region, seen: Seen) -> bool:
    """Whether a form shows what is said of the whole region: these outcomes, these values, or that it moves the same way."""
    if not seen.move.new and seen.move.way != region.way:
        return False
    for gives, told, its in zip(region.gives, (region.old, region.new), (seen.old, seen.new), strict=True):
        outcome = told in OUTCOME_WORDS.values()
        if outcome and its.zh not in (gives or told).zh.split("或"):
            return False
        if not outcome and gives == told and its != told:
            return False
    return True


def random_mutants(count: int, seed: int) -> Iterator[tuple[str, core.Program, Mutant]]:
    """Mutants of rules and scores of the policies, as the seed has it."""
    drawn = Random(seed)
    named_ = [(name, check.name) for name in POLICIES for check in committed(name).checks]
    for _ in range(count):
        name, check = drawn.choice(named_)
        every = list(islice(mutants_of(committed(name), check), 400))
        if every:
            yield name, committed(name), drawn.choice(every)


def hold_mutants(count: int, seed: int) -> Counter[str]:
    """How many items came to each verdict; every mutant is tried, also after one whose verdict is not what trying shows."""
    verdicts: Counter[str] = Counter()
    wrong = []
    for at, (name, whole, mutant) in enumerate(random_mutants(count, seed), 1):
        began = time.monotonic()
        try:
            items = tried(whole, mutant.program, seed)
        except AssertionError as error:
            wrong.append(f"{name} {mutant.name}: {mutant.words.en}, {mutant.before} → {mutant.after}: {error}")
            print(f"seed {seed} no. {at}: WRONG {wrong[-1]}", flush=True)
            continue
        told = [f"{item.verdict}{'' if item.complete else ' (not complete)'}" for item in items]
        verdicts.update(told)
        verdicts["mutants"] += 1
        vague = sum(not region.exact for item in items for region in item.regions)
        regions = sum(len(item.regions) for item in items)
        verdicts.update({"regions": regions, "regions that say some": vague})
        seconds = round(time.monotonic() - began, 1)
        print(
            f"seed {seed} no. {at}: {name} {mutant.name} {', '.join(told)} ({seconds} s, {vague} of {regions} say some)",
            flush=True,
        )
    print(f"seed {seed}: {dict(verdicts)}", flush=True)
    assert not wrong, "\n".join(wrong)
    return verdicts


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_verdict_on_a_mutant_is_what_trying_every_form_shows(seed: int) -> None:
    assert hold_mutants(TRIED // SEEDS, seed)["mutants"] > 0


def test_the_verdicts_on_the_committed_editions_are_what_trying_every_form_shows() -> None:
    items = tried(committed("old"), committed("new"))
    assert len(items) >= 10
    assert all(item.complete for item in items), [item.name for item in items if not item.complete]


SAME = [
    (
        "定义 比 针对 预算 = 执行数 / 预算数\n规则 甲 针对 预算\n  要求 比 <= 1\n",
        "规则 甲 针对 预算\n  要求 执行数 / 预算数 <= 1\n",
    ),
    (
        "计分 甲 针对 预算\n  当   预算数 > 0\n  填报 得分\n  应得 如果 执行数 >= 预算数 则 20 分 否则 20 分 * 执行数 / 预算数\n",
        "计分 甲 针对 预算\n  当   预算数 > 0\n  填报 得分\n  应得 20 分 * 最小(执行数 / 预算数, 1)\n",
    ),
    (
        "规则 甲 针对 指标\n  要求 已填(目标值) 且 得分 >= 0\n",
        "规则 甲 针对 指标\n  要求 得分 >= 0 且 已填(目标值)\n",
    ),
    (
        "规则 甲\n  要求 非 (总分 > 100 或 总分 < 0)\n",
        "规则 甲\n  要求 0 <= 总分 <= 100\n",
    ),
    (
        '定义 档 按 总分\n  | >= 90 | "优" |\n  | [80, 90) | "良" |\n  | < 80 | "中" |\n',
        '定义 档 按 总分\n  | < 80 | "中" |\n  | [90, ) | "优" |\n  | 其余 | "良" |\n',
    ),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_is_only_written_otherwise_is_proved_equivalent(old: str, new: str) -> None:
    made = compare(edition("old", old), edition("new", new), shipped_templates())
    assert made.meaning is not None
    assert [(item.verdict, item.complete, item.regions) for item in made.meaning.items] == [("equivalent", True, ())]


def test_the_excel_way_of_capping_differs_where_the_budget_is_nought() -> None:
    """Without `budgeted > 0` the two are not the same, and the regions say where: a missing quotient and negative budgets."""
    when = "  当   预算数 > 0\n"
    made = compare(
        edition("old", SAME[1][0].replace(when, "")), edition("new", SAME[1][1].replace(when, "")), shipped_templates()
    )
    assert made.meaning is not None
    (item,) = made.meaning.items
    assert item.verdict == "stricter"
    assert any("算不出" in region.where.zh and region.old.zh == "20 分" for region in item.regions)


def test_without_a_proof_what_is_found_is_searched_and_said_to_be() -> None:
    text = (HERE / "old.rules").read_text(encoding="utf-8")
    new = program(text.replace("当   预算.预算数 > 0 且 预算.应有执行率 < 须说明执行率", "当   预算.应有执行率 < 95%"))
    made = compare(committed("old"), new, shipped_templates(), prove=False)
    assert made.meaning is not None
    (item,) = made.meaning.items
    assert (item.by, item.complete) == ("searched", False)
    assert item.drawn > 100
    assert item.regions
    assert made.meaning.why is not None


def test_a_whole_policy_that_some_form_passes_and_fails() -> None:
    old, new = edition("old", "规则 甲\n  要求 总分 <= 100\n"), edition("new", "规则 甲\n  要求 总分 <= 90\n")
    made = compare(old, new, shipped_templates()).meaning
    assert made is not None
    passes_old, passes_new = made.crossings
    assert passes_old.fails == ("甲",)
    assert passes_new.form is None
    assert (passes_new.proved, passes_new.rows) == (True, None)


@pytest.mark.parametrize(
    ("new", "rows"),
    [
        ("分值 <= 50 分", None),  # looser on every row
        ("分值 <= 40 分 或 合计(指标.分值) < 30 分", 2),  # looser, but that looks at other rows
    ],
)
def test_that_no_form_crosses_is_proved_for_any_number_of_rows_where_rows_are_looked_at_alone(new: str, rows: int | None) -> None:
    rules = "规则 合计相符\n  要求 合计(指标.分值) = 100 分\n规则 不超 针对 指标\n  要求 分值 <= 40 分\n"
    made = compare(edition("old", rules), edition("new", rules.replace("分值 <= 40 分", new)), shipped_templates()).meaning
    assert made is not None
    passes_old, passes_new = made.crossings
    assert (passes_old.form, passes_old.proved, passes_old.rows) == (None, True, rows)
    assert passes_new.form is not None


RIVALS = "计分 甲 针对 预算\n  填报 得分\n  应得 10 分\n计分 乙 针对 预算\n  填报 得分\n  应得 10 分\n"
AUDITED = "计分 甲\n  填报 总分\n  应得 {}\n规则 乙\n  当   已填(项目名称)\n  要求 复核(总分) >= 20 分\n"


@pytest.mark.parametrize(
    ("old", "new", "fails"),
    [
        (RIVALS, RIVALS.split("计分 乙")[0], ("甲",)),
        (AUDITED.format("20 分"), AUDITED.format("如果 已填(总分) 则 20 分 否则 10 分"), ("乙",)),
    ],
    ids=["another score of the cell is gone", "what is audited is another"],
)
def test_a_rule_whose_text_is_the_same_may_fail_where_it_did_not(old: str, new: str, fails: tuple[str, ...]) -> None:
    made = compare(edition("old", old), edition("new", new), shipped_templates()).meaning
    assert made is not None
    passes_old, _ = made.crossings
    assert passes_old.fails == fails


def test_the_rules_of_tianjin_let_no_form_through_that_the_later_ones_do_not() -> None:
    old, new = committed("tianjin/project/2023"), committed("tianjin/project/2024")
    told = Crossings(Compared(old, new), template(), Replay(old, new), "old").told([], proving=True)
    assert told == (None, (), True, None, 0)


def test_a_whole_policy_whose_sound_forms_take_three_rows() -> None:
    kinds = {"甲": ("产出", 50), "乙": ("效益", 30), "丙": ("满意", 10)}
    sums = "".join(
        f'规则 {name} "各类分值"\n  要求 合计(指标.分值 满足 一级指标 = "{word}") = {points} 分\n'
        for name, (word, points) in kinds.items()
    )
    rows = "规则 填全 针对 指标\n  要求 已填(一级指标) 且 已填(分值) 且 已填(三级指标)\n规则 不空 针对 指标\n  要求 分值 > 0\n"
    old = edition("old", sums + rows)
    new = edition("new", sums + rows.replace("分值 > 0", "分值 > 0 且 分值 <= 40 分"))
    made = compare(old, new, shipped_templates()).meaning
    assert made is not None
    passes_old, passes_new = made.crossings
    assert passes_old.fails == ("不空",)
    assert passes_old.form is not None
    assert len(passes_old.form["indicators"]) == len(kinds)
    assert passes_new.form is None


@pytest.mark.parametrize(
    "pair", [("national/project/2020", "national/project/2022"), ("hubei/project/2020", "jiangxi/project/2022")]
)
def test_a_shipped_policy_that_some_form_passes_and_fails(pair: tuple[str, str]) -> None:
    old, new = map(committed, pair)
    compared = Compared(old, new)
    for side, passing, failing in (("old", old, new), ("new", new, old)):
        data, fails, _, _, _ = Crossings(compared, template(), Replay(old, new), side).told([], proving=True)
        assert data is not None
        form = form_of(data, template())
        assert form is not None
        outcomes = [
            {result.check for result in decide(Engine(each), form).results if result.outcome == "fail"}
            for each in (passing, failing)
        ]
        assert not outcomes[0]
        assert outcomes[1] == set(fails)


TABLE = """定义 档 针对 预算 按 执行率
  | >= 80% | 10 分 |
  | < 80% | 5 分 |
计分 得 针对 预算 "分档"
  填报 得分
  应得 档
"""
OTHERS = """规则 甲
  要求 总分 >= 60
规则 乙
  要求 总分 <= 100
"""


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        (TABLE, TABLE.replace("| 5 分", "| 4 分"), "更严 1"),
        (TABLE.split("计分")[0] + OTHERS, TABLE.split("计分")[0].replace("| 5 分", "| 4 分") + OTHERS, "更严 1"),
        (TABLE, TABLE + OTHERS, "规则与计分新增 2"),
        (TABLE + OTHERS, TABLE.replace("| 5 分", "| 4 分"), "更严 1；规则与计分废止 2"),
        (TABLE, TABLE + "参数 没用 = 1\n", "没有规则、计分或分档表有改动"),
    ],
)
def test_the_summary_of_the_meaning_says_each_change_once(old: str, new: str, summary: str) -> None:
    made = compare(edition("old", old), edition("new", new), shipped_templates())
    assert made.meaning is not None
    assert meaning_summary(made, made.meaning).zh == summary
