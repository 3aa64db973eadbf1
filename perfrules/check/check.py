"""The pass that turns what an author wrote into what it means: the only maker of a `core.Program`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perfrules.check import amending, examples, rules
from perfrules.check import problems as p
from perfrules.check.belonging import consolidated
from perfrules.check.consolidate import Consolidated, Lineage, basis_of, consolidate, dates, edition_of, lineage
from perfrules.check.items import Items
from perfrules.check.links import links
from perfrules.check.names import Entry, collect
from perfrules.check.problems import Problems
from perfrules.check.properties import property_
from perfrules.check.titles import check_titles
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Diagnostic, Fix, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms import Template, Templates
from perfrules.source import Source, Span
from perfrules.syntax import tree as syntax

TEMPLATE_DIFFERS = Code("template-differs", Words("表样不同", "template differs"))


@dataclass(frozen=True, slots=True)
class Checked:
    """The program, when nothing is wrong with it, and everything that is. A warning does not stop it."""

    program: core.Program | None
    problems: tuple[Diagnostic, ...]


Text = syntax.File | Lineage
"""A policy as written: its file, with those of the editions it amends where there are any."""


def check(main: Text, used: Sequence[Text], templates: Templates, on: date | None = None) -> Checked:
    """The program that `main` means on a day, reading the params, lets and links of the policies it uses.

    Without a day it is what stands when the last of its dated amendments has begun.
    """
    found = Problems()
    texts = lineage(main)
    for file in texts.files:
        _one_policy(file, found)
    template = _template(texts, templates, found)
    policy = texts.main.policy
    if policy is None or template is None:
        return Checked(None, tuple(found.found))
    lent = [(consolidate(each, on, found), _lent_in(each, template, templates)) for each in map(lineage, used)]
    whole = consolidated(texts, on, found)
    check_titles(whole.items, found)
    items = Items(collect(whole, lent, template, templates, found), found)
    program = _program(whole, policy, template, items, [file for each in (*map(lineage, used), texts) for file in each.files])
    ordered = tuple(sorted(found.found, key=lambda problem: (problem.at.source.name, problem.at.span)))
    broken = any(item.broken for file in texts.files for item in file.items)
    sound = not texts.lost and not broken and not any(problem.level == "error" for problem in ordered)
    written = sum(isinstance(standing.item, syntax.Rule | syntax.Score) for standing in whole.items)
    assert not sound or len(program.checks) == written, "a rule was lost without a word"
    return Checked(program if sound else None, ordered)


def _program(
    whole: Consolidated, policy: syntax.Policy, template: Template, items: Items, texts: Sequence[syntax.File]
) -> core.Program:
    """`texts` are all that some item of the program may come from."""
    main = whole.lineage.main
    for entry in items.names.entries.values():
        if isinstance(entry.item, syntax.Param):
            items.param(entry)
        elif isinstance(entry.item, syntax.Let) and not entry.free:
            items.let(entry, entry.template)
    made = [
        rules.checked(items, standing.item, Entry.of(standing, template, main))
        for standing in whole.items
        if isinstance(standing.item, syntax.Rule | syntax.Score)
    ]
    checks = [each for each in made if each is not None]
    rules.among(items, [each for each in checks if isinstance(each, core.Score) and each.off is None])
    shown = [examples.example(standing, items) for standing in whole.items if isinstance(standing.item, syntax.Example)]
    properties = [property_(items, standing, template) for standing in whole.items if isinstance(standing.item, syntax.Property)]
    places = whole.lineage.clause(syntax.Places)
    starts, ends = _dates(main, policy, items.found)
    return core.Program(
        path=policy.identity.path,
        edition=policy.identity.edition,
        title=policy.title.value if policy.title else None,
        template=template.name,
        years=_years(policy, main.source, items.found),
        places=tuple(text.value for text in places[0].names) if places else (),
        starts=starts,
        ends=ends,
        basis=basis_of(policy),
        params=items.params,
        lets=items.lets,
        links=links(items),
        checks=tuple(checks),
        examples=tuple(each for each in shown if each is not None),
        properties=tuple(each for each in properties if each is not None),
        bases={edition_of(file): basis_of(file.policy) for file in texts if file.policy is not None},
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


def _lent_in(of: Lineage, template: Template, templates: Templates) -> Template | None:
    """The template that the names of a used policy are read in; None for one without, which lends them to every template."""
    if of.main.policy is None:
        return template
    clause = of.clause(syntax.TemplateClause)
    return None if clause is None else templates.get(clause[0].name.text) or template


def _template(of: Lineage, templates: Templates, found: Problems) -> Template | None:
    file = of.main
    if file.policy is None:
        if not any(item.broken for item in file.items) and not file.lost:
            said = Words("文件里没有政策行", "the file has no policy")
            help_ = Words('第一行写 `政策 武汉/项目 2020 "名称"`', 'the first line is `policy place/kind 2020 "title"`')
            start = file.items[0].span.start if file.items else 0
            found.add(p.NO_POLICY, file.source, Span(start, start), said, help=help_)
        return None
    stated = of.clause(syntax.TemplateClause)
    if stated is None:
        if not file.policy.broken:
            said = Words("政策没有写表样", "the policy names no template")
            help_ = Words("加一行 `表样 项目自评表`", "add a line `template project_form`")
            found.add(p.UNKNOWN_TEMPLATE, file.source, file.policy.identity, said, help=help_)
        return None
    clause, its = stated
    template = templates.get(clause.name.text)
    if template is None:
        _unknown_template(clause.name, its.source, templates, found)
    else:
        _one_template(of, template, templates, found)
    return template


def _one_template(of: Lineage, template: Template, templates: Templates, found: Problems) -> None:
    """An edition is for the template of what it amends."""
    clauses = [(each.only(syntax.TemplateClause), file) for file in of.files if (each := file.policy) is not None]
    stated = [(clause.name, file) for clause, file in clauses if clause is not None]
    (first, its), (last, file) = stated[0], stated[-1]
    if templates.get(first.text) not in (None, template):
        said = Words("修改的政策用的是另一种表样", "what is amended is for another template")
        here = Label(its.source, first.span, Words("原来的表样", "the template it was for"))
        help_ = Words("删去这一行；别的表样另写一项政策", "leave this line out; another template is another policy")
        found.add(TEMPLATE_DIFFERS, file.source, last, said, others=(here,), help=help_)


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


def _dates(file: syntax.File, policy: syntax.Policy, found: Problems) -> tuple[date | None, date | None]:
    """When the policy is in force; as with what it amends, it does not end before it begins."""
    amending.check_dates(policy, file, found)
    return dates(policy)
