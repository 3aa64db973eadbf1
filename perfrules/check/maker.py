"""Makes nodes of the core tree: each with its own id, and none deeper than the evaluator can go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.source import Source
from perfrules.syntax import tree as syntax

N = TypeVar("N", bound=core.Node)

DEEPEST = 120


@dataclass(slots=True)
class Maker:
    """Counts ids and remembers how high each node stands above the cells it reads, through lets."""

    count: int = 0
    heights: dict[int, int] = field(default_factory=dict)
    lets: dict[str, int] = field(default_factory=dict)
    level: int = 0
    """How many formulas stand around the one being read, those of lets that wait included."""

    def make(self, kind: type[N], source: Source, origin: syntax.Node, type_: Type, *parts: Any) -> N:
        self.count += 1
        node = kind(*parts, id=self.count, type=type_, source=source, span=origin.span)
        below = max((self.heights[child.id] for child in core.children(node)), default=0)
        if isinstance(node, core.LetRef):
            below = self.lets.get(node.name, 0)
        self.heights[node.id] = below + 1
        return node

    def too_deep(self, node: core.Node) -> bool:
        return self.heights[node.id] > DEEPEST
