"""The way from a row to what is read: up to its form, into its parts, along links within the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.evaluate.entity import Entities, Entity
from perfrules.values import Cause, Missing, Value, Why, missing
from perfrules.values.text import normal

LinkKey = tuple[Value, ...]


@dataclass(slots=True)
class Index:
    """The rows a link may lead to, by their keys; those with a blank key are `unclear`."""

    by_key: dict[LinkKey, list[Entity]] = field(default_factory=dict)
    unclear: list[Entity] = field(default_factory=list)


class Routes:
    def __init__(self, program: core.Program) -> None:
        self.links = program.links
        self._indexes: dict[tuple[str, Entities], Index] = {}

    def rows(self, route: core.Route, start: Entity, entities: Entities) -> list[Entity] | Missing:
        """Every entity at the end of a route that may lead to many, or to none. On the way a link to one must find one."""
        found = [start]
        for step in route.steps:
            reached: list[Entity] = []
            for entity in found:
                near = self._step(step, entity, entities)
                if isinstance(near, Missing):
                    return near
                if len(near) != 1 and step is not route.steps[-1] and self._to_one(step):
                    return _not_one(near, entity, step, entities)
                reached.extend(near)
            found = reached
        return found

    def _to_one(self, step: core.Step) -> bool:
        return step.kind == "link" and not self.links[step.name].many

    def follow(self, route: core.Route, start: Entity, entities: Entities) -> list[Entity] | Missing:
        """The one entity at the end of a route of single steps; missing when a link finds none, or two."""
        found = [start]
        for step in route.steps:
            near = self._step(step, found[0], entities)
            if isinstance(near, Missing):
                return near
            if len(near) != 1:
                return _not_one(near, found[0], step, entities)
            found = near
        return found

    def _step(self, step: core.Step, entity: Entity, entities: Entities) -> list[Entity] | Missing:
        if step.kind == "form":
            return [entities.whole]
        if step.kind == "part":
            return list(entities.part(step.name))
        return self._linked(self.links[step.name], entity, entities)

    def _linked(self, link: core.Link, entity: Entity, entities: Entities) -> list[Entity] | Missing:
        key = tuple(_key(entity, ours, shift) for _, ours, shift in link.keys)
        unknown = _unknown(entity, [(value, ours) for value, (_, ours, _) in zip(key, link.keys, strict=True)], entities)
        if unknown is not None:
            return unknown
        index = self._index(link, entities)
        for other in index.unclear:
            if not (link.other and other is entity) and self._may_match(link, other, key):
                theirs = [(_key(other, name, 0), name) for name, _, _ in link.keys]
                return _unknown(other, theirs, entities) or []
        found = index.by_key.get(key, [])
        return [other for other in found if not (link.other and other is entity)]

    def _may_match(self, link: core.Link, other: Entity, key: LinkKey) -> bool:
        theirs = [_key(other, name, 0) for name, _, _ in link.keys]
        return all(isinstance(value, Missing) or value == wanted for value, wanted in zip(theirs, key, strict=True))

    def _index(self, link: core.Link, entities: Entities) -> Index:
        known = self._indexes.get((link.name, entities))
        if known is None:
            self._indexes.clear()
            known = Index()
            assert link.target.part is not None
            for row in entities.part(link.target.part):
                key = tuple(_key(row, theirs, 0) for theirs, _, _ in link.keys)
                if any(isinstance(value, Missing) for value in key):
                    known.unclear.append(row)
                else:
                    known.by_key.setdefault(key, []).append(row)
            self._indexes[(link.name, entities)] = known
        return known


def _not_one(near: list[Entity], start: Entity, step: core.Step, entities: Entities) -> Missing:
    return missing(Why.TWO_MATCH if near else Why.NO_FORM, entities.form.id, start.path, step.name)


def _unknown(entity: Entity, key: list[tuple[Value, str]], entities: Entities) -> Missing | None:
    """Why the key of a row is not known; None when it is."""
    causes: set[Cause] = set()
    for value, name in key:
        for cause in value.causes if isinstance(value, Missing) else ():
            blank = cause.why is Why.BLANK
            causes.add(Cause(Why.BLANK_KEY, entities.form.id, f"{entity.path}/{name}") if blank else cause)
    return Missing(frozenset(causes)) if causes else None


def _key(entity: Entity, name: str, shift: int) -> Value:
    value: Value = entity.cells[name].value  # type: ignore[assignment]
    if isinstance(value, str):
        return normal(value)
    return value + shift if isinstance(value, Fraction) and shift else value
