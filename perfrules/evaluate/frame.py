"""Where an expression is evaluated, and what one evaluation of a form has come to so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from perfrules.core import tree as core
from perfrules.evaluate.batch import Batch, Memory
from perfrules.evaluate.entity import Entities, Entity
from perfrules.values import Value

Closure = Callable[["Frame"], Value]


@dataclass(frozen=True, slots=True)
class Frame:
    """The row in scope, what the item is about, the run, and the column being audited (None: cells are read as claimed)."""

    row: Entity
    this: Entity
    run: Run
    auditing: core.Column | None = None

    def of(self, entity: Entity) -> Frame:
        """Where a let of `entity` is evaluated. The audited form is one form: another one is read as claimed."""
        return Frame(entity, entity, self.run, self.auditing if self.run.at_home(entity) else None)


@dataclass(slots=True)
class Run:
    """One form under one program: what has been computed so far, and what was seen on the way if anyone looks.

    Rows of one narrative's figures share a path, so what is kept of a row is kept under the row itself. What is worked out of
    other forms is kept in the `memory` that all forms of the batch share.
    """

    entities: Entities
    batch: Batch
    memory: Memory
    audited: dict[tuple[Entity, str], Value]
    lets: dict[tuple[str, Entity, core.Column | None], Value] = field(default_factory=dict)
    seen: dict[tuple[int, Entity], Value] = field(default_factory=dict)
    declared: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of names that were taken for one because they are declared to be."""

    def frame(self, entity: Entity) -> Frame:
        return Frame(entity, entity, self)

    def at_home(self, entity: Entity) -> bool:
        """Whether it belongs to the run's own form."""
        return entity.kin is self.entities
