"""What stands at the left edge: items, each with its clauses, and the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeVar

from perfrules.source import Source
from perfrules.syntax.tree.clauses import Clause, Identity, Row
from perfrules.syntax.tree.expressions import Expr, Name, Node, Path, Text

C = TypeVar("C", bound=Node)

Verb = Literal["new", "replace"]
Kind = Literal["param", "let", "score", "rule", "link", "example", "property"]
"""What an item is, by its English word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Node):
    """What every item has. `broken` says that a part of it could not be read and was reported.

    `verb` is what an amending edition does with it: adds it, or puts it in the place of the one of its kind and name.
    """

    title: Text | None = None
    verb: Verb | None = None
    clauses: tuple[Clause, ...] = ()
    broken: bool = field(compare=False, default=False)

    def every(self, kind: type[C]) -> tuple[C, ...]:
        return tuple(clause for clause in self.clauses if isinstance(clause, kind))

    def only(self, kind: type[C]) -> C | None:
        return next(iter(self.every(kind)), None)


@dataclass(frozen=True, slots=True)
class Policy(Item):
    identity: Identity


@dataclass(frozen=True, slots=True)
class Param(Item):
    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class Let(Item):
    """A value by a formula (`value`), or by a table: `by` is what the rows test."""

    name: Name
    subject: Path | None
    value: Expr | None
    by: Expr | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Score(Item):
    name: Name
    subject: Path | None


@dataclass(frozen=True, slots=True)
class Rule(Item):
    name: Name
    subject: Path | None


@dataclass(frozen=True, slots=True)
class Link(Item):
    name: Name
    subject: Path | None


@dataclass(frozen=True, slots=True)
class Example(Item):
    """`of` names the rule or score that the example is about."""

    of: Name


@dataclass(frozen=True, slots=True)
class Property(Item):
    """What must hold on every form there can be; `of` names the rule or score it is about, if it is about one."""

    of: Name | None


@dataclass(frozen=True, slots=True)
class Ended(Item):
    """An item that ends here or is suspended. A param, let, score, rule or link by its `name`; an example or property by its
    title, and by what it is for (`name`)."""

    kind: Kind
    name: Name | None


@dataclass(frozen=True, slots=True)
class Repeal(Ended):
    """`repeal rule X`: from this edition on there is none."""


@dataclass(frozen=True, slots=True)
class SwitchOff(Ended):
    """`switch off rule X`: it stands and gives the outcome *off*."""


Named = Param | Let | Score | Rule | Link
"""What has a name: all in one namespace."""
AnyItem = Policy | Param | Let | Score | Rule | Link | Example | Property | Repeal | SwitchOff


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """`# …`; `alone` when nothing else stands on its line."""

    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class File:
    """A rule file: its items in the order written, and its comments."""

    source: Source
    items: tuple[AnyItem, ...]
    comments: tuple[Comment, ...] = ()
    lost: frozenset[str] = frozenset()
    """Names of items whose header could not be read: who uses them is not to blame."""

    @property
    def policy(self) -> Policy | None:
        return next((item for item in self.items if isinstance(item, Policy)), None)
