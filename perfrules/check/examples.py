"""Examples read: the rule they are about, and the cells they fill, each a field of the template."""

from __future__ import annotations

from perfrules.check import problems as p
from perfrules.check import repealed as told
from perfrules.check.consolidate import Standing
from perfrules.check.names import Names
from perfrules.check.problems import Problems
from perfrules.core import tree as core
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms import Part, Template
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words


def example(standing: Standing, names: Names, template: Template, found: Problems) -> core.Example | None:
    """None when something in it is wrong; that is reported."""
    item, source = standing.item, standing.file.source
    assert isinstance(item, syntax.Example)
    entry = names.entry(item.of.text)
    if entry is None or not isinstance(entry.item, syntax.Rule | syntax.Score):
        unknown_check(item.of, names, source, found)
        return None
    expect = item.only(syntax.Expect)
    rows = [_given(given, template, source, found) for given in item.every(syntax.Given)]
    if expect is None or any(row is None for row in rows):
        return None
    if expect.audited is not None and not isinstance(entry.item, syntax.Score):
        found.add(p.WRONG_PLACE, source, expect.audited, Words("只有计分有复核值", "only a score has an audited value"))
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


def _given(given: syntax.Given, template: Template, source: Source, found: Problems) -> list[core.GivenRow] | None:
    """The rows that one `given` fills: one of a group, or cells of the form and its records."""
    part = None if given.part is None else template.part(given.part.text)
    if given.part is not None and part is None:
        known = [spelling for each in template.parts.values() for spelling in (each.name, each.zh)]
        near = nearest(given.part.text, known)
        found.add(
            p.UNKNOWN_FIELD,
            source,
            given.part,
            Words(f"`{template.zh}` 没有 `{given.part.text}` 这一组", f"`{template.name}` has no `{given.part.text}`"),
            help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None,
            fix=Fix(((given.part.span, near),)) if near else None,
        )
        return None
    cells: dict[str | None, list[tuple[str, str | tuple[str, ...]]]] = {}
    for cell in given.cells:
        at = _field(cell, part, template, source, found)
        if at is None:
            return None
        cells.setdefault(at[0], []).append((at[1], _value(cell.written)))
    return [core.GivenRow(name, tuple(filled)) for name, filled in cells.items()]


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


def _value(written: syntax.Written) -> str | tuple[str, ...]:
    return written.texts if written.kind == "set" else cell_text(written)


def cell_text(written: syntax.Written) -> str:
    """What would stand on the form: the digits, and the unit by its Chinese word."""
    return written.texts[0] + (words().groups["units"][written.unit] if written.unit else "")
