"""The pass that turns what an author wrote into what it means: the only maker of a `core.Program`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perfrules.check import examples, rules
from perfrules.check import problems as p
from perfrules.check.items import Items, basis_of
from perfrules.check.links import links
from perfrules.check.literals import day
from perfrules.check.names import Entry, collect
from perfrules.check.problems import Problems
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic, Fix, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms import Template, Templates
from perfrules.source import Source, Span
from perfrules.syntax import tree as syntax


@dataclass(frozen=True, slots=True)
class Checked:
    """The program, when nothing is wrong with it, and everything that is. A warning does not stop it."""

    program: core.Program | None
    problems: tuple[Diagnostic, ...]


def check(main: syntax.File, used: Sequence[syntax.File], templates: Templates) -> Checked:
    """The program that `main` means, reading the params, lets and links of the files it uses."""
    found = Problems()
    _one_policy(main, found)
    template = _template(main, templates, found)
    if main.policy is None or template is None:
        return Checked(None, tuple(found.found))
    its = [(file, _lent_in(file, template, templates)) for file in used]
    items = Items(collect(main, its, template, templates, found), found)
    program = _program(main, main.policy, template, items)
    ordered = tuple(sorted(found.found, key=lambda problem: (problem.at.source.name, problem.at.span)))
    sound = (
        not main.lost and not any(problem.level == "error" for problem in ordered) and not any(item.broken for item in main.items)
    )
    written = sum(isinstance(item, syntax.Rule | syntax.Score) for item in main.items)
    assert not sound or len(program.checks) == written, "a rule was lost without a word"
    return Checked(program if sound else None, ordered)


def _program(main: syntax.File, policy: syntax.Policy, template: Template, items: Items) -> core.Program:
    for entry in items.names.entries.values():
        if isinstance(entry.item, syntax.Param):
            items.param(entry)
        elif isinstance(entry.item, syntax.Let) and not entry.free:
            items.let(entry, entry.template)
    made = [
        rules.checked(items, item, Entry(item, main.source, template, True))
        for item in main.items
        if isinstance(item, syntax.Rule | syntax.Score)
    ]
    checks = [each for each in made if each is not None]
    rules.among(items, [each for each in checks if isinstance(each, core.Score)])
    shown = [examples.example(item, items, main.source) for item in main.items if isinstance(item, syntax.Example)]
    starts, ends = _dates(policy, main.source, items.found)
    return core.Program(
        path=policy.identity.path,
        edition=policy.identity.edition,
        title=policy.title.value if policy.title else None,
        template=template.name,
        years=_years(policy, main.source, items.found),
        places=tuple(text.value for places in policy.every(syntax.Places) for text in places.names),
        starts=starts,
        ends=ends,
        basis=basis_of(policy),
        params=items.params,
        lets=items.lets,
        links=links(items),
        checks=tuple(checks),
        examples=tuple(each for each in shown if each is not None),
    )


# ── the policy's own clauses ──


def _one_policy(file: syntax.File, found: Problems) -> None:
    policies = [item for item in file.items if isinstance(item, syntax.Policy)]
    for other in policies[1:]:
        found.add(
            p.DUPLICATE_NAME,
            file.source,
            other.identity,
            Words("一个文件只写一项政策", "a file holds one policy"),
            others=(Label(file.source, policies[0].identity.span, Words("先有这一项", "this came first")),),
            help=Words("另写一个文件", "write another file"),
        )


def _lent_in(file: syntax.File, template: Template, templates: Templates) -> Template | None:
    """The template that the names of a used file are read in; None for one without, which lends them to every template."""
    if file.policy is None:
        return template
    clause = file.policy.only(syntax.TemplateClause)
    return None if clause is None else templates.get(clause.name.text) or template


def _template(file: syntax.File, templates: Templates, found: Problems) -> Template | None:
    if file.policy is None:
        if not any(item.broken for item in file.items) and not file.lost:
            said = Words("文件里没有政策行", "the file has no policy")
            help_ = Words('第一行写 `政策 武汉/项目 2020 "名称"`', 'the first line is `policy place/kind 2020 "title"`')
            start = file.items[0].span.start if file.items else 0
            found.add(p.NO_POLICY, file.source, Span(start, start), said, help=help_)
        return None
    clause = file.policy.only(syntax.TemplateClause)
    if clause is None:
        if not file.policy.broken:
            said = Words("政策没有写表样", "the policy names no template")
            help_ = Words("加一行 `表样 项目自评表`", "add a line `template project_form`")
            found.add(p.UNKNOWN_TEMPLATE, file.source, file.policy.identity, said, help=help_)
        return None
    template = templates.get(clause.name.text)
    if template is None:
        _unknown_template(clause.name, file.source, templates, found)
    return template


def _unknown_template(name: syntax.Name, source: Source, templates: Templates, found: Problems) -> None:
    near = nearest(name.text, [spelling for each in templates.all for spelling in (each.name, each.zh)])
    zh, en = "、".join(each.zh for each in templates.all), ", ".join(each.name for each in templates.all)
    found.add(
        p.UNKNOWN_TEMPLATE,
        source,
        name,
        Words(f"没有 `{name.text}` 这个表样", f"there is no template `{name.text}`"),
        help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else Words(f"有 {zh}", f"there are {en}"),
        fix=Fix(((name.span, near),)) if near else None,
    )


def _years(policy: syntax.Policy, source: Source, found: Problems) -> tuple[str, str]:
    years = policy.only(syntax.Years)
    if years is None:
        return policy.identity.edition[:4], policy.identity.edition[:4]
    written = source[years.span]
    at = next((place for place, each in enumerate(written) if each.isdigit()), 0)
    span = Span(years.span.start + at, years.span.end)
    if len(years.first) != 4 or len(years.last) != 4:
        said = Words("年度写成 `2020` 或 `2022-2023`", "years are written `2020` or `2022-2023`")
        found.add(p.WRONG_YEARS, source, span, said)
    elif years.first > years.last:
        said = Words("年度写反了", "the years are the wrong way round")
        found.add(p.WRONG_YEARS, source, span, said, fix=Fix(((span, f"{years.last}-{years.first}"),)))
    return years.first, years.last


def _dates(policy: syntax.Policy, source: Source, found: Problems) -> tuple[date | None, date | None]:
    ends = []
    for clause in (policy.only(syntax.From), policy.only(syntax.Until)):
        at = None if clause is None else day(clause.date)
        if clause is not None and at is None:
            text = clause.date.text
            found.add(p.NO_SUCH_DATE, source, clause.date, Words(f"没有 {text} 这一天", f"there is no day {text}"))
        ends.append(at)
    return ends[0], ends[1]
