"""Rules side by side: those that no form satisfies together, and those that say nothing others do not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from perfrules.analysis.codes import CONTRADICT, IMPLIED
from perfrules.analysis.crowds import Crowds
from perfrules.analysis.questions import AT_ODDS, NEEDED, contradicts
from perfrules.analysis.remarks import Remark, Shown, named, remark
from perfrules.analysis.samples import Sample
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.symbolic import unavailable
from perfrules.symbolic.verdicts import Found, Nothing, Undecided

LATE = Words("规则太多，没有一对一对看完", "there are too many rules to look at every pair")
if TYPE_CHECKING:
    from perfrules.analysis.proving import Room

Bool = Any


def contradictions(study: Study, dead: set[str]) -> Iterator[Remark]:
    """Pairs, and one smallest set of rules for every form, that no form satisfies. Rules in `dead` are reported already."""
    checks = [check for check in study.program.checks if check.off is None and check.name not in dead]
    known = [check for check in checks if study.beyond(check) is None]
    if study.prover is None:
        for check in study.checks:
            study.wonder(check, AT_ODDS, unavailable() or AT_ODDS.words)
        return
    found = list(_at_odds(study, known))
    for one, other, sample in found:
        yield _contradiction([one, other], sample, study)
    at_odds = {check.name for one, other, _ in found for check in (one, other)}
    always = [check for check in known if check.when is None and check.name not in at_odds and study.mine(check)]
    yield from _always(study, always)


def _at_odds(study: Study, known: Sequence[core.Check]) -> Iterator[tuple[core.Check, core.Check, Sample]]:
    """Pairs that no form satisfies, with a form that both apply to."""
    prover = study.prover
    assert prover is not None
    left = list(_pairs(study, known))
    crowds = Crowds(study, [check.name for check in known], [(one.name, other.name) for one, other in left])
    crowds.gather()
    for last in prover.rounds():
        waiting, left = left, []
        for at, (one, other) in enumerate(waiting):
            study.progress(at, len(waiting))
            if (one.name, other.name) not in crowds.open or crowds.meet(one.name, other.name, every=last):
                continue
            why = LATE if last and prover.late else _asked(study, one, other, crowds)
            if isinstance(why, Sample):
                yield one, other, why
            elif why is not None and last:
                study.wonder(one, contradicts(other.name), why)
            elif why is not None:
                left.append((one, other))


def _asked(study: Study, one: core.Check, other: core.Check, crowds: Crowds) -> Sample | Words | None:
    """A form to which both apply, when none satisfies both; else why that is not known; None when they go together."""
    found = _together(study, [one, other], crowds)
    if isinstance(found, Undecided):
        return found.why
    if isinstance(found, Found):
        return None
    for first, second in ((one, other), (other, one)):
        if not _meet(study, first, second):
            return None
    return _both_apply(study, one, other)


def _pairs(study: Study, checks: Sequence[core.Check]) -> Iterator[tuple[core.Check, core.Check]]:
    """Pairs that look at a cell in common and are not of two files both lent."""
    columns = {check.name: study.columns(check) for check in checks}
    for one, other in combinations(checks, 2):
        if columns[one.name] & columns[other.name] and (study.mine(one) or study.mine(other)):
            yield one, other


def _together(study: Study, checks: list[core.Check], crowds: Crowds | None = None) -> Found | Nothing | Undecided:
    """A form on which all of them apply and hold."""
    prover = study.prover
    assert prover is not None
    names = [check.name for check in checks]
    answer, sample = prover.ask(
        checks,
        lambda room: room.together(*(room.holds(check) for check in checks)),
        lambda sample: all(sample.holds(name) for name in names),
        small=False,
    )
    if sample is not None and crowds is not None:
        crowds.see(sample)
    return answer


def _meet(study: Study, one: core.Check, other: core.Check) -> bool:
    """Whether the one can hold where the other applies. A rule against what another is about is no contradiction to it."""
    prover = study.prover
    assert prover is not None
    answer, _ = prover.ask(
        [one, other],
        lambda room: room.together(room.holds(one), room.applies(other)),
        lambda sample: sample.holds(one.name) and sample.applies(other.name),
        small=False,
    )
    return isinstance(answer, Found)


def _both_apply(study: Study, one: core.Check, other: core.Check) -> Sample | None:
    """A form to which both apply, so that it breaks one; none where one is undecided whenever the other applies."""

    def clash(sample: Sample) -> bool:
        outcomes = sample.outcomes[one.name] | sample.outcomes[other.name]
        applied = sample.applies(one.name) and sample.applies(other.name)
        return applied and "fail" in outcomes and "undetermined" not in outcomes

    prover = study.prover
    assert prover is not None
    _, sample = prover.ask([one, other], lambda room: room.clash(one, other), clash)
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
    names = [check.name for check in checks]
    sample = next((each for each in study.samples if all(map(each.applies, names)) and any(map(each.fails, names))), None)
    yield _contradiction(checks, sample, study)


# ── implied ──


def implied(study: Study, dead: set[str]) -> Iterator[Remark]:
    """Rules that only fail where others of their own weight or more fail, too."""
    if study.prover is None:
        for check in study.checks:
            study.wonder(check, NEEDED, unavailable() or NEEDED.words)
        return
    known = [
        check for check in study.program.checks if check.off is None and study.beyond(check) is None and check.name not in dead
    ]
    columns = {check.name: study.columns(check) for check in known}
    dropped: set[str] = set()
    left = [check for check in known if study.mine(check)]
    for last in study.prover.rounds():
        waiting, left = left, []
        for at, check in enumerate(waiting):
            study.progress(at, len(waiting))
            near = [each for each in known if each is not check and columns[each.name] & columns[check.name]]
            near = [each for each in near if WEIGHT[each.severity] >= WEIGHT[check.severity] and each.name not in dropped]
            if not near or any(_alone(sample, check, near) for sample in study.samples):
                continue
            if last and study.prover.late:
                study.wonder(check, NEEDED, LATE)
                continue
            found, group = _without(study, check, near)
            if isinstance(found, Nothing):
                dropped.add(check.name)
                with study.prover.unhurried():
                    said = _implied(study, check, _smallest(study, check, group))
                yield said
            elif isinstance(found, Undecided) and last:
                study.wonder(check, NEEDED, found.why)
            elif isinstance(found, Undecided):
                left.append(check)


WEIGHT = {"note": 0, "warning": 1, "error": 2}


def _alone(sample: Sample, check: core.Check, near: Sequence[core.Check]) -> bool:
    return sample.fails(check.name) and not any(sample.fails(each.name) for each in near)


def _without(study: Study, check: core.Check, near: Sequence[core.Check]) -> tuple[Found | Nothing | Undecided, list[core.Check]]:
    """A form that fails the rule and none of the others. Only others that got in the way are asked about, and given back."""
    prover = study.prover
    assert prover is not None
    chosen: list[core.Check] = []
    while True:
        held = list(chosen)

        def alone(sample: Sample, held: list[core.Check] = held) -> bool:
            return _alone(sample, check, held)

        def wanted(room: Room, held: list[core.Check] = held) -> Bool:
            return room.together(room.gives(check, "fail"), *(room.never(each, "fail") for each in held))

        answer, sample = prover.ask([check, *held], wanted, alone, small=False)
        if sample is None:
            return answer, chosen
        more = [each for each in near if sample.fails(each.name)]
        if not more:
            return answer, chosen
        chosen += more


def _smallest(study: Study, check: core.Check, every: Sequence[core.Check]) -> list[core.Check]:
    """As few of the others as say it: one alone where one does."""
    near = list(every)
    for each in near if len(near) > 1 else ():
        if isinstance(_without(study, check, [each])[0], Nothing):
            return [each]
    for each in list(near):
        fewer = [other for other in near if other is not each]
        if fewer and isinstance(_without(study, check, fewer)[0], Nothing):
            near = fewer
    return near


def _implied(study: Study, check: core.Check, group: Sequence[core.Check]) -> Remark:
    zh, en = "、".join(f"`{each.name}`" for each in group), ", ".join(f"`{each.name}`" for each in group)
    prover = study.prover
    assert prover is not None
    _, sample = prover.ask([check], lambda room: room.gives(check, "fail"), lambda each: "fail" in each.outcomes[check.name])
    return remark(
        IMPLIED,
        Words(f"凡不符合它的表，也不符合 {zh}", f"every form that fails this also fails {en}"),
        named(check),
        [check.name],
        others=[named(each, Words("已经包含它", "says as much")) for each in group],
        help=Words("可以去掉这一条", "this one may be dropped"),
        shown=None if sample is None else Shown(sample.data, check.name, "fail"),
    )
