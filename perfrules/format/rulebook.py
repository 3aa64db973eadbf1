"""A policy as a rulebook to hand to people: one page that needs no network, no script and no program to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perfrules.check.amending import called, kind_words
from perfrules.check.consolidate import Consolidated, Standing, basis_of, edition_of
from perfrules.core.tree import BasisOf
from perfrules.diagnostics import Language, Words
from perfrules.findings.citing import UNVERIFIED, basis_text
from perfrules.findings.suspended import suspended
from perfrules.format.consolidated import Spelt, by_itself, gone_words, mark_of
from perfrules.format.dated import HEADING, dated, shown_day
from perfrules.format.formulas import Token, tokens
from perfrules.forms import Template, Templates
from perfrules.syntax import tree as syntax
from perfrules.syntax.pieces import Piece, flat
from perfrules.syntax.printing import expression
from perfrules.syntax.printing_items import cell, clause, row, written
from perfrules.syntax.words import words

PAGE = Path(__file__).with_suffix(".html")
SECTIONS: tuple[tuple[type[syntax.Item], Words], ...] = (
    (syntax.Param, Words("参数", "Params")),
    (syntax.Score, Words("计分", "Scores")),
    (syntax.Rule, Words("规则", "Rules")),
    (syntax.Let, Words("定义", "Definitions")),
    (syntax.Link, Words("关联", "Links")),
    (syntax.Property, Words("性质", "Properties")),
)


Cited = tuple[tuple[str, bool], ...]
"""A citation in pieces; those that say that nobody has held it against the document yet are marked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An example: the cells it fills, a table for the form and for each record or group, and the outcome."""

    title: str
    tables: tuple[Filled, ...]
    outcome: str
    sort: str
    audited: str | None
    edition: Edition


@dataclass(frozen=True, slots=True)
class Filled:
    name: str | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the texts a rulebook is made of; `number` gives its colour, 0 is the latest."""

    name: str
    number: int
    title: str = ""
    basis: tuple[Cited, ...] = ()
    days: str = ""


@dataclass(slots=True)
class Entry:
    """An item of the policy; `lines` are its clauses, each with its word and its formula."""

    name: str
    title: str
    about: str
    edition: Edition
    lines: list[tuple[str, tuple[Token, ...]]] = field(default_factory=list)
    table: tuple[tuple[Token, ...], list[tuple[tuple[Token, ...], tuple[Token, ...]]]] | None = None
    severity: tuple[str, str] | None = None
    message: str | None = None
    basis: tuple[Cited, ...] = ()
    off: str | None = None
    examples: list[Shown] = field(default_factory=list)


def rulebook(whole: Consolidated, used: Sequence[Consolidated], templates: Templates, language: Language) -> str:
    """The page, in the words of `language`; what the policies used lend stands at its end."""
    from jinja2 import Environment, StrictUndefined

    every = (whole, *used)
    names = {each.item.name.text for one in every for each in one.items if isinstance(each.item, syntax.Named)}
    made = _Rulebook(whole, templates, language, names)
    lent = [_Rulebook(each, templates, language, names) for each in used]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(PAGE.read_text(encoding="utf-8"))
    return page.render(
        language="zh-CN" if language == "zh" else "en",
        zh=language == "zh",
        title=made.title(),
        scope=list(made.scope()),
        basis=made.cited(basis_of(made.policy)),
        editions=made.editions if len(made.editions) > 1 else [],
        sections=made.sections(),
        lent=[(each.policy.identity.text, each.title(), each.lent()) for each in lent],
        dated=[each.text(language) for each in dated(whole)],
        dated_heading=HEADING.text(language),
        shown_day=shown_day(whole).text(language),
        gone=[gone_words(each).text(language) for each in whole.gone if by_itself(each)],
    )


