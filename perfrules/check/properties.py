"""Properties: what must hold on every form there can be, in the words of the rule or score they are about."""

from __future__ import annotations

from perfrules.check import problems as p
from perfrules.check.consolidate import Standing
from perfrules.check.examples import unknown_check
from perfrules.check.expressions import Expressions
from perfrules.check.items import Items
from perfrules.check.scope import Scope, subject_of
from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.forms import Template
from perfrules.syntax import tree as syntax


def property_(items: Items, standing: Standing, template: Template) -> core.Property | None:
    """None when something in it is wrong; that is reported."""
    item, source = standing.item, standing.file.source
    assert isinstance(item, syntax.Property)
    subject: core.Subject | None = core.Subject(template.name)
    if item.of is not None:
        entry = items.names.entry(item.of.text)
        if entry is None or not isinstance(entry.item, syntax.Rule | syntax.Score):
            unknown_check(item.of, items.names, source, items.found)
            return None
        subject = subject_of(entry.item, items.names, entry.template)
    if subject is None:
        return None
    of = items.of_property(source, item)
    scope = Scope(items.names, subject, subject)
    when, require, rises = item.only(syntax.When), item.only(syntax.Require), item.only(syntax.As)
    made = core.Property(
        item.title.value if item.title else "",
        item.of.text if item.of else None,
        None if when is None else of.truth(when.condition, scope),
        None if require is None else of.truth(require.condition, scope),
        None if rises is None else _rising(of, rises.cell, scope),
        None if rises is None else rises.never,
        source,
        item.span,
        standing.edition,
    )
    written, meant = (when, require, rises), (made.when, made.require, made.rises)
    whole = all((clause is None) == (part is None) for clause, part in zip(written, meant, strict=True))
    return made if whole else None


def _rising(of: Expressions, path: syntax.Path, scope: Scope) -> core.Cell | None:
    """The cell that rises: one that holds a number."""
    cell = of.cell(path, scope)
    if cell is not None and cell.type.kind is not Kind.NUMBER:
        of.found.add(p.WRONG_TYPE, of.source, path, Words("只有数会增加", "only a number rises"))
        return None
    return cell
