"""Where an expression is evaluated, and what one evaluation of a form has come to so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from perfrules.core import tree as core
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
        """Where a let of `entity` is evaluated."""
        return Frame(entity, entity, self.run, self.auditing)


@dataclass(slots=True)
class Run:
    """One form under one program: what has been computed so far, and what was seen on the way if anyone looks.

    Rows of one narrative's figures share a path, so what is kept of a row is kept under the row itself.
    """

    entities: Entities
    lets: dict[tuple[str, Entity, core.Column | None], Value] = field(default_factory=dict)
    audited: dict[tuple[Entity, str], Value] = field(default_factory=dict)
    seen: dict[tuple[int, Entity], Value] = field(default_factory=dict)

    def frame(self, entity: Entity) -> Frame:
        return Frame(entity, entity, self)
