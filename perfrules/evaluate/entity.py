"""What a rule looks at: a form, one of its records, or one row of a group, with the cells it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfrules.core.tree import Subject
from perfrules.evaluate.keys import Index
from perfrules.forms import Cell, Form, Row
from perfrules.source import Place


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """`path` is its JSON pointer, unique in its form; `kin` is everything of the form it belongs to."""

    form: Form
    subject: Subject
    cells: Mapping[str, Cell]
    path: str
    place: Place
    kin: Entities = field(repr=False)


class Entities:
    """The entities of one form, each made once, and the rows of its groups by their keys."""

    def __init__(self, form: Form) -> None:
        self.form = form
        name = form.template.name
        self.whole = Entity(form, Subject(name), form.cells, "", form.place, self)
        self._parts: dict[str, tuple[Entity, ...]] = {}
        self.indexes: dict[tuple[str, tuple[str, ...]], Index[Entity]] = {}

    def part(self, name: str) -> tuple[Entity, ...]:
        """The record of that name, or the rows of the group."""
        if name not in self._parts:
            rows = self.form.groups[name] if name in self.form.groups else (self.form.records[name],)
            self._parts[name] = tuple(self._entity(name, row) for row in rows)
        return self._parts[name]

    def _entity(self, name: str, row: Row) -> Entity:
        return Entity(self.form, Subject(self.form.template.name, name), row.cells, row.path, row.place, self)

    def of(self, subject: Subject) -> tuple[Entity, ...]:
        return (self.whole,) if subject.part is None else self.part(subject.part)
