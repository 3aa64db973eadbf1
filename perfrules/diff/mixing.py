"""Programs between two editions: the old one with some of the edits made.

Every item has a key: that of the old edition where it is in both. What is in one edition only, or is of another kind or range
in each, stands in every mixture under a key of its own, so that whoever reads it finds it; it does nothing by itself. So every
mixture is a program that could have been written, except where items would read one another in a circle or two scores would
claim one cell: such edits are made together (`edits`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.diff.changes import Compared, items
from perfrules.diff.reading import inside
from perfrules.diff.shapes import Named


@dataclass(frozen=True, slots=True)
class Versions:
    """An item in both editions, as it stands in a mixture. `differs`: choosing between them is an edit."""

    key: str
    old: core.Item | None
    new: core.Item | None
    differs: bool

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.name for each in (self.old, self.new) if each is not None))


class Mixer:
    """Makes mixtures of two editions. `versions` are its items by key, params, lets and links apart from checks."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        old, new = compared.old, compared.new
        joined = {id(pair.new): pair.old for pair in compared.pairs if _fits(pair.old, pair.new)}
        taken = {item.name for item in items(old)}
        keys = {item.name: joined[id(item)].name if id(item) in joined else _free(item.name, taken) for item in items(new)}
        self._rewritten = _Rewriter(keys, 1 + max((node.id for node in _nodes(old)), default=0))
        self._shape = compared.shapes
        self._keys = Named(keys)
        back = {id(was): item for item in items(new) if (was := joined.get(id(item))) is not None}
        self.versions = {item.name: self._version(item.name, item, back.get(id(item))) for item in items(old)}
        for item in items(new):
            if id(item) not in joined:
                self.versions[keys[item.name]] = self._version(keys[item.name], None, item)

    def _version(self, key: str, old: core.Item | None, new: core.Item | None) -> Versions:
        made = None if new is None else self._rewritten.item(new, key)
        if old is not None and new is not None:
            differs = self._shape.item(old, Named()) != self._shape.item(new, self._keys)
        else:
            differs = isinstance(old or new, core.Check)
        return Versions(key, old, made, differs)

    def mixture(self, made: Collection[str]) -> core.Program:
        """The old edition with the edits of these keys made."""
        params: dict[str, core.Param] = {}
        lets: dict[str, core.Let] = {}
        links: dict[str, core.Link] = {}
        checks: list[core.Rule | core.Score] = []
        for key, version in self.versions.items():
            item = self._chosen(version, key in made)
            match item:
                case core.Param():
                    params[key] = item
                case core.Let():
                    lets[key] = item
                case core.Link():
                    links[key] = item
                case core.Rule() | core.Score():
                    checks.append(item)
        old = self.compared.old
        return replace(old, params=params, lets=lets, links=links, checks=tuple(checks), examples=(), properties=())

    def _chosen(self, version: Versions, made: bool) -> core.Item | None:
        if version.differs:
            return version.new if made else version.old
        return version.old if version.old is not None else version.new


def _fits(old: core.Item, new: core.Item) -> bool:
    """Whether what reads the one could as well read the other."""
    match old, new:
        case core.Param(), core.Param():
            return _alike(old.expression.type, new.expression.type)
        case core.Let(), core.Let():
            return old.subject == new.subject and _alike(old.value.type, new.value.type)
        case core.Link(), core.Link():
            return (old.subject, old.target, old.many) == (new.subject, new.target, new.many)
        case _:
            return True


def _alike(one: Type, other: Type) -> bool:
    if (one.kind, one.dimension, one.sort) != (other.kind, other.dimension, other.sort):
        return False
    return (one.of is None and other.of is None) or (one.of is not None and other.of is not None and _alike(one.of, other.of))


def _free(name: str, taken: set[str]) -> str:
    """A key that no item of the old edition has; a prime can stand in no name."""
    return name + "′" if name in taken else name


def _nodes(program: core.Program) -> Iterator[core.Expr]:
    for item in items(program):
        for each in fields(item):
            value = getattr(item, each.name)
            held = value if isinstance(value, tuple) else (value,)
            yield from inside([node for node in held if isinstance(node, core.Node)])  # type: ignore[misc]


class _Rewriter:
    """Trees of the new edition with other ids and with keys for names."""

    def __init__(self, keys: Mapping[str, str], by: int) -> None:
        self.keys = keys
        self.by = by

    def item(self, item: core.Item, key: str) -> core.Item:
        named = item if isinstance(item, core.Check) else replace(item, name=key)
        held = {each.name: getattr(named, each.name) for each in fields(named)}
        changed = {name: self._part(value) for name, value in held.items() if isinstance(value, core.Node | core.Route | tuple)}
        return replace(named, **{name: value for name, value in changed.items() if name not in ("basis", "keys")})

    def _part(self, value: Any) -> Any:
        match value:
            case core.Node():
                changed = {each.name: self._part(getattr(value, each.name)) for each in fields(value)}
                return replace(value, **self._named(value, changed) | {"id": value.id + self.by})
            case core.Route():
                return replace(value, steps=tuple(self._step(step) for step in value.steps))
            case tuple():
                return tuple(self._part(each) for each in value)
            case _:
                return value

    def _named(self, node: core.Node, changed: dict[str, Any]) -> dict[str, Any]:
        if isinstance(node, core.LetRef | core.ParamRef):
            changed["name"] = self.keys.get(node.name, node.name)
        return changed

    def _step(self, step: core.Step) -> core.Step:
        return replace(step, name=self.keys.get(step.name, step.name)) if step.kind == "link" else step
