"""A kind of form (表样): which fields it has, what each holds and what it goes by in either language.

Within one template a name means one thing, so a field is found by its English or its Chinese name alike. Two groups are on
every template though no form prints them: `cells 单元格`, every filled cell, and `figures 文中数字`, every number in a narrative.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeVar, get_args

from perfrules.diagnostics import Diagnostic

Kind = Literal["money", "points", "ratio", "number", "quantity", "text", "choice", "ticks", "date"]
KINDS: tuple[Kind, ...] = get_args(Kind)

CELLS = "cells"
FIGURES = "figures"
DERIVED = (CELLS, FIGURES)


@dataclass(frozen=True, slots=True)
class Field:
    """One column or one cell. `step` and the range are in the unit of the column: 0.01 of a form's 万元 is 100 元.

    `done` says that more of it is more done; `at_most` names the field beside it that it does not exceed.
    """

    name: str
    zh: str
    kind: Kind
    step: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    choices: tuple[str, ...] = ()
    limit: bool = False
    narrative: bool = False
    labels: tuple[str, ...] = ()
    done: bool = False
    at_most: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A record (`many` is False: there is one) or a group of rows."""

    name: str
    zh: str
    many: bool
    fields: Mapping[str, Field]
    labels: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of that English or Chinese name."""
        return _by_name(self.fields, name)


@dataclass(frozen=True, slots=True)
class About:
    """Which fields of the form say where, for which year and when it was filled in, and what a reader calls it."""

    place: str | None = None
    years: tuple[str, ...] = ()
    filled_on: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """`fields` are the form's own, `parts` its records and groups, all by English name and in the order of the file.

    `schema` is the JSON Schema of a form file with the references followed; `total` names the field of the 总分;
    `money_unit` the field that says the unit of bare amounts, `default_money_unit` what holds where it is blank.
    """

    name: str
    zh: str
    fields: Mapping[str, Field]
    parts: Mapping[str, Part]
    schema: Mapping[str, Any]
    total: str | None = None
    about: About = About()
    money_unit: str | None = None
    default_money_unit: str = "万元"

    def field(self, name: str) -> Field | None:
        """The form's own field of that English or Chinese name; those of parts are asked of the part."""
        return _by_name(self.fields, name)

    def part(self, name: str) -> Part | None:
        """The record or group of that English or Chinese name."""
        return _by_name(self.parts, name)

    def anywhere(self, name: str) -> Iterator[tuple[Part | None, Field]]:
        """Every field of that name, with the part it is in (None: the form itself)."""
        if (own := self.field(name)) is not None:
            yield None, own
        for part in self.parts.values():
            if (field := part.field(name)) is not None:
                yield part, field


_Named = TypeVar("_Named", Field, Part)


def _by_name(known: Mapping[str, _Named], name: str) -> _Named | None:
    if name in known:
        return known[name]
    return next((one for one in known.values() if one.zh == name), None)


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a folder, and what is wrong with those that could not be used."""

    all: tuple[Template, ...]
    problems: tuple[Diagnostic, ...] = ()

    def get(self, name: str) -> Template | None:
        """The template of that English or Chinese name."""
        return next((one for one in self.all if name in (one.name, one.zh)), None)


CELLS_PART = Part(
    CELLS,
    "单元格",
    True,
    {"label": Field("label", "栏目", "text"), "text": Field("text", "原文", "text")},
)
FIGURES_PART = Part(
    FIGURES,
    "文中数字",
    True,
    {
        "label": Field("label", "栏目", "text"),
        "value": Field("value", "数值", "quantity"),
        "text": Field("text", "原文", "text"),
    },
)
