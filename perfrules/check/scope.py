"""What a name means where it stands: a field, a part, a let, a link or a parameter, and the way there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfrules import library
from perfrules.check.names import Entry, Names, Target
from perfrules.core.tree import Facet, Route, Step, Subject
from perfrules.forms import Field, Part, Template
from perfrules.syntax import tree as syntax

FACETS: dict[str, Facet] = {
    "comparator": "comparator",
    "比较符": "comparator",
    "measure": "measure",
    "单位": "measure",
    "text": "text",
    "原文": "text",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: the row in scope, and what its item is about (`this`)."""

    names: Names
    row: Subject
    this: Subject

    def inside(self, row: Subject) -> Scope:
        """The scope after `where`, or of a value taken of each row."""
        return replace(self, row=row)

    def template(self, subject: Subject) -> Template:
        template = self.names.templates.get(subject.template)
        assert template is not None
        return template

    def part(self, subject: Subject) -> Part | None:
        return self.template(subject).part(subject.part) if subject.part else None

    def fields(self, subject: Subject) -> dict[str, Field]:
        part = self.part(subject)
        return dict(part.fields if part else self.template(subject).fields)

    def field(self, subject: Subject, name: str) -> Field | None:
        part = self.part(subject)
        return part.field(name) if part else self.template(subject).field(name)


@dataclass(frozen=True, slots=True)
class Thing:
    """The way to a form, a record or rows; `many` when there may be more than one at its end."""

    route: Route
    many: bool


@dataclass(frozen=True, slots=True)
class CellAt:
    thing: Thing
    field: Field


@dataclass(frozen=True, slots=True)
class FacetAt:
    cell: CellAt
    facet: Facet


@dataclass(frozen=True, slots=True)
class LetAt:
    """`own` is the template that the let is read in."""

    thing: Thing
    entry: Entry
    own: Template


@dataclass(frozen=True, slots=True)
class ParamAt:
    entry: Entry


@dataclass(frozen=True, slots=True)
class Unknown:
    """The name on the path that means nothing there, and where it was looked for (None: as the first name)."""

    name: syntax.Name
    within: Subject | None
    entry: Entry | None = None


Found = Thing | CellAt | FacetAt | LetAt | ParamAt | Unknown


def resolve(path: syntax.Path, scope: Scope) -> Found:
    """What `path` leads to."""
    found = _first(path.names[0], scope)
    for name in path.names[1:]:
        if isinstance(found, Unknown):
            break
        found = _next(found, name, scope)
    return found


def _first(name: syntax.Name, scope: Scope) -> Found:
    if name.text in library.THIS:
        return Thing(Route("this", (), scope.this), False)
    here = Thing(Route("row", (), scope.row), False)
    found = _member(here, name, scope)
    if found is None and scope.row.part is not None:
        form = Thing(Route("row", (Step("form"),), Subject(scope.row.template)), False)
        found = _member(form, name, scope)
    if found is not None:
        return found
    entry = scope.names.entry(name.text)
    if entry is not None and isinstance(entry.item, syntax.Param):
        return ParamAt(entry)
    return Unknown(name, None, entry)


def _next(found: Found, name: syntax.Name, scope: Scope) -> Found:
    match found:
        case Thing():
            member = _member(found, name, scope)
            return Unknown(name, found.route.end, scope.names.entry(name.text)) if member is None else member
        case CellAt(field=field) if field.kind == "quantity" and name.text in FACETS:
            return FacetAt(found, FACETS[name.text])
        case CellAt(thing=thing):
            return Unknown(name, thing.route.end)
        case _:
            return Unknown(name, None)


def _member(thing: Thing, name: syntax.Name, scope: Scope) -> Found | None:
    """A field, part, let or link of what `thing` leads to."""
    end = thing.route.end
    field = scope.field(end, name.text)
    if field is not None:
        return CellAt(thing, field)
    if end.part is None:
        part = scope.template(end).part(name.text)
        if part is not None:
            return _along(thing, Step("part", part.name), Subject(end.template, part.name), part.many)
    entry = scope.names.entry(name.text)
    if entry is None or not isinstance(entry.item, syntax.Let | syntax.Link) or subject_for(entry, end, scope.names) != end:
        return None
    own = entry.within(scope.template(end))
    if isinstance(entry.item, syntax.Let):
        return LetAt(thing, entry, own)
    key = entry.key(own)
    scope.names.links.asked.setdefault(key, (entry, own))
    target, to = link_target(entry.item, scope.names, own), entry.item.only(syntax.To)
    if target is None or to is None:
        return None
    return _along(thing, Step("link", key), target.end, to.many)


def _along(thing: Thing, step: Step, end: Subject, many: bool) -> Thing:
    return Thing(Route(thing.route.start, (*thing.route.steps, step), end), thing.many or many)


def subject_for(entry: Entry, asked: Subject, names: Names) -> Subject | None:
    """What a let or link is for, asked for from `asked`."""
    template = names.templates.get(asked.template)
    assert template is not None
    assert isinstance(entry.item, syntax.Let | syntax.Link)
    return subject_of(entry.item, names, entry.within(template))


def subject_of(item: syntax.Let | syntax.Link | syntax.Rule | syntax.Score, names: Names, own: Template) -> Subject | None:
    """What an item is `for`: the template's form, one of its parts, another template, or a part of that."""
    if item.subject is None:
        return Subject(own.name)
    first, *rest = item.subject.names
    part = own.part(first.text)
    if part is not None and not rest:
        return Subject(own.name, part.name)
    other = names.templates.get(first.text)
    if other is None or len(rest) > 1:
        return None
    if not rest:
        return Subject(other.name)
    its = other.part(rest[0].text)
    return None if its is None else Subject(other.name, its.name)


def link_target(item: syntax.Link, names: Names, own: Template) -> Target | None:
    """Where a link leads; None when that cannot be told, for one because it leads through itself."""
    known, key = names.links, (item.name.text, own.name)
    if key in known.targets:
        return known.targets[key]
    if key in known.open:
        known.circles.append(tuple(known.open[known.open.index(key) :]))
        return None
    known.open.append(key)
    known.targets[key] = _target(item, names, own)
    known.open.pop()
    return known.targets[key]


def _target(item: syntax.Link, names: Names, own: Template) -> Target | None:
    """A group of the same form, a template, or what a path along other links leads to."""
    to, subject = item.only(syntax.To), subject_of(item, names, own)
    if to is None or subject is None:
        return None
    scope = Scope(names, subject, subject)
    first = to.target.names[0].text
    if len(to.target.names) == 1:
        part, template = scope.template(subject).part(first), names.templates.get(first)
        if part is not None:
            return Target(None, Subject(subject.template, part.name)) if part.many else None
        if template is not None:
            return Target(None, Subject(template.name))
    found = resolve(to.target, scope)
    if not isinstance(found, Thing) or all(step.kind != "link" for step in found.route.steps):
        return None
    end = scope.part(found.route.end)
    return Target(found.route, found.route.end) if end is None or end.many else None
