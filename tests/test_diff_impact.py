"""Whom a change hits: shares that add up, whichever way round the editions are and however their edits are ordered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from editions import HERE, committed, program
from hypothesis import given, settings
from hypothesis import strategies as st

from perfrules.core import tree as core
from perfrules.diff import shares
from perfrules.diff.changes import Compared
from perfrules.diff.edits import edits
from perfrules.diff.impact import FormImpact, Impact, impact
from perfrules.diff.mixing import Mixer
from perfrules.drawing import Drawer
from perfrules.evaluate import Engine, decide
from perfrules.forms import Form, LoadedForms, make_form, shipped_templates
from perfrules.pipeline.run import read_forms

EXAMPLES = Path(__file__).parents[1] / "examples" / "qiaokou-2020"
TEXT = (HERE / "old.rules").read_text(encoding="utf-8")
EDITS = {
    '参数 预算分值 "预算执行情况分值" = 20 分': '参数 预算分值 "预算执行情况分值" = 10 分',
    "= 执行数 / 预算数": "= 四舍五入(执行数 / 预算数, 1%)",
    "应得 分值 * 最小(实际值 / 目标值, 100%)": "应得 分值 * 最小(实际值 / 目标值, 90%)",
    "应得 预算.得分 + 合计(指标.得分)": "应得 最小(预算.得分 + 合计(指标.得分), 90)",
    "当   预算数 > 0\n  填报": "当   预算数 >= 50 万元\n  填报",
    "当   是数值(目标值) 且 已填(分值)": "当   是数值(目标值) 且 已填(分值) 且 分值 > 5",
    '| >= 90    | "优" |\n  | [80, 90)': '| >= 85    | "优" |\n  | [80, 85)',
    "要求 总分 <= 100": "要求 总分 <= 90",
    "当   已扣分 > 0": "当   已扣分 > 1",
}
"""Edits of the committed old edition, each of which can be made by itself."""


@cache
def edited(chosen: frozenset[int]) -> core.Program:
    text = TEXT
    for at in sorted(chosen):
        before, after = list(EDITS.items())[at]
        assert before in text, before
        text = text.replace(before, after)
    return program(text)


@cache
def drawer() -> Drawer:
    template = shipped_templates().get("project_form")
    assert template is not None
    return Drawer(edited(frozenset()), template)


@cache
def drawn_forms(seed: int, count: int = 4) -> LoadedForms:
    """Forms about the edges of the old edition, and one that is filled in as forms are."""
    template = shipped_templates().get("project_form")
    assert template is not None
    data = list(drawer().seeded(count, seed))
    random = Random(seed)
    rows = [
        {"target": "100", "actual": str(random.choice((40, 95, 120))), "weight": str(random.choice((4, 30)))} for _ in range(3)
    ]
    rows = [{**row, "score": row["weight"], "level2": "数量指标"} for row in rows]
    budget = {"budgeted": str(random.choice((40, 100))), "executed": str(random.choice((33, 61, 100))), "score": "20"}
    data.append({"project": "试写", "budget": budget, "indicators": rows, "total_score": "90", "grade": "优"})
    return LoadedForms(tuple(make_form(template, each, id=f"form-{at}").only for at, each in enumerate(data)), ())


def hit(old: core.Program, new: core.Program, forms: LoadedForms, explained: bool = False) -> Impact:
    return impact(Compared(old, new), forms, None, shipped_templates(), explained=explained)


def amounts(form: FormImpact) -> dict[tuple[tuple[str, ...], ...], Fraction]:
    return {tuple(sorted(edit.order for edit in share.edits)): share.amount for share in form.shares}


chosen_edits = st.frozensets(st.integers(0, len(EDITS) - 1), min_size=1)


# ── shares, by themselves ──

games = st.integers(1, 5).flatmap(
    lambda count: st.lists(st.fractions(-50, 50, max_denominator=8), min_size=2**count, max_size=2**count)
)


@given(games)
def test_a_share_is_what_an_edit_adds_averaged_over_all_orders(game: list[Fraction]) -> None:
    bits = [1 << at for at in range(len(game).bit_length() - 1)]
    told = shares.exact(bits, game.__getitem__)
    assert sum(told.values()) == game[-1] - game[0]
    orders = list(permutations(bits))
    for edit in bits:
        added = [game[(before := sum(order[: order.index(edit)])) | edit] - game[before] for order in orders]
        assert told[edit] == sum(added) / len(orders)


@settings(max_examples=15)
@given(games, st.text(max_size=5))
def test_sampled_shares_add_up_and_turn_round(game: list[Fraction], seed: str) -> None:
    bits = [1 << at for at in range(len(game).bit_length() - 1)]
    everything = sum(bits)
    told = shares.sampled(bits, game.__getitem__, seed)
    back = shares.sampled(bits, lambda chosen: game[everything - chosen], seed)
    assert told is not None
    assert back is not None
    assert sum(told.values()) == game[-1] - game[0]
    assert back == {edit: -share for edit, share in told.items()}


@given(games, st.data())
def test_edits_without_which_a_total_is_not_known_are_taken_together(game: list[Fraction], data: st.DataObject) -> None:
    """Whatever mixtures have no total, the edits that are left apart always lead from one known total to another."""
    gone = data.draw(st.frozensets(st.integers(1, len(game) - 2)) if len(game) > 2 else st.just(frozenset()))
    bits = [1 << at for at in range(len(game).bit_length() - 1)]

    def value(chosen: int) -> Fraction | None:
        return None if chosen in gone else game[chosen]

    joined = shares.inseparable(bits, value)
    players = [bit for bit in bits if bit not in joined] + ([sum(joined)] if joined else [])
    assert sum(shares.exact(players, value).values()) == game[-1] - game[0]


# ── on forms ──


@settings(max_examples=10)
@given(chosen_edits, st.integers(0, 200))
def test_shares_add_up_to_the_change_and_are_those_of_edits_that_were_made(chosen: frozenset[int], seed: int) -> None:
    old, new = edited(frozenset()), edited(chosen)
    made = hit(old, new, drawn_forms(seed))
    assert 0 < len(made.edits) <= len(chosen), "each can be made by itself, but for those of one item"
    for form in made.forms:
        assert form.difference == (None if form.how == "none" else sum(share.amount for share in form.shares))
        assert all(share.amount for share in form.shares)
        assert {edit for share in form.shares for edit in share.edits} <= set(made.edits)


@settings(max_examples=10)
@given(chosen_edits, chosen_edits, st.integers(0, 200))
def test_the_other_way_round_everything_is_turned(one: frozenset[int], other: frozenset[int], seed: int) -> None:
    forms = drawn_forms(seed)
    there, back = hit(edited(one), edited(other), forms), hit(edited(other), edited(one), forms)
    assert [form.difference for form in there.forms] == [form.difference and -form.difference for form in back.forms]
    for ahead, behind in zip(there.forms, back.forms, strict=True):
        assert amounts(ahead) == {edit: -amount for edit, amount in amounts(behind).items()}
        assert [(each.old, each.new) for each in ahead.grades] == [(each.new, each.old) for each in behind.grades]
        assert {(each.old, each.new, each.rule, each.about) for each in ahead.moved} == {
            (each.new, each.old, each.rule[::-1], each.about) for each in behind.moved
        }
    matrices = {rule.old: {(old, new, count) for old, new, count in rule.matrix} for rule in there.rules}
    turned = {rule.new: {(new, old, count) for old, new, count in rule.matrix} for rule in back.rules}
    assert matrices == turned


@settings(max_examples=8)
@given(chosen_edits, st.randoms(use_true_random=False), st.integers(0, 200))
def test_the_order_in_which_items_stand_does_not_matter(chosen: frozenset[int], random: Random, seed: int) -> None:
    old, new = edited(frozenset()), edited(chosen)
    shuffled = []
    for whole in (old, new):
        lets, checks = list(whole.lets.items()), list(whole.checks)
        random.shuffle(lets)
        random.shuffle(checks)
        shuffled.append(replace(whole, lets=dict(lets), checks=tuple(checks)))
    forms = drawn_forms(seed)
    plain, other = hit(old, new, forms), hit(shuffled[0], shuffled[1], forms)
    assert plain.edits == other.edits
    assert [amounts(form) for form in plain.forms] == [amounts(form) for form in other.forms]


@settings(max_examples=8)
@given(chosen_edits, st.integers(0, 200))
def test_every_mixture_is_a_program_and_between_none_and_all_lie_the_editions(chosen: frozenset[int], seed: int) -> None:
    old, new = edited(frozenset()), edited(chosen)
    mixer = Mixer(Compared(old, new))
    keys = [key for edit in edits(mixer) for key in edit.keys]
    for form in drawn_forms(seed).forms:
        for made, whole in (((), old), (keys, new)):
            mixture = decide(Engine(mixer.mixture(made)), form)
            plain = decide(Engine(whole), form)
            assert sorted(map(_told, mixture.results)) == sorted(map(_told, plain.results))
            assert mixture.audited_total == plain.audited_total


def _told(result: object) -> str:
    return repr(result)


# ── the committed editions ──


@cache
def examples() -> LoadedForms:
    return read_forms([str(EXAMPLES)])


@cache
def committed_impact() -> Impact:
    return hit(committed("old"), committed("new"), examples(), explained=True)


def the(form: str) -> FormImpact:
    return next(each for each in committed_impact().forms if each.id == form)


def test_the_budget_is_worth_less() -> None:
    """20 points for the budget became 10, and on this form nothing else that changed moves the total."""
    form = the("qiaokou-2020-10")
    assert (form.old.text, form.new.text, form.difference) == ("97", "88.50", Fraction(-17, 2))
    assert amounts(form) == {(("预算分值",),): Fraction(-17, 2)}


def test_a_form_that_changes_grade_says_so() -> None:
    assert [(each.old, each.new) for each in the("qiaokou-2020-12").grades] == [("良", "优")]


def test_a_rule_that_was_not_touched_moves_nothing() -> None:
    rules = {rule.new: rule for rule in committed_impact().rules}
    assert rules["数量不缺"].moved == 0
    assert all("数量不缺" not in edit.order for edit in committed_impact().edits)


def test_a_total_that_cannot_be_told_is_not_a_zero() -> None:
    """The Wuhan rules work out weights that the form does not print; the national rules do not, so there the total is open."""
    made = hit(committed("wuhan/project/2020"), committed("national/project/2020"), examples())
    form = made.forms[0]
    assert form.new.value is None
    assert form.difference is None
    assert (form.how, form.shares) == ("none", ())


def test_both_editions_explain_what_moved() -> None:
    moved = next(each for each in the("qiaokou-2020-10").moved if each.name == "预算得分")
    assert (moved.old, moved.new) == ("pass", "fail")
    assert moved.before is not None
    assert moved.after is not None
    assert "预算分值 × 最小(应有执行率, 100%)" in moved.before.zh
    assert "应为 8.50" in moved.after.zh


def form_of(year: str, executed: str, project: str = "修路") -> Form:
    template = shipped_templates().get("project_form")
    assert template is not None
    data = {"year": year, "project": project, "budget": {"budgeted": "100", "executed": executed, "score": "1"}}
    return make_form(template, {**data, "indicators": [], "total_score": "1"}, id=f"{project}-{year}").only


def test_between_two_years_changed_figures_are_kept_apart_from_changed_rules() -> None:
    """From 80% of 20 points to 50% of 10: first 16 → 10 by the figures, then 10 → 5 by the rules."""
    before = LoadedForms((form_of("2020", "80"), form_of("2020", "1", "挖渠")), ())
    now = LoadedForms((form_of("2021", "50"), form_of("2021", "1", "种树")), ())
    made = impact(Compared(edited(frozenset()), edited(frozenset({0}))), now, before, shipped_templates())
    assert made.years is not None
    (matched,) = made.years.matched
    assert (matched.old_before, matched.old_now, matched.new_now) == (16, 10, 5)
    assert (matched.figures, matched.rules, matched.whole) == (-6, -5, -11)
    assert (made.years.only_now, made.years.only_before) == (("种树-2021",), ("挖渠-2020",))


def test_edits_that_could_only_read_one_another_in_a_circle_are_one() -> None:
    """The two lets change places: with only one of the edits each would read the other."""
    head = TEXT.split("参数", 1)[0]
    old = program(head + "定义 甲 = 总分\n定义 乙 = 甲 + 1\n规则 丙\n  要求 乙 > 甲\n")
    new = program(head + "定义 甲 = 乙 + 1\n定义 乙 = 总分\n规则 丙\n  要求 乙 > 甲\n")
    assert [sorted(edit.keys) for edit in edits(Mixer(Compared(old, new)))] == [["乙", "甲"]]


def test_scores_that_could_both_claim_a_cell_are_changed_together() -> None:
    head = TEXT.split("参数", 1)[0]
    both = "计分 {} 针对 预算\n  当   预算数 {} 0\n  填报 得分\n  应得 {}\n"
    old = program(head + both.format("甲", ">", "20 分") + both.format("乙", "<=", "0 分"))
    new = program(head + both.format("甲", ">=", "10 分") + both.format("乙", "<", "0 分"))
    assert [sorted(edit.keys) for edit in edits(Mixer(Compared(old, new)))] == [["乙", "甲"]]


@pytest.mark.parametrize("pair", [("wuhan/project/2020", "national/project/2020"), ("old", "new")])
def test_shares_of_whole_editions_add_up(pair: tuple[str, str]) -> None:
    made = hit(committed(pair[0]), committed(pair[1]), examples())
    for form in made.forms:
        assert form.difference is None or form.difference == sum(share.amount for share in form.shares)
