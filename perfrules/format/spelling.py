"""The same tree in the other spelling: words by the table of words, fields by the templates, functions by the library.

What the author named (items, policies, whatever stands in quotes) is the author's and stays. Only pairs that lead there and
back are used, so printing in one spelling, in the other and in the first again gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from perfrules import library
from perfrules.check.scope import FACETS
from perfrules.forms import Template, Templates
from perfrules.syntax import tree as syntax

Pair = tuple[str, str]
"""A name's English and Chinese spelling."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """The names of one file: what each may also be spelt. `first` holds those that stand only at the start of a path."""

    names: dict[str, Pair]
    first: dict[str, Pair]
    functions: dict[str, Pair]

    @classmethod
    def of(cls, file: syntax.File, templates: Templates) -> Spellings:
        own = {item.name.text for item in file.items if isinstance(item, syntax.Named)}
        constants = {name: library.names()[name] for name in (*library.THIS, *library.CONSTANTS)}
        return cls(_one_to_one(_pairs(file, templates), own), _without(constants, own), library.names())

    def path(self, path: syntax.Path, language: syntax.Spelling) -> syntax.Path:
        first, *rest = path.names
        known = self.first if first.text in self.first else self.names
        return replace(path, names=(_in(first, known, language), *(_in(name, self.names, language) for name in rest)))


def _in(name: syntax.Name, known: dict[str, Pair], language: syntax.Spelling) -> syntax.Name:
    pair = known.get(name.text)
    return name if pair is None else replace(name, text=pair[language == "zh"])


def _pairs(file: syntax.File, templates: Templates) -> Iterator[Pair]:
    """What is certain first: the facets, the policy's own template, then the others."""
    facets = {english: spelling for spelling, english in FACETS.items() if spelling != english}
    yield from facets.items()
    clause = file.policy.only(syntax.TemplateClause) if file.policy else None
    own = templates.get(clause.name.text) if clause else None
    for template in [*([own] if own else []), *templates.all]:
        yield from _pairs_of(template)


def _pairs_of(template: Template) -> Iterator[Pair]:
    yield template.name, template.zh
    for field in template.fields.values():
        yield field.name, field.zh
    for part in template.parts.values():
        yield part.name, part.zh
        for field in part.fields.values():
            yield field.name, field.zh


def _one_to_one(pairs: Iterator[Pair], own: set[str]) -> dict[str, Pair]:
    known: dict[str, Pair] = {}
    for pair in pairs:
        if not any(name in known for name in pair):
            known |= dict.fromkeys(pair, pair)
    return _without(known, own)


def _without(known: dict[str, Pair], own: set[str]) -> dict[str, Pair]:
    return {name: pair for name, pair in known.items() if not own & set(pair)}


def spell(file: syntax.File, spellings: Spellings, language: syntax.Spelling) -> syntax.File:
    """The file with every word and every name that has two spellings in that of `language`."""
    return replace(file, items=_spelt(file.items, spellings, language))


def _spelt(value: Any, names: Spellings, language: syntax.Spelling) -> Any:
    """A node, or what a field of one holds, in that spelling."""
    match value:
        case tuple():
            return tuple(_spelt(each, names, language) for each in value)
        case syntax.Path():
            return names.path(value, language)
        case syntax.TemplateClause():
            return replace(value, name=_in(value.name, names.names, language), language=language)
        case syntax.Key():
            theirs, ours = (_in(name, names.names, language) for name in (value.theirs, value.ours))
            return replace(value, theirs=theirs, ours=ours)
        case syntax.Call():
            function = _in(value.function, names.functions, language)
            return replace(value, function=function, arguments=_spelt(value.arguments, names, language))
        case syntax.Node():
            changed = {each.name: _spelt(getattr(value, each.name), names, language) for each in fields(value)}
            return replace(value, **{**changed, "language": language, "further": ()})
        case _:
            return value
