"""The state of a mutation run as text, a line a mutant, so that one that was stopped can go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from perfrules.core import tree as core
from perfrules.forms import Templates
from perfrules.trials.mutation import Fate
from perfrules.trials.proposals import Proposal

WAY = 1
"""Counted up when mutants are judged in another way than before: what was kept then is of no use."""


def digest(program: core.Program, templates: Templates, count: int) -> str:
    """Tells policies, templates and settings apart whose mutants may have another fate."""
    items = (*program.params.values(), *program.lets.values(), *program.links.values(), *program.checks, *program.examples)
    texts = sorted({item.source.text for item in items})
    examples = [(example.of, example.title, example.given, example.outcome, example.audited) for example in program.examples]
    held = json.dumps(
        [WAY, program.name, texts, examples, [each.schema for each in templates.all], count], ensure_ascii=False, default=str
    )
    return hashlib.sha256(held.encode()).hexdigest()[:24]


def line(mark: str, key: str, fate: Fate) -> str:
    held: dict[str, Any] = {"of": mark, "mutant": key, "fate": fate.kind, "tried": fate.tried}
    if fate.by:
        held["by"] = fate.by
    if fate.proposal is not None:
        its = fate.proposal
        held["example"] = {"check": its.check, "data": its.data, "outcome": its.outcome, "audited": its.audited}
        held["example"]["linked"] = [[row.part, row.cells, row.link] for row in its.linked]
    return json.dumps(held, ensure_ascii=False) + "\n"


def kept(lines: Iterable[str], mark: str) -> dict[str, Fate]:
    """The fates that a text keeps of one policy as it is now; a line that was cut short is left out."""
    found: dict[str, Fate] = {}
    for text in lines:
        try:
            held = json.loads(text)
        except ValueError:
            continue
        if not isinstance(held, dict) or held.get("of") != mark:
            continue
        its = held.get("example")
        example = None if its is None else _proposal(its)
        found[held["mutant"]] = Fate(held["fate"], held.get("by", ""), example, held["tried"])
    return found


def _proposal(held: dict[str, Any]) -> Proposal:
    rows = tuple(core.GivenRow(part, tuple(map(_cell, cells)), link) for part, cells, link in held["linked"])
    return Proposal(held["check"], held["data"], held["outcome"], held["audited"], rows)


def _cell(held: list[Any]) -> tuple[str, str | tuple[str, ...]]:
    name, text = held
    return name, tuple(text) if isinstance(text, list) else text
