"""Examples read: the rule they are about, and the cells they fill, each a field of the template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from perfrules.check import belonging
from perfrules.check import problems as p
from perfrules.check import repealed as told
from perfrules.check.consolidate import Standing, within
from perfrules.check.items import Items
from perfrules.check.literals import no_day
from perfrules.check.names import Entry, Names
from perfrules.check.problems import Problems
from perfrules.check.scope import link_target, subject_of
from perfrules.core import tree as core
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms import Part, Template
from perfrules.forms.reading import read_cell
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words


def example(standing: Standing, items: Items) -> core.Example | None:
    """None when something in it is wrong; that is reported."""
    item, source = standing.item, standing.file.source
    names, found = items.names, items.found
    assert isinstance(item, syntax.Example)
    entry = names.entry(item.of.text)
    if entry is None or not isinstance(entry.item, syntax.Rule | syntax.Score):
        unknown_check(item.of, names, source, found)
        return None
    expect = item.only(syntax.Expect)
    subject = subject_of(entry.item, names, entry.template)
    template = None if subject is None else names.templates.get(subject.template)
    if template is None:  # the rule is for nothing, which is reported there
        return None
    rows = [_given(given, template, items, source) for given in item.every(syntax.Given)]
    _on_its_days(standing, entry, template, found)
    if expect is None or any(row is None for row in rows):
        return None
    if expect.audited is not None and not isinstance(entry.item, syntax.Score):
        found.add(p.WRONG_PLACE, source, expect.audited, Words("只有计分有复核值", "only a score has an audited value"))
        return None
    if expect.audited is not None and not _may_stand(expect.audited, source, found):
        return None
    return core.Example(
        item.title.value if item.title else "",
        item.of.text,
        tuple(row for each in rows if each is not None for row in each),
        expect.outcome,
        None if expect.audited is None else cell_text(expect.audited),
        source,
        item.span,
        standing.edition,
    )


def _on_its_days(standing: Standing, entry: Entry, template: Template, found: Problems) -> None:
    """A form that was filled in when the rule was not there is no example of it."""
    assert isinstance(standing.item, syntax.Example)
    name = template.about.filled_on
    for given in standing.item.every(syntax.Given) if standing.there and name is not None else ():
        for cell in given.cells if given.part is None else ():
            field = template.field(cell.path.names[0].text) if len(cell.path.names) == 1 else None
            if field is None or field.name != name or cell.written.kind == "set":
                continue
            day = read_cell(field, cell_text(cell.written), Fraction(1)).value
            if isinstance(day, date) and not any(within(day, days) for days in standing.there):
                belonging.other_days(standing, entry.item, entry.source, standing.there, cell.written.span, found)


def unknown_check(of: syntax.Name, names: Names, source: Source, found: Problems) -> None:
    """There is no rule or score of that name; unless a mistake reported elsewhere is why."""
    if of.text in names.lost:
        return
    if of.text in names.gone:
        told.was_repealed(of, source, names.gone[of.text], found)
        return
    checks = [name for name, entry in names.entries.items() if isinstance(entry.item, syntax.Rule | syntax.Score)]
    near = nearest(of.text, checks)
    found.add(
        p.UNKNOWN_NAME,
        source,
        of,
        Words(f"没有 `{of.text}` 这条规则或计分", f"there is no rule or score `{of.text}`"),
        help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None,
        fix=Fix(((of.span, near),)) if near else None,
    )


def _given(given: syntax.Given, template: Template, items: Items, source: Source) -> list[core.GivenRow] | None:
    """The rows that one `given` fills: one of a group, or cells of a form and its records; of a linked form where it says so."""
    names = () if given.part is None else given.part.names
    link, whole = None, template
    if names and template.part(names[0].text) is None:
        entry = items.names.entry(names[0].text)
        if entry is not None and isinstance(entry.item, syntax.Link):
            to = _linked(entry, names[0], template, items, source)
            if to is None:
                return None
            link, whole = to
            names = names[1:]
    part = whole.part(names[0].text) if len(names) == 1 else None
    if names and part is None:
        _no_part(names, whole, link is None, items, source)
        return None
    cells: dict[str | None, list[tuple[str, str | tuple[str, ...]]]] = {}
    if link is not None and part is None:
        cells[None] = []  # another linked form begins, whichever of its cells are given
    for cell in given.cells:
        at = _field(cell, part, whole, source, items.found)
        if at is None or not _may_stand(cell.written, source, items.found, shown=True):
            return None
        cells.setdefault(at[0], []).append((at[1], _value(cell.written)))
    return [core.GivenRow(name, tuple(filled), link) for name, filled in cells.items()]


def _linked(entry: Entry, name: syntax.Name, own: Template, items: Items, source: Source) -> tuple[str, Template] | None:
    """The key of a link and the template of the forms it leads to; one that leads to rows is reported."""
    assert isinstance(entry.item, syntax.Link)
    own = entry.within(own)
    target = link_target(entry.item, items.names, own)
    key = entry.key(own)
    items.names.links.asked.setdefault(key, (entry, own))
    if target is None:
        return None
    if target.through is not None or target.end.part is not None:
        said = Words(f"`{name.text}` 对应的是行，不是表", f"`{name.text}` leads to rows, not to forms")
        help_ = Words("填它们所在的表，如 `假设 各项目.指标: …`", "fill their form, like `given projects.indicators: …`")
        items.found.add(p.WRONG_PLACE, source, name, said, help=help_)
        return None
    template = items.names.templates.get(target.end.template)
    assert template is not None
    return key, template


def _no_part(names: Sequence[syntax.Name], template: Template, first: bool, items: Items, source: Source) -> None:
    """A group that the template does not have; as the first name it may also have been meant for a link."""
    known = [spelling for each in template.parts.values() for spelling in (each.name, each.zh)]
    if first:
        known += [name for name, entry in items.names.entries.items() if isinstance(entry.item, syntax.Link)]
        if names[0].text in items.names.lost:
            return
    at = names[0] if len(names) == 1 or first else names[1]
    text = at.text
    near = nearest(text, known)
    items.found.add(
        p.UNKNOWN_FIELD,
        source,
        at,
        Words(f"`{template.zh}` 没有 `{text}` 这一组", f"`{template.name}` has no `{text}`"),
        help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None,
        fix=Fix(((at.span, near),)) if near else None,
    )


def _field(
    cell: syntax.GivenCell, part: Part | None, template: Template, source: Source, found: Problems
) -> tuple[str | None, str] | None:
    """The part and field that a cell of an example fills."""
    names = cell.path.names
    if part is None and len(names) == 2:
        record = template.part(names[0].text)
        part = record if record is not None and not record.many else None
        names = names[1:]
    field = (part or template).field(names[0].text) if len(names) == 1 else None
    if field is None:
        owner = part or template
        known = [spelling for each in owner.fields.values() for spelling in (each.name, each.zh)]
        near = nearest(names[-1].text, known)
        found.add(
            p.UNKNOWN_FIELD,
            source,
            cell.path,
            Words(f"`{owner.zh}` 没有 `{cell.path.text}` 这一栏", f"`{owner.name}` has no `{cell.path.text}`"),
            help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None,
            fix=Fix(((cell.path.names[-1].span, near),)) if near else None,
        )
        return None
    return (part.name if part else None), field.name


def _may_stand(written: syntax.Written, source: Source, found: Problems, *, shown: bool = False) -> bool:
    """Whether the calendar has the day that is written there; what is `shown` on a form may be anything, in quotes."""
    text = no_day(written)
    if text is None:
        return True
    help_ = Words("如果表上就是这样写的，加上引号", "if the form shows it like this, put it in quotes")
    said = Words(f"没有 {text} 这一天", f"there is no day {text}")
    found.add(p.NO_SUCH_DATE, source, written, said, help=help_ if shown else None)
    return False


def _value(written: syntax.Written) -> str | tuple[str, ...]:
    return written.texts if written.kind == "set" else cell_text(written)


def cell_text(written: syntax.Written) -> str:
    """What would stand on the form: the digits, and the unit by its Chinese word."""
    return written.texts[0] + (words().groups["units"][written.unit] if written.unit else "")
