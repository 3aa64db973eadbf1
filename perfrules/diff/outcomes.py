"""The outcomes of one form in both editions, rule by rule, and how each that moved came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.diff.changes import Compared
from perfrules.evaluate import Batch, Decided, Engine, explain
from perfrules.findings import Outcome, Result
from perfrules.forms import Form, Templates
from perfrules.report.explained import Explained
from perfrules.report.labels import label
from perfrules.report.page import Page
from perfrules.report.wording import value_text
from perfrules.values import Missing

WORST: tuple[str, ...] = ("fail", "undetermined", "pass", "not_applicable", "off", "absent")
WIDTH = 10_000
"""A step of an explanation is a line however long it is: pages set it as they have room."""
Found = Outcome | Literal["absent"]
"""`absent`: the edition has no such rule, or the form nothing that it is about."""
Key = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """An outcome, or a score's expected value, that is another in the new edition. The pages explain it in either edition.

    `expected` is what a score gives for the cell in the old edition and in the new, where that is known.
    """

    rule: Key
    title: str
    about: Words
    old: Found
    new: Found
    before: Words | None
    after: Words | None
    expected: tuple[Words | None, Words | None] = (None, None)

    @property
    def name(self) -> str:
        old, new = self.rule
        return f"{old} → {new}" if old and new and old != new else new or old or ""


class Both:
    """The rules of two editions side by side, ready to be explained."""

    def __init__(self, compared: Compared, templates: Templates, batches: tuple[Batch, Batch], explained: bool) -> None:
        self.explained = explained
        self.batches = batches
        self.programs = compared.old, compared.new
        self.templates = templates
        self.observing = Engine(compared.old, observe=True), Engine(compared.new, observe=True)
        paired = {id(pair.new): pair.old for pair in compared.pairs}
        self.checks: dict[Key, tuple[core.Rule | core.Score | None, core.Rule | core.Score | None]] = {}
        for check in compared.new.checks:
            old = paired.get(id(check))
            assert old is None or isinstance(old, core.Rule | core.Score)
            self.checks[(None if old is None else old.name, check.name)] = (old, check)
        for gone in compared.gone:
            if isinstance(gone, core.Rule | core.Score):
                self.checks[(gone.name, None)] = (gone, None)
        self.titles = {key: (new or old).title or "" for key, (old, new) in self.checks.items() if (new or old) is not None}  # type: ignore[union-attr]

    def page(self, form: Form, side: int, check: core.Rule | core.Score, index: int | None) -> Words:
        """How the outcome came about, as text in both languages."""
        engine = self.observing[side]
        batch = self.batches[side]
        made = explain(engine, engine.start(form, batch), check, index)
        texts = [
            Explained(self.programs[side], self.templates, form, language, Page(WIDTH), batch).text(made, check)
            for language in _LANGUAGES
        ]
        return Words(texts[0].rstrip(), texts[1].rstrip())


_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def outcomes_of(
    both: Both,
    form: Form,
    old: Decided,
    new: Decided,
    counted: dict[Key, Counter[tuple[Found, Found]]],
) -> tuple[Moved, ...]:
    """What moved on this form; every outcome is counted."""
    results = [_by_check(decided) for decided in (old, new)]
    found: list[Moved] = []
    for key, checks in both.checks.items():
        sides = [results[side].get(name or "", []) for side, name in enumerate(key)]
        for was, now in _met(sides[0], sides[1], checks):
            pair: tuple[Found, Found] = (was.outcome if was else "absent", now.outcome if now else "absent")
            counted[key][pair] += 1
            if moves(*pair) or (was and now and was.expected != now.expected):
                found.append(_moved(both, form, key, (was, now), pair))
    return tuple(found)


def moves(old: str, new: str) -> bool:
    """Whether an outcome moved. A rule that comes or goes moves only what it has something to say of."""
    if "absent" in (old, new):
        return bool({old, new} & {"fail", "undetermined"})
    return old != new


def _by_check(decided: Decided) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in decided.results:
        found.setdefault(result.check, []).append(result)
    return found


def _met(
    old: list[Result], new: list[Result], checks: tuple[core.Check | None, core.Check | None]
) -> Iterator[tuple[Result | None, Result | None]]:
    """The results about one thing; where the two editions are about other things, the worst of each."""
    was, now = checks
    if was is not None and now is not None and was.subject != now.subject:
        ends = [min(side, key=lambda each: WORST.index(each.outcome), default=None) for side in (old, new)]
        if any(ends):
            yield ends[0], ends[1]
        return
    size = max(len(old), len(new))
    yield from zip([*old, *[None] * (size - len(old))], [*new, *[None] * (size - len(new))], strict=True)


def _moved(both: Both, form: Form, key: Key, results: tuple[Result | None, Result | None], pair: tuple[Found, Found]) -> Moved:
    pages: list[Words | None] = []
    for side, (check, result) in enumerate(zip(both.checks[key], results, strict=True)):
        asked = both.explained and check is not None and result is not None
        pages.append(both.page(form, side, check, result.index) if asked and check and result else None)
    shown = next(each for each in results if each is not None)
    expected = (_expected(both.checks[key][0], results[0]), _expected(both.checks[key][1], results[1]))
    return Moved(key, both.titles[key], label(form, shown.path), *pair, pages[0], pages[1], expected)


def _expected(check: core.Check | None, result: Result | None) -> Words | None:
    """What a score gives for the cell, where it is known and a score gives it."""
    if not isinstance(check, core.Score) or result is None or result.expected is None or isinstance(result.expected, Missing):
        return None
    return Words(*(value_text(result.expected, check.expected.type, language) for language in _LANGUAGES))
