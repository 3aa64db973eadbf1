"""The properties that a policy states of itself, each as a law that forms may break."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.drawing import Choices, Data, Drawer, Seeded
from perfrules.drawing.drafts import draft
from perfrules.drawing.edges import Edges, edges_of
from perfrules.drawing.moves import moved, number_in
from perfrules.drawing.reads import expressions, nodes
from perfrules.drawing.sheet import get
from perfrules.evaluate.decide import result, subjects
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Run
from perfrules.trials.bank import Bank, bad_rules
from perfrules.trials.laws import Case, audited, possible
from perfrules.trials.more_done import fell, same_unit, two_that_differ
from perfrules.trials.result import Kind
from perfrules.trials.settling import settled
from perfrules.trials.under import Under, spot_at
from perfrules.values import Missing

FEW = 20
"""Where fewer forms than one in so many meet the condition, forms that do are climbed towards."""
STEPS = 600


class Statement:
    """A property as a law. Its cases are drawn for it alone, so that they turn about what it asks.

    Where a cell rises, only forms with possible figures count: below nought, more of one thing is less of another.
    """

    kind: Kind = "property"

    def __init__(self, under: Under, property_: core.Property) -> None:
        self.under = under
        self.property = property_
        self.title = Words(f"性质“{property_.title}”", f"property “{property_.title}”")
        self.check = under.check(property_.of) if property_.of is not None else None
        parts = (property_.when, property_.require, property_.rises)
        roots = [part for part in parts if part is not None] + list(expressions(self.check) if self.check else ())
        scores = [self.check] if isinstance(self.check, core.Score) else []
        self.edges: Edges = edges_of(under.program, under.template, roots, scores)
        self.starts = Drawer(under.program, under.template, self.check).starts
        self.decided = property_.rises is not None
        """Whether there was a form on which it came to anything."""
        asked = () if property_.when is None else nodes(under.program, [property_.when])
        self.all_pass = any(isinstance(node, core.Call) and node.function == "all_pass" for node in asked)

    # ── forms to try ──

    def drawn(self, bank: Callable[[], Bank], tries: int, seed: int) -> Iterator[Case]:
        """Forms for this property, then, where its condition is hardly ever met, forms near such as do meet it."""
        choices = Seeded(seed)
        met = 0
        for at in range(tries // 2 if self.property.when is not None else tries):
            data = draft(choices, self.edges, self.starts)
            data = settled(self.under, data) if at % 2 else data
            met += self.met(data)
            yield from self.cases(self.under, choices, data)
        if self.property.when is None:
            return
        if met * FEW >= tries // 2:
            for at in range(tries - tries // 2):
                data = draft(choices, self.edges, self.starts)
                yield from self.cases(self.under, choices, settled(self.under, data) if at % 2 else data)
        else:
            yield from self._near(bank(), choices, tries - tries // 2)

    def _near(self, bank: Bank, choices: Choices, tries: int) -> Iterator[Case]:
        """A walk over forms that meet the condition, begun where climbing finds one."""
        kept: list[Data] = []
        for _, _, start in bank.best[:3]:
            found = bank.climbed(choices, settled(self.under, start), self._lacking, STEPS)
            kept += [found] if found is not None else []
        for at in count():
            if at >= tries or not kept:
                return
            base = kept[choices.below(len(kept))]
            data = moved(choices, base, self.edges if choices.below(3) else bank.edges(self._any(choices)))
            data = settled(self.under, data) if choices.below(3) else data
            yield from self.cases(self.under, choices, data)
            if self.met(data):
                kept = [*kept, data][-FEW:]

    def _any(self, choices: Choices) -> core.Check:
        checks = self.under.program.checks
        return checks[choices.below(len(checks))]

    def _lacking(self, data: Data) -> list[str]:
        if self.met(data):
            return []
        bad = bad_rules(self.under, data, self.property.of) if self.all_pass else []
        return [*bad, *([self.property.of] if self.property.of else [""])]

    def cases(self, under: Under, choices: Choices, data: Data) -> Iterator[Case]:
        """The form, or if a cell rises the form and one with more in that cell."""
        rises = self.property.rises
        if rises is None:
            yield Case(data)
            return
        run = under.engine.start(under.form(data))
        held = []
        for entity in self._subjects(run):
            cell = under.engine.cell(rises, run.frame(entity))
            if not isinstance(cell, Missing) and cell.text is not None:
                held.append(spot_at(cell.path))
        if held:
            yield from two_that_differ(choices, data, held[choices.below(len(held))], self.edges)

    # ── whether it holds ──

    def met(self, data: Data) -> bool:
        """Whether its condition holds for some subject of the form."""
        run = self.under.engine.start(self.under.form(data))
        return any(self._applies(entity, run) for entity in self._subjects(run))

    def _applies(self, entity: Entity, run: Run) -> bool:
        when = self.property.when
        return when is None or self.under.engine.value(when, run.frame(entity)) is True

    def _subjects(self, run: Run) -> tuple[Entity, ...]:
        return (run.entities.whole,) if self.check is None else subjects(self.check, run)

    def broken(self, under: Under, case: Case) -> dict[str, Words]:
        if self.property.rises is not None:
            return self._risen(under, case)
        assert self.property.require is not None
        run = under.engine.start(under.form(case.data))
        for entity in self._subjects(run):
            value = under.engine.value(self.property.require, run.frame(entity)) if self._applies(entity, run) else None
            self.decided |= isinstance(value, bool)
            if value is False:
                return {"": Words("条件成立，所要求的不成立", "its condition holds and what it requires does not")}
        return {}

    def _risen(self, under: Under, case: Case) -> dict[str, Words]:
        assert self.property.rises is not None
        assert case.spot is not None
        column = core.Column(self.property.rises.route.end, self.property.rises.field)
        field, spot = self.edges.field(column), case.spot
        texts = [get(data, spot) for data in case.forms()]
        numbers = [number_in(field, text, self.edges) if isinstance(text, str) else None for text in texts]
        if numbers[0] is None or numbers[1] is None or not numbers[0] < numbers[1] or not same_unit(field, texts):
            return {}
        forms = [under.form(data) for data in case.forms()]
        if not all(possible(form) for form in forms):
            return {}
        runs = [under.engine.start(form) for form in forms]
        if not all(any(self._applies(entity, run) for entity in self._subjects(run)) for run in runs):
            return {}
        if not isinstance(self.check, core.Score):
            return self._turned(under, runs, texts)
        values = [{holder.path: value for holder, value in audited(under, self.check, run)} for run in runs]
        for path in values[0].keys() & values[1].keys():
            before, after = values[0][path], values[1][path]
            if (after < before) if self.property.never == "less" else (after > before):
                return {"": fell(field, texts, before, after)}
        return {}

    def _turned(self, under: Under, runs: list[Run], texts: Sequence[object]) -> dict[str, Words]:
        """Of a rule: whether it passes on one form and fails on the other, the wrong way."""
        assert self.check is not None
        told = [[result(under.engine, self.check, entity, run).outcome for entity in subjects(self.check, run)] for run in runs]
        wrong = ("pass", "fail") if self.property.never == "less" else ("fail", "pass")
        if any(pair == wrong for pair in zip(*told, strict=True)):
            return {"": Words(f"由 {texts[0]} 增到 {texts[1]}，结论变了", f"from {texts[0]} to {texts[1]} the outcome turns")}
        return {}
