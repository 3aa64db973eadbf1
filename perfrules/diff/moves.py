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
from perfrules.findings import OUTCOMES, Outcome
from perfrules.forms import Form
from perfrules.report.text import OUTCOME_WORDS
from perfrules.report.wording import value_text
from perfrules.values import Missing, Quantity, Value, Why

Way = Literal["stricter", "looser", "other"]
RANK = {"pass": 0, "not_applicable": 0, "off": 0, "undetermined": 1, "fail": 2}
WAYS: dict[str, Way] = {"less": "stricter", "gone": "stricter", "more": "looser", "come": "looser"}
LANGUAGES: tuple[Language, ...] = ("zh", "en")
IDLE = ("not_applicable", "off")
POINTS = Words("分", "points")
Met = tuple[tuple[Run, Entity], tuple[Run, Entity]]
"""One thing in a run of either edition."""


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """From one outcome to another; or, of a value, `how`: less, more, another one (`other`), no longer known (`gone`), now
    known (`come`), no longer given (`ends`), now given (`starts`); `drops` and `asks` are those two of what is undetermined."""

    old: str = ""
    new: str = ""
    how: str = ""

    @property
    def sure(self) -> bool:
        """Whether both editions come to a result."""
        return self.how not in ("gone", "come", "drops", "asks") and "undetermined" not in (self.old, self.new)

    @property
    def applied(self) -> bool:
        """Whether both editions apply besides."""
        return self.sure and self.how not in ("starts", "ends") and not {self.old, self.new} & set(IDLE)

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
    why: Words | None = None
    """Why one edition comes to no result."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """One changed rule, score or table in both editions, and how it is compared: by what it gives, by outcomes, or by both."""

    old: core.Rule | core.Score | core.Let
    new: core.Rule | core.Score | core.Let

    @property
    def by_value(self) -> bool:
        """A score of one number or text, or a let: what it gives is compared. An interval is met or not: by outcomes."""
        return all(isinstance(gives(item), core.Node) and _single(gives(item)) for item in (self.old, self.new))

    @property
    def by_outcome(self) -> bool:
        if isinstance(self.old, core.Let) or isinstance(self.new, core.Let):
            return False
        return not self.by_value or _agreement(self.old) != _agreement(self.new)


def gives(item: core.Item) -> core.Expr | None:
    """What a score or a let comes to."""
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
        self._held: tuple[Form, list[Run]] | None = None
        self.ids = count(-1, -1)
        """Ids for expressions that no author wrote, each once: an engine knows what it has compiled by its id."""

    def runs(self, form: Form) -> list[Run]:
        """A run of each edition over the form; what was worked out of the last one is kept."""
        if self._held is None or self._held[0] is not form:
            self._held = form, [engine.start(form) for engine in self.engines]
        return self._held[1]

    def value(self, side: int, node: core.Expr, form: Form, path: str) -> Value | None:
        """What an expression of one edition comes to about the thing at a path of a form; None where there is no such thing."""
        run = self.runs(form)[side]
        template = form.template
        subjects = [core.Subject(template.name, part) for part in (None, *template.parts)]
        thing = next((each for subject in subjects for each in run.entities.of(subject) if each.path == path), None)
        return None if thing is None else self.engines[side].value(node, run.frame(thing))

    def seen(self, pairing: Pairing, form: Form) -> Iterator[Seen]:
        """Every move of the item on the form."""
        for met in self._things(pairing, form):
            yield from self._on(pairing, met)

    def stands(self, pairing: Pairing, form: Form, path: str, by_value: bool) -> dict[str, bool]:
        """Whether both editions come to a result about the thing at the path, and whether both apply to it besides."""
        for met in self._things(pairing, form):
            if met[0][1].path == path:
                told: tuple[object, ...] = self._states(pairing, met) if by_value else self._outcomes(pairing, met)
                known = not any(isinstance(each, Missing) or each == "undetermined" for each in told)
                return {"known": known, "applied": known and not any(each is None or each in IDLE for each in told)}
        return {"known": False, "applied": False}

    def _things(self, pairing: Pairing, form: Form) -> Iterator[Met]:
        """What the item is about, each thing with the run of either edition."""
        runs = self.runs(form)
        for before, after in zip(*(run.entities.of(pairing.old.subject) for run in runs), strict=True):
            yield (runs[0], before), (runs[1], after)

    def _on(self, pairing: Pairing, met: Met) -> Iterator[Seen]:
        path = met[0][1].path
        if pairing.by_value:
            states = self._states(pairing, met)
            how = moved(*states)
            if how:
                told = [_state_words(state, item) for state, item in zip(states, (pairing.old, pairing.new), strict=True)]
                yield Seen(path, Move(how=how), told[0], told[1], _why(*states))
                return
        if pairing.by_outcome:
            outcomes = self._outcomes(pairing, met)
            if outcomes[0] != outcomes[1]:
                yield Seen(path, Move(*outcomes), *(OUTCOME_WORDS[each] for each in outcomes))

    def instead(self, pairing: Pairing, form: Form, path: str) -> str:
        """The score of the new edition, if not the item, that sees to the cell of a score on the form."""
        new = pairing.new
        met = next((met for met in self._things(pairing, form) if met[1][1].path == path), None)
        if not isinstance(new, core.Score) or met is None or self._states(pairing, met)[1] is not None:
            return ""
        (_, (run, thing)), engine = met, self.engines[1]
        others = [each for each in engine.program.scores() if each.off is None and each.name != new.name]
        for score in (each for each in others if (each.column, each.subject) == (new.column, new.subject)):
            if engine.applies(score, run.frame(thing)) is True:
                return score.name
        return ""

    def _states(self, pairing: Pairing, met: Met) -> tuple[Value | None, Value | None]:
        (one, before), (other, after) = met
        old, new = self.engines
        return self._state(old, pairing.old, one, before), self._state(new, pairing.new, other, after)

    def _outcomes(self, pairing: Pairing, met: Met) -> tuple[Outcome, Outcome]:
        (one, before), (other, after) = met
        old, new = pairing.old, pairing.new
        assert isinstance(old, core.Rule | core.Score)
        assert isinstance(new, core.Rule | core.Score)
        return result(self.engines[0], old, before, one).outcome, result(self.engines[1], new, after, other).outcome

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


def _why(*states: Value | None) -> Words | None:
    """The causes that no cell of a form is to blame for: what the rules themselves leave open."""
    causes = [cause for state in states if isinstance(state, Missing) for cause in sorted(state.causes)]
    stated = [cause.detail for cause in causes if cause.why is Why.STATED]
    return Words(stated[0], stated[0]) if stated else None


def moved(old: Value | None, new: Value | None) -> str:
    """How a value moved; empty where it did not."""
    if old is None or new is None:
        if old is new:
            return ""
        if old is None:
            return "asks" if isinstance(new, Missing) else "starts"
        return "drops" if isinstance(old, Missing) else "ends"
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
    of = gives(item)
    assert of is not None
    return value_words(state, of)


def value_words(value: Value, of: core.Expr) -> Words:
    """A value of an item as a reader writes it, points with their unit."""
    from perfrules.core.types import POINTS as OF_POINTS

    told = Words(*(value_text(value, of.type, language) for language in LANGUAGES))
    return Words(f"{told.zh} 分", f"{told.en} points") if of.type.dimension == OF_POINTS else told


assert set(RANK) == set(OUTCOMES)
