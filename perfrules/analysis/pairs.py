"""Rules side by side: those that no form satisfies together, and those that say nothing others do not say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from perfrules.analysis.bounds import listed, of_rows
from perfrules.analysis.codes import CONTRADICT, IMPLIED
from perfrules.analysis.crowds import Crowds
from perfrules.analysis.questions import AT_ODDS, NEEDED, contradicts
from perfrules.analysis.remarks import Remark, named, remark
from perfrules.analysis.samples import Sample
from perfrules.analysis.showing import conflict, failure
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.symbolic import unavailable
from perfrules.symbolic.verdicts import Found, Nothing, Undecided

LATE = Words("规则太多，没有一对一对看完", "there are too many rules to look at every pair")
if TYPE_CHECKING:
    from perfrules.analysis.room import Room

Bool = Any
DROP = Words("可以去掉这一条", "this one may be dropped")
LOOK = Words("行数更多的表没有看，去掉以前先想一想", "larger forms were not looked at: think before it is dropped")


def contradictions(study: Study, dead: set[str]) -> Iterator[Remark]:
    """Pairs, and one smallest set of rules for every form, that no form satisfies. Rules in `dead` are reported already."""
    checks = [check for check in study.program.checks if check.off is None and check.name not in dead]
    known = [check for check in checks if study.beyond(check) is None]
    if study.prover is None:
        for check in study.checks:
            study.wonder(check, AT_ODDS, unavailable() or AT_ODDS.words)
        return
    found = list(_at_odds(study, known))
    for one, other, most in found:
        yield _contradiction([one, other], most, study)
    at_odds = {check.name for one, other, _ in found for check in (one, other)}
    always = [check for check in known if check.when is None and check.name not in at_odds and study.mine(check)]
    yield from _always(study, always)


def _at_odds(study: Study, known: Sequence[core.Check]) -> Iterator[tuple[core.Check, core.Check, int | None]]:
    """Pairs that no form satisfies, and of how many rows none does."""
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
            if isinstance(why, Nothing):
                yield one, other, why.most
            elif why is not None and last:
                study.wonder(one, contradicts(other.name), why)
            elif why is not None:
                left.append((one, other))


def _asked(study: Study, one: core.Check, other: core.Check, crowds: Crowds) -> Nothing | Words | None:
    """That none satisfies both, though both apply to some; or why that is not known; None when they go together."""
    found = _together(study, [one, other], crowds)
    if isinstance(found, Undecided):
        return found.why
    if isinstance(found, Found):
        return None
    for first, second in ((one, other), (other, one)):
        if not _meet(study, first, second):
            return None
    if not _both_apply(study, one, other):
        return None
    found = _together(study, [one, other], crowds, sure=True)
    return found.why if isinstance(found, Undecided) else None if isinstance(found, Found) else found


def _pairs(study: Study, checks: Sequence[core.Check]) -> Iterator[tuple[core.Check, core.Check]]:
    """Pairs that look at a cell in common and are not of two files both lent."""
    columns = {check.name: study.columns(check) for check in checks}
    for one, other in combinations(checks, 2):
        if columns[one.name] & columns[other.name] and (study.mine(one) or study.mine(other)):
            yield one, other


def _together(
    study: Study, checks: list[core.Check], crowds: Crowds | None = None, sure: bool = False
) -> Found | Nothing | Undecided:
    """A form on which all of them apply and hold; of few rows, or to be `sure` of more."""
    prover = study.prover
    assert prover is not None
    names = [check.name for check in checks]

    def wanted(room: Room) -> Bool:
        return room.together(*(room.holds(check) for check in checks))

    def hold(sample: Sample) -> bool:
        return all(map(sample.holds, names))

    def near(sample: Sample) -> int:
        return sum(map(sample.holds, names))

    answer, sample = prover.sure(checks, wanted, hold, near) if sure else prover.ask(checks, wanted, hold, small=False)
    if sample is not None and crowds is not None:
        crowds.see(sample)
    return answer


def _meet(study: Study, one: core.Check, other: core.Check) -> bool:
    """Whether the one can hold where the other applies. A rule against what another is about is no contradiction to it."""

    def meet(sample: Sample) -> bool:
        return sample.holds(one.name) and sample.applies(other.name)

    return _some(study, [one, other], lambda room: room.together(room.holds(one), room.applies(other)), meet)


def _both_apply(study: Study, one: core.Check, other: core.Check) -> bool:
    """Whether some form has both apply, so that it breaks one; not where one is undecided whenever the other applies."""
    names = (one.name, other.name)

    def clash(sample: Sample) -> bool:
        return all(sample.applies(name) and sample.decided(name) for name in names) and any(map(sample.fails, names))

    return _some(study, [one, other], lambda room: room.clash([one, other]), clash)


def _some(study: Study, checks: list[core.Check], wanted: Callable[[Room], Bool], confirm: Callable[[Sample], bool]) -> bool:
    """Whether there is such a form, at hand or of few rows."""
    prover = study.prover
    assert prover is not None
    return any(map(confirm, study.samples)) or prover.ask(checks, wanted, confirm, small=False)[1] is not None


def _contradiction(checks: Sequence[core.Check], most: int | None, study: Study) -> Remark:
    first, *rest = sorted(checks, key=lambda check: (not study.mine(check), check.span.start), reverse=True)
    mine = next(check for check in (first, *rest) if study.mine(check))
    others = [check for check in checks if check is not mine]
    all_of, rows = listed(others), of_rows(most)
    both = "both" if len(others) == 1 else "all of"
    return remark(
        CONTRADICT,
        Words(f"没有一张{rows.zh}表能同时符合它和 {all_of.zh}", f"no form{rows.en} satisfies {both} this and {all_of.en}"),
        named(mine),
        [check.name for check in checks],
        others=[named(check, Words("与它矛盾", "contradicts it")) for check in others],
        shown=conflict(study, mine, others),
    )


def _always(study: Study, every: Sequence[core.Check]) -> Iterator[Remark]:
    """A smallest set of rules that apply to every form and that no form satisfies."""
    checks = [check for check in every if check.subject.part is None]
    if len(checks) < 3 or any(all(sample.holds(check.name) for check in checks) for sample in study.samples):
        return
    found = _none_holds(study, checks)
    if isinstance(found, Undecided):
        for check in checks[:1]:
            study.wonder(check, AT_ODDS, found.why)
    if not isinstance(found, Nothing):
        return
    for check in list(checks):
        fewer = [each for each in checks if each is not check]
        without = _none_holds(study, fewer)
        if isinstance(without, Nothing):
            checks, found = fewer, without
    yield _contradiction(checks, found.most, study)


def _none_holds(study: Study, checks: list[core.Check]) -> Found | Nothing | Undecided:
    """Whether there is a form of few rows, or else of more, on which all hold."""
    found = _together(study, checks)
    return _together(study, checks, sure=True) if isinstance(found, Nothing) else found


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
                with study.prover.unhurried():
                    found, group = _smallest(study, check, near, group)
            if isinstance(found, Nothing):
                dropped.add(check.name)
                yield _implied(study, check, group, found.most)
            elif isinstance(found, Undecided) and last:
                study.wonder(check, NEEDED, found.why)
            elif isinstance(found, Undecided):
                left.append(check)


WEIGHT = {"note": 0, "warning": 1, "error": 2}


def _alone(sample: Sample, check: core.Check, near: Sequence[core.Check]) -> bool:
    return sample.fails(check.name) and not any(sample.fails(each.name) for each in near)


def _without(
    study: Study, check: core.Check, near: Sequence[core.Check], sure: bool = False, chosen: Sequence[core.Check] = ()
) -> tuple[Found | Nothing | Undecided, list[core.Check]]:
    """A form that fails the rule and none of the others. Only others that got in the way are asked about, and given back."""
    prover = study.prover
    assert prover is not None
    held = list(chosen)
    while True:
        asked = tuple(held)

        def alone(sample: Sample, asked: tuple[core.Check, ...] = asked) -> bool:
            return _alone(sample, check, asked)

        def wanted(room: Room, asked: tuple[core.Check, ...] = asked) -> Bool:
            return room.together(room.gives(check, "fail"), *(room.never(each, "fail") for each in asked))

        def nearest(sample: Sample, asked: tuple[core.Check, ...] = asked) -> int:
            return 1 + sum(not sample.fails(each.name) for each in asked) if sample.fails(check.name) else 0

        every = [check, *asked]
        answer, sample = prover.ask(every, wanted, alone, small=False)
        if sure and isinstance(answer, Nothing):
            answer, sample = prover.sure(every, wanted, alone, nearest, shown=[check])
        if sample is None:
            return answer, held
        more = [each for each in near if sample.fails(each.name)]
        if not more:
            return answer, held
        held += more


def _smallest(
    study: Study, check: core.Check, near: Sequence[core.Check], every: Sequence[core.Check]
) -> tuple[Found | Nothing | Undecided, list[core.Check]]:
    """As few of the others as say it, one alone where one does; or a form of more rows that shows that they do not say it."""
    answer, group = _without(study, check, near, sure=True, chosen=every)
    if not isinstance(answer, Nothing):
        return answer, group
    for each in group if len(group) > 1 else ():
        single, _ = _without(study, check, [each], sure=True, chosen=[each])
        if isinstance(single, Nothing):
            return single, [each]
    for each in list(group):
        fewer = [other for other in group if other is not each]
        without, _ = _without(study, check, fewer, sure=True, chosen=fewer) if fewer else (None, fewer)
        if isinstance(without, Nothing):
            answer, group = without, fewer
    return answer, group


def _implied(study: Study, check: core.Check, group: Sequence[core.Check], most: int | None) -> Remark:
    group = [each for each in study.program.checks if each in group]
    some, rows = listed(group), of_rows(most)
    one, least = ("", "") if len(group) == 1 else (" 中的至少一条", "at least one of ")
    zh = "凡不符合它的表" if most is None else f"{rows.zh}表，凡不符合它的"
    return remark(
        IMPLIED,
        Words(f"{zh}，也不符合 {some.zh}{one}", f"every form{rows.en} that fails this also fails {least}{some.en}"),
        named(check),
        [check.name],
        others=[named(each, Words("已经包含它", "says as much")) for each in group],
        help=DROP if most is None else LOOK,
        shown=failure(study, check, group),
    )
