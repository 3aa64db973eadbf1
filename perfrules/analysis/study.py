"""A policy under study: its rules, the forms that show what they do, and a solver for what no form shows.

What an example or a form already found shows needs no solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from perfrules import symbolic
from perfrules.analysis.questions import Question
from perfrules.analysis.remarks import Data, Undecided
from perfrules.analysis.samples import Sample
from perfrules.analysis.sizes import MOST_ROWS, ROWS
from perfrules.core import tree as core
from perfrules.core.reach import crosses, links_read, roots
from perfrules.core.types import Sort
from perfrules.diagnostics import Words
from perfrules.evaluate import Engine
from perfrules.findings import Outcome
from perfrules.forms import Form, Template, Templates, make_form
from perfrules.source import Source
from perfrules.trials.described import filled
from perfrules.trials.examples import run_examples
from perfrules.trials.settling import settled
from perfrules.trials.under import Under

if TYPE_CHECKING:
    from perfrules.analysis.proving import Prover

ANOTHER_TEMPLATE = Words("它针对另一种表样", "it is for another template")
OTHER_FORMS = Words("它要看别的表", "it reads other forms")


@dataclass
class Study:
    """`own` is the file under study: what other files lend is read, and remarks are made about this one."""

    program: core.Program
    template: Template
    own: Source
    progress: Callable[[int, int], None]
    seconds: Fraction = Fraction(60)
    """The most that the solver may take over one question; what is decided hangs on its steps, which come first (`sizes`)."""
    undecided: list[Undecided] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    """Forms at hand: those of the examples, and those found."""

    def __post_init__(self) -> None:
        self.engine = Engine(self.program)
        self.checks = [check for check in self.program.checks if self.mine(check) and check.off is None]
        self._by_name = {check.name: check for check in self.program.checks}
        self._linked = self._shown_by_linked()
        self._known: set[str] = set()
        for example in self.program.examples:
            data = filled([row for row in example.given if row.link is None], self.template)
            form = self.made(data) if repr(data) not in self._known else None
            if form is not None:
                self.add(data, form)
        self._prover: Prover | None = None
        self._columns: dict[str, set[core.Column]] = {}

    @cached_property
    def under(self) -> Under:
        """The policy as one that is on trial."""
        return Under(self.program, self.own, Templates((self.template,)), self.template, self.engine, lambda _: ())

    def mine(self, item: core.Item) -> bool:
        return item.source.name == self.own.name

    @property
    def prover(self) -> Prover | None:
        """None where the solver is not installed."""
        if self._prover is None and symbolic.unavailable() is None:
            from perfrules.analysis.proving import Prover

            self._prover = Prover(self)
        return self._prover

    def wonder(self, check: core.Check, question: Question, why: Words) -> None:
        self.undecided.append(Undecided(check.name, question.words, why, question.settles))

    # ── forms ──

    def add(self, data: Data, form: Form) -> Sample:
        """One more form that is known, unless it is known already."""
        sample = self.sample(data, form)
        self.keep(sample)
        return sample

    def keep(self, sample: Sample) -> None:
        if repr(sample.data) not in self._known:
            self._known.add(repr(sample.data))
            self.samples.append(sample)

    def sample(self, data: Data, form: Form) -> Sample:
        return Sample(self.engine, self._by_name, data, form)

    def shown(self, check: core.Check, outcome: Outcome) -> bool:
        """Whether a form at hand, or an example across forms, shows the outcome."""
        return (check.name, outcome) in self._linked or any(outcome in sample.outcomes[check.name] for sample in self.samples)

    def applied(self, check: core.Check) -> bool:
        """Whether a form at hand shows that it applies."""
        return any(sample.applies(check.name) for sample in self.samples)

    def _shown_by_linked(self) -> set[tuple[str, Outcome]]:
        """What the examples show that fill other forms, too."""
        linked = tuple(example for example in self.program.examples if any(row.link is not None for row in example.given))
        shown: set[tuple[str, Outcome]] = set()
        for run in run_examples(replace(self.program, examples=linked)):
            if run.passed:
                shown |= {(each.check, each.outcome) for each in run.results if each.check == run.example.of}
        return shown

    def made(self, data: Data) -> Form | None:
        loaded = make_form(self.template, data)
        return loaded.forms[0] if loaded.forms and not loaded.problems else None

    def decided(self, data: Data, score: core.Score) -> Iterator[Sample]:
        """The form with what is due written where the score claims it, and in every cell, as far as that lets the score pass."""
        for only in (score.name, None):
            written = settled(self.under, data, only)
            form = self.made(written)
            if form is not None and (sample := self.sample(written, form)).outcomes[score.name] == {"pass"}:
                yield sample

    # ── what rules read ──

    def beyond(self, check: core.Check) -> Words | None:
        """Why nothing can be found out of a rule on one form."""
        if check.subject.template != self.template.name:
            return ANOTHER_TEMPLATE
        return OTHER_FORMS if crosses(self.program, check) else None

    def columns(self, check: core.Check) -> set[core.Column]:
        """The columns that a rule reads or claims, through what it names; a group whose rows it looks at has no field."""
        if check.name not in self._columns:
            self._columns[check.name] = set(self._read(check))
        return self._columns[check.name]

    def _read(self, check: core.Check) -> Iterator[core.Column]:
        for node in (node for root in roots(check) for node in self.inside(root)):
            if isinstance(node, core.Cell):
                yield core.Column(node.route.end, node.field)
            if isinstance(node, core.Aggregate):
                yield core.Column(node.route.end, "")
        for name in links_read(self.program, roots(check)):
            link = self.program.links[name]
            for theirs, ours, _ in link.keys:
                yield from (core.Column(link.target, theirs), core.Column(link.subject, ours))

    def inside(self, root: core.Expr) -> Iterator[core.Expr]:
        """Every expression below one, through lets."""
        waiting, seen = [root], set[int]()
        while waiting:
            node = waiting.pop()
            if node.id in seen:
                continue
            seen.add(node.id)
            yield node
            waiting.extend(core.children(node))
            if isinstance(node, core.LetRef):
                waiting.append(self.program.lets[node.name].value)
            if isinstance(node, core.ParamRef):
                waiting.append(self.program.params[node.name].expression)

    def rows(self, nodes: Iterable[core.Expr]) -> int:
        """How many rows must be looked at: one more than any number of rows that is asked for."""
        every = [node for root in nodes for node in self.inside(root)]
        if not any(isinstance(node, core.Aggregate) and node.function == "count" for node in every):
            return ROWS
        asked = [
            int(node.value)
            for node in every
            if isinstance(node, core.Constant)
            and isinstance(node.value, Fraction)
            and node.value.denominator == 1
            and node.type.sort in (Sort.COUNT, Sort.BARE, Sort.ZERO)
        ]
        return max([ROWS, *(each + 1 for each in asked if each < MOST_ROWS)])
