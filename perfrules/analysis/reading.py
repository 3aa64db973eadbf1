"""What a question about rules reads: their expressions and those of the lets they name, with the numbers written in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.core import tree as core
from perfrules.diff.shapes import Inlined, Shapes
from perfrules.forms import CELLS, FIGURES

if TYPE_CHECKING:
    from perfrules.analysis.study import Study


@dataclass(frozen=True, slots=True)
class Read:
    """Expressions of one rule or let, about its subject."""

    subject: core.Subject
    roots: tuple[core.Expr, ...]
    above: bool = False
    """Whether rows claim a cell in it that is not their own."""


class Reading:
    """About these rules, or other expressions, and about the audited form if that is asked for."""

    def __init__(self, study: Study, checks: Iterable[core.Check], audited: bool = False, others: Iterable[Read] = ()) -> None:
        self.study, self.program = study, study.program
        self.shapes = Shapes()
        self.names = Inlined(self.program, self.shapes)
        self.checks = list(checks)
        self.reads = list(self._read(audited, list(others)))
        self.nodes = [(read, node) for read in self.reads for root in read.roots for node in below(root)]

    def shape(self, node: core.Expr) -> int:
        return self.shapes.of(node, self.names)

    def _read(self, audited: bool, others: list[Read]) -> Iterator[Read]:
        """What the rules read through lets; with the audited form all that scores read."""
        scores = list(map(self._of, self.program.scores()))
        waiting = [*map(self._of, self.checks), *others, *(scores if audited else ())]
        for check in self.checks:
            waiting += map(self._of, self._rivals(check))
        seen: set[str] = set()
        while waiting:
            read = waiting.pop()
            yield read
            for node in (node for root in read.roots for node in below(root)):
                if isinstance(node, core.LetRef) and node.name not in seen:
                    seen.add(node.name)
                    let = self.program.lets[node.name]
                    waiting.append(Read(let.subject, (let.value,)))
                if isinstance(node, core.Audited) and not audited:
                    audited = True
                    waiting += scores

    def _of(self, check: core.Check) -> Read:
        above = isinstance(check, core.Score) and self.many(check.subject) and check.subject != check.column.subject
        return Read(check.subject, roots_of(check), above)

    def _rivals(self, check: core.Check) -> list[core.Score]:
        """Other scores of the same cell."""
        if not isinstance(check, core.Score):
            return []
        return [score for score in self.program.scores() if score is not check and score.column == check.column]

    def many(self, subject: core.Subject) -> bool:
        """Whether it is rows: of a group, filled cells, numbers in narratives."""
        if subject.part is None or subject.template != self.study.template.name:
            return False
        return subject.part in (CELLS, FIGURES) or self.study.template.parts[subject.part].many

    def constants(self, node: core.Expr) -> list[Fraction] | None:
        """The numbers of an expression that is made of constants alone."""
        match node:
            case core.Constant(value=Fraction() as value):
                return [value]
            case core.ParamRef(name=name):
                held = self.program.params[name].value
                return [held] if isinstance(held, Fraction) else self.constants(self.program.params[name].expression)
            case core.LetRef(name=name):
                return self.constants(self.program.lets[name].value)
            case core.IntervalOf() | core.SetOf():
                inside = [self.constants(each) for each in core.children(node)]
                return None if any(each is None for each in inside) else [value for each in inside for value in each or ()]
            case _:
                return None


def roots_of(check: core.Check) -> tuple[core.Expr, ...]:
    """What its outcome hangs on: not the words that are said of it."""
    parts: list[core.Expr | None] = [check.when]
    match check:
        case core.Rule(require=require):
            parts.append(require)
        case core.Score(claimed=claimed, expected=expected, tolerance=tolerance):
            parts += [claimed, expected, tolerance]
    return tuple(part for part in parts if part is not None)


def below(root: core.Expr) -> Iterator[core.Expr]:
    """Every expression below one, as it is written: lets are read on their own."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(core.children(node))


def compared(node: core.Expr) -> Iterator[tuple[core.Expr, tuple[core.Expr, ...]]]:
    """What a node compares, and with what."""
    match node:
        case core.Compare(left=left, right=right):
            yield left, (right,)
            yield right, (left,)
        case core.In(value=value, container=container):
            yield value, (container,)
        case core.Choose(subject=subject, rows=rows):
            yield subject, tuple(test for test, _ in rows if test is not None)
