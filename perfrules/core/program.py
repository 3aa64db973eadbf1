"""Items as they are meant: what a policy names, requires and shows by example. Only `check` makes a `Program`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from perfrules.core.expressions import Cell, Expr, LetRef, ParamRef, Route, Subject, children
from perfrules.source import Source, Span
from perfrules.values import Value


@dataclass(frozen=True, slots=True)
class BasisOf:
    """The document and clause an item rests on, as cited."""

    document: str
    clause: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`edition` names the policy that the item's text comes from (`national/project 2020`): an amended item keeps its own."""

    name: str
    title: str | None
    source: Source = field(compare=False, repr=False)
    span: Span = field(compare=False)
    basis: tuple[BasisOf, ...] = ()
    edition: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Param(Item):
    expression: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class Let(Item):
    subject: Subject
    value: Expr


@dataclass(frozen=True, slots=True)
class Link(Item):
    """What is at `target` and whose keys equal ours: forms of a template (`across`), rows of `subject`'s own form, or, of what
    `through` leads to, those."""

    subject: Subject
    target: Subject
    many: bool
    other: bool
    keys: tuple[tuple[str, str, int], ...]  # their field, our field, shift
    through: Route | None = None

    @property
    def across(self) -> bool:
        """Whether it leads to other forms by itself."""
        return self.through is None and self.target.part is None


Severity = Literal["error", "warning", "note"]
MissingMeans = Literal["pass", "fail", "not applicable", "undetermined"]


@dataclass(frozen=True, slots=True)
class Off:
    """That a rule is suspended: by which edition, why, from which day until which, and where that is written."""

    edition: str
    because: str | None
    source: Source = field(compare=False, repr=False)
    span: Span = field(compare=False)
    since: date | None = None
    until: date | None = None
    basis: tuple[BasisOf, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Item):
    """What a rule and a score have in common. `message` is the author's words, texts and expressions in turn.

    With `off` it stands, and gives every subject the outcome *off*.
    """

    subject: Subject
    when: Expr | None
    severity: Severity
    message: tuple[str | Expr, ...]
    missing_means: MissingMeans
    off: Off | None = None


@dataclass(frozen=True, slots=True)
class Rule(Check):
    require: Expr


@dataclass(frozen=True, slots=True)
class Score(Check):
    """`claimed` must show `expected`; `within` is the tolerance, if one is stated."""

    claimed: Cell
    expected: Expr
    tolerance: Expr | None

    @property
    def column(self) -> Column:
        return Column(self.claimed.route.end, self.claimed.field)


@dataclass(frozen=True, slots=True)
class Column:
    """One field of every subject of a kind: what a score claims."""

    subject: Subject
    field: str


@dataclass(frozen=True, slots=True)
class GivenRow:
    """Cells that an example fills: of the form (`part` None), of a record, or one row of a group; texts as written.

    `link` is the key of a link: the form it leads to is filled. With `part` None another such form begins.
    """

    part: str | None
    cells: tuple[tuple[str, str | tuple[str, ...]], ...]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    title: str
    of: str
    given: tuple[GivenRow, ...]
    outcome: MissingMeans
    audited: str | None
    source: Source = field(compare=False, repr=False)
    span: Span = field(compare=False)
    edition: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Property:
    """What must hold on every form there can be.

    Either `require`, where `when` holds; or that, of two forms that differ only in the cell `rises`, the larger never has the
    smaller (`never` is "less") or the larger ("more") audited value of the score `of` (for a rule: outcome).
    """

    title: str
    of: str | None
    when: Expr | None
    require: Expr | None
    rises: Cell | None
    never: Literal["less", "more"] | None
    source: Source = field(compare=False, repr=False)
    span: Span = field(compare=False)
    edition: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Program:
    """A policy ready to run. Lets stand in an order in which each reads only earlier ones.

    `lets` and `links` stand under keys, which `LetRef`s and `Step`s name: what a policy without a template lends is there once
    for every template that reads it. Their `name` is what the author calls them.
    """

    path: str
    edition: str
    title: str | None
    template: str
    years: tuple[str, str]
    places: tuple[str, ...]
    starts: date | None
    ends: date | None
    basis: tuple[BasisOf, ...]
    params: dict[str, Param]
    lets: dict[str, Let]
    links: dict[str, Link]
    checks: tuple[Rule | Score, ...]
    examples: tuple[Example, ...]
    properties: tuple[Property, ...] = ()
    bases: dict[str, tuple[BasisOf, ...]] = field(default_factory=dict)
    """What each edition that a text comes from rests on, by its name."""

    @property
    def name(self) -> str:
        """`wuhan/project 2020`"""
        return f"{self.path} {self.edition}"

    def rests_on(self, item: Item) -> tuple[BasisOf, ...]:
        """The basis an item states, else that of the policy its text comes from."""
        return item.basis or self.bases.get(item.edition, self.basis)

    def cited(self, check: Rule | Score) -> tuple[BasisOf, ...]:
        """What a rule or score rests on, and what the params and lets do that it reads and later editions changed."""
        order = list(self.bases)
        rank = {edition: at for at, edition in enumerate(order)}
        own = rank.get(check.edition, len(order))
        later = (item for item in self._read_by(check) if rank.get(item.edition, len(order)) > own)
        return tuple(dict.fromkeys(each for item in (check, *later) for each in self.rests_on(item)))

    def _read_by(self, check: Rule | Score) -> list[Param | Let]:
        found: dict[str, Param | Let] = {}
        waiting: list[Expr] = [check.when] if check.when is not None else []
        waiting += [check.require] if isinstance(check, Rule) else [check.claimed, check.expected]
        waiting += [check.tolerance] if isinstance(check, Score) and check.tolerance is not None else []
        while waiting:
            node = waiting.pop()
            waiting.extend(children(node))
            if isinstance(node, ParamRef | LetRef) and node.name not in found:
                item = self.params[node.name] if isinstance(node, ParamRef) else self.lets[node.name]
                found[node.name] = item
                waiting.append(item.expression if isinstance(item, Param) else item.value)
        return list(found.values())

    def scores(self) -> list[Score]:
        """The scores in force: one that is off claims no cell."""
        return [each for each in self.checks if isinstance(each, Score) and each.off is None]
