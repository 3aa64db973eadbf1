"""On domains small enough to list, lint says of drawn rules what trying every form says.

Rules over two numbers, a text and whether it is filled: what they compare with are a few edges, so forms at the edges, two
between them and two beyond stand for all, with a blank and an unreadable cell among them.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, note, settings
from hypothesis import strategies as st
from strategies import template_named

from perfrules.analysis.lint import lint
from perfrules.analysis.samples import Sample
from perfrules.analysis.study import Study
from perfrules.forms import make_form
from perfrules.pipeline.policies import compile_policy
from perfrules.source import Source

pytest.importorskip("z3", reason="the oracle is held against the solver")

HEAD = "政策 测试/穷举 2020\n  表样 项目自评表\n\n"
NUMBERS = [None, "看不清", "—", "50", "55", "60", "65", "70", "80", "90", "95"]
TEXTS = [None, "—", "优", "良", "差", "优秀"]
ATOMS = [
    *(f"总分 {sign} {edge}" for sign in ("<", "<=", ">", ">=", "=") for edge in (60, 80)),
    *(f"预算.得分 {sign} {edge}" for sign in ("<", ">=") for edge in (60, 80)),
    *(
        "总分 > 预算.得分",
        "总分 = 预算.得分",
        "已填(等级)",
        "已填(总分)",
        '等级 = "优"',
        '包含(等级, "优")',
        '等级 属于 {"优", "良"}',
    ),
]


@st.composite
def conditions(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3, unique=True))
    negated = [f"非 {part}" if draw(st.integers(0, 3)) == 0 else part for part in parts]
    return draw(st.sampled_from([" 且 ", " 或 "])).join(negated)


@st.composite
def policies(draw: st.DrawFn) -> str:
    rules = []
    for name in ("甲", "乙", "丙")[: draw(st.integers(1, 3))]:
        when = f"  当 {draw(conditions())}\n" if draw(st.booleans()) else ""
        means = draw(st.sampled_from(["", "", "  缺失视为 不符合\n", "  缺失视为 不适用\n"]))
        rules.append(f"规则 {name}\n{when}  要求 {draw(conditions())}\n{means}")
    return HEAD + "".join(rules)


def every_form() -> list[dict[str, Any]]:
    made = []
    for total, score, grade in product(NUMBERS, NUMBERS, TEXTS):
        data: dict[str, Any] = {} if total is None else {"total_score": total}
        data |= {} if grade is None else {"grade": grade}
        data |= {} if score is None else {"budget": {"score": score}}
        made.append(data)
    return made


FORMS = [(data, make_form(template_named("project_form"), data).only) for data in every_form()]


@settings(max_examples=40)
@given(policies())
@example(HEAD + '规则 甲\n  要求 非 总分 < 60 且 非 等级 = "优" 且 非 已填(等级)\n').via("only a dash passes it")
@example(HEAD + "规则 甲\n  当 总分 = 80 且 总分 <= 60\n  要求 预算.得分 >= 80\n  缺失视为 不符合\n").via(
    "fails, and never applies"
)
def test_lint_says_what_trying_every_form_says(text: str) -> None:
    note(text)
    source = Source.of("drawn.rules", text)
    program = compile_policy(source).program
    assert program is not None
    study = Study(program, template_named("project_form"), source, lambda *_: None, Fraction(20))
    told = lint(study)
    assert told.undecided == ()
    found = {(each.problem.code.name, each.items[0]) for each in told.remarks}
    samples = [study.sample(data, form) for data, form in FORMS]
    dead = set()
    for check in program.checks:
        outcomes = frozenset().union(*(sample.outcomes[check.name] for sample in samples))
        applies = any(sample.applies(check.name) for sample in samples)
        never = check.when is not None and not applies and "fail" not in outcomes and not {"pass", "fail"} <= outcomes
        assert (("rule-never-applies", check.name) in found) == never, (check.name, outcomes)
        if not never:
            assert (("rule-never-fails", check.name) in found) == ("fail" not in outcomes), (check.name, outcomes)
            assert (("rule-never-passes", check.name) in found) == ("pass" not in outcomes), (check.name, outcomes)
        dead |= {check.name} if never or not {"pass", "fail"} <= outcomes else set()
    alive = [check.name for check in program.checks if check.name not in dead]
    against = {frozenset(each.items) for each in told.remarks if each.problem.code.name == "rules-contradict"}
    pairs = {frozenset(pair) for pair in product(alive, alive) if pair[0] < pair[1] and at_odds(samples, *pair)}
    assert pairs <= against or all(not share(study, *pair) for pair in pairs - against), (pairs, against)
    assert {each for each in against if len(each) == 2} <= pairs, (pairs, against)


def share(study: Study, one: str, other: str) -> bool:
    first, second = (study.columns(next(check for check in study.program.checks if check.name == name)) for name in (one, other))
    return bool(first & second)


def at_odds(samples: list[Sample], one: str, other: str) -> bool:
    """No form on which both hold, though each holds where the other applies, and one that is decided and breaks one."""
    if any(sample.holds(one) and sample.holds(other) for sample in samples):
        return False
    for first, second in ((one, other), (other, one)):
        if not any(sample.holds(first) and sample.applies(second) for sample in samples):
            return False
    return any(
        sample.applies(one)
        and sample.applies(other)
        and "fail" in sample.outcomes[one] | sample.outcomes[other]
        and "undetermined" not in sample.outcomes[one] | sample.outcomes[other]
        for sample in samples
    )
