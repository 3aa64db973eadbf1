"""The syntax tree: a rule file exactly as its author wrote it.

Nodes compare by shape: `span` (where a node stands) and `language` (which spelling its word had) are carried for messages and the
formatter and ignored by `==`, so both spellings of a rule are one tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeVar

from perfrules.source import Source, Span

Spelling = Literal["zh", "en"]
Operator = Literal["+", "-", "*", "/"]
Comparator = Literal["=", "!=", "<", "<=", ">", ">="]
Outcome = Literal["pass", "fail", "not applicable", "undetermined"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    span: Span = field(compare=False, default=Span(0, 0))
    language: Spelling = field(compare=False, default="zh")


# ── expressions ──


@dataclass(frozen=True, slots=True)
class Name(Node):
    text: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`budget.executed`"""

    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        return ".".join(name.text for name in self.names)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """`500 wan_yuan`: the digits as written and the unit by its English word."""

    digits: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Percent(Node):
    """`80%`: the digits before the sign."""

    digits: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    value: str


@dataclass(frozen=True, slots=True)
class Date(Node):
    """Kept as `YYYY-MM-DD`; `day` is checked to exist when it is read."""

    text: str


@dataclass(frozen=True, slots=True)
class Minus(Node):
    of: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    left: Expr
    operator: Operator
    right: Expr


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`a < b <= c`: a chain holds when each of its comparisons does."""

    first: Expr
    rest: tuple[tuple[Comparator, Expr], ...]


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Expr
    container: Expr


@dataclass(frozen=True, slots=True)
class Agrees(Node):
    """`cell agrees with value within tolerance`"""

    cell: Expr
    value: Expr
    within: Expr | None = None


@dataclass(frozen=True, slots=True)
class Not(Node):
    of: Expr


@dataclass(frozen=True, slots=True)
class And(Node):
    """`left and right`. False when one side is false, even if another is unknown."""

    of: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    of: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """`indicators where not met`"""

    value: Expr
    where: Expr | None = None


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Name
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`[80%, 100%)`; an end left out has no bound."""

    low: Expr | None
    high: Expr | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Set(Node):
    members: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Grouped(Node):
    """An expression in brackets, kept so that it prints as it was written."""

    of: Expr


Expr = (
    Path | Number | Percent | Text | Date | Minus | Arithmetic | Compare | In | Agrees | Not | And | Or | If | Call | Interval | Set | Grouped
)


# ── clauses ──


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
)


C = TypeVar("C", bound=Node)


# ── items ──


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Node):
    """What every item has. `broken` says that a part of it could not be read and was reported."""

    title: Text | None = None
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


AnyItem = Policy | Param | Let | Score | Rule | Link | Example


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
