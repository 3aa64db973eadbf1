"""What one item gives one thing in both editions, and in which way the new one is another: told by the ordinary evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Literal

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Language, Words
from perfrules.evaluate import Engine
from perfrules.evaluate.decide import result
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Run
from perfrules.findings import OUTCOMES
from perfrules.forms import Form
from perfrules.report.text import OUTCOME_WORDS
from perfrules.report.wording import value_text
from perfrules.values import Missing, Quantity, Value

Way = Literal["stricter", "looser", "other"]
RANK = {"pass": 0, "not_applicable": 0, "off": 0, "undetermined": 1, "fail": 2}
WAYS: dict[str, Way] = {"less": "stricter", "gone": "stricter", "more": "looser", "come": "looser"}
LANGUAGES: tuple[Language, ...] = ("zh", "en")
POINTS = Words("分", "points")


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """From one outcome to another; or, of a value, `how`: less, more, another one (`other`), no longer known (`gone`), now
    known (`come`), no longer given (`ends`), now given (`starts`)."""

    old: str = ""
    new: str = ""
    how: str = ""

    @property
    def way(self) -> Way:
        if self.how:
            return WAYS.get(self.how, "other")
        step = RANK[self.new] - RANK[self.old]
        return "stricter" if step > 0 else "looser" if step < 0 else "other"


@dataclass(frozen=True, slots=True)
class Seen:
    """A move on one thing of a form, with what either edition gives there in words."""

    path: str
    move: Move
    old: Words
    new: Words


@dataclass(frozen=True, slots=True)
class Pairing:
    """One changed rule, score or table in both editions, and how it is compared: by what it gives, by outcomes, or by both."""

    old: core.Rule | core.Score | core.Let
    new: core.Rule | core.Score | core.Let

    @property
    def by_value(self) -> bool:
        """A score of one number or text, or a let: what it gives is compared. An interval is met or not: by outcomes."""
        return all(isinstance(_gives(item), core.Node) and _single(_gives(item)) for item in (self.old, self.new))

    @property
    def by_outcome(self) -> bool:
        if isinstance(self.old, core.Let) or isinstance(self.new, core.Let):
            return False
        return not self.by_value or _agreement(self.old) != _agreement(self.new)


def _gives(item: core.Item) -> core.Expr | None:
    return item.expected if isinstance(item, core.Score) else item.value if isinstance(item, core.Let) else None


def _single(node: core.Expr | None) -> bool:
    return node is not None and node.type.kind in (Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.TRUTH)


def _agreement(check: core.Check) -> object:
    """What besides condition and expected value decides a score's outcome."""
    tolerance = check.tolerance if isinstance(check, core.Score) else None
    return tolerance, check.missing_means, check.off is None


class Replay:
    """Both editions ready to be asked about any of their items."""

    def __init__(self, old: core.Program, new: core.Program) -> None:
        self.engines = Engine(old), Engine(new)
        self.ids = count(-1, -1)
        """Ids for expressions that no author wrote, each once: an engine knows what it has compiled by its id."""

    def value(self, side: int, node: core.Expr, form: Form, path: str) -> Value | None:
        """What an expression of one edition comes to about the thing at a path of a form; None where there is no such thing."""
        engine = self.engines[side]
        run = engine.start(form)
        template = form.template
        subjects = [core.Subject(template.name, part) for part in (None, *template.parts)]
        thing = next((each for subject in subjects for each in run.entities.of(subject) if each.path == path), None)
        return None if thing is None else engine.value(node, run.frame(thing))

    def seen(self, pairing: Pairing, form: Form) -> Iterator[Seen]:
        """Every move of the item on the form."""
        runs = [engine.start(form) for engine in self.engines]
        subject = pairing.old.subject
        things = [run.entities.of(subject) for run in runs]
        for before, after in zip(*things, strict=True):
            yield from self._on(pairing, runs, (before, after))

    def _on(self, pairing: Pairing, runs: list[Run], things: tuple[Entity, Entity]) -> Iterator[Seen]:
        path = things[0].path
        if pairing.by_value:
            states = [
                self._state(engine, item, run, thing)
                for engine, item, run, thing in zip(self.engines, (pairing.old, pairing.new), runs, things, strict=True)
            ]
            how = moved(*states)
            if how:
                told = [_state_words(state, item) for state, item in zip(states, (pairing.old, pairing.new), strict=True)]
                yield Seen(path, Move(how=how), *told)
                return
        if pairing.by_outcome:
            outcomes = [
                result(engine, item, thing, run).outcome
                for engine, item, run, thing in zip(self.engines, (pairing.old, pairing.new), runs, things, strict=True)
                if isinstance(item, core.Check)
            ]
            if outcomes[0] != outcomes[1]:
                yield Seen(path, Move(*outcomes), *(OUTCOME_WORDS[each] for each in outcomes))

    def _state(self, engine: Engine, item: core.Item, run: Run, thing: Entity) -> Value | None:
        """What the item gives; None where it does not apply."""
        frame = run.frame(thing)
        if isinstance(item, core.Let):
            return engine.value(item.value, frame)
        assert isinstance(item, core.Score)
        when: bool | Missing = False if item.off is not None else engine.applies(item, frame)
        if when is False:
            return None
        return when if isinstance(when, Missing) else engine.value(item.expected, frame)


def moved(old: Value | None, new: Value | None) -> str:
    """How a value moved; empty where it did not."""
    if old is None or new is None:
        return "" if old is new else "starts" if old is None else "ends"
    if isinstance(old, Missing) or isinstance(new, Missing):
        both = isinstance(old, Missing) and isinstance(new, Missing)
        return "" if both else "gone" if isinstance(new, Missing) else "come"
    if old == new:
        return ""
    one, other = _number(old), _number(new)
    if one is None or other is None or one[1] != other[1]:
        return "other"
    return "less" if other[0] < one[0] else "more"


def _number(value: Value) -> tuple[Fraction, object] | None:
    """A number with its unit, if it has one."""
    if isinstance(value, Quantity):
        return value.value, value.unit
    return (value, None) if isinstance(value, Fraction) and not isinstance(value, bool) else None


def _state_words(state: Value | None, item: core.Item) -> Words:
    if state is None:
        return OUTCOME_WORDS["not_applicable"]
    if isinstance(state, Missing):
        return OUTCOME_WORDS["undetermined"]
    gives = _gives(item)
    assert gives is not None
    return value_words(state, gives)


def value_words(value: Value, gives: core.Expr) -> Words:
    """A value of an item as a reader writes it, points with their unit."""
    from perfrules.core.types import POINTS as OF_POINTS

    told = Words(*(value_text(value, gives.type, language) for language in LANGUAGES))
    return Words(f"{told.zh} 分", f"{told.en} points") if gives.type.dimension == OF_POINTS else told


assert set(RANK) == set(OUTCOMES)
