"""The clauses of an item as they are written, in either spelling, and where the item stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.diff.model import Citation
from perfrules.format import Spellings, spell
from perfrules.forms import Templates
from perfrules.source import Source
from perfrules.syntax import parse
from perfrules.syntax import tree as syntax
from perfrules.syntax.names import CLAUSES
from perfrules.syntax.pieces import flat
from perfrules.syntax.printing import expression, text
from perfrules.syntax.printing_items import clause, row
from perfrules.syntax.words import words

LANGUAGES: tuple[Language, ...] = ("zh", "en")
TITLE, FOR, VALUE, BY, ROWS = "title", "for", "value", "by", "rows"
LABELS = {TITLE: Words("名称", "title"), VALUE: Words("等于", "value"), ROWS: Words("表行", "row")}


@dataclass(frozen=True, slots=True)
class Written:
    """An item's clauses by their English word; what may repeat (`basis`) is one text of several lines; rows apart."""

    clauses: dict[str, Words]
    rows: tuple[tuple[Words, Words], ...] = ()


@dataclass(slots=True)
class Texts:
    """Reads each source once."""

    templates: Templates
    _files: dict[tuple[str, str, Language], syntax.File] = field(default_factory=dict)

    def of(self, item: core.Item) -> Written:
        both = [dict(self._clauses(item, language)) for language in LANGUAGES]
        rows = [list(self._rows(item, language)) for language in LANGUAGES]
        told = {name: Words(both[0][name], both[1][name]) for name in both[0]}
        tests = tuple((Words(zh[0], en[0]), Words(zh[1], en[1])) for zh, en in zip(*rows, strict=True))
        return Written(told, tests)

    def _file(self, source: Source, language: Language) -> syntax.File:
        key = (source.name, source.text, language)
        if key not in self._files:
            file = parse(source).file
            self._files[key] = spell(file, Spellings.of(file, self.templates), language)
        return self._files[key]

    def _item(self, item: core.Item, language: Language) -> syntax.AnyItem | None:
        return next((each for each in self._file(item.source, language).items if each.span == item.span), None)

    def _clauses(self, item: core.Item, language: Language) -> Iterator[tuple[str, str]]:
        found = self._item(item, language)
        if found is not None:
            yield from _told(found)

    def _rows(self, item: core.Item, language: Language) -> Iterator[tuple[str, str]]:
        found = self._item(item, language)
        for each in found.rows if isinstance(found, syntax.Let) else ():
            test, value = row(each)
            yield flat(test), flat(value)


def _told(item: syntax.AnyItem) -> Iterator[tuple[str, str]]:
    if item.title is not None:
        yield TITLE, item.title.value
    match item:
        case syntax.Param(value=value) | syntax.Let(value=value) if value is not None:
            yield VALUE, text(value)
        case syntax.Let(by=by) if by is not None:
            yield BY, text(by)
    subject = getattr(item, "subject", None)
    if subject is not None:
        yield FOR, flat(expression(subject))
    several: dict[str, list[str]] = {}
    for each in item.clauses:
        several.setdefault(CLAUSES[type(each)], []).append(flat(clause(each)[1]))
    yield from ((name, "\n".join(lines)) for name, lines in several.items())


def label(name: str) -> Words:
    """The word that opens a clause, in both spellings."""
    return LABELS[name] if name in LABELS else Words(words().spelled(name, "zh"), name)


def citation(item: core.Item, program: core.Program) -> Citation:
    line, _ = item.source.line_and_column(item.span.start)
    return Citation(item.edition or program.name, item.source.name, line, program.rests_on(item))
