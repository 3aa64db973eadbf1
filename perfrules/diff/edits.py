"""The edits between two editions: the least that can be made by itself, each of one changed item or of several at once.

Items are one edit where a mixture with some of them would read in a circle, or where two of its scores could claim one cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.diff.changes import what
from perfrules.diff.mixing import Mixer, Versions
from perfrules.diff.model import What
from perfrules.diff.reading import expressions, inside, reads


@dataclass(frozen=True, slots=True)
class Edit:
    """`keys` are those of its items in a mixture, `items` what each is and what it is called in either edition.

    `order` is the same whichever edition is called the old one.
    """

    keys: tuple[str, ...]
    items: tuple[tuple[What, str], ...]

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(sorted(name for _, name in self.items))


def edits(mixer: Mixer) -> tuple[Edit, ...]:
    """All of them, in an order that does not depend on which edition is the old one."""
    versions = mixer.versions
    group = _Groups(key for key, version in versions.items() if version.differs)
    _circles(versions, group)
    _rivals(versions, group)
    made = [Edit(tuple(keys), tuple(each for key in keys for each in _named(versions[key]))) for keys in group.all()]
    return tuple(sorted(made, key=lambda edit: edit.order))


def _named(version: Versions) -> list[tuple[What, str]]:
    item = version.new or version.old
    assert item is not None
    kind = what(item)
    return [(kind, " / ".join(sorted(version.names())))]


class _Groups:
    """Keys that belong together."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._of = {key: {key} for key in keys}

    def __contains__(self, key: str) -> bool:
        return key in self._of

    def join(self, keys: Iterable[str]) -> None:
        known = [key for key in keys if key in self._of]
        whole = set().union(*(self._of[key] for key in known)) if known else set()
        for key in whole:
            self._of[key] = whole

    def all(self) -> list[list[str]]:
        return [sorted(each) for each in {id(each): each for each in self._of.values()}.values()]


def _either(version: Versions) -> list[core.Item]:
    return [item for item in (version.old, version.new) if item is not None]


def _circles(versions: Mapping[str, Versions], group: _Groups) -> None:
    """Joins what could come to read itself: lets among lets, and scores through the columns they claim."""
    reading = {key: {name for item in _either(version) for name in reads(item)} for key, version in versions.items()}
    reach = {key: _reach(key, reading) for key in versions}
    for key in versions:
        group.join([key, *(other for other in reach[key] if key in reach.get(other, ()))])
    claiming = _claiming(versions)
    needs = {key: _columns_needed(key, versions, reach, claiming) for key in set().union(*claiming.values())} if claiming else {}
    far = {key: _reach(key, needs) for key in needs}
    for key in needs:
        circle = [other for other in far[key] if key in far.get(other, ())]
        if circle:
            group.join([*circle, *(name for each in circle for name in reach[each])])


def _reach(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(edges.get(name, ()))
    return found


def _claiming(versions: Mapping[str, Versions]) -> dict[core.Column, set[str]]:
    found: dict[core.Column, set[str]] = {}
    for key, version in versions.items():
        for item in _either(version):
            if isinstance(item, core.Score):
                found.setdefault(item.column, set()).add(key)
    return found


def _columns_needed(
    key: str, versions: Mapping[str, Versions], reach: Mapping[str, set[str]], claiming: Mapping[core.Column, set[str]]
) -> set[str]:
    """The scores whose audited cells a score may read, through any version of any let."""
    own = {item.column for item in _either(versions[key]) if isinstance(item, core.Score)}
    looked = [item for name in (key, *reach[key]) if name in versions for item in _either(versions[name])]
    cells = {
        core.Column(node.route.end, node.field)
        for item in looked
        for node in inside(expressions(item))
        if isinstance(node, core.Cell)
    }
    return {score for column in cells - own for score in claiming.get(column, ())}


def _rivals(versions: Mapping[str, Versions], group: _Groups) -> None:
    """Joins scores of one cell that come, go or change when they apply: half of such a change could let two claim the cell."""
    for keys in _claiming(versions).values():
        group.join(key for key in keys if _applies_otherwise(versions[key]))


def _applies_otherwise(version: Versions) -> bool:
    old, new = version.old, version.new
    if not isinstance(old, core.Score) or not isinstance(new, core.Score):
        return True
    return old.when != new.when or old.column != new.column or old.off != new.off
