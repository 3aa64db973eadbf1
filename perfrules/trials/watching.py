"""What a form reaches of a rule and of the lets it reads: conditions, sides of edges, rows of tables, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from perfrules.core import tree as core
from perfrules.evaluate import Engine, measure
from perfrules.forms import Form
from perfrules.mutants.facts import read_by, roots
from perfrules.trials.judging import Checked, named, outcome_of, started
from perfrules.trials.linked import Beside
from perfrules.trials.stretches import Stretch
from perfrules.trials.targets import OUTCOME, Aspect, Edge, Part, Target, parts
from perfrules.values import Missing, Value


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


def item_of(program: core.Program, part: Part) -> core.Let | Checked:
    return program.lets[part.key] if part.of == "let" else named(program, part.key)
