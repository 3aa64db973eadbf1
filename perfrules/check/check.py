"""The pass that turns what an author wrote into what it means: the only maker of a `core.Program`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from perfrules.check import examples, order
from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.expressions import Expressions
from perfrules.check.literals import day
from perfrules.check.maker import Maker
from perfrules.check.names import Entry, Names, collect
from perfrules.check.problems import Problems, type_words
from perfrules.check.scope import Scope, link_target, subject_of
from perfrules.check.tables import table
from perfrules.core import tree as core
from perfrules.core.types import Kind, comparable
from perfrules.diagnostics import Diagnostic, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms import Template, Templates
from perfrules.source import Span
from perfrules.syntax import tree as syntax

DEEPEST_LETS = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """The program, when nothing is wrong with it, and everything that is. A warning does not stop it."""

    program: core.Program | None
    problems: tuple[Diagnostic, ...]


def check(main: syntax.File, used: Sequence[syntax.File], templates: Templates) -> Checked:
    """The program that `main` means, reading the params, lets and links of the files it uses."""
    found = Problems()
    template = _template(main, templates, found)
    if main.policy is None or template is None:
        return Checked(None, tuple(found.found))
    its = [(file, _template_named(file, templates) or template) for file in used]
    names = collect(main, its, template, templates, found)
    program = _Pass(main, template, names, found).program(main.policy)
    ordered = tuple(sorted(found.found, key=lambda problem: (problem.at.source.name, problem.at.span)))
    sound = not any(problem.level == "error" for problem in ordered) and not any(item.broken for item in main.items)
    return Checked(program if sound else None, ordered)


def _template_named(file: syntax.File, templates: Templates) -> Template | None:
    clause = file.policy.only(syntax.TemplateClause) if file.policy else None
    return None if clause is None else templates.get(clause.name.text)


def _template(file: syntax.File, templates: Templates, found: Problems) -> Template | None:
    if file.policy is None:
        if not any(item.broken for item in file.items) and not file.lost:
            found.add(
                p.NO_POLICY, file.source, Span(0, 0), Words("文件里没有政策行", "the file has no policy"),
                help=Words('第一行写 `政策 地区/种类 年度 "名称"`', 'the first line is `policy place/kind 2020 "title"`'),
            )  # fmt: skip
        return None
    clause = file.policy.only(syntax.TemplateClause)
    if clause is None:
        if not file.policy.broken:
            found.add(
                p.UNKNOWN_TEMPLATE, file.source, file.policy.identity, Words("政策没有写表样", "the policy names no template"),
                help=Words("加一行 `表样 项目自评表`", "add a line `template project_form`"),
            )  # fmt: skip
        return None
    template = templates.get(clause.name.text)
    if template is None:
        known = [spelling for each in templates.all for spelling in (each.name, each.zh)]
        near = nearest(clause.name.text, known)
        found.add(
            p.UNKNOWN_TEMPLATE, file.source, clause.name,
            Words(f"没有 `{clause.name.text}` 这个表样", f"there is no template `{clause.name.text}`"),
            help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else Words("有：" + "、".join(known), "there are " + ", ".join(known)),
        )  # fmt: skip
    return template


class _Pass:
    """Checks every item once; a let is checked when it is first read, so that each reads only earlier ones."""

    def __init__(self, main: syntax.File, template: Template, names: Names, found: Problems) -> None:
        self.main = main
        self.template = template
        self.names = names
        self.found = found
        self.maker = Maker()
        self.params: dict[str, core.Param] = {}
        self.lets: dict[str, core.Let] = {}
        self.failed: set[str] = set()
        self.open: list[str] = []

    def program(self, policy: syntax.Policy) -> core.Program:
        for entry in self.names.entries.values():
            if isinstance(entry.item, syntax.Param):
                self.param(entry)
            elif isinstance(entry.item, syntax.Let):
                self.let(entry)
        links = self._links()
        checks = [made for item in self.main.items if isinstance(item, syntax.Rule | syntax.Score) and (made := self._check(item))]
        self._scores([each for each in checks if isinstance(each, core.Score)])
        shown = [
            made
            for item in self.main.items
            if isinstance(item, syntax.Example) and (made := examples.example(item, self.names, self.template, self.main.source, self.found))
        ]
        starts, ends = self._dates(policy)
        return core.Program(
            path=policy.identity.path,
            edition=policy.identity.edition,
            title=policy.title.value if policy.title else None,
            template=self.template.name,
            years=self._years(policy),
            places=tuple(text.value for places in policy.every(syntax.Places) for text in places.names),
            starts=starts,
            ends=ends,
            basis=_basis(policy),
            params=self.params,
            lets=self.lets,
            links=links,
            checks=tuple(checks),
            examples=tuple(shown),
        )

    # ── the policy's own clauses ──

    def _years(self, policy: syntax.Policy) -> tuple[str, str]:
        years = policy.only(syntax.Years)
        if years is None:
            return policy.identity.edition[:4], policy.identity.edition[:4]
        if len(years.first) != 4 or len(years.last) != 4 or years.first > years.last:
            self.found.add(
                p.WRONG_PLACE, self.main.source, years, Words("年度写成 `2020` 或 `2022-2023`", "years are written `2020` or `2022-2023`")
            )
        return years.first, years.last

    def _dates(self, policy: syntax.Policy) -> tuple[date | None, date | None]:
        ends = []
        for clause in (policy.only(syntax.From), policy.only(syntax.Until)):
            at = None if clause is None else day(clause.date)
            if clause is not None and at is None:
                text = clause.date.text
                self.found.add(p.NO_SUCH_DATE, self.main.source, clause.date, Words(f"没有 {text} 这一天", f"there is no day {text}"))
            ends.append(at)
        return ends[0], ends[1]

    # ── params and lets ──

    def _expressions(self, entry: Entry) -> Expressions:
        return Expressions(entry.source, self.found, self.maker, self.params, self.let, self.param)

    def param(self, entry: Entry) -> core.Param | None:
        item = cast(syntax.Param, entry.item)
        name = item.name.text
        if name in self.params or not self._enter(entry):
            return self.params.get(name)
        form = core.Subject(entry.template.name)
        made = self._expressions(entry).mean(item.value, Scope(self.names, form, form))
        self.open.pop()
        value = None if made is None else constant(made, self.params)
        if made is None or value is None:
            if made is not None:
                self.found.add(p.NOT_CONSTANT, entry.source, item.value, Words("参数要是常数", "a param is a constant"))
            self.failed.add(name)
            return None
        self.params[name] = core.Param(
            made, value, name=name, title=_title(item), source=entry.source, span=item.span, basis=_basis(item)
        )
        return self.params[name]

    def let(self, entry: Entry) -> core.Let | None:
        item = cast(syntax.Let, entry.item)
        name = item.name.text
        if name in self.lets or not self._enter(entry):
            return self.lets.get(name)
        subject = self._subject(item, entry)
        made = None
        if subject is not None:
            scope = Scope(self.names, subject, subject)
            expressions = self._expressions(entry)
            made = table(expressions, item, scope) if item.value is None else expressions.mean(item.value, scope)
        self.open.pop()
        if made is None or subject is None:
            self.failed.add(name)
            return None
        self.maker.lets[name] = self.maker.heights[made.id]
        self.lets[name] = core.Let(
            subject, made, name=name, title=_title(item), source=entry.source, span=item.span, basis=_basis(item)
        )
        return self.lets[name]

    def _enter(self, entry: Entry) -> bool:
        """Begin to check a param or let, unless it failed before or waits for itself."""
        name = entry.item.name
        if name.text in self.failed:
            return False
        if name.text in self.open or len(self.open) >= DEEPEST_LETS:
            circle = name.text in self.open
            shown = " → ".join([*self.open[self.open.index(name.text) :], name.text]) if circle else name.text
            self.found.add(
                p.CIRCULAR if circle else p.TOO_DEEP, entry.source, name,
                Words(f"定义绕回了自己：{shown}", f"a let that needs itself: {shown}")
                if circle
                else Words("定义套定义太深", "lets stand too deep on one another"),
            )  # fmt: skip
            self.failed.add(name.text)
            return False
        self.open.append(name.text)
        return True

    def _subject(self, item: syntax.Let | syntax.Link | syntax.Rule | syntax.Score, entry: Entry) -> core.Subject | None:
        subject = subject_of(item, entry, self.names)
        if subject is None and item.subject is not None:
            parts = [spelling for part in entry.template.parts.values() for spelling in (part.name, part.zh)]
            near = nearest(item.subject.text, parts)
            self.found.add(
                p.UNKNOWN_FIELD, entry.source, item.subject,
                Words(f"`{entry.template.zh}` 没有 `{item.subject.text}` 这一组", f"`{entry.template.name}` has no `{item.subject.text}`"),
                help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else Words("可以针对 " + "、".join(parts[1::2]), "there are " + ", ".join(parts[::2])),
            )  # fmt: skip
        return subject

    # ── links within the form ──

    def _links(self) -> dict[str, core.Link]:
        links = {}
        for name, entry in self.names.entries.items():
            if isinstance(entry.item, syntax.Link):
                made = self._link(entry.item, entry)
                if made is not None:
                    links[name] = made
        return links

    def _link(self, item: syntax.Link, entry: Entry) -> core.Link | None:
        to = item.only(syntax.To)
        subject = self._subject(item, entry)
        if to is None or subject is None:
            return None
        target = link_target(item, entry, self.names)
        if target is None:
            known = self.names.templates.get(to.target.names[0].text) is not None or self.names.entry(to.target.names[0].text)
            self.found.add(
                p.ACROSS_FORMS if known else p.UNKNOWN_FIELD, entry.source, to.target,
                Words("关联只到同一张表里的一组行", "a link leads to rows of the same form")
                if known
                else Words(f"没有 `{to.target.text}` 这一组行", f"there are no rows `{to.target.text}`"),
            )  # fmt: skip
            return None
        keys = [self._key(key, entry, subject, target) for key in to.keys]
        if any(key is None for key in keys):
            return None
        return core.Link(
            subject, target, to.many, to.other, tuple(key for key in keys if key),
            name=item.name.text, title=_title(item), source=entry.source, span=item.span,
        )  # fmt: skip

    def _key(self, key: syntax.Key, entry: Entry, ours: core.Subject, theirs: core.Subject) -> tuple[str, str, int] | None:
        scope = Scope(self.names, ours, ours)
        fields = []
        for name, subject in ((key.theirs, theirs), (key.ours, ours)):
            field = scope.field(subject, name.text)
            if field is None:
                self.found.add(
                    p.UNKNOWN_FIELD, entry.source, name, Words(f"没有 `{name.text}` 这一栏", f"there is no field `{name.text}`")
                )
                return None
            fields.append(field)
        if key.shift and any(field.kind != "number" for field in fields):
            self.found.add(p.WRONG_TYPE, entry.source, key, Words("只有数才能加减", "only a number can be shifted"))
            return None
        return fields[0].name, fields[1].name, key.shift

    # ── rules and scores ──

    def _check(self, item: syntax.Rule | syntax.Score) -> core.Rule | core.Score | None:
        entry = Entry(item, self.main.source, self.template, True)
        subject = self._subject(item, entry)
        if subject is None:
            return None
        scope = Scope(self.names, subject, subject)
        of = self._expressions(entry)
        when_clause = item.only(syntax.When)
        when = None if when_clause is None else of.truth(when_clause.condition, scope)
        severity, missing = item.only(syntax.SeverityClause), item.only(syntax.MissingMeans)
        common = {
            "name": item.name.text,
            "title": _title(item),
            "source": self.main.source,
            "span": item.span,
            "basis": _basis(item),
            "subject": subject,
            "when": when,
            "severity": severity.severity if severity else "error",
            "message": self._message(item, of, scope),
            "missing_means": missing.outcome if missing else "undetermined",
        }
        if isinstance(item, syntax.Score):
            return self._score(item, of, scope, common)
        require = item.only(syntax.Require)
        condition = None if require is None else of.truth(require.condition, scope)
        return None if condition is None else core.Rule(condition, **common)  # type: ignore[arg-type]

    def _message(self, item: syntax.Rule | syntax.Score, of: Expressions, scope: Scope) -> tuple[str | core.Expr, ...]:
        message = item.only(syntax.Message)
        if message is None:
            return ()
        made = [part if isinstance(part, str) else of.mean(part, scope) for part in message.parts]
        return tuple(part for part in made if part is not None)

    def _score(self, item: syntax.Score, of: Expressions, scope: Scope, common: dict[str, object]) -> core.Score | None:
        claimed, expected, within = item.only(syntax.Claimed), item.only(syntax.Expected), item.only(syntax.Within)
        if claimed is None or expected is None:
            return None
        cell = of.cell(claimed.cell, scope)
        value = of.mean(expected.value, scope)
        tolerance = None if within is None else of.number(within.tolerance, scope)
        if cell is None or value is None or (within is not None and tolerance is None):
            return None
        if any(step.kind == "link" for step in cell.route.steps):
            self.found.add(p.WRONG_PLACE, self.main.source, claimed.cell, Words("计分只管本表的栏", "a score claims a cell of its own form"))
            return None
        if not self._fits(of, claimed.cell, cell, expected.value, value):
            return None
        if tolerance is not None and within is not None and not comparable(cell.type, tolerance.type):
            of.mismatch(within, claimed.cell, cell.type, within.tolerance, tolerance.type, Words("比较", "compared"))
            return None
        return core.Score(cell, value, tolerance, **common)  # type: ignore[arg-type]

    def _fits(self, of: Expressions, one: syntax.Expr, cell: core.Cell, other: syntax.Expr, value: core.Expr) -> bool:
        """Whether the value, or the inside of the interval or set, can be what the cell shows."""
        if value.type.kind in (Kind.INTERVAL, Kind.SET):
            return of.may_hold(one, cell, other, value)
        if cell.type.kind is Kind.TICKS or value.type.kind is Kind.TRUTH:
            words = type_words(value.type)
            self.found.add(p.WRONG_TYPE, self.main.source, other, Words(f"栏里填不了{words.zh}", f"a cell does not hold {words.en}"))
            return False
        return of.may_compare(one, cell, "=", other, value)

    def _scores(self, scores: list[core.Score]) -> None:
        circle = order.circle(scores, self.lets)
        if circle is not None:
            shown = " → ".join(column.field for column in [*circle, circle[0]])
            at = next(score for score in scores if score.column in circle)
            self.found.add(
                p.CIRCULAR, at.source, at.expected.span, Words(f"计分绕回了自己：{shown}", f"scores that need each other: {shown}")
            )
        for place, score in enumerate(scores):
            for earlier in scores[:place]:
                if earlier.column == score.column and not order.exclusive(earlier.when, score.when):
                    self._rivals(score, earlier)

    def _rivals(self, score: core.Score, earlier: core.Score) -> None:
        self.found.add(
            p.RIVAL_SCORES, score.source, score.claimed.span,
            Words(f"`{earlier.name}` 也填这一栏，看不出两个条件互不相容", f"`{earlier.name}` claims this cell too, and their conditions may both hold"),
            others=(Label(earlier.source, earlier.claimed.span, Words("先在这里", "first here")),),
            help=Words("让两个 `当` 互相排斥", "let the two `when`s exclude each other"), level="warning",
        )  # fmt: skip


def _title(item: syntax.Item) -> str | None:
    return item.title.value if item.title else None


def _basis(item: syntax.Item) -> tuple[core.BasisOf, ...]:
    return tuple(
        core.BasisOf(basis.document.value, basis.clause.value if basis.clause else None) for basis in item.every(syntax.Basis)
    )
