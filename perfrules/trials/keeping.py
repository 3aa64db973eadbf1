"""The state of a mutation run as text, a line a mutant, so that one that was stopped can go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from perfrules.core import tree as core
from perfrules.trials.mutation import Fate
from perfrules.trials.proposals import Proposal
from perfrules.trials.stretches import Stretch

WAY = 2
"""Counted up when mutants are judged in another way than before: what was kept then is of no use."""


def digest(stretches: Sequence[Stretch], count: int) -> str:
    """Tells policies, templates and settings apart whose mutants may have another fate."""
    templates = [each.schema for each in stretches[0].templates.all]
    held = [WAY, stretches[0].program.name, [_held(each) for each in stretches], templates, count]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False, default=str).encode()).hexdigest()[:24]


def _held(stretch: Stretch) -> list[Any]:
    """What decides fates on the days of a stretch; rules that are off are not among its checks."""
    program = stretch.program
    items = (*program.params.values(), *program.lets.values(), *program.links.values(), *program.checks, *program.examples)
    texts = sorted({item.source.text for item in items})
    named = [(item.name, item.span.start, item.span.end) for item in items if not isinstance(item, core.Example)]
    examples = [(example.of, example.title, example.given, example.outcome, example.audited) for example in program.examples]
    return [stretch.days, texts, named, examples]


def line(name: str, mark: str, key: str, fate: Fate) -> str:
    """What is kept of one mutant of the policy of that name."""
    held: dict[str, Any] = {"policy": name, "of": mark, "mutant": key, "fate": fate.kind, "tried": fate.tried, "at": fate.at}
    if fate.by:
        held["by"] = fate.by
    if fate.proposal is not None:
        its = fate.proposal
        held["example"] = {"check": its.check, "data": its.data, "outcome": its.outcome, "audited": its.audited}
        held["example"]["linked"] = [[row.part, row.cells, row.link] for row in its.linked]
        held["example"]["days"] = [None if day is None else day.isoformat() for day in its.days]
    return json.dumps(held | {"sum": _sum(held)}, ensure_ascii=False) + "\n"


def _sum(held: dict[str, Any]) -> str:
    """Tells a line that was cut short or changed by hand."""
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()[:12]


def _read(text: str) -> dict[str, Any] | None:
    """What a line holds; None for one that this did not write."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict):
        return None
    told = held.pop("sum", None)
    return held if told == _sum(held) and "policy" in held else None


def policy_of(text: str) -> str | None:
    """The policy that a line tells of; None for a line that this did not write."""
    held = _read(text)
    return None if held is None else str(held["policy"])


def kept(lines: Iterable[str], mark: str) -> dict[str, Fate]:
    """The fates that a text keeps of one policy as it is now; what `line` did not write counts for nothing."""
    found: dict[str, Fate] = {}
    for held in map(_read, lines):
        if held is not None and held["of"] == mark:
            its = held.get("example")
            example = None if its is None else _proposal(its)
            found[held["mutant"]] = Fate(held["fate"], held.get("by", ""), example, held["tried"], held["at"])
    return found


def _proposal(held: dict[str, Any]) -> Proposal:
    rows = tuple(core.GivenRow(part, tuple(map(_cell, cells)), link) for part, cells, link in held["linked"])
    first, last = (None if day is None else date.fromisoformat(day) for day in held["days"])
    return Proposal(held["check"], held["data"], held["outcome"], held["audited"], rows, (first, last))


def _cell(held: list[Any]) -> tuple[str, str | tuple[str, ...]]:
    name, text = held
    return name, tuple(text) if isinstance(text, list) else text
