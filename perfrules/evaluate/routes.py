"""The way from a row to what is read: up to its form, into its parts, along links to rows and to other forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.evaluate.batch import Base
from perfrules.evaluate.entity import Entity
from perfrules.evaluate.frame import Run
from perfrules.evaluate.keys import Index, Key
from perfrules.values import Cause, Missing, Value, Why, missing
from perfrules.values.numbers import exact_text
from perfrules.values.text import normal

MOST_GENERAL = 2


class Routes:
    def __init__(self, program: core.Program) -> None:
        self.links = program.links

    def rows(self, route: core.Route, start: Entity, run: Run) -> list[Entity] | Missing:
        """Every entity at the end of a route that may lead to many, or to none. On the way a link to one must find one."""
        found = [start]
        for step in route.steps:
            reached: list[Entity] = []
            for entity in found:
                near = self._step(step, entity, run)
                if isinstance(near, Missing):
                    return near
                if len(near) != 1 and step is not route.steps[-1] and self._to_one(step):
                    return self._not_one(near, entity, step)
                reached.extend(near)
            found = reached
        return found

    def _to_one(self, step: core.Step) -> bool:
        return step.kind == "link" and not self.links[step.name].many

    def follow(self, route: core.Route, start: Entity, run: Run) -> list[Entity] | Missing:
        """The one entity at the end of a route of single steps; missing when a link finds none, or two."""
        found = [start]
        for step in route.steps:
            near = self._step(step, found[0], run)
            if isinstance(near, Missing):
                return near
            if len(near) != 1:
                return self._not_one(near, found[0], step)
            found = near
        return found

    def _step(self, step: core.Step, entity: Entity, run: Run) -> list[Entity] | Missing:
        if step.kind == "form":
            return [entity.kin.whole]
        if step.kind == "part":
            return list(entity.kin.part(step.name))
        return self._linked(step.name, entity, run)

    # ── links ──

    def _linked(self, name: str, entity: Entity, run: Run) -> list[Entity] | Missing:
        """What a link leads to from `entity`; unknown where a key is, and where forms that may match are not in the run."""
        link = self.links[name]
        same = run.batch.same
        key = tuple(same.of(entity, ours, shift) for _, ours, shift in link.keys)
        unknown = _unknown(entity, key, tuple(ours for _, ours, _ in link.keys))
        if unknown is not None:
            return unknown
        fields = tuple(theirs for theirs, _, _ in link.keys)
        if link.across:
            if not run.batch.holds(link.target.template, fields, key):
                return missing(Why.NOT_LOADED, entity.form.id, entity.path, _statement(link, entity, run))
            index = run.batch.index(link.target.template, fields)
        elif link.through is None:
            index = _rows_of(entity, link.target.part or "", fields, run)
        else:
            return self._through(name, link, entity, key, run)
        return self._chosen(link, index, key, entity, run, _itself(link, entity))

    def _chosen(
        self, link: core.Link, index: Index[Entity], key: Key, entity: Entity, run: Run, skipped: Callable[[Entity], bool]
    ) -> list[Entity] | Missing:
        """Those of an index that have the key, unless one without a key may have it, too."""
        unclear = index.unclear(key, skipped)
        if unclear is not None:
            theirs = tuple(theirs for theirs, _, _ in link.keys)
            gone = _unknown(unclear, tuple(run.batch.same.of(unclear, name) for name in theirs), theirs)
            assert gone is not None
            return gone
        found = [other for other in index.find(key) if not skipped(other)]
        if run.batch.same:
            run.declared.update(pair for other in found for pair in _taken_for_one(link, entity, other))
        return found

    def _through(self, name: str, link: core.Link, entity: Entity, key: Key, run: Run) -> list[Entity] | Missing:
        """Those that have the key among what another link leads to."""
        assert link.through is not None
        steps, start = link.through.steps, entity
        if steps[0].kind == "form":
            steps, start = steps[1:], entity.kin.whole
        base = run.memory.bases.get((name, start))
        if base is None:
            apart = replace(run, declared=set())
            among = self._many(link, steps, start, apart) or self._among(link, steps, start, apart)
            base = run.memory.bases[(name, start)] = Base(among, frozenset(apart.declared))
        run.declared |= base.declared
        if isinstance(base.among, Missing):
            return base.among
        itself, first = _itself(link, entity), self._first(steps)
        if first is None:
            return self._chosen(link, base.among, key, entity, run, itself)
        head = tuple(run.batch.same.of(start, ours, shift) for _, ours, shift in first.keys)
        left_out = (lambda other: itself(other) or other.kin is start.kin) if first.other else itself
        return self._chosen(link, base.among, (*head, *key), entity, run, left_out)

    def _among(self, link: core.Link, steps: tuple[core.Step, ...], start: Entity, run: Run) -> Index[Entity] | Missing:
        found = self.rows(core.Route("row", steps, link.target), start, run)
        if isinstance(found, Missing):
            if any(cause.why is not Why.NO_FORM for cause in found.causes):
                return found
            found = []  # where there is no form there are no rows of it
        return Index.of(found, tuple(theirs for theirs, _, _ in link.keys), run.batch.same)

    def _first(self, steps: tuple[core.Step, ...]) -> core.Link | None:
        """The link to many forms whose rows a link is among, when it goes along that one only."""
        first = self.links[steps[0].name] if [step.kind for step in steps] == ["link", "part"] else None
        return first if first is not None and first.across and first.many else None

    def _many(self, link: core.Link, steps: tuple[core.Step, ...], start: Entity, run: Run) -> Index[Entity] | Missing | None:
        """The rows of all forms by the keys of both links, so that those of many forms are not looked at one by one."""
        first = self._first(steps)
        if first is None:
            return None
        forms = self._linked(steps[0].name, start, run)
        if isinstance(forms, Missing):
            return forms
        fields = tuple(theirs for theirs, _, _ in link.keys)
        return run.batch.rows(first.target.template, steps[1].name, tuple(theirs for theirs, _, _ in first.keys), fields)

    # ── why there is none ──

    def _not_one(self, near: list[Entity], start: Entity, step: core.Step) -> Missing:
        """None was found, or several: with the keys they were looked for by, or the forms that were found."""
        link = self.links[step.name]
        told = link.name
        if link.across:
            sought = [_text(start, ours, shift) for _, ours, shift in link.keys]
            told += ": " + ", ".join([each.form.id for each in near] or sought)
        return missing(Why.TWO_MATCH if near else Why.NO_FORM, start.form.id, start.path, told)


def _itself(link: core.Link, entity: Entity) -> Callable[[Entity], bool]:
    """What `other` leaves out: the row itself, or its form."""
    if not link.other:
        return lambda _: False
    return lambda other: other is entity or other is entity.kin.whole


def _rows_of(entity: Entity, part: str, fields: tuple[str, ...], run: Run) -> Index[Entity]:
    indexes = entity.kin.indexes
    if (part, fields) not in indexes:
        indexes[(part, fields)] = Index.of(entity.kin.part(part), fields, run.batch.same)
    return indexes[(part, fields)]


def _unknown(entity: Entity, key: Key, names: tuple[str, ...]) -> Missing | None:
    """Why the key of a form or row is not known; None when it is."""
    causes: set[Cause] = set()
    for value, name in zip(key, names, strict=True):
        for cause in value.causes if isinstance(value, Missing) else ():
            blank = cause.why is Why.BLANK
            causes.add(Cause(Why.BLANK_KEY, entity.form.id, f"{entity.path}/{name}") if blank else cause)
    return Missing(frozenset(causes)) if causes else None


def _statement(link: core.Link, entity: Entity, run: Run) -> str:
    """What the run would have to say that it holds, as `--complete` takes it: where a field besides the year remains, without
    that of the title, which would be said form by form."""
    template = run.batch.template(link.target.template)
    title = None if template is None else template.about.title
    keys = [each for each in link.keys if each[0] != title]
    if len(keys) < MOST_GENERAL:
        keys = list(link.keys)
    return " ".join([link.target.template, *(f"{theirs}={_text(entity, ours, shift)}" for theirs, ours, shift in keys)])


def _text(entity: Entity, name: str, shift: int) -> str:
    value: Value = entity.cells[name].value  # type: ignore[assignment]
    if isinstance(value, Fraction):
        return exact_text(value + shift)
    return normal(entity.cells[name].text or "")


def _taken_for_one(link: core.Link, entity: Entity, other: Entity) -> list[tuple[str, str]]:
    """The names that are the same only because they are declared to be."""
    found = []
    for theirs, ours, _ in link.keys:
        one, two = entity.cells[ours].text, other.cells[theirs].text
        if isinstance(entity.cells[ours].value, str) and one and two and normal(one) != normal(two):
            found.append((one, two))
    return found
