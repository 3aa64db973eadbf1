"""The total of one form under any mixture of two editions, worked out only where it can differ.

What a run looked at is noted: a mixture that agrees with an earlier one on everything that one looked at has its total. Noting is
generous (a name counts as looked at when it is compiled, too), never short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.diff.edits import Edit
from perfrules.diff.mixing import Mixer
from perfrules.diff.reading import names_in
from perfrules.diff.shares import MOST_EXACT
from perfrules.evaluate import Batch, Engine
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Closure, Frame, Run
from perfrules.forms import Form
from perfrules.values import Missing, Value


class _Noted(dict[str, core.Item]):
    """Items by key; whichever is fetched is noted."""

    def __init__(self, held: Mapping[str, core.Item], note: Callable[[str], None]) -> None:
        super().__init__(held)
        self._note = note

    def __getitem__(self, key: str) -> core.Item:
        self._note(key)
        return super().__getitem__(key)


class Looking(Engine):
    """The evaluator, noting which items and which scored columns a run looks at."""

    def __init__(self, program: core.Program) -> None:
        self.looked: set[str | core.Column] = set()
        noted = {name: _Noted(getattr(program, name), self.looked.add) for name in ("params", "lets", "links")}
        super().__init__(replace(program, **noted))  # type: ignore[arg-type]

    def _compile(self, node: core.Expr) -> Closure:
        made = super()._compile(node)
        alone = isinstance(node, core.LetRef | core.ParamRef | core.Cell | core.Aggregate | core.FacetOf | core.Audited)
        names = names_in([node]) if alone else set()
        if not names:
            return made

        def looked(frame: Frame) -> Value:
            self.looked |= names
            return made(frame)

        return looked

    def read(self, node: core.Cell, frame: Frame) -> Value:
        if frame.auditing is not None:
            self.looked.add(core.Column(node.route.end, node.field))
        return super().read(node, frame)

    def audited(self, entity: Entity, name: str, run: Run) -> Value:
        self.looked.add(core.Column(entity.subject, name))
        return super().audited(entity, name, run)


class Mixtures:
    """The mixtures of two editions, each compiled once for all forms. Edits are bits in the order of `edits`."""

    def __init__(self, mixer: Mixer, edits: tuple[Edit, ...]) -> None:
        self.mixer = mixer
        self.edits = edits
        self._engines: dict[int, Looking] = {}
        self._bit: dict[str | core.Column, int] = {}
        for at, edit in enumerate(edits):
            for key in edit.keys:
                version = mixer.versions[key]
                self._note(key, at)
                for item in (version.old, version.new):
                    if isinstance(item, core.Score):
                        self._note(item.column, at)

    def _note(self, what: str | core.Column, at: int) -> None:
        self._bit[what] = self._bit.get(what, 0) | 1 << at

    def engine(self, bits: int) -> tuple[Looking, bool]:
        """The engine of a mixture, and whether it is new."""
        fresh = bits not in self._engines
        if fresh:
            keys = [key for at, edit in enumerate(self.edits) if bits >> at & 1 for key in edit.keys]
            self._engines[bits] = Looking(self.mixer.mixture(keys))
        return self._engines[bits], fresh

    def mask(self, looked: Iterable[str | core.Column]) -> int:
        """The edits that have to do with what was looked at."""
        mask = 0
        for each in looked:
            mask |= self._bit.get(each, 0)
        return mask


@dataclass(frozen=True, slots=True)
class _Seen:
    mask: int
    bits: int
    value: Fraction | None


class Totals:
    """One form's audited total under every mixture."""

    def __init__(self, mixtures: Mixtures, form: Form, batch: Callable[[Engine], Batch]) -> None:
        self.mixtures = mixtures
        self.form = form
        self.batch = batch
        self._seen: list[_Seen] = []
        self._known: dict[int, _Seen] = {}

    def __call__(self, bits: int) -> Fraction | None:
        return self._at(bits).value

    def _at(self, bits: int) -> _Seen:
        found = self._known.get(bits)
        if found is None:
            found = next((seen for seen in self._seen if bits & seen.mask == seen.bits), None) or self._worked_out(bits)
            self._known[bits] = found
        return found

    def _worked_out(self, bits: int) -> _Seen:
        engine, fresh = self.mixtures.engine(bits)
        if fresh:  # compiling looks at everything; what counts is what a run looks at
            self._total(engine)
        engine.looked.clear()
        total = self._total(engine)
        mask = self.mixtures.mask(engine.looked)
        seen = _Seen(mask, bits & mask, None if isinstance(total, Missing) or not isinstance(total, Fraction) else total)
        self._seen.append(seen)
        return seen

    def _total(self, engine: Looking) -> Value:
        name = self.form.template.total
        assert name is not None
        run = engine.start(self.form, self.batch(engine))  # what another batch has worked out would not be looked at again
        return engine.audited(run.entities.whole, name, run)

    def matter(self) -> list[int] | None:
        """The edits that the total can depend on, as bits; None when there are more than can be gone through."""
        found = 0
        waiting = [(0, 0)]
        while waiting:
            settled, bits = waiting.pop()
            mask = self._at(bits).mask
            found |= mask
            if found.bit_count() > MOST_EXACT:
                return None
            left = mask & ~settled
            if left:
                edit = left & -left
                waiting += [(settled | edit, bits), (settled | edit, bits | edit)]
        return [1 << at for at in range(len(self.mixtures.edits)) if found >> at & 1]
