"""Links within the form: the rows they lead to, and the fields that must be the same on both sides."""

from __future__ import annotations

from perfrules.check import problems as p
from perfrules.check.items import Items, title_of
from perfrules.check.names import Entry
from perfrules.check.scope import Scope, link_target
from perfrules.core import tree as core
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.syntax import tree as syntax


def links(items: Items) -> dict[str, core.Link]:
    """Every link that can be understood, by name."""
    found = {}
    for name, entry in items.names.entries.items():
        if isinstance(entry.item, syntax.Link):
            made = _link(items, entry.item, entry)
            if made is not None:
                found[name] = made
    return found


def _link(items: Items, item: syntax.Link, entry: Entry) -> core.Link | None:
    to = item.only(syntax.To)
    subject = items.subject(item, entry)
    if to is None or subject is None:
        return None
    target = link_target(item, entry, items.names)
    if target is None:
        _no_target(items, to, entry)
        return None
    keys = [_key(items, key, entry, subject, target) for key in to.keys]
    if any(key is None for key in keys):
        return None
    return core.Link(
        subject,
        target,
        to.many,
        to.other,
        tuple(key for key in keys if key),
        name=item.name.text,
        title=title_of(item),
        source=entry.source,
        span=item.span,
        basis=entry.rests_on(),
        edition=entry.edition,
    )


def _no_target(items: Items, to: syntax.To, entry: Entry) -> None:
    first = to.target.names[0].text
    if items.names.templates.get(first) is not None or items.names.entry(first) is not None:
        said = Words("关联只到同一张表里的一组行", "a link leads to rows of the same form")
        items.found.add(p.ACROSS_FORMS, entry.source, to.target, said)
        return
    groups = [spelling for part in entry.template.parts.values() if part.many for spelling in (part.name, part.zh)]
    near = nearest(to.target.text, groups)
    said = Words(f"没有 `{to.target.text}` 这一组行", f"there are no rows `{to.target.text}`")
    _suggest(items, entry, to.target, said, near)


def _key(items: Items, key: syntax.Key, entry: Entry, ours: core.Subject, theirs: core.Subject) -> tuple[str, str, int] | None:
    scope = Scope(items.names, ours, ours)
    fields = []
    for name, subject in ((key.theirs, theirs), (key.ours, ours)):
        field = scope.field(subject, name.text)
        if field is None:
            known = [spelling for each in scope.fields(subject).values() for spelling in (each.name, each.zh)]
            said = Words(f"没有 `{name.text}` 这一栏", f"there is no field `{name.text}`")
            _suggest(items, entry, name, said, nearest(name.text, known))
            return None
        fields.append(field)
    if key.shift and any(field.kind != "number" for field in fields):
        items.found.add(p.WRONG_TYPE, entry.source, key, Words("只有数才能加减", "only a number can be shifted"))
        return None
    return fields[0].name, fields[1].name, key.shift


def _suggest(items: Items, entry: Entry, node: syntax.Node, said: Words, near: str | None) -> None:
    help_ = Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None
    items.found.add(p.UNKNOWN_FIELD, entry.source, node, said, help=help_, fix=Fix(((node.span, near),)) if near else None)