class _Rulebook:
    def __init__(self, whole: Consolidated, templates: Templates, language: Language, names: Collection[str]) -> None:
        self.whole, self.language = whole, language
        self.spelt = Spelt(whole, templates, language)
        self.policy = self.spelt.policy()
        self.names = names
        clause_ = whole.lineage.clause(syntax.TemplateClause)
        self.template: Template | None = templates.get(clause_[0].name.text) if clause_ else None
        self.editions = [self._edition(file, at) for at, file in enumerate(reversed(whole.lineage.files))]

    def _edition(self, file: syntax.File, number: int) -> Edition:
        title = file.policy.title.value if file.policy and file.policy.title else ""
        return Edition(edition_of(file), number, title, self.cited(basis_of(file.policy)) if file.policy else ())

    def said(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def cited(self, basis: Iterable[BasisOf]) -> tuple[Cited, ...]:
        return tuple(_marked(basis_text(each, self.language)) for each in basis)

    def title(self) -> str:
        return self.policy.title.value if self.policy.title else self.policy.identity.text

    def scope(self) -> Iterator[tuple[str, str]]:
        """What it is for, line by line."""
        yield self.said("政策", "Policy"), self.policy.identity.text
        if self.template is not None:
            yield self.said("表样", "Template"), self.said(self.template.zh, self.template.name)
        years = self.policy.only(syntax.Years)
        first, last = (years.first, years.last) if years else (self.policy.identity.edition[:4],) * 2
        yield self.said("适用年度", "Years"), first if first == last else f"{first}–{last}"
        places = self.policy.only(syntax.Places)
        listed = self.said("、", ", ").join(text.value for text in places.names) if places else self.said("各地", "everywhere")
        yield self.said("适用地区", "Places"), listed
        for part in self.policy.clauses:
            if isinstance(part, syntax.From | syntax.Until):
                word = ("自", "From") if isinstance(part, syntax.From) else ("至", "Until")
                yield self.said(*word), part.date.text
        for uses in self.policy.every(syntax.Uses):
            yield self.said("引用", "Uses"), uses.policy.text

    # ── items ──

    def sections(self) -> list[tuple[str, str, list[Entry]]]:
        """Of each kind of item there is, its heading and its entries; examples stand with what they are about."""
        entries = {standing.item.span: self._entry(standing) for standing in self.whole.items}
        by_name = {called(each.item): each for each in self.whole.items if isinstance(each.item, syntax.Rule | syntax.Score)}
        for standing in self.whole.items:
            if isinstance(standing.item, syntax.Example) and standing.item.of.text in by_name:
                about = by_name[standing.item.of.text]
                entries[about.item.span].examples.append(self._example(standing))
        found = []
        for kind, heading in SECTIONS:
            its = [entries[each.item.span] for each in self.whole.items if isinstance(each.item, kind)]
            if its:
                found.append((kind.__name__.lower(), heading.text(self.language), its))
        return found

    def lent(self) -> list[Entry]:
        """What others may read here."""
        return [self._entry(each) for each in self.whole.items if isinstance(each.item, syntax.Param | syntax.Let | syntax.Link)]

    def _entry(self, standing: Standing) -> Entry:
        item = self.spelt.item(standing)
        title = item.title.value if item.title else ""
        entry = Entry(called(item), title if title != called(item) else "", self._about(item), self._mark(standing))
        entry.off = suspended(standing.off).text(self.language) if standing.off else None
        entry.basis = self.cited(basis_of(item))
        if isinstance(item, syntax.Param | syntax.Let) and item.value is not None:
            entry.lines.append(("=", self.tokens(expression(item.value))))
        if isinstance(item, syntax.Let) and item.by is not None:
            rows = [(self.tokens(test), self.tokens(value)) for test, value in map(row, item.rows)]
            entry.table = (self.tokens(expression(item.by)), rows)
        for part in item.clauses:
            match part:
                case syntax.Basis():
                    pass
                case syntax.SeverityClause():
                    entry.severity = (part.severity, words().spelled(part.severity, self.language))
                case syntax.Message():
                    entry.message = part.text.value
                case _:
                    word, said = clause(part)
                    entry.lines.append((word.text, self.tokens(said)))
        if isinstance(item, syntax.Rule | syntax.Score) and entry.severity is None:
            entry.severity = ("error", words().spelled("error", self.language))
        return entry

    def tokens(self, piece: Piece) -> tuple[Token, ...]:
        return tokens(piece, self.names)

    def _about(self, item: syntax.AnyItem) -> str:
        """What one outcome is about: the whole form, a record, or each row."""
        if isinstance(item, syntax.Property):
            return item.of.text if item.of else ""
        subject = getattr(item, "subject", None)
        if subject is not None:
            part = self.template.part(subject.text) if self.template else None
            rows = part is not None and part.many
            return self.said(f"{subject.text}逐行" if rows else subject.text, f"each of {subject.text}" if rows else subject.text)
        return self.said("整张表", "the whole form") if isinstance(item, syntax.Rule | syntax.Score) else ""

    def _mark(self, standing: Standing) -> Edition:
        known = next(each for each in self.editions if each.name == standing.edition)
        mark = mark_of(standing).text(self.language)
        return Edition(known.name, known.number, days=mark.removeprefix(known.name).strip())

    def _example(self, standing: Standing) -> Shown:
        item = self.spelt.item(standing)
        assert isinstance(item, syntax.Example)
        expect = item.only(syntax.Expect)
        outcome = expect.outcome if expect else "undetermined"
        audited = flat(written(expect.audited)) if expect and expect.audited else None
        title = item.title.value if item.title else kind_words(item).text(self.language)
        said = words().spelled(outcome, self.language)
        return Shown(title, tuple(_filled(item)), said, outcome.replace(" ", "-"), audited, self._mark(standing))


def _marked(text: str) -> Cited:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for mark in UNVERIFIED.finditer(text):
        pieces += [(text[at : mark.start()], False), (mark[0], True)]
        at = mark.end()
    return (*pieces, (text[at:], False))


def _filled(item: syntax.Example) -> Iterator[Filled]:
    """The cells by the record or group they are in; rows of one group under one another."""
    parts: dict[str | None, list[dict[str, str]]] = {}
    for given in item.every(syntax.Given):
        cells = dict(cell(each) for each in given.cells)
        name = given.part.text if given.part else None
        if name is None and name in parts:
            parts[name][0].update(cells)
        else:
            parts.setdefault(name, []).append(cells)
    for name, rows in parts.items():
        heads = tuple(dict.fromkeys(head for each in rows for head in each))
        yield Filled(name, heads, tuple(tuple(each.get(head, "") for head in heads) for each in rows))
