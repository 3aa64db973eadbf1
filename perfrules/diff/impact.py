"""Whom the edits hit: every form under both editions, which outcomes and totals move, and which edit moved them by how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff import shares
from perfrules.diff.changes import Compared
from perfrules.diff.edits import Edit, edits
from perfrules.diff.looking import Mixtures, Totals
from perfrules.diff.mixing import Mixer
from perfrules.diff.outcomes import Both, Found, Moved, moves, outcomes_of
from perfrules.diff.years import Year, batch_of, between, of_template
from perfrules.evaluate import Batch, Decided, Engine, decide, total_range
from perfrules.forms import Form, LoadedForms, Templates
from perfrules.report.labels import written
from perfrules.values import Missing, Value

HowShared = Literal["exact", "sampled", "together", "none"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Total:
    """A form's audited total in one edition: `value` None when it cannot be told; `low` and `high` are then where it must lie."""

    value: Fraction | None
    text: str | None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one edit, or several that only together lead to a known total, did to a form's total."""

    edits: tuple[Edit, ...]
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Grade:
    """A cell of the form, other than the total, that a score gives: what it should show in either edition."""

    label: Words
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class FormImpact:
    """`how` says how the shares were come by; with `none` the change cannot be told, and so not shared."""

    id: str
    title: str
    claimed: str | None
    old: Total
    new: Total
    how: HowShared
    shares: tuple[Share, ...]
    grades: tuple[Grade, ...]
    moved: tuple[Moved, ...]

    @property
    def difference(self) -> Fraction | None:
        if self.old.value is None or self.new.value is None:
            return None
        return self.new.value - self.old.value

    @property
    def totals_differ(self) -> bool:
        return (self.old.value, self.old.low, self.old.high) != (self.new.value, self.new.low, self.new.high)

    @property
    def hit(self) -> bool:
        return self.totals_differ or bool(self.moved) or bool(self.grades)


@dataclass(frozen=True, slots=True)
class RuleImpact:
    """One rule's outcomes, old × new, over all forms and all that the rule is about."""

    old: str | None
    new: str | None
    title: str
    matrix: tuple[tuple[Found, Found, int], ...]

    @property
    def name(self) -> str:
        return f"{self.old} → {self.new}" if self.old and self.new and self.old != self.new else self.new or self.old or ""

    @property
    def moved(self) -> int:
        return sum(count for old, new, count in self.matrix if moves(old, new))


@dataclass(frozen=True, slots=True)
class Impact:
    """`years` is None unless another year's forms were given."""

    edits: tuple[Edit, ...]
    forms: tuple[FormImpact, ...]
    rules: tuple[RuleImpact, ...]
    years: Year | None = None


def impact(
    compared: Compared,
    given: LoadedForms,
    against: LoadedForms | None,
    templates: Templates,
    progress: Progress | None = None,
    explained: bool = True,
) -> Impact:
    """Forms of another template than the editions' are only there for links to lead to; the caller says so.

    `explained`: whether what moved is explained in both editions, which takes most of the time.
    """
    mixer = Mixer(compared)
    found = edits(mixer)
    mixtures = Mixtures(mixer, found)
    engines = Engine(compared.old), Engine(compared.new)
    batches = batch_of(engines[0], given), batch_of(engines[1], given)
    both = Both(compared, templates, batches, explained)
    forms = of_template(given, compared.new)
    told: list[FormImpact] = []
    counted: dict[tuple[str | None, str | None], Counter[tuple[Found, Found]]] = {key: Counter() for key in both.titles}
    for at, form in enumerate(forms):
        if progress is not None:
            progress(at, len(forms))
        decided = decide(engines[0], form, batches[0]), decide(engines[1], form, batches[1])
        moved = outcomes_of(both, form, *decided, counted)
        totals = Totals(mixtures, form, lambda engine: batch_of(engine, given))
        told.append(_form(form, decided, engines, batches, totals, found, moved))
    rules = tuple(
        RuleImpact(*key, both.titles[key], tuple((*pair, count) for pair, count in sorted(counts.items())))
        for key, counts in counted.items()
    )
    years = None if against is None else between(compared, given, against)
    return Impact(found, tuple(told), rules, years)


def _form(
    form: Form,
    decided: tuple[Decided, Decided],
    engines: tuple[Engine, Engine],
    batches: tuple[Batch, Batch],
    totals: Totals,
    known: tuple[Edit, ...],
    moved: tuple[Moved, ...],
) -> FormImpact:
    old, new = (_total(*each) for each in zip(decided, engines, batches, strict=True))
    title, total = form.template.about.title, form.template.total
    how, shared = _shares(totals, known, form.id) if total and old.value is not None and new.value is not None else ("none", ())
    return FormImpact(
        form.id,
        (form.cells[title].text if title else None) or "",
        form.cells[total].text if total else None,
        old,
        new,
        how,
        shared,
        tuple(_grades(form, engines, batches)),
        moved,
    )


def _total(decided: Decided, engine: Engine, batch: Batch) -> Total:
    form, value = decided.form, decided.audited_total
    name = form.template.total
    if name is None:
        return Total(None, None)
    cell = form.cells[name]
    if isinstance(value, Fraction):
        return Total(value, written(value, cell.field, cell))
    ends = total_range(engine, form, batch)
    if ends is None:
        return Total(None, None)
    low, high = (written(end, cell.field, cell) for end in ends)
    return Total(None, None, low, high)


def _shares(totals: Totals, known: tuple[Edit, ...], seed: str) -> tuple[HowShared, tuple[Share, ...]]:
    """The change of a total shared among the edits it can depend on; both totals are known."""
    bits = totals.matter()
    everything = (1 << len(known)) - 1
    if bits is None:
        drawn = shares.sampled([1 << at for at in range(len(known))], totals, seed)
        if drawn is not None:
            return "sampled", _named(drawn, known)
        whole = totals(everything), totals(0)
        assert whole[0] is not None
        assert whole[1] is not None
        return "together", _named({everything: whole[0] - whole[1]}, known)
    joined = shares.inseparable(bits, totals)
    players = [bit for bit in bits if bit not in joined] + ([sum(joined)] if joined else [])
    return ("together" if len(joined) > 1 else "exact"), _named(shares.exact(players, totals), known)


def _named(amounts: dict[int, Fraction], known: tuple[Edit, ...]) -> tuple[Share, ...]:
    """The shares that are not zero, the largest first."""
    told = [
        Share(tuple(edit for at, edit in enumerate(known) if bits >> at & 1), amount)
        for bits, amount in amounts.items()
        if amount
    ]
    return tuple(sorted(told, key=lambda share: (-abs(share.amount), [edit.order for edit in share.edits])))


def _grades(form: Form, engines: tuple[Engine, Engine], batches: tuple[Batch, Batch]) -> list[Grade]:
    """The form's own cells whose audited value is another in the new edition, but for the total."""
    names = {
        column.field
        for engine in engines
        for column in engine.scores
        if column.subject == core.Subject(form.template.name) and column.field != form.template.total
    }
    found = []
    for name in sorted(names):
        values = []
        for engine, batch in zip(engines, batches, strict=True):
            run = engine.start(form, batch)
            values.append(engine.audited(run.entities.whole, name, run))
        if _known(values[0]) != _known(values[1]):
            cell = form.cells[name]
            old, new = (written(value, cell.field, cell) for value in values)
            found.append(Grade(Words(cell.field.zh, cell.field.name), old, new))
    return found


def _known(value: Value) -> Value | None:
    return None if isinstance(value, Missing) else value
