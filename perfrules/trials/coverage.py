"""What the examples of a policy try of it, what else forms can reach, and the examples that would.

An example tries the rule it is for, and the lets that this reads; what another rule makes of its form nobody stated. What no
drawn form reaches is said to be so: it is neither tried nor left out.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.drawing import Data, Drawer
from perfrules.forms import Form
from perfrules.trials.judging import Checked, named, verdict
from perfrules.trials.linked import Rows
from perfrules.trials.proposals import Proposal, clearest, proposal, written_blank
from perfrules.trials.searching import smallest
from perfrules.trials.stretches import Stretch, meaning
from perfrules.trials.targets import Part, Target
from perfrules.trials.touching import needed
from perfrules.trials.watching import Watcher, item_of

CHOICE = 4


@dataclass(frozen=True, slots=True)
class Covered:
    """One let or check: what its examples tried, what others `missing` ones would, and what no form of `tried` reached.

    `edition` is that which its text comes from; `days` are those on which it means what it means here; none, where it is the
    same as long as the policy is.
    """

    part: Part
    hit: tuple[Target, ...]
    missing: tuple[tuple[Target, Proposal], ...]
    unreached: tuple[Target, ...]
    tried: int
    edition: str = ""
    days: tuple[Days, ...] = ()

    @property
    def reachable(self) -> int:
        return len(self.hit) + len(self.missing)


def coverage(
    stretches: Sequence[Stretch],
    count: int,
    told: Callable[[int, int], None] | None = None,
    tested: Collection[str] | None = None,
) -> tuple[Covered, ...]:
    """Every let that is read and every check, with what is tried of it. `told` hears how many checks were searched.

    What means the same in several stretches is one, and tried when it is tried in one of them. Where the editions are given that
    are `tested`, no form is searched for what comes from another.
    """
    watchers = [Watcher(stretch) for stretch in stretches]
    alike = _alike(watchers)
    hit: set[Shared] = set()
    for at, watcher in enumerate(watchers):
        for trial in watcher.stretch.trials():
            reached = watcher.reached(named(watcher.program, trial.check), trial.form, trial.others)
            hit |= {alike[at, target] for target in reached}
    missing, tried = _searched(watchers, alike, hit | _not_tested(watchers, alike, tested), count, told)
    covered: dict[Key, Covered] = {}
    for at, watcher in enumerate(watchers):
        for part in watcher.parts:
            its = [(target, alike[at, target]) for target in part.targets]
            key = its[0][1].key if its else (part.of, part.key, at)
            days = (*(covered[key].days if key in covered else ()), watcher.stretch.days)
            if key in covered:
                covered[key] = replace(covered[key], days=days)
                continue
            mine = tuple(target for target, shared in its if shared in hit)
            more = tuple((target, missing[shared]) for target, shared in its if shared in missing)
            rest = tuple(target for target, shared in its if shared not in hit and shared not in missing)
            covered[key] = Covered(part, mine, more, rest, tried.get(key, 0), item_of(watcher.program, part).edition, days)
    return tuple(replace(each, days=() if len(each.days) == len(watchers) else each.days) for each in covered.values())


def _not_tested(
    watchers: Sequence[Watcher], alike: Mapping[tuple[int, Target], Shared], tested: Collection[str] | None
) -> set[Shared]:
    if tested is None:
        return set()
    left = ((at, each) for at, of in enumerate(watchers) for each in of.parts if item_of(of.program, each).edition not in tested)
    return {alike[at, target] for at, part in left for target in part.targets}


Key = tuple[str, str, int]
"""A let or check by kind and key, and the first stretch in which it means what it means."""


class Shared(NamedTuple):
    """A target for all stretches in which its let or check means the same."""

    key: Key
    number: int


def _alike(watchers: Sequence[Watcher]) -> dict[tuple[int, Target], Shared]:
    """What each target of each watcher is to count as."""
    known: list[tuple[Key, list[core.Item | None]]] = []
    found: dict[tuple[int, Target], Shared] = {}
    for at, watcher in enumerate(watchers):
        program = watcher.program
        for part in watcher.parts:
            item = item_of(program, part)
            means = [item, *meaning(program, needed(program, item))] if len(watchers) > 1 else []
            same = (key for key, other in known if key[:2] == (part.of, part.key) and other == means)
            key = next(same, (part.of, part.key, at))
            known += [(key, means)] if key[2] == at else []
            found.update({(at, target): Shared(key, number) for number, target in enumerate(part.targets)})
    return found


def _searched(
    watchers: Sequence[Watcher],
    alike: Mapping[tuple[int, Target], Shared],
    hit: set[Shared],
    count: int,
    told: Callable[[int, int], None] | None,
) -> tuple[dict[Shared, Proposal], dict[Key, int]]:
    """For each target that is not hit an example that hits it, if forms drawn for the rules that read it hold one."""
    found: dict[Shared, Proposal] = {}
    tried: dict[Key, int] = {}
    every = [
        (at, check)
        for at, watcher in enumerate(watchers)
        for check in sorted(watcher.program.checks, key=lambda check: len(watcher.read_by(check)))
    ]
    for number, (at, check) in enumerate(every):
        watcher = watchers[at]
        if told is not None:
            told(number, len(every))
        targets = [target for part in watcher.read_by(check) for target in part.targets]
        wanted = {target for target in targets if alike[at, target] not in hit and alike[at, target] not in found}
        for key in dict.fromkeys(alike[at, target].key for target in targets):
            tried[key] = tried.get(key, 0) + count
        if wanted:
            its = _about(watcher, check, wanted, count)
            found.update({alike[at, target]: made for target, made in its.items()})
    return found, tried


Found = tuple[Data, Rows]
"""A form drawn for a rule, and what stands beside it."""


def _about(watcher: Watcher, check: Checked, wanted: set[Target], count: int) -> dict[Target, Proposal]:
    """Examples for those of the wanted targets that a form drawn for the rule reaches."""
    found: dict[Target, Proposal] = {}
    candidates: dict[Target, list[Found]] = {}
    template, choices = watcher.beside.template(check), watcher.beside.choices(check)
    drawer = Drawer(watcher.program, template, check)
    for at, data in enumerate(islice(drawer.seeded(count, zlib.crc32(check.name.encode())), count)):
        data = written_blank(watcher.stretch.dated(data, template), check, watcher.program, template)
        form, rows = watcher.stretch.form(data, template), choices[at % len(choices)]
        if form is None:
            continue
        for target in watcher.reached(check, form, watcher.beside.forms(check.name, rows)) & wanted:
            held = candidates.setdefault(target, [])
            if len(held) < CHOICE:
                held.append((data, rows))
    for part in watcher.read_by(check):
        for target in part.targets:
            if target in wanted and target not in found and target in candidates:
                made = _made(watcher, check, target, candidates[target])
                if made is not None:
                    _use(watcher, check, made, wanted, found)
    return found


def _use(watcher: Watcher, check: Checked, made: Proposal, wanted: Iterable[Target], found: dict[Target, Proposal]) -> None:
    """One example stands for every target it reaches."""
    form = watcher.stretch.form(made.data, watcher.beside.template(check))
    assert form is not None
    for target in watcher.reached(check, form, watcher.beside.forms(check.name, made.linked)):
        if target in wanted:
            found.setdefault(target, made)


def _made(watcher: Watcher, check: Checked, target: Target, those: Iterable[Found]) -> Proposal | None:
    """The clearest of the smallest forms that reach the target."""
    made = []
    template = watcher.beside.template(check)
    for data, rows in those:
        others = watcher.beside.forms(check.name, rows)

        def reaches(data: Data, rows: Rows = rows, others: tuple[Form, ...] = others) -> bool:
            """A form with nothing on it is no example, whatever it reaches."""
            form = watcher.stretch.form(data, template)
            stated = form is not None and proposal(check.name, data, "pass", None, rows) is not None
            return stated and form is not None and target in watcher.reached(check, form, others)

        if not reaches(data):
            continue
        small = smallest(data, template, reaches)
        form = watcher.stretch.form(small, template)
        assert form is not None
        right = verdict(watcher.engine, check, form, others)
        audited = next(iter(right.audited), None) if right.outcome == "fail" else None
        one = proposal(check.name, small, right.outcome, audited, rows)
        one = None if one is None else watcher.stretch.stated(one)
        if one is not None and reaches(one.data):
            made.append(one)
    return min(made, key=clearest, default=None)
