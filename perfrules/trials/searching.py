"""Forms on which two programs differ: drawn about the edges of a rule, then made as small as they go."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from perfrules.drawing import Data, Drawer, copied
from perfrules.drawing.sheet import put, spots, tidy
from perfrules.evaluate import Engine
from perfrules.forms import Form, Template
from perfrules.trials.judging import Verdict, named, verdict
from perfrules.trials.linked import Beside, Rows
from perfrules.trials.proposals import written_blank
from perfrules.trials.stretches import Stretch


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form drawn for a rule, and what the rule gives it."""

    data: Data
    form: Form
    verdict: Verdict
    linked: Rows = ()


@dataclass(slots=True)
class Pool:
    """Forms drawn for each rule, kept: the same ones for every mutant, and the same in every run."""

    stretch: Stretch
    engine: Engine
    beside: Beside
    count: int
    _drawn: dict[str, list[Drawn]] = field(default_factory=dict)
    _sources: dict[str, Iterator[Data]] = field(default_factory=dict)

    def forms(self, name: str) -> Iterator[Drawn]:
        """The forms of one rule, in the order drawn."""
        check = named(self.engine.program, name)
        known = self._drawn.setdefault(name, [])
        yield from known
        source = self._sources.get(name)
        template, choices = self.beside.template(check), self.beside.choices(check)
        if source is None:
            drawer = Drawer(self.engine.program, template, check)
            source = self._sources[name] = drawer.seeded(self.count, zlib.crc32(name.encode()))
        for drawn in source:
            data = written_blank(self.stretch.dated(drawn, template), check, self.engine.program, template)
            form = self.stretch.form(data, template)
            if form is not None:
                rows = choices[len(known) % len(choices)]
                told = verdict(self.engine, check, form, self.beside.forms(name, rows))
                known.append(Drawn(data, form, told, rows))
                yield known[-1]


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
