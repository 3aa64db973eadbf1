"""Params and lets checked, each once and when it is first read, so that each reads only earlier ones."""

from __future__ import annotations

from typing import cast

from perfrules.check import problems as p
from perfrules.check.consolidate import basis_of
from perfrules.check.constants import constant
from perfrules.check.expressions import Expressions
from perfrules.check.maker import Maker
from perfrules.check.names import Entry, Names
from perfrules.check.problems import Problems
from perfrules.check.scope import Scope, subject_of
from perfrules.check.tables import table
from perfrules.core import tree as core
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms import Template
from perfrules.source import Source
from perfrules.syntax import tree as syntax

DEEPEST_LETS = 40


class Items:
    """What the passes over a file's items share: the names there are, and the params and lets understood so far."""

    def __init__(self, names: Names, found: Problems) -> None:
        self.names = names
        self.found = found
        self.maker = Maker()
        self.params: dict[str, core.Param] = {}
        self.lets: dict[str, core.Let] = {}
        self.failed: set[str] = set()
        self.open: list[str] = []

    def expressions(self, entry: Entry) -> Expressions:
        return Expressions(entry.source, self.found, self.maker, self.params, self.let, self.param, entry.item.language)

    def of_property(self, source: Source, item: syntax.Property) -> Expressions:
        """In a property, and nowhere else, one may ask whether every other rule is met."""
        but = () if item.of is None else (item.of.text,)
        return Expressions(source, self.found, self.maker, self.params, self.let, self.param, item.language, others_than=but)

    def param(self, entry: Entry) -> core.Param | None:
        item = cast(syntax.Param, entry.item)
        name = item.name.text
        if name in self.params or not self._enter(entry):
            return self.params.get(name)
        form = core.Subject(entry.template.name)
        made = self.expressions(entry).mean(item.value, Scope(self.names, form, form))
        self.open.pop()
        value = None if made is None else constant(made, self.params)
        if made is None or value is None:
            if made is not None:
                self._not_constant(entry, item, made)
            self.failed.add(name)
            return None
        self.params[name] = core.Param(
            made,
            value,
            name=name,
            title=title_of(item),
            source=entry.source,
            span=item.span,
            basis=basis_of(entry.item),
            edition=entry.edition,
        )
        return self.params[name]

    def _not_constant(self, entry: Entry, item: syntax.Param, made: core.Expr) -> None:
        said = Words("参数要是常数，不随表变动", "a param is a constant, the same for every form")
        help_: Words | None = Words("随表变动的值用 `定义`", "for a value of the form use `let`")
        if not _reads_form(made):
            said = Words("这个算式算不出数：除以零，或数太大", "this has no value: a division by zero, or too large a number")
            help_ = None
        self.found.add(p.NOT_CONSTANT, entry.source, item.value, said, help=help_)

    def let(self, entry: Entry, template: Template) -> core.Let | None:
        """What a let means, asked for from a form of `template`."""
        item = cast(syntax.Let, entry.item)
        own = entry.within(template)
        name = entry.key(own)
        if name in self.lets or not self._enter(entry, name):
            return self.lets.get(name)
        subject = self.subject(item, entry, own)
        made = None
        if subject is not None:
            scope = Scope(self.names, subject, subject)
            expressions = self.expressions(entry)
            made = table(expressions, item, scope) if item.value is None else expressions.mean(item.value, scope)
        self.open.pop()
        if made is None or subject is None:
            self.failed.add(name)
            return None
        self.maker.lets[name] = self.maker.heights[made.id]
        self.lets[name] = core.Let(
            subject,
            made,
            name=item.name.text,
            title=title_of(item),
            source=entry.source,
            span=item.span,
            basis=basis_of(entry.item),
            edition=entry.edition,
        )
        return self.lets[name]

    def _enter(self, entry: Entry, key: str | None = None) -> bool:
        """Begin to check a param or let, unless it failed before or waits for itself."""
        name = entry.item.name
        key = key or name.text
        if key in self.failed:
            return False
        if key in self.open:
            shown = " → ".join([each.rpartition(":")[2] for each in self.open[self.open.index(key) :]] + [name.text])
            said = Words(f"定义绕回了自己：{shown}", f"a let that needs itself: {shown}")
            self.found.add(p.CIRCULAR, entry.source, name, said)
        elif len(self.open) >= DEEPEST_LETS:
            said = Words("定义套定义太深", "lets stand too deep on one another")
            self.found.add(p.TOO_DEEP, entry.source, name, said)
        else:
            self.open.append(key)
            return True
        self.failed.add(key)
        return False

    def subject(
        self, item: syntax.Let | syntax.Link | syntax.Rule | syntax.Score, entry: Entry, own: Template | None = None
    ) -> core.Subject | None:
        """What the item is for; a group that the template does not have is reported."""
        own = own or entry.template
        subject = subject_of(item, self.names, own)
        if subject is None and item.subject is not None:
            self._no_subject(item.subject, entry.source, own)
        return subject

    def _no_subject(self, path: syntax.Path, source: Source, own: Template) -> None:
        first, *rest = path.names
        other = self.names.templates.get(first.text) if rest else None
        owner, at = (other, rest[0]) if other is not None else (own, path)
        parts = [spelling for part in owner.parts.values() for spelling in (part.name, part.zh)]
        known = parts if other else [*parts, *(name for each in self.names.templates.all for name in (each.name, each.zh))]
        near = nearest(at.text, known)
        listed = Words("可以针对 " + "、".join(parts[1::2]), "there are " + ", ".join(parts[::2]))
        self.found.add(
            p.UNKNOWN_FIELD,
            source,
            at,
            Words(f"`{owner.zh}` 没有 `{at.text}` 这一组", f"`{owner.name}` has no `{at.text}`"),
            help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else listed,
            fix=Fix(((at.span, near),)) if near else None,
        )


def _reads_form(node: core.Expr) -> bool:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, core.Cell | core.LetRef | core.Aggregate | core.Call):
            return True
        waiting.extend(core.children(current))
    return False


def title_of(item: syntax.Item) -> str | None:
    return item.title.value if item.title else None
