"""What the examples of a policy try of it, what else forms can reach, and the examples that would.

An example tries the rule it is for, and the lets that this reads; what another rule makes of its form nobody stated. What no
drawn form reaches is said to be so: it is neither tried nor left out.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import NamedTuple

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.drawing import Data, Drawer
from perfrules.evaluate import Engine, measure
from perfrules.forms import Form
from perfrules.mutants.facts import read_by, roots
from perfrules.trials.judging import Checked, named, outcome_of, started, verdict
from perfrules.trials.linked import Beside, Rows
from perfrules.trials.proposals import Proposal, clearest, proposal, written_blank
from perfrules.trials.searching import smallest
from perfrules.trials.stretches import Stretch, meaning
from perfrules.trials.targets import OUTCOME, Aspect, Edge, Part, Target, parts
from perfrules.trials.touching import needed
from perfrules.values import Missing, Value

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


@dataclass(slots=True)
class Watcher:
    """Sees which targets a form reaches under a rule."""

    stretch: Stretch
    engine: Engine = field(init=False)
    beside: Beside = field(init=False)
    parts: tuple[Part, ...] = field(init=False)
    _reads: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = Engine(self.program, observe=True)
        self.parts = parts(self.program, self.stretch.templates)
        self.beside = Beside(self.program, self.stretch.templates)

    @property
    def program(self) -> core.Program:
        return self.stretch.program

    def read_by(self, check: Checked) -> tuple[Part, ...]:
        """The rule's own part, and those of the lets it reads."""
        if check.name not in self._reads:
            lets = read_by(self.program, roots(check)).lets
            self._reads[check.name] = tuple(
                part for part in self.parts if (part.key in lets if part.of == "let" else part.key == check.name)
            )
        return self._reads[check.name]

    def reached(self, check: Checked, form: Form, others: tuple[Form, ...] = ()) -> set[Target]:
        run = started(self.engine, form, others)
        outcome = outcome_of(self.engine, check, run)
        values: dict[int, list[tuple[object, Value]]] = {}
        for (node, row), value in run.seen.items():
            values.setdefault(node, []).append((row, value))
        found: set[Target] = set()
        for part in self.read_by(check):
            found.update(target for target in part.targets if target.node == OUTCOME and target.aspect == outcome)
            found |= _seen(part, values)
        return found


def _seen(part: Part, values: Mapping[int, list[tuple[object, Value]]]) -> set[Target]:
    found = set()
    for target in part.targets:
        if target.node == OUTCOME:
            continue
        if target.node < 0:
            if target.aspect in _sides(part.edges[target.node], values):
                found.add(target)
        elif target.aspect == "taken":
            if target.node in values:
                found.add(target)
        elif any(_truth(value) == target.aspect for _, value in values.get(target.node, ())):
            found.add(target)
    return found


def _truth(value: Value) -> Aspect:
    if isinstance(value, Missing):
        return "unknown"
    return "true" if value is True else "false"


def _sides(edge: Edge, values: Mapping[int, list[tuple[object, Value]]]) -> set[Aspect]:
    """On which sides of an edge values were seen."""
    bounds = dict(values.get(edge.right.id, ()))
    found: set[Aspect] = set()
    for row, value in values.get(edge.left.id, ()):
        bound = edge.bound if edge.bound is not None else bounds.get(row)
        if bound is None or isinstance(value, Missing) or isinstance(bound, Missing):
            continue
        if isinstance(value, date) and isinstance(bound, date):
            found.add(_side(value.toordinal() - bound.toordinal()))
            continue
        pair = measure.aligned(value, edge.left.type, bound, edge.right.type, ("", ""))
        if not isinstance(pair, Missing):
            found.add(_side(pair[0] - pair[1]))
    return found


def _side(apart: object) -> Aspect:
    return "at" if apart == 0 else "above" if apart > 0 else "below"  # type: ignore[operator]


# ── what is reached, and by what else ──


def coverage(stretches: Sequence[Stretch], count: int, told: Callable[[int, int], None] | None = None) -> tuple[Covered, ...]:
    """Every let that is read and every check, with what is tried of it. `told` hears how many checks were searched.

    What means the same in several stretches is one, and tried when it is tried in one of them.
    """
    watchers = [Watcher(stretch) for stretch in stretches]
    alike = _alike(watchers)
    hit: set[Shared] = set()
    for at, watcher in enumerate(watchers):
        for trial in watcher.stretch.trials():
            reached = watcher.reached(named(watcher.program, trial.check), trial.form, trial.others)
            hit |= {alike[at, target] for target in reached}
    missing, tried = _searched(watchers, alike, hit, count, told)
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
            covered[key] = Covered(part, mine, more, rest, tried.get(key, 0), _item(watcher.program, part).edition, days)
    return tuple(replace(each, days=() if len(each.days) == len(watchers) else each.days) for each in covered.values())


def _item(program: core.Program, part: Part) -> core.Let | Checked:
    return program.lets[part.key] if part.of == "let" else named(program, part.key)


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
            item = _item(program, part)
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
