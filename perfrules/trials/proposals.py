"""Examples that a policy does not have yet, written as its author writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfrules.core import tree as core
from perfrules.diagnostics import Language
from perfrules.drawing import Data
from perfrules.findings import Outcome
from perfrules.forms import Field, Template
from perfrules.syntax.printing import in_quotes
from perfrules.syntax.words import words
from perfrules.trials.judging import STATED

PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?%?")
RANK: dict[core.MissingMeans, int] = {"pass": 0, "fail": 0, "not applicable": 1, "undetermined": 2}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form and what the rule gives it; `outcome` and `audited` are what the example is to state."""

    check: str
    data: Data
    outcome: core.MissingMeans
    audited: str | None = None


def proposal(check: str, data: Data, outcome: Outcome, audited: str | None = None) -> Proposal | None:
    """None for an outcome that no example can state."""
    stated = STATED.get(outcome)
    return None if stated is None else Proposal(check, data, stated, audited)


def example_text(of: Proposal, title: str, template: Template, language: Language) -> str:
    """The example, ready to be pasted below the others."""

    def word(english: str) -> str:
        return words().spelled(english, language)

    expect = f"  {word('expect')} {word(of.outcome)}"
    if of.audited is not None:
        expect += f" {word('audited')} {_written(of.audited)}"
    given = [f"  {word('given')} {row}" for row in _rows(of.data, template, language)]
    return "\n".join([f"{word('example')} {in_quotes(title)} {word('for')} {of.check}", *given, expect])


def _rows(data: Data, template: Template, language: Language) -> Iterator[str]:
    plain = list(_cells(data, template.fields.values(), language))
    if plain:
        yield ", ".join(plain)
    for part in template.parts.values():
        held: Any = data.get(part.name)
        for row in held if part.many and held else [held] if held else []:
            cells = list(_cells(row, part.fields.values(), language))
            name = part.zh if language == "zh" else part.name
            if cells:
                yield f"{name}: {', '.join(cells)}"
            else:
                # A row is only there when a cell of it is named: a blank one is as good as none.
                blank = next(iter(part.fields.values()))
                yield f'{name}: {blank.zh if language == "zh" else blank.name} ""'


def _cells(held: Data, fields: Any, language: Language) -> Iterator[str]:
    field: Field
    for field in fields:
        text = held.get(field.name)
        if text is None:
            continue
        name = field.zh if language == "zh" else field.name
        if isinstance(text, list | tuple):
            yield f"{name} {{{', '.join(in_quotes(each) for each in text)}}}"
        else:
            yield f"{name} {_written(text)}"


def _written(text: str) -> str:
    return text if PLAIN.fullmatch(text) else in_quotes(text)


def clearest(of: Proposal) -> tuple[int, int]:
    """What makes one example better than another: an outcome that decides, then few cells."""
    return RANK[of.outcome], cells_of(of)


def cells_of(of: Proposal) -> int:
    """How many cells it fills: the fewer, the sooner it is read."""
    return _count(of.data)


def _count(held: Any) -> int:
    if isinstance(held, dict):
        return sum(map(_count, held.values()))
    if isinstance(held, list) and not all(isinstance(each, str) for each in held):
        return sum(map(_count, held)) + len(held)
    return 1
