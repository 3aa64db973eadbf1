"""Forms at hand put together: what two rules each hold on may hold on both at once, and then no search is needed."""

from __future__ import annotations

from typing import Any

from perfrules.analysis.remarks import Data
from perfrules.analysis.samples import Sample
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.forms import Template

MOST_TRIED = 6


class Patience:
    """How much work of the solver a part of lint may take; what is left over then is said to be undecided."""

    def __init__(self, study: Study, steps: int) -> None:
        self._work = None if study.prover is None else study.prover.work
        self._until = 0 if self._work is None else self._work.done + steps

    @property
    def over(self) -> bool:
        return self._work is not None and self._work.done > self._until


def joined(study: Study, one: core.Check, other: core.Check) -> bool:
    """Whether two forms, one for each rule, put together are a form on which both hold. It is remembered."""
    firsts, seconds = ([each for each in study.samples if each.holds(name)][:MOST_TRIED] for name in (one.name, other.name))
    tried = 0
    for first in firsts:
        for second in seconds:
            for data in (together(study.template, first.data, second.data), together(study.template, second.data, first.data)):
                tried += 1
                if tried > 2 * MOST_TRIED:
                    return False
                form = study.made(data)
                sample: Sample | None = None if form is None else study.sample(data, form)
                if sample is not None and sample.holds(one.name) and sample.holds(other.name):
                    study.keep(sample)
                    return True
    return False


def together(template: Template, one: Data, other: Data) -> Data:
    """Both forms on one: cells of the first go before those of the other, rows stand below one another."""
    made: Data = {**other, **one}
    for name, part in template.parts.items():
        held: list[Any] = [data[name] for data in (one, other) if name in data]
        if len(held) == 2:
            made[name] = [*held[0], *(row for row in held[1] if row not in held[0])] if part.many else {**held[1], **held[0]}
    return made
