"""The words of the language: each has one spelling in either language, and none means two things where both could stand.

They are in three places: the table of words, the library's records and the templates. Everything here is asked of all three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest

from perfrules import library
from perfrules.check.scope import FACETS
from perfrules.forms import Template, shipped_templates
from perfrules.syntax.words import language_of, words

Pair = tuple[str, str]

GROUPS: dict[str, list[Pair]] = {name: list(group.items()) for name, group in words().groups.items()}
FUNCTIONS: list[Pair] = sorted(set(library.names().values()))
TEMPLATES = shipped_templates().all
FACET_PAIRS: list[Pair] = [(english, spelling) for spelling, english in FACETS.items() if spelling != english]
NAME = re.compile(r"[^\W\d]\w*")


def fields_of(template: Template) -> list[Pair]:
    """Every name that a template gives: its own, its fields', its parts' and theirs, each once."""
    fields = [*template.fields.values(), *(field for part in template.parts.values() for field in part.fields.values())]
    named = [(each.name, each.zh) for each in (template, *fields, *template.parts.values())]
    return sorted(set(named))


FIELDS: list[Pair] = sorted({pair for template in TEMPLATES for pair in fields_of(template)})
KINDS: dict[str, list[Pair]] = {**GROUPS, "functions": FUNCTIONS, "fields": FIELDS, "facets": FACET_PAIRS}


def spellings(*kinds: str) -> set[str]:
    return {spelling for kind in kinds for pair in KINDS[kind] for spelling in pair}


def twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_there_are_words_functions_and_fields() -> None:
    assert all(KINDS.values())
    assert len(FUNCTIONS) > 20
    assert len(FIELDS) > 40


@pytest.mark.parametrize("kind", KINDS)
def test_no_spelling_stands_twice_in_a_kind(kind: str) -> None:
    assert twice(spelling for pair in KINDS[kind] for spelling in pair) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_english_and_chinese(kind: str) -> None:
    assert [pair for pair in KINDS[kind] if [language_of(spelling) for spelling in pair] != ["en", "zh"]] == []


def test_a_word_of_two_groups_is_the_same_word_in_both() -> None:
    """The printer asks for a word by its English spelling, and not for its group."""
    pairs = {pair for group in GROUPS.values() for pair in group}
    assert twice(english for english, _ in pairs) == []
    # `停用` is the verb that switches off and the outcome it gives: the one opens an item, the other never does.
    assert twice(chinese for english, chinese in pairs if english != "off") == []


@pytest.mark.parametrize("kind", ["functions", "fields", "facets"])
def test_every_name_is_read_as_a_name(kind: str) -> None:
    assert [name for name in spellings(kind) if not NAME.fullmatch(name)] == []
    assert spellings(kind) & spellings("reserved") == set()


def test_no_field_is_called_like_a_function_or_a_constant() -> None:
    assert spellings("fields") & spellings("functions") == set()
    assert spellings("facets") & spellings("functions") == set()


def test_a_field_called_like_a_facet_is_called_so_in_both_languages() -> None:
    shared = spellings("fields") & spellings("facets")
    assert [pair for pair in FIELDS if set(pair) & shared and pair not in FACET_PAIRS] == []


def test_no_line_can_open_both_an_item_and_a_clause() -> None:
    assert spellings("items") & spellings("clauses") == set()


def test_only_within_is_both_reserved_and_a_clause() -> None:
    assert spellings("reserved") & spellings("clauses") == {"within", "误差不超过"}


def test_a_word_with_a_meaning_where_it_fits_is_not_reserved() -> None:
    assert spellings("words", "outcomes", "severities", "units", "items") & spellings("reserved") == set()


def test_an_outcome_can_be_told_from_what_may_follow_it() -> None:
    assert spellings("outcomes") & spellings("words") == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_in_a_template_a_name_means_one_thing(template: Template) -> None:
    """A row's field may not be called like the form's, nor like a record or group."""
    own = [spelling for field in template.fields.values() for spelling in (field.name, field.zh)]
    parts = [spelling for part in template.parts.values() for spelling in (part.name, part.zh)]
    rows = {spelling for part in template.parts.values() for field in part.fields.values() for spelling in (field.name, field.zh)}
    assert twice([*own, *parts, template.name, template.zh]) == []
    assert rows & {*own, *parts} == set()


def test_a_name_is_spelt_the_same_on_every_template() -> None:
    """Or the formatter could not tell which is meant in a file whose names are not resolved."""
    assert twice(english for english, _ in FIELDS) == []
    assert twice(chinese for _, chinese in FIELDS) == []


def test_what_people_write_instead_is_no_word_where_they_write_it() -> None:
    instead = words().instead
    assert [word for word in instead["openers"] if word in spellings("clauses")] == []
    assert [word for word in instead["outcomes"] if word in spellings("outcomes")] == []
    assert [word for word in instead["operators"] if word in spellings("reserved")] == []
