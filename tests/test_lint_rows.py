"""What lint says of sums, limits and numbers of rows agrees with arithmetic over forms of any number of rows.

Policies are drawn of these: the weights add up to a total, by themselves or those of one kind; no weight above a limit, none of
nought or less; at least, at most so many rows, of all or of one kind. For which of them a form exists is worked out by hand
(`exists`): so many rows of each kind add up to anything between nought and so many times the limit. More rows than the totals
over the limit, and those that are counted, need not be tried. Beside it stand forms made of the constants, tried on the
evaluator: none may refute a remark. Every run draws a few policies; as many as one likes:

    PERFRULES_DRAWN=60 python -m pytest tests/test_lint_rows.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import example, given, note, settings
from hypothesis import strategies as st
from strategies import template_named

from perfrules.analysis.lint import lint
from perfrules.analysis.remarks import Remark, Remarks
from perfrules.analysis.samples import Sample
from perfrules.analysis.study import Study
from perfrules.forms import make_form
from perfrules.pipeline.policies import compile_policy
from perfrules.source import Source
from perfrules.values.numbers import decimal_text

pytest.importorskip("z3", reason="the oracle is held against the solver")

HEAD = "政策 测试/行数 2020\n  表样 项目自评表\n\n"
KINDS = ("产出指标", "效益指标", "满意度指标")
CENT = Fraction(1, 100)


@dataclass(frozen=True)
class Atom:
    """`sum` is the total of a kind (None: of all rows), `limit` the most a weight may be, `least` and `most` of them."""

    what: str
    number: Fraction = Fraction(0)
    kind: str | None = None

    @property
    def text(self) -> str:
        shown = decimal_text(self.number)
        where = "" if self.kind is None else f' 满足 一级指标 = "{self.kind}"'
        return {
            "sum": f"合计(指标.分值{where}) = {shown} 分",
            "limit": f"不存在(指标 满足 分值 > {shown} 分)",
            "positive": "不存在(指标 满足 分值 <= 0 分)",
            "least": f"个数(指标{where}) >= {shown}",
            "most": f"个数(指标{where}) <= {shown}",
        }[self.what]

    @property
    def of_row(self) -> str:
        """The same as a rule about rows says it."""
        return f"分值 <= {decimal_text(self.number)} 分" if self.what == "limit" else "分值 > 0 分"


@dataclass(frozen=True)
class Said:
    """A rule: what all of the form must be, or of each row; or, where `asks`, for which forms it asks for a grade."""

    name: str
    atoms: tuple[Atom, ...]
    rows: bool = False
    asks: bool = False

    @property
    def text(self) -> str:
        if self.rows:
            return f"规则 {self.name} 针对 指标\n  要求 {self.atoms[0].of_row}\n"
        said = " 且 ".join(atom.text for atom in self.atoms)
        return f"规则 {self.name}\n" + (f"  当 {said}\n  要求 已填(等级)\n" if self.asks else f"  要求 {said}\n")


numbers = st.sampled_from([Fraction(20), Fraction(50), Fraction(100)])
limits = st.sampled_from([Fraction(5), Fraction(10), Fraction(15), Fraction("24.99"), Fraction(40)])
counts = st.integers(1, 5).map(Fraction)
limit = st.builds(Atom, st.just("limit"), limits)
rows = st.one_of(limit, st.just(Atom("positive")))
atoms = st.one_of(
    st.builds(Atom, st.just("sum"), numbers),
    st.builds(Atom, st.just("sum"), numbers, st.sampled_from(KINDS[:2])),
    rows,
    st.builds(Atom, st.sampled_from(["least", "most"]), counts, st.sampled_from([None, *KINDS[:2]])),
)


@st.composite
def policies(draw: st.DrawFn) -> tuple[Said, ...]:
    made = []
    for name in ("甲", "乙", "丙", "丁")[: draw(st.integers(2, 4))]:
        if draw(st.integers(0, 3)) == 0:
            made.append(Said(name, (draw(rows),), rows=True))
        else:
            held = draw(st.lists(atoms, min_size=1, max_size=3, unique=True))
            made.append(Said(name, tuple(held), asks=draw(st.integers(0, 3)) == 0))
    return tuple(made)


# ── arithmetic ──


def exists(every: Sequence[Atom], some_row: bool = False) -> bool:
    """Whether a form of any number of rows is so."""
    limit = min((atom.number for atom in every if atom.what == "limit"), default=None)
    positive = any(atom.what == "positive" for atom in every)
    total = sum((atom.number for atom in every if atom.what == "sum"), Fraction(0))
    counted = sum((atom.number for atom in every if atom.what in ("least", "most")), Fraction(0))
    enough = int(counted) + 1 + (1 if limit is None else ceil(total / limit))
    return any(
        _fits(every, dict(zip(KINDS, many, strict=True)), limit, positive)
        for many in product(range(enough + 1), repeat=3)
        if (sum(many) > 0 or not some_row) and sum(many) <= enough + 2
    )


def _fits(every: Sequence[Atom], many: dict[str, int], limit: Fraction | None, positive: bool) -> bool:
    counted: dict[str | None, int] = {None: sum(many.values()), **many}
    if any(counted[atom.kind] < atom.number for atom in every if atom.what == "least"):
        return False
    if any(counted[atom.kind] > atom.number for atom in every if atom.what == "most"):
        return False
    given = {kind: {atom.number for atom in every if atom.what == "sum" and atom.kind == kind} for kind in (None, *KINDS)}
    if any(len(totals) > 1 for totals in given.values()):
        return False
    fixed, spare = Fraction(0), 0
    for kind, rows_ in many.items():
        if given[kind]:
            (total,) = given[kind]
            if not _between(total, rows_, limit, positive):
                return False
            fixed += total
        else:
            spare += rows_
    return all(_between(total - fixed, spare, limit, positive) for total in given[None])


def _between(total: Fraction, rows_: int, limit: Fraction | None, positive: bool) -> bool:
    """Whether so many weights can add up to the total."""
    if rows_ == 0:
        return total == 0
    return (limit is None or total <= rows_ * limit) and (total > 0 or not positive)


# ── forms on the evaluator ──


def every_form(said: Sequence[Said]) -> Iterator[dict[str, Any]]:
    """Forms that the constants suggest: totals as asked and one off, in as few rows as the limits allow and in more."""
    held = [atom for each in said for atom in each.atoms]
    limits_ = [*{atom.number for atom in held if atom.what == "limit"}, Fraction(1000)]
    kinds: dict[str, set[Fraction]] = {kind: {Fraction(0)} for kind in KINDS}
    totals = {atom.number for atom in held if atom.what == "sum" and atom.kind is None}
    for atom in held:
        if atom.what == "sum" and atom.kind is not None:
            kinds[atom.kind] |= {atom.number, atom.number - 1}
    spare = {total - sum(some) for total in totals for some in combinations((*kinds[KINDS[0]], *kinds[KINDS[1]]), 2)}
    kinds[KINDS[2]] |= {Fraction(1), *totals, *(total - 1 for total in totals), *spare}
    more = sorted({0, 1, *(int(atom.number) for atom in held if atom.what in ("least", "most"))})
    for sums in product(*map(sorted, kinds.values())):
        for limit, extra in product(limits_, more):
            rows_ = [row for kind, total in zip(KINDS, sums, strict=True) for row in _rows(kind, total, limit, extra)]
            yield {"indicators": rows_} if rows_ else {}
    for limit in limits_:
        yield {"indicators": [{"level1": KINDS[2], "weight": decimal_text(limit + 1)}]}
    yield {"indicators": [{"level1": KINDS[2], "weight": "0"}]}
    yield {}


def _rows(kind: str, total: Fraction, limit: Fraction, extra: int) -> Iterator[dict[str, Any]]:
    many = (ceil(abs(total) / limit) if total else 0) + (extra if total > 0 else 0)
    share = floor(total / many / CENT) * CENT if many else Fraction(0)
    for at in range(many):
        weight = share if at + 1 < many else total - share * (many - 1)
        yield {"level1": kind, "weight": decimal_text(weight)}


def of(told: Remarks, code: str) -> list[Remark]:
    return [each for each in told.remarks if each.problem.code.name == code]


DRAWN = int(os.environ.get("PERFRULES_DRAWN", "6"))
FIFTY, LIMIT = Atom("sum", Fraction(50)), Atom("limit", Fraction(15))
PARTS = (Atom("sum", Fraction(50), KINDS[0]), Atom("sum", Fraction(20), KINDS[1]))

THREE_EACH = (Atom("least", Fraction(3), KINDS[0]), Atom("least", Fraction(3), KINDS[1]))


@settings(max_examples=DRAWN)
@given(policies())
@example((Said("甲", (FIFTY,)), Said("乙", (LIMIT,), rows=True)))
@example((Said("甲", (Atom("sum", Fraction(100)),)), Said("乙", (Atom("limit", Fraction(5)),), rows=True)))
@example((Said("甲", (FIFTY, Atom("most", Fraction(3)))), Said("乙", (LIMIT,), rows=True)))
@example((Said("甲", (*PARTS, LIMIT)), Said("乙", (FIFTY, Atom("positive"))))).via("parts more than the whole, in six rows")
@example((Said("甲", (FIFTY, Atom("limit", Fraction(10)), Atom("most", Fraction(4)))), Said("乙", (Atom("positive"),))))
@example((Said("甲", THREE_EACH), Said("乙", (Atom("most", Fraction(5)),)))).via("six rows, when no more than five may be")
@example((Said("甲", THREE_EACH, asks=True), Said("乙", (Atom("most", Fraction(3)),))))
def test_what_lint_says_of_rows_agrees_with_arithmetic(said: tuple[Said, ...]) -> None:
    text = HEAD + "".join(each.text for each in said)
    note(text)
    source = Source.of("drawn.rules", text)
    compiled = compile_policy(source)
    assert compiled.program is not None, [problem.words.zh for problem in compiled.problems]
    study = Study(compiled.program, template_named("project_form"), source, lambda *_: None, Fraction(20))
    told = lint(study)
    note(str([each.problem.words.en for each in told.remarks if each.problem.level in ("error", "warning")]))
    note(str([(each.item, each.question.en, each.why.en) for each in told.undecided]))
    samples = [study.sample(data, make_form(study.template, data).only) for data in unlike(every_form(said))]
    open_ = {each.item for each in told.undecided}
    never = {each.items[0] for code in ("rule-never-passes", "rule-never-applies") for each in of(told, code)}
    assert of(told, "rule-never-fails") == []
    for each in said:
        can = exists(each.atoms, some_row=each.rows)
        assert not (can and each.name in never), each
        assert can or each.name in never | open_, each
        assert can or not any(sample.applies(each.name) if each.asks else sample.holds(each.name) for sample in samples)
    against = {frozenset(each.items) for each in of(told, "rules-contradict")}
    for group in against:
        assert not together([each for each in said if each.name in group]), group
        assert not any(all(map(sample.holds, group)) for sample in samples), group
    for one, other in combinations([each for each in said if each.name not in never], 2):
        if not together([one, other]) and not (one.asks or other.asks):
            assert frozenset((one.name, other.name)) in against or {one.name, other.name} & open_, (one, other)
    for each in of(told, "rule-implied"):
        others = [label.source[label.span] for label in each.problem.others]
        assert not any(sample.fails(each.items[0]) and not any(map(sample.fails, others)) for sample in samples), (
            each.problem.words
        )
    for each in told.remarks:
        if each.shown is not None and each.shown.also is not None:
            shows(study.sample(each.shown.data, make_form(study.template, each.shown.data).only), each)


def unlike(every: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({json.dumps(data, sort_keys=True): data for data in every}.values())


def together(said: Sequence[Said]) -> bool:
    """Whether some form has all of them hold."""
    return exists([atom for each in said for atom in each.atoms], some_row=any(each.rows for each in said))


def shows(sample: Sample, each: Remark) -> None:
    """Whether a form shows what the remark says."""
    assert each.shown is not None
    assert sample.fails(each.shown.of)
    if each.problem.code.name == "rules-contradict":
        assert all(sample.applies(name) for name in each.items)
        assert all(sample.holds(name) for name in each.items if name != each.shown.of)
    else:
        assert any(sample.fails(label.source[label.span]) for label in each.problem.others)
