"""Links: the forms and rows they lead to, and the fields that must be the same on both sides."""

from __future__ import annotations

from perfrules.check import problems as p
from perfrules.check.consolidate import basis_of
from perfrules.check.items import Items, title_of
from perfrules.check.names import Entry, Target
from perfrules.check.scope import Scope, Thing, link_target, resolve
from perfrules.core import tree as core
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms import Field, Template
from perfrules.syntax import tree as syntax


def links(items: Items) -> dict[str, core.Link]:
    """Every link that can be understood, by its key: the policy's own, and of those lent the ones that are read."""
    asked = items.names.links.asked
    for entry in items.names.entries.values():
        if isinstance(entry.item, syntax.Link) and not entry.free:
            asked.setdefault(entry.key(entry.template), (entry, entry.template))
    found: dict[str, core.Link] = {}
    done: set[str] = set()
    while waiting := [key for key in asked if key not in done]:  # a link may lead along others
        for key in waiting:
            done.add(key)
            made = _link(items, *asked[key])
            if made is not None:
                found[key] = made
    return found


def _link(items: Items, entry: Entry, own: Template) -> core.Link | None:
    item = entry.item
    assert isinstance(item, syntax.Link)
    to = item.only(syntax.To)
    subject = items.subject(item, entry, own)
    if to is None or subject is None:
        return None
    target = link_target(item, items.names, own)
    if target is None:
        _no_target(items, item, to, entry, subject, own)
        return None
    keys = [_key(items, key, entry, subject, target) for key in to.keys]
    if any(key is None for key in keys):
        return None
    return core.Link(
        subject,
        target.end,
        to.many,
        to.other,
        tuple(key for key in keys if key),
        target.through,
        name=item.name.text,
        title=title_of(item),
        source=entry.source,
        span=item.span,
        basis=basis_of(entry.item),
        edition=entry.edition,
    )


# ── where it leads ──


def _no_target(items: Items, item: syntax.Link, to: syntax.To, entry: Entry, subject: core.Subject, own: Template) -> None:
    if _circle(items, item, to, entry, own):
        return
    first, *rest = to.target.names
    other = items.names.templates.get(first.text)
    if other is not None and rest:
        _rows_of_forms(items, to, entry, other)
        return
    scope = Scope(items.names, subject, subject)
    found = resolve(to.target, scope)
    known = items.names.entry(first.text)
    if rest and isinstance(found, Thing):
        said = Words(f"`{to.target.text}` 不是一组行", f"`{to.target.text}` is not many")
        help_ = Words("关联到 `关联.组`，如 `上年.指标`", "a link leads to `link.group`, like `last_year.indicators`")
        items.found.add(p.NOT_MANY, entry.source, to.target, said, help=help_)
        return
    if rest and known is not None and isinstance(known.item, syntax.Link) and _excused(items, known, first, own):
        return
    groups = [spelling for part in scope.template(subject).parts.values() if part.many for spelling in (part.name, part.zh)]
    templates = [spelling for each in items.names.templates.all for spelling in (each.name, each.zh)]
    ways = [name for name, each in items.names.entries.items() if isinstance(each.item, syntax.Link)] if rest else []
    near = nearest(first.text if rest else to.target.text, [*groups, *templates, *ways])
    said = Words(f"没有 `{to.target.text}` 这一组行或表样", f"there are no rows and no template `{to.target.text}`")
    _suggest(items, entry, first if rest and near else to.target, said, near)


def _circle(items: Items, item: syntax.Link, to: syntax.To, entry: Entry, own: Template) -> bool:
    """Whether it leads through itself; a circle of several links is reported at the first of them."""
    key = (item.name.text, own.name)
    circle = next((each for each in items.names.links.circles if key in each), None)
    if circle is None:
        return False
    shown = " → ".join([name for name, _ in circle] + [circle[0][0]])
    if key == circle[0]:
        said = Words(f"关联绕回了自己：{shown}", f"a link that leads through itself: {shown}")
        items.found.add(p.CIRCULAR, entry.source, to.target, said)
    return True


def _excused(items: Items, known: Entry, first: syntax.Name, own: Template) -> bool:
    """Whether the link it leads along is itself not understood, which is reported there."""
    assert isinstance(known.item, syntax.Link)
    broken = known.item.broken or link_target(known.item, items.names, known.within(own)) is None
    return broken or first.text in items.names.lost


def _rows_of_forms(items: Items, to: syntax.To, entry: Entry, other: Template) -> None:
    group = to.target.names[1].text
    said = Words("别的表里的行，要经过到那张表的关联", "rows of other forms are reached along a link to those forms")
    help_ = Words(
        f"先写到 `{other.zh}` 的关联，再写由它到 `{group}` 的关联",
        f"link to `{other.name}` first, then to the `{group}` of that link",
    )
    items.found.add(p.ACROSS_FORMS, entry.source, to.target, said, help=help_)


# ── keys ──


def _key(items: Items, key: syntax.Key, entry: Entry, ours: core.Subject, to: Target) -> tuple[str, str, int] | None:
    scope = Scope(items.names, ours, ours)
    fields: list[Field] = []
    for name, subject in ((key.theirs, to.end), (key.ours, ours)):
        field = scope.field(subject, name.text)
        if field is None:
            known = [spelling for each in scope.fields(subject).values() for spelling in (each.name, each.zh)]
            part, template = scope.part(subject), scope.template(subject)
            zh, en = (part.zh, part.name) if part else (template.zh, template.name)
            said = Words(f"`{zh}` 没有 `{name.text}` 这一栏", f"`{en}` has no field `{name.text}`")
            _suggest(items, entry, name, said, nearest(name.text, known))
            return None
        fields.append(field)
    theirs, our = fields
    if key.shift and any(field.kind != "number" for field in fields):
        items.found.add(p.WRONG_TYPE, entry.source, key, Words("只有数才能加减", "only a number can be shifted"))
        return None
    if _sort(theirs) != _sort(our):
        said = Words(
            f"`{theirs.zh}` 与 `{our.zh}` 不是同一种栏目，不会相同",
            f"`{theirs.name}` and `{our.name}` hold different kinds of values and are never the same",
        )
        items.found.add(p.WRONG_TYPE, entry.source, key, said)
        return None
    return theirs.name, our.name, key.shift


def _sort(field: Field) -> str:
    return "text" if field.kind == "choice" else field.kind


def _suggest(items: Items, entry: Entry, node: syntax.Node, said: Words, near: str | None) -> None:
    help_ = Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None
    items.found.add(p.UNKNOWN_FIELD, entry.source, node, said, help=help_, fix=Fix(((node.span, near),)) if near else None)
