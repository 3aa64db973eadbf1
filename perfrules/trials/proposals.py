"""Examples that a policy does not have yet, written as its author writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.diagnostics import Language
from perfrules.drawing import Data
from perfrules.drawing.reads import columns, expressions
from perfrules.findings import Outcome
from perfrules.forms import Field, Template, Templates
from perfrules.mutants.facts import written_in
from perfrules.syntax.printing import in_quotes
from perfrules.syntax.words import words
from perfrules.trials.judging import STATED

PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?%?")
RANK: dict[core.MissingMeans, int] = {"pass": 0, "fail": 0, "not applicable": 1, "undetermined": 2}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form, those linked to it, and what the rule gives; `outcome` and `audited` are what the example is to state.

    `days` are those on which the example is to stand, where it is not to stand always.
    """

    check: str
    data: Data
    outcome: core.MissingMeans
    audited: str | None = None
    linked: tuple[core.GivenRow, ...] = ()
    days: Days = (None, None)


def proposal(
    check: str, data: Data, outcome: Outcome, audited: str | None = None, linked: tuple[core.GivenRow, ...] = ()
) -> Proposal | None:
    """None for an outcome that no example can state, and for a form with nothing on it."""
    stated = STATED.get(outcome)
    return None if stated is None or not _cells_in(data) else Proposal(check, data, stated, audited, linked)


def written_blank(data: Data, check: core.Rule | core.Score, program: core.Program, template: Template) -> Data:
    """The form; where nothing stands on it with one cell written blank, for an example has to give something."""
    if _cells_in(data):
        return data
    read = [each for each in columns(program, expressions(check)) if each.subject.template == template.name]
    single = [each for each in read if each.subject.part is None or not template.parts[each.subject.part].many]
    if single and single[0].subject.part is not None:
        return {single[0].subject.part: {single[0].field: ""}}
    return {single[0].field if single else next(iter(template.fields)): ""}


def example_text(of: Proposal, title: str, template: Template, language: Language, beside: Iterable[str] = ()) -> str:
    """The example, ready to be pasted below the others. `beside` are the rows of linked forms, as `beside_text` writes them."""

    def word(english: str) -> str:
        return words().spelled(english, language)

    expect = f"  {word('expect')} {word(of.outcome)}"
    if of.audited is not None:
        expect += f" {word('audited')} {_written(of.audited)}"
    given = [f"  {word('given')} {row}" for row in _rows(of.data, template, language)]
    given += [f"  {word('given')} {row}" for row in beside]
    head = f"{word('example')} {in_quotes(title)} {word('for')} {of.check}"
    ends = [f"  {word(end)} {day}" for end, day in zip(("from", "until"), of.days, strict=True) if day is not None]
    return "\n".join([f"{word('new')} {head}" if ends else head, *ends, *given, expect])


def pasted_text(of: Proposal, title: str, program: core.Program, templates: Templates) -> str:
    """The example with its linked forms, in the policy's own spelling."""
    language = language_of(program)
    template = templates.get(next(check for check in program.checks if check.name == of.check).subject.template)
    assert template is not None
    return example_text(of, title, template, language, beside_text(of, program, templates, language))


def beside_text(of: Proposal, program: core.Program, templates: Templates, language: Language) -> Iterator[str]:
    """What stands on the forms linked to it: each row by the name of its link."""
    for row in of.linked:
        assert row.link is not None
        link = program.links[row.link]
        template = templates.get(link.target.template)
        assert template is not None
        part = None if row.part is None else template.parts[row.part]
        name = link.name if part is None else f"{link.name}.{part.zh if language == 'zh' else part.name}"
        fields = (template.fields if part is None else part.fields).values()
        yield f"{name}: {', '.join(_cells(dict(row.cells), fields, language))}"


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


def language_of(program: core.Program) -> Language:
    """The spelling that the policy's own checks are written in."""
    return written_in(program.checks[0]) if program.checks else "zh"


def clearest(of: Proposal) -> tuple[int, int]:
    """What makes one example better than another: an outcome that decides, then few cells."""
    return RANK[of.outcome], cells_of(of)


def cells_of(of: Proposal) -> int:
    """How many cells it fills: the fewer, the sooner it is read."""
    return _cells_in(of.data)


def _cells_in(held: Any) -> int:
    if isinstance(held, dict):
        return sum(map(_cells_in, held.values()))
    if isinstance(held, list) and (not held or isinstance(held[0], dict)):
        return sum(map(_cells_in, held))
    return 1
