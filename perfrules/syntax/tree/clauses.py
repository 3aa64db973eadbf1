"""What stands on a line of its own inside an item: clauses, each opened by its word, and rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from perfrules.syntax.tree.expressions import Comparator, Date, Expr, Name, Node, Path, Text

Outcome = Literal["pass", "fail", "not applicable", "undetermined"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class TemplateClause(Node):
    name: Name


@dataclass(frozen=True, slots=True)
class Identity(Node):
    """`wuhan/project 2020`: authority and kind, and the edition."""

    path: str
    edition: str

    @property
    def text(self) -> str:
        return f"{self.path} {self.edition}"


@dataclass(frozen=True, slots=True)
class Amends(Node):
    policy: Identity


@dataclass(frozen=True, slots=True)
class Uses(Node):
    policy: Identity


@dataclass(frozen=True, slots=True)
class Years(Node):
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Places(Node):
    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class From(Node):
    date: Date


@dataclass(frozen=True, slots=True)
class Until(Node):
    date: Date


@dataclass(frozen=True, slots=True)
class Basis(Node):
    document: Text
    clause: Text | None


@dataclass(frozen=True, slots=True)
class When(Node):
    condition: Expr


@dataclass(frozen=True, slots=True)
class Require(Node):
    condition: Expr


@dataclass(frozen=True, slots=True)
class SeverityClause(Node):
    severity: Severity


@dataclass(frozen=True, slots=True)
class Message(Node):
    """The author's words; `parts` are the pieces between the braces and the expressions in them, in turn."""

    text: Text
    parts: tuple[str | Expr, ...] = field(compare=False, default=())


@dataclass(frozen=True, slots=True)
class MissingMeans(Node):
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Claimed(Node):
    cell: Path


@dataclass(frozen=True, slots=True)
class Expected(Node):
    value: Expr


@dataclass(frozen=True, slots=True)
class Within(Node):
    tolerance: Expr


@dataclass(frozen=True, slots=True)
class Key(Node):
    """Their field `theirs` equals our field `ours` plus `shift`."""

    theirs: Name
    ours: Name
    shift: int = 0


@dataclass(frozen=True, slots=True)
class To(Node):
    many: bool
    other: bool
    target: Path
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Written(Node):
    """A value as it would stand on a form: bare digits with a unit, a quoted text, or a set of the boxes ticked."""

    texts: tuple[str, ...]
    kind: Literal["bare", "text", "set"]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class GivenCell(Node):
    path: Path
    written: Written


@dataclass(frozen=True, slots=True)
class Given(Node):
    part: Path | None
    cells: tuple[GivenCell, ...]


@dataclass(frozen=True, slots=True)
class Expect(Node):
    outcome: Outcome
    audited: Written | None


@dataclass(frozen=True, slots=True)
class As(Node):
    """`as executed rises never less`: of two forms that differ only there."""

    cell: Path
    never: Literal["less", "more"]


@dataclass(frozen=True, slots=True)
class Because(Node):
    reason: Text


@dataclass(frozen=True, slots=True)
class OpenEnd(Node):
    """`>= 100%` as a row's test."""

    comparator: Comparator
    bound: Expr


@dataclass(frozen=True, slots=True)
class Otherwise(Node):
    pass


Test = Expr | OpenEnd | Otherwise


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table. `= value` and a bare value are one test."""

    test: Test
    value: Expr


Clause = (
    TemplateClause
    | Amends
    | Uses
    | Years
    | Places
    | From
    | Until
    | Basis
    | When
    | Require
    | SeverityClause
    | Message
    | MissingMeans
    | Claimed
    | Expected
    | Within
    | To
    | Given
    | Expect
    | As
    | Because
)
