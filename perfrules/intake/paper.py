"""What a template's fields are called on paper: the template's own labels, and the spellings only print uses.

A column added to a template is found on the next printed form that has it, by its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfrules.forms.template import Field, Template
from perfrules.intake.labels import BUDGET, HEAD, INDICATOR, NOT_IN_HEAD, TEXTS
from perfrules.values.text import normal


@dataclass(frozen=True, slots=True)
class Paper:
    """Labels to field names for the head and the texts, patterns to columns for the two tables."""

    template: str
    head: Mapping[str, str]
    ticks: frozenset[str]
    texts: Mapping[str, str]
    budget: Mapping[str, str]
    indicators: Mapping[str, str]
    indicator_fields: tuple[str, ...]


def paper(template: Template) -> Paper:
    own = [field for field in template.fields.values() if field.name not in NOT_IN_HEAD]
    rows = template.parts["indicators"].fields
    return Paper(
        template.name,
        {**_known(HEAD, template), **_labels(field for field in own if not field.narrative)},
        frozenset(field.name for field in own if field.kind == "ticks"),
        {**TEXTS, **_labels(field for field in own if field.narrative)},
        {**BUDGET, **_patterns(template.parts["budget"].fields)},
        {**INDICATOR, **_patterns(rows)},
        tuple(name for name in rows if name not in ("goal", "level1", "level2")),
    )


def _known(spellings: Mapping[str, str], template: Template) -> dict[str, str]:
    return {label: name for label, name in spellings.items() if name in template.fields}


def _labels(fields: Iterable[Field]) -> dict[str, str]:
    return {normal(label): field.name for field in fields for label in field.labels}


def _patterns(fields: Mapping[str, Field]) -> dict[str, str]:
    return {re.escape(label): name for label, name in _labels(fields.values()).items()}
