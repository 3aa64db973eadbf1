"""Forms on which many rules hold at once, put together from forms at hand: one of them settles many pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from perfrules.analysis.joining import row_by_row, together
from perfrules.analysis.remarks import Data
from perfrules.analysis.samples import Sample
from perfrules.analysis.study import Study
from perfrules.trials.settling import settled

ROUNDS = 3
FEW = 20
"""Pairs that are quicker asked about one by one."""
MOST_ROWS = 8
TRIED = 2
"""Forms that are tried of each rule."""

Pair = tuple[str, str]
Held = tuple[Sample, frozenset[str]]
"""A form, and the rules that hold on it."""


class Crowds:
    """`open` are the pairs that no form seen so far shows to hold together."""

    def __init__(self, study: Study, names: Sequence[str], pairs: Iterable[Pair]) -> None:
        self.study, self.names = study, names
        self.open = dict.fromkeys(pairs)
        self._by: dict[str, list[Held]] = {name: [] for name in names}
        for sample in list(study.samples):
            self._remember((sample, self.see(sample)))

    def see(self, sample: Sample) -> frozenset[str]:
        """What holds on a form; the pairs among it are settled, and a form that settles one is kept."""
        held = frozenset(name for name in self.names if sample.holds(name))
        settled_ = [pair for pair in self.open if pair[0] in held and pair[1] in held]
        for pair in settled_:
            del self.open[pair]
        if settled_:
            self.study.keep(sample)
        return held

    def gather(self) -> None:
        """Puts forms together as long as that settles pairs by the dozen."""
        for at in range(ROUNDS):
            before, order = len(self.open), self._order()
            if before < FEW or at >= len(order):
                return
            self._round(order[at], order)
            if before - len(self.open) < FEW:
                return

    def meet(self, one: str, other: str, every: bool = False) -> bool:
        """Whether the two hold on what is made of the best form of each, or of `every` good one and with what is due written."""
        most = TRIED if every else 1
        for first, second in product(self._by[one][:most], self._by[other][:most]):
            for laid in self._laid(first[0].data, second[0].data):
                for data in (laid, settled(self.study.under, laid)) if every else (laid,):
                    sample = self._sample(data)
                    if sample is not None and sample.holds(one) and sample.holds(other):
                        self._remember((sample, self.see(sample)))
                        return True
        return False

    def _round(self, first: str, order: Sequence[str]) -> None:
        """One form for as many rules as will hold on it, `first` and those of most open pairs before others."""
        best = self._by[first][:1]
        if not best:
            return
        crowd = best[0]
        for name in order:
            if name not in crowd[1]:
                crowd = next(self._with(crowd, name), crowd)
        self._remember(crowd)

    def _with(self, crowd: Held, name: str) -> Iterator[Held]:
        """Forms made of one and of one on which a rule holds, on which more rules hold than on the first."""
        for sample, _ in self._by[name]:
            for laid in self._laid(crowd[0].data, sample.data):
                for data in (laid, settled(self.study.under, laid)):
                    made = self._sample(data)
                    if made is not None and made.holds(name):
                        held = self.see(made)
                        if len(held) > len(crowd[1]):
                            yield made, held

    def _laid(self, one: Data, other: Data) -> Iterator[Data]:
        """Two forms on one, in the ways that keep it small."""
        for lay in (together, row_by_row):
            for data in (lay(self.study.template, one, other), lay(self.study.template, other, one)):
                if all(not isinstance(held, list) or len(held) <= MOST_ROWS for held in data.values()):
                    yield data

    def _order(self) -> list[str]:
        count = Counter(name for pair in self.open for name in pair)
        return sorted(count, key=lambda name: (-count[name], name))

    def _remember(self, held: Held) -> None:
        for name in held[1]:
            self._by[name] = sorted([*self._by[name], held], key=lambda each: -len(each[1]))[:TRIED]

    def _sample(self, data: Data) -> Sample | None:
        form = self.study.made(data)
        return None if form is None else self.study.sample(data, form)
