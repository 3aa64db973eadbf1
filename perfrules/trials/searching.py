"""Forms on which two programs differ: drawn about the edges of a rule, then made as small as they go."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from perfrules.drawing import Data, Drawer, copied
from perfrules.drawing.sheet import put, spots, tidy
from perfrules.evaluate import Engine
from perfrules.forms import Form, Template
from perfrules.trials.judging import Verdict, named, verdict
from perfrules.trials.linked import Beside, Rows
from perfrules.trials.proposals import written_blank
from perfrules.trials.stretches import Stretch

MOST_KEPT = 10_000
"""Forms that are kept of all rules together; a form takes about 20 kB."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form drawn for a rule, and what the rule gives it."""

    data: Data
    form: Form
    verdict: Verdict
    linked: Rows = ()


@dataclass(slots=True)
class Pool:
    """Forms drawn for each rule: the same ones for every mutant, and the same in every run.

    What was drawn lately is kept, up to `MOST_KEPT` forms; the rest is drawn again when it is asked for.
    """

    stretch: Stretch
    engine: Engine
    beside: Beside
    count: int
    _kept: dict[str, tuple[list[Drawn], Iterator[Drawn]]] = field(default_factory=dict)

    def forms(self, name: str) -> Iterator[Drawn]:
        """The forms of one rule, in the order drawn."""
        known, more = self._kept.pop(name) if name in self._kept else ([], self._drawn(name))
        self._kept[name] = known, more  # the last asked for is the last to be dropped
        yield from known
        while len(known) < MOST_KEPT:
            drawn = next(more, None)
            if drawn is None:
                return
            known.append(drawn)
            self._drop(name)
            yield drawn
        yield from islice(self._drawn(name), MOST_KEPT, None)

    def _drop(self, but: str) -> None:
        """Let go of the forms of the rules that were asked for longest ago, so that no more than so many are kept."""
        over = sum(len(known) for known, _ in self._kept.values()) - MOST_KEPT
        while over > 0 and (oldest := next(iter(self._kept))) != but:
            over -= len(self._kept.pop(oldest)[0])

    def _drawn(self, name: str) -> Iterator[Drawn]:
        check = named(self.engine.program, name)
        template, choices = self.beside.template(check), self.beside.choices(check)
        drawer, number = Drawer(self.engine.program, template, check), 0
        for made in drawer.seeded(self.count, zlib.crc32(name.encode())):
            data = written_blank(self.stretch.dated(made, template), check, self.engine.program, template)
            form = self.stretch.form(data, template)
            if form is not None:
                rows = choices[number % len(choices)]
                number += 1
                yield Drawn(data, form, verdict(self.engine, check, form, self.beside.forms(name, rows)), rows)


def differs(one: Verdict, other: Verdict) -> bool:
    """Whether an example can tell the two: another outcome, or a value that only one of them audits."""
    return one.outcome != other.outcome or any(text not in other.audited for text in one.audited)


def smallest(data: Data, template: Template, keeps: Callable[[Data], bool]) -> Data:
    """The form with every row and cell taken off that it does without."""
    current, again = data, True
    while again:
        again = False
        for smaller in _smaller(current, template):
            if smaller and keeps(smaller):
                current, again = smaller, True
                break
    return current


def _smaller(data: Data, template: Template) -> Iterator[Data]:
    for part in template.parts.values():
        held = data.get(part.name)
        if held is None:
            continue
        if not part.many:
            yield {name: each for name, each in copied(data).items() if name != part.name}
            continue
        for at in range(len(held)):
            fewer = copied(data)
            del fewer[part.name][at]
            if not fewer[part.name]:
                del fewer[part.name]
            yield fewer
    for spot in spots(data, template):
        if spot.row is not None and spot.part is not None and len(data[spot.part][spot.row]) == 1:
            continue  # a row with nothing in it is a row, but nobody would write it
        fewer = copied(data)
        put(fewer, spot, None)
        yield tidy(fewer)
