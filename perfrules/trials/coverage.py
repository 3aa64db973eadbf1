"""What the examples of a policy try of it, what else forms can reach, and the examples that would.

An example tries the rule it is for, and the lets that this reads; what another rule makes of its form nobody stated. What no
drawn form reaches is said to be so: it is neither tried nor left out.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from perfrules.core import tree as core
from perfrules.drawing import Data, Drawer
from perfrules.evaluate import Engine, measure
from perfrules.forms import Form, Templates
from perfrules.mutants.facts import read_by, roots
from perfrules.trials.judging import Checked, all_trials, form_made, named, outcome_of, started, verdict
from perfrules.trials.linked import Beside, Rows
from perfrules.trials.proposals import Proposal, clearest, proposal
from perfrules.trials.searching import smallest
from perfrules.trials.targets import OUTCOME, Aspect, Edge, Part, Target, parts
from perfrules.values import Missing, Value

CHOICE = 4


@dataclass(frozen=True, slots=True)
class Covered:
    """One let or check: what its examples tried, what others `missing` ones would, and what no form of `tried` reached."""

    part: Part
    hit: tuple[Target, ...]
    missing: tuple[tuple[Target, Proposal], ...]
    unreached: tuple[Target, ...]
    tried: int

    @property
    def reachable(self) -> int:
        return len(self.hit) + len(self.missing)


@dataclass(slots=True)
class Watcher:
    """Sees which targets a form reaches under a rule."""

    program: core.Program
    templates: Templates
    engine: Engine = field(init=False)
    beside: Beside = field(init=False)
    parts: tuple[Part, ...] = field(init=False)
    _reads: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = Engine(self.program, observe=True)
        self.parts = parts(self.program, self.templates)
        self.beside = Beside(self.program, self.templates)

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


def coverage(
    program: core.Program, templates: Templates, count: int, told: Callable[[int, int], None] | None = None
) -> tuple[Covered, ...]:
    """Every let that is read and every check, with what is tried of it. `told` hears how many checks were searched."""
    watcher = Watcher(program, templates)
    hit: set[Target] = set()
    for trial in all_trials(program, templates):
        hit |= watcher.reached(named(program, trial.check), trial.form, trial.others)
    missing, tried = _searched(watcher, hit, count, told)
    covered = []
    for part in watcher.parts:
        mine = tuple(target for target in part.targets if target in hit)
        more = tuple((target, missing[target]) for target in part.targets if target in missing)
        rest = tuple(target for target in part.targets if target not in hit and target not in missing)
        covered.append(Covered(part, mine, more, rest, tried.get((part.of, part.key), 0)))
    return tuple(covered)


def _searched(
    watcher: Watcher, hit: set[Target], count: int, told: Callable[[int, int], None] | None
) -> tuple[dict[Target, Proposal], dict[tuple[str, str], int]]:
    """For each target that is not hit an example that hits it, if forms drawn for the rules that read it hold one."""
    found: dict[Target, Proposal] = {}
    tried: dict[tuple[str, str], int] = {}
    checks = sorted(watcher.program.checks, key=lambda check: len(watcher.read_by(check)))
    for at, check in enumerate(checks):
        if told is not None:
            told(at, len(checks))
        wanted = {target for part in watcher.read_by(check) for target in part.targets} - hit - set(found)
        for part in watcher.read_by(check):
            tried[part.of, part.key] = tried.get((part.of, part.key), 0) + count
        if wanted:
            _about(watcher, check, wanted, found, count)
    return found, tried


Found = tuple[Data, Rows]
"""A form drawn for a rule, and what stands beside it."""


def _about(watcher: Watcher, check: Checked, wanted: set[Target], found: dict[Target, Proposal], count: int) -> None:
    candidates: dict[Target, list[Found]] = {}
    template, choices = watcher.beside.template(check), watcher.beside.choices(check)
    drawer = Drawer(watcher.program, template, check)
    for at, data in enumerate(islice(drawer.seeded(count, zlib.crc32(check.name.encode())), count)):
        form, rows = form_made(data, template), choices[at % len(choices)]
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


def _use(watcher: Watcher, check: Checked, made: Proposal, wanted: Iterable[Target], found: dict[Target, Proposal]) -> None:
    """One example stands for every target it reaches."""
    form = form_made(made.data, watcher.beside.template(check))
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

        def reaches(data: Data, others: tuple[Form, ...] = others) -> bool:
            form = form_made(data, template)
            return form is not None and target in watcher.reached(check, form, others)

        small = smallest(data, template, reaches)
        form = form_made(small, template)
        assert form is not None
        right = verdict(watcher.engine, check, form, others)
        audited = next(iter(right.audited), None) if right.outcome == "fail" else None
        one = proposal(check.name, small, right.outcome, audited, rows)
        made += [] if one is None else [one]
    return min(made, key=clearest, default=None)
