"""How many rows it takes to be sure that there is no form: by what is read, and by the constants that are compared.

Let some form, of however many rows, be such as is asked for. Rows can be taken out of it one by one while it stays so, as long as
these stay:

- for each rule about rows, one row of the outcome that is asked for. What holds of every row holds of those that are left.
- for `any`, `no`, `min` and `max`, one row by which they have their value, known or missing; for `unique` two, and for `min` and
  `max` of written quantities, the unit of which may come from another row than the value, two.
- for a `count` that is only compared with constants, one row more than the greatest of them.

This is so where a row is looked at by itself, with its form: not where it is set against other rows (`this` after `where`, links
between rows, a cell of the form that several rows claim). A sum, an average and a count that goes into a formula need every row:
they keep their value where it is left open (`opened`), so there is none of any size where there is none with such values. Where
there is one with such values, nothing is known of every form, and it is asked up to a bound. `needful` is how many rows the
constants make likely to be needed: a total over the limit of a row, and what is above. A bound under it settles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.analysis.needful import Needful
from perfrules.analysis.reading import Read, Reading, below, compared
from perfrules.core import tree as core
from perfrules.core.reach import routes
from perfrules.forms import CELLS, FIGURES

if TYPE_CHECKING:
    from perfrules.analysis.study import Study


@dataclass(slots=True)
class Enough:
    """What is known of a question. `kept`: rows a group that keep it as it is, None where there is no such number."""

    kept: int | None = 0
    open: bool = False
    """Whether that is so only with sums left open."""
    needful: int = 0
    counted: frozenset[int] = frozenset()
    """Counts that the rows kept are enough for, by their shape."""


@dataclass(slots=True)
class Tally:
    """Rows wanted by what wants them, group by group; what is the same is wanted once."""

    by: dict[str, dict[object, int]] = field(default_factory=dict)

    def want(self, part: str | None, key: object, rows: int) -> None:
        held = self.by.setdefault(part or "", {})
        held[key] = max(rows, held.get(key, 0))

    @property
    def rows(self) -> int:
        """What the group that wants most of them wants; a cell stands in a row of any group."""
        cells = sum(self.by.get(CELLS, {}).values())
        return cells + max((sum(held.values()) for part, held in self.by.items() if part != CELLS), default=0)


class Counting(Reading):
    """One question. A row may be wanted by each of the rules of which an outcome is `shown`: by all, unless it is said."""

    def __init__(
        self,
        study: Study,
        checks: Iterable[core.Check],
        audited: bool = False,
        shown: Iterable[core.Check] | None = None,
        others: Iterable[Read] = (),
    ) -> None:
        super().__init__(study, checks, audited, others)
        self.shown = self.checks if shown is None else list(shown)
        self.exact: dict[int, int] = {}
        """Counts that are compared with constants, by their shape, and one row more than the greatest of these."""
        self.loose: set[int] = set()
        """Counts that are used otherwise."""
        self._sort_counts()

    def enough(self) -> Enough:
        kept, wanted, needful = Tally(), Tally(), Needful(self)
        for check in self.shown:
            if self.many(check.subject):
                kept.want(check.subject.part, check.name, 1)
                wanted.want(check.subject.part, check.name, 1)
        open_ = False
        for node in (node for _, node in self.nodes if isinstance(node, core.Aggregate)):
            key, part = self.shape(node), node.route.end.part
            rows = self._kept(node, key)
            open_ = open_ or rows is None
            kept.want(part, key, rows or 0)
            wanted.want(part, key, needful.rows(node) if rows is None else rows)
        exact = frozenset(self.exact) - self.loose
        return Enough(max(kept.rows, 1) if self._by_themselves() else None, open_, max(wanted.rows, needful.least), exact)

    def _by_themselves(self) -> bool:
        """Whether every row is looked at by itself."""
        return all(self._alone(read, node) for read, node in self.nodes) and not any(read.above for read in self.reads)

    def _alone(self, read: Read, node: core.Expr) -> bool:
        """Whether a row is looked at by itself, as far as this node goes."""
        if any(step.kind == "link" for route in routes(node) for step in route.steps):
            return False
        if not isinstance(node, core.Aggregate):
            return True
        if node.route.end.part == FIGURES:
            return False
        if not self.many(read.subject):
            return True
        return all(route.start != "this" for part in core.children(node) for each in below(part) for route in routes(each))

    def _kept(self, node: core.Aggregate, key: int) -> int | None:
        """The rows by which it has its value; None where it takes every row."""
        match node.function:
            case "any" | "no":
                return 1
            case "unique":
                return 2
            case "min" | "max":
                return 2 if node.value is not None and node.value.type.written else 1
            case "count":
                return None if key in self.loose or key not in self.exact else self.exact[key]
            case _:
                return None

    def _sort_counts(self) -> None:
        """Which counts are only compared with constants, and with what; a count of a name is where the name is."""
        covered: set[int] = set()
        for _, node in self.nodes:
            for one, others in compared(node):
                count, greatest = self._count(one), self._greatest(others)
                if count is not None and greatest is not None:
                    covered.add(one.id)
                    key = self.shape(count)
                    self.exact[key] = max(self.exact.get(key, 1), int(greatest) + 1)
        named = {self.program.lets[node.name].value.id for _, node in self.nodes if isinstance(node, core.LetRef)}
        for _, node in self.nodes:
            count = self._count(node)
            if count is not None and node.id not in covered | named:
                self.loose.add(self.shape(count))

    def _count(self, node: core.Expr) -> core.Aggregate | None:
        """The count that an expression is, by itself or by name."""
        while isinstance(node, core.LetRef):
            node = self.program.lets[node.name].value
        return node if isinstance(node, core.Aggregate) and node.function == "count" else None

    def _greatest(self, sides: Iterable[core.Expr]) -> Fraction | None:
        """The greatest constant of what something is compared with; None where there is more than constants."""
        held = [self.constants(side) for side in sides]
        if any(each is None for each in held):
            return None
        return max((value for each in held for value in each or ()), default=Fraction(0))
