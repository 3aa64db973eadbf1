"""Rules side by side: those that no form satisfies together, and those that say nothing others do not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from perfrules.analysis.codes import CONTRADICT, IMPLIED
from perfrules.analysis.remarks import Remark, Shown, named, remark
from perfrules.analysis.study import Sample, Study
from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.symbolic import unavailable
from perfrules.symbolic.verdicts import Found, Nothing, Undecided

AT_ODDS = Words("会不会与别的规则矛盾", "whether it contradicts others")
NEEDED = Words("是不是已被别的规则包含", "whether others already say it")


def contradictions(study: Study, dead: set[str]) -> Iterator[Remark]:
    """Pairs, and one smallest set of rules for every form, that no form satisfies. Rules in `dead` are reported already."""
    checks = [check for check in study.program.checks if check.off is None and check.name not in dead]
    known = [check for check in checks if study.beyond(check) is None]
    if study.prover is None:
        for check in study.checks:
            study.wonder(check, AT_ODDS, unavailable() or AT_ODDS)
        return
    at_odds: set[str] = set()
    pairs = list(_pairs(study, known))
    for at, (one, other) in enumerate(pairs):
        study.progress(at, len(pairs))
        if any(sample.holds(one.name) and sample.holds(other.name) for sample in study.samples):
            continue
        found = _together(study, [one, other])
        if isinstance(found, Nothing):
            both = _both_apply(study, one, other)
            if both is not None:
                at_odds |= {one.name, other.name}
                yield _contradiction([one, other], both, study)
        elif isinstance(found, Undecided):
            study.wonder(one, Words(f"与 {other.name} 是否矛盾", f"whether it contradicts {other.name}"), found.why)
    always = [check for check in known if check.when is None and check.name not in at_odds and study.mine(check)]
    yield from _always(study, always)


def _pairs(study: Study, checks: Sequence[core.Check]) -> Iterator[tuple[core.Check, core.Check]]:
    """Pairs that look at a cell in common and are not of two files both lent."""
    columns = {check.name: study.columns(check) for check in checks}
    for one, other in combinations(checks, 2):
        if columns[one.name] & columns[other.name] and (study.mine(one) or study.mine(other)):
            yield one, other


def _together(study: Study, checks: list[core.Check]) -> Found | Nothing | Undecided:
    """A form on which all of them apply and hold."""
    prover = study.prover
    assert prover is not None
    names = [check.name for check in checks]
    answer, _ = prover.ask(
        checks,
        lambda room: room.together(*(room.holds(check) for check in checks)),
        lambda sample: all(sample.holds(name) for name in names),
    )
    return answer


def _both_apply(study: Study, one: core.Check, other: core.Check) -> Sample | None:
    """A form to which both apply, so that it breaks one of them; None where each is about other forms."""

    def clash(sample: Sample) -> bool:
        return {one.name, other.name} <= sample.applied and any("fail" in sample.outcomes[each.name] for each in (one, other))

    prover = study.prover
    assert prover is not None
    _, sample = prover.ask([one, other], lambda room: room.together(room.applies(one), room.applies(other)), clash)
    return sample


def _contradiction(checks: Sequence[core.Check], sample: Sample | None, study: Study) -> Remark:
    first, *rest = sorted(checks, key=lambda check: (not study.mine(check), check.span.start), reverse=True)
    mine = next(check for check in (first, *rest) if study.mine(check))
    others = [check for check in checks if check is not mine]
    zh, en = "、".join(f"`{check.name}`" for check in others), ", ".join(f"`{check.name}`" for check in others)
    shown = None
    if sample is not None:
        broken = next(check for check in checks if "fail" in sample.outcomes[check.name])
        shown = Shown(sample.data, broken.name, "fail")
    return remark(
        CONTRADICT,
        Words(f"没有一张表能同时符合它和 {zh}", f"no form satisfies both this and {en}"),
        named(mine),
        [check.name for check in checks],
        others=[named(check, Words("与它矛盾", "contradicts it")) for check in others],
        shown=shown,
    )


def _always(study: Study, every: Sequence[core.Check]) -> Iterator[Remark]:
    """A smallest set of rules that apply to every form and that no form satisfies."""
    checks = [check for check in every if check.subject.part is None]
    if len(checks) < 3 or any(all(sample.holds(check.name) for check in checks) for sample in study.samples):
        return
    found = _together(study, checks)
    if isinstance(found, Undecided):
        for check in checks[:1]:
            study.wonder(check, AT_ODDS, found.why)
    if not isinstance(found, Nothing):
        return
    for check in list(checks):
        fewer = [each for each in checks if each is not check]
        if isinstance(_together(study, fewer), Nothing):
            checks = fewer
    names = {check.name for check in checks}
    sample = next((each for each in study.samples if names <= each.applied and _breaks(each, names)), None)
    yield _contradiction(checks, sample, study)


def _breaks(sample: Sample, names: set[str]) -> bool:
    return any("fail" in sample.outcomes[name] for name in names)


# ── implied ──


def implied(study: Study, dead: set[str]) -> Iterator[Remark]:
    """Rules that only fail where others of their own weight or more fail, too."""
    if study.prover is None:
        for check in study.checks:
            study.wonder(check, NEEDED, unavailable() or NEEDED)
        return
    known = [
        check for check in study.program.checks if check.off is None and study.beyond(check) is None and check.name not in dead
    ]
    columns = {check.name: study.columns(check) for check in known}
    dropped: set[str] = set()
    mine = [check for check in known if study.mine(check)]
    for at, check in enumerate(mine):
        study.progress(at, len(mine))
        near = [
            each for each in known if each is not check and columns[each.name] & columns[check.name] and each.name not in dropped
        ]
        near = [each for each in near if WEIGHT[each.severity] >= WEIGHT[check.severity]]
        if not near or any(_alone(sample, check, near) for sample in study.samples):
            continue
        found = _without(study, check, near)
        if isinstance(found, Undecided):
            study.wonder(check, NEEDED, found.why)
        elif isinstance(found, Nothing):
            group = _smallest(study, check, near)
            dropped.add(check.name)
            yield _implied(study, check, group)


WEIGHT = {"note": 0, "warning": 1, "error": 2}


def _alone(sample: Sample, check: core.Check, near: Sequence[core.Check]) -> bool:
    return "fail" in sample.outcomes[check.name] and not any("fail" in sample.outcomes[each.name] for each in near)


def _without(study: Study, check: core.Check, near: Sequence[core.Check]) -> Found | Nothing | Undecided:
    """A form that fails the rule and none of the others."""
    prover = study.prover
    assert prover is not None
    answer, _ = prover.ask(
        [check, *near],
        lambda room: room.together(room.gives(check, "fail"), *(room.never(each, "fail") for each in near)),
        lambda sample: _alone(sample, check, near),
    )
    return answer


def _smallest(study: Study, check: core.Check, every: Sequence[core.Check]) -> list[core.Check]:
    """As few of the others as say it: one alone where one does."""
    near = list(every)
    for each in near:
        if isinstance(_without(study, check, [each]), Nothing):
            return [each]
    for each in list(near):
        fewer = [other for other in near if other is not each]
        if isinstance(_without(study, check, fewer), Nothing):
            near = fewer
    return near


def _implied(study: Study, check: core.Check, group: Sequence[core.Check]) -> Remark:
    zh, en = "、".join(f"`{each.name}`" for each in group), ", ".join(f"`{each.name}`" for each in group)
    sample = next((each for each in study.samples if "fail" in each.outcomes[check.name]), None)
    return remark(
        IMPLIED,
        Words(f"凡不符合它的表，也不符合 {zh}", f"every form that fails this also fails {en}"),
        named(check),
        [check.name],
        others=[named(each, Words("已经包含它", "says as much")) for each in group],
        help=Words("可以去掉这一条", "this one may be dropped"),
        shown=None if sample is None or not sample.data else Shown(sample.data, check.name, "fail"),
    )
