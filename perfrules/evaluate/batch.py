"""The forms of one run (批次): found by their keys, and what the run holds in full.

Where it does not say that it holds all forms of a kind, a form that is not found may still have been filed: nothing is
concluded from its absence. One batch belongs to one run and remembers what was worked out of its forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from perfrules.evaluate.entity import Entities, Entity
from perfrules.evaluate.keys import Index, Key, Same
from perfrules.forms import Form, Template
from perfrules.forms.held import Held
from perfrules.values import Missing, Value, Why, missing

if TYPE_CHECKING:
    from perfrules.evaluate.engine import Engine

DEEPEST = 30
"""Audited values of forms that need one another's, worked out one within the other; what is farther is worked out first."""


@dataclass(frozen=True, slots=True)
class Base:
    """Whom a link chooses among, or why that is not known, and the names that were taken for one on the way to them."""

    among: Index[Entity] | Missing
    declared: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Memory:
    """What one engine has worked out of the forms of a batch, whichever form asked."""

    lets: dict[tuple[str, Entity], Value] = field(default_factory=dict)
    audited: dict[tuple[Entity, str], Value] = field(default_factory=dict)
    bases: dict[tuple[str, Entity], Base] = field(default_factory=dict)


class TooFarError(Exception):
    """That an audited value of another form is needed too deep within others."""

    def __init__(self, wanted: tuple[Entity, str]) -> None:
        super().__init__()
        self.wanted = wanted


class Batch:
    """`held` says which forms are here in full, `whole` that all are; `same` are lists of names declared to be one unit.

    `auditor` gives the engine of the policy a form is checked by, if the run has one.
    """

    def __init__(
        self,
        forms: Iterable[Form],
        held: Iterable[Held] = (),
        same: Iterable[Sequence[str]] = (),
        *,
        whole: bool = False,
        auditor: Callable[[Form], Engine | None] = lambda _: None,
    ) -> None:
        self.forms = tuple(forms)
        self.same = Same(same)
        self.auditor = auditor
        self._whole = whole
        self._held: dict[str, dict[tuple[str, ...], set[Key]]] = {}
        for each in held:
            names = tuple(name for name, _ in each.where)
            keys = self._held.setdefault(each.template, {}).setdefault(names, set())
            keys.add(tuple(self.same.key(value) for _, value in each.where))
        self._entities: dict[int, Entities] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], Index[Entity]] = {}
        self._rows: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], Index[Entity]] = {}
        self._memories: dict[Engine, Memory] = {}
        self._by_id: dict[str, Form] = {}
        for form in self.forms:
            self._by_id.setdefault(form.id, form)
        self.busy: set[tuple[Entity, str]] = set()
        self._outer: set[tuple[Entity, str]] | None = None
        self._round: set[tuple[Entity, str]] = set()

    def form(self, id: str) -> Form | None:
        return self._by_id.get(id)

    def template(self, name: str) -> Template | None:
        """A template by the forms that are here."""
        return next((form.template for form in self.forms if form.template.name == name), None)

    def entities(self, form: Form) -> Entities:
        """Everything of a form, made once."""
        made = self._entities.get(id(form))
        if made is None:
            made = self._entities[id(form)] = Entities(form)
        return made

    def memory(self, engine: Engine) -> Memory:
        return self._memories.setdefault(engine, Memory())

    # ── forms and rows by key ──

    def index(self, template: str, fields: tuple[str, ...]) -> Index[Entity]:
        """The forms of a template by some of their fields."""
        known = self._indexes.get((template, fields))
        if known is None:
            known = Index.of(self._of(template), fields, self.same)
            self._indexes[(template, fields)] = known
        return known

    def rows(self, template: str, part: str, of_form: tuple[str, ...], fields: tuple[str, ...]) -> Index[Entity]:
        """The rows of a group of all forms of a template, by fields of their form and then by their own."""
        at = (template, part, of_form, fields)
        known = self._rows.get(at)
        if known is None:
            known = self._rows[at] = Index()
            for whole in self._of(template):
                head = tuple(self.same.of(whole, name) for name in of_form)
                if not any(isinstance(value, Missing) for value in head):
                    for row in whole.kin.part(part):
                        known.add((*head, *(self.same.of(row, name) for name in fields)), row)
        return known

    def _of(self, template: str) -> list[Entity]:
        return [self.entities(form).whole for form in self.forms if form.template.name == template]

    # ── what is here ──

    def holds(self, template: str, fields: tuple[str, ...], key: Key) -> bool:
        """Whether every form of the template with these fields is here, if there is one at all."""
        if self._whole:
            return True
        known = dict(zip(fields, key, strict=True))
        for names, keys in self._held.get(template, {}).items():
            if all(name in known for name in names) and tuple(known[name] for name in names) in keys:
                return True
        return False

    # ── audited values of other forms ──

    def audited(self, entity: Entity, name: str) -> Value:
        """What the policy of the form itself gives for a cell.

        However far the forms go that it needs, and in whatever order they are asked for, it comes to the same, unless they
        lead back to themselves: where they go too deep, the evaluation begins with the one that was reached, and then begins
        again.
        """
        if self._outer is not None:
            return self._worked_out(entity, name)
        self._outer = set(self.busy)
        waiting = [(entity, name)]
        try:
            while True:
                try:
                    value = self._worked_out(*waiting[-1])
                except TooFarError as far:
                    self.busy.clear()
                    self.busy |= self._outer
                    if far.wanted in waiting:
                        self._round.add(far.wanted)
                    else:
                        waiting.append(far.wanted)
                    continue
                waiting.pop()
                if not waiting:
                    return value
        finally:
            self._outer = None

    def _worked_out(self, entity: Entity, name: str) -> Value:
        engine = self.auditor(entity.form)
        path = entity.cells[name].path
        if engine is None:
            template = entity.form.template
            return missing(Why.NO_AUDIT, entity.form.id, path, f"{template.zh} {template.name}")
        if (entity, name) in self._round:
            return missing(Why.CIRCLE, entity.form.id, path)
        known = self.memory(engine).audited.get((entity, name))
        if known is None and len(self.busy) - len(self._outer or ()) > DEEPEST:
            raise TooFarError((entity, name))
        return engine.audited(entity, name, engine.start(entity.form, self))
