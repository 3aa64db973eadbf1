"""A space of forms: one template, so many rows at most in each group, and the cells that programs read.

Programs that are compared read the very same cells. Cells that none of them reads are blank on every form of the space.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from perfrules.core import tree as core
from perfrules.forms import CELLS, FIGURES, Form, Template
from perfrules.forms.reading import MONEY_UNITS
from perfrules.forms.template import CELLS_PART
from perfrules.symbolic import terms
from perfrules.symbolic.cells import Money, SymbolicCell
from perfrules.symbolic.made import MadeCell
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.symbolic.texts import NONE, Texts
from perfrules.symbolic.vocabulary import Key, vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A form, its record or a row: what rules look at. `present` is where it is there; `path` its JSON pointer."""

    subject: core.Subject
    path: str
    present: Bool
    cells: Mapping[str, SymbolicCell | MadeCell]


class Space:
    """`rows` at most in each group that a program looks at; `forms` lend their cells, texts, units and digits."""

    def __init__(
        self, template: Template, programs: Sequence[core.Program], rows: int | Mapping[str, int] = 2, forms: Sequence[Form] = ()
    ) -> None:
        self.template, self.programs = template, tuple(programs)
        words = vocabulary(programs, template, forms)
        self.texts = Texts(words.texts)
        self.units = tuple(words.units)
        self.parts = words.parts
        self._labels = words.labels
        self._rows = rows
        self._steps = _steps(forms)
        self._wanted: dict[str | None, list[str]] = {}
        for part, name in sorted(words.cells, key=_in_order(template)):
            self._wanted.setdefault(part, []).append(name)
        self.money: Money = [(True, MONEY_UNITS.get(template.default_money_unit, Fraction(1)))]
        self.things: dict[str | None, tuple[Thing, ...]] = {None: (self._thing(None, "", True),)}
        unit = self.whole.cells.get(template.money_unit or "")
        if isinstance(unit, SymbolicCell):
            self.money = list(self._money(unit))
            self.things[None] = (self._thing(None, "", True),)
        for group in template.parts.values():
            if group.name not in (CELLS, FIGURES):
                self.things[group.name] = tuple(self._part(group.name, group.many))
        self.things[CELLS] = tuple(self._filled()) if CELLS in self.parts else ()
        self.things[FIGURES] = ()

    @property
    def whole(self) -> Thing:
        return self.things[None][0]

    def of(self, subject: core.Subject) -> tuple[Thing, ...]:
        return self.things[subject.part]

    def cells(self) -> Iterator[tuple[Thing, SymbolicCell]]:
        """Every cell that a form of the space can fill."""
        for name, things in self.things.items():
            if name not in (CELLS, FIGURES):
                yield from ((thing, cell) for thing in things for cell in _own(thing))

    def domain(self) -> Bool:
        """What is so of every form of the space. To be asked for when everything has been put into terms."""
        return both(self.order(), *(cell.domain() for _, cell in self.cells()))

    def order(self) -> Bool:
        """A row is there only where the one above it is."""
        facts = []
        for things in self.things.values():
            for above, below in pairwise(things):
                if above.subject.part not in (CELLS, FIGURES):
                    facts.append(either(above.present, opposite(below.present)))
        return both(*facts)

    def pin(self, form: Form) -> list[tuple[Any, Any]]:
        """Values of all unknowns for a form whose vocabulary the space has."""
        pinned = [pair for cell in _own(self.whole) for pair in cell.pin(form.cells[cell.field.name])]
        for name, record in form.records.items():
            pinned += [pair for cell in _own(self.things[name][0]) for pair in cell.pin(record.cells[cell.field.name])]
        for name, rows in form.groups.items():
            for at, thing in enumerate(self.things[name] if name not in (CELLS, FIGURES) else ()):
                there = at < len(rows)
                if not terms.known(thing.present):
                    pinned.append((thing.present, there))
                pinned += [
                    pair
                    for cell in _own(thing)
                    for pair in (cell.pin(rows[at].cells[cell.field.name]) if there else cell.unused())
                ]
        return pinned

    def _part(self, name: str, many: bool) -> Iterator[Thing]:
        if not many:
            yield self._thing(name, f"/{name}", True)
            return
        most = self._rows.get(name, 0) if isinstance(self._rows, Mapping) else self._rows
        looked_at = name in self.parts or name in self._wanted
        for at in range(most if looked_at else 0):
            yield self._thing(name, f"/{name}/{at}", terms.truth(f"/{name}/{at} there"))

    def _thing(self, part: str | None, path: str, present: Bool) -> Thing:
        holder = self.template.parts[part] if part else self.template
        schema = _schema(self.template, part)
        cells = {
            name: SymbolicCell(
                holder.fields[name],
                f"{path}/{name}",
                "enum" in schema.get(name, {}),
                self.texts,
                self.units,
                self.money,
                self._steps.get((part, name), ()),
            )
            for name in self._wanted.get(part, ())
        }
        return Thing(core.Subject(self.template.name, part), path, present, cells)

    def _money(self, cell: SymbolicCell) -> Iterator[tuple[Bool, Fraction]]:
        said = cell.value
        text = said.parts[0]
        code = self.texts.normal(text.value)
        rest = []
        for word, factor in MONEY_UNITS.items():
            if word in self.texts.all:
                here = both(text.when, terms.equal(code, self.texts.normal(self.texts.code(word))))
                rest.append(here)
                yield here, factor
        default = MONEY_UNITS.get(self.template.default_money_unit, Fraction(1))
        yield opposite(either(*rest)), default

    def _filled(self) -> Iterator[Thing]:
        """A row for each cell, there where the cell is filled."""
        for thing, cell in list(self.cells()):
            texts = {"label": self.texts.code(cell.field.zh) if self._labels else NONE, "text": cell.text}
            made = {name: MadeCell(of, self.texts, texts[name]) for name, of in CELLS_PART.fields.items()}
            yield Thing(core.Subject(self.template.name, CELLS), cell.path, both(thing.present, cell.filled), made)


def _own(thing: Thing) -> Iterator[SymbolicCell]:
    """The cells that a form's file fills."""
    return (cell for cell in thing.cells.values() if isinstance(cell, SymbolicCell))


def _schema(template: Template, part: str | None) -> Mapping[str, Any]:
    """What the JSON Schema says of the fields of the form or of a part."""
    known: Mapping[str, Any] = template.schema["properties"]
    if part is None:
        return known
    held: Mapping[str, Any] = known.get(part, {})
    inside: Mapping[str, Any] = held.get("items", held).get("properties", {})
    return inside


def _in_order(template: Template) -> Any:
    """Cells in the order in which the template has them."""
    order: dict[Key, int] = {}
    for part, holder in [(None, template), *template.parts.items()]:
        for name in holder.fields:  # type: ignore[attr-defined]
            order[(part, name)] = len(order)
    return order.__getitem__


def _steps(forms: Iterable[Form]) -> dict[Key, list[Fraction]]:
    """What the last digits are worth that forms show."""
    found: dict[Key, list[Fraction]] = {}
    for form in forms:
        held: list[tuple[str | None, Mapping[str, Any]]] = [(None, form.cells)]
        held += [(name, record.cells) for name, record in form.records.items()]
        held += [(name, row.cells) for name, rows in form.groups.items() for row in rows]
        for part, cells in held:
            for name, cell in cells.items():
                if cell.step is not None:
                    found.setdefault((part, name), []).append(cell.step)
    return found
