"""Two years of the same projects under two editions: what the rules changed, kept apart from what the figures changed.

From last year's form under the old edition to this year's under the new one there are two steps. First the figures change,
under the old edition; then the edition changes, on this year's figures. So the second step is what every other page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.diff.changes import Compared
from perfrules.evaluate import Batch, Engine
from perfrules.forms import Form, LoadedForms
from perfrules.values.text import normal


@dataclass(frozen=True, slots=True)
class Matched:
    """One project in both years; totals None where they cannot be told. `crossed` is last year's form under the new edition."""

    title: str
    before: str
    now: str
    old_before: Fraction | None
    old_now: Fraction | None
    new_now: Fraction | None
    crossed: Fraction | None

    @property
    def figures(self) -> Fraction | None:
        return _less(self.old_now, self.old_before)

    @property
    def rules(self) -> Fraction | None:
        return _less(self.new_now, self.old_now)

    @property
    def whole(self) -> Fraction | None:
        return _less(self.new_now, self.old_before)


@dataclass(frozen=True, slots=True)
class Year:
    """`only_now`, `only_before`: forms (by id) whose project is in one year alone, or in a year more than once."""

    matched: tuple[Matched, ...]
    only_now: tuple[str, ...]
    only_before: tuple[str, ...]


def batch_of(engine: Engine, given: LoadedForms) -> Batch:
    """The forms as one batch, those of the edition's template audited by the edition."""
    template = engine.program.template

    def auditor(form: Form) -> Engine | None:
        return engine if form.template.name == template else None

    return Batch(given.forms, given.stated.held, given.stated.same, auditor=auditor)


def of_template(given: LoadedForms, program: core.Program) -> list[Form]:
    return [form for form in given.forms if form.template.name == program.template and form.id not in given.apart]


def between(compared: Compared, given: LoadedForms, against: LoadedForms) -> Year:
    """This year's forms with another year's of the same projects."""
    engines = Engine(compared.old), Engine(compared.new)
    forms, others = of_template(given, compared.new), of_template(against, compared.new)
    now, before = _by_project(forms), _by_project(others)
    batches = {
        id(given): [batch_of(engine, given) for engine in engines],
        id(against): [batch_of(engine, against) for engine in engines],
    }
    matched = []
    for key, form in now.items():
        earlier = before.get(key)
        if key and form is not None and earlier is not None:
            asked = ((0, earlier, against), (0, form, given), (1, form, given), (1, earlier, against))
            totals = [_total(engines[side], which, batches[id(whose)][side]) for side, which, whose in asked]
            matched.append(Matched(_title(form), earlier.id, form.id, *totals))
    ids = [{each.now for each in matched}, {each.before for each in matched}]
    rest = [tuple(form.id for form in given if form.id not in known) for given, known in zip((forms, others), ids, strict=True)]
    return Year(tuple(matched), rest[0], rest[1])


def _by_project(forms: Sequence[Form]) -> dict[str, Form | None]:
    """Forms by place, department and project; None where several have one name, for none of them can be told from the others."""
    found: dict[str, Form | None] = {}
    for form in forms:
        key = _project(form)
        found[key] = None if key in found or not key else form
    return found


def _project(form: Form) -> str:
    title = _title(form)
    owner = form.cells["department"].text if "department" in form.cells else None
    return f"{normal(owner or '')}/{normal(title)}" if title else ""


def _title(form: Form) -> str:
    name = form.template.about.title
    return (form.cells[name].text if name else None) or ""


def _total(engine: Engine, form: Form, batch: Batch) -> Fraction | None:
    name = form.template.total
    if name is None:
        return None
    run = engine.start(form, batch)
    value = engine.audited(run.entities.whole, name, run)
    return value if isinstance(value, Fraction) else None


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other
