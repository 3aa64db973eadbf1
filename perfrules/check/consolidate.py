"""An edition and those it amends made one: the items that stand on a day, each with the file its text comes from.

Of verbs only those in force on the day count, so two of them may speak of one item if never on the same day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar, cast

from perfrules.check import amending as told
from perfrules.check.literals import day as day_of
from perfrules.check.problems import Problems
from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.syntax import tree as syntax

C = TypeVar("C", bound=syntax.Node)
Key = tuple[str, str, str]
"""What tells items apart: names share one space; an example or property is known by its title and by what it is for."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """A policy's file, which is the last, and those of the editions it amends, the oldest first."""

    files: tuple[syntax.File, ...]

    @property
    def main(self) -> syntax.File:
        return self.files[-1]

    @property
    def lost(self) -> frozenset[str]:
        return frozenset().union(*(file.lost for file in self.files))

    def clause(self, kind: type[C]) -> tuple[C, syntax.File] | None:
        """The clause of the latest edition that has one: what an edition does not say is as its parent says."""
        for file in reversed(self.files):
            found = file.policy.only(kind) if file.policy else None
            if found is not None:
                return found, file
        return None


def lineage(of: syntax.File | Lineage) -> Lineage:
    return of if isinstance(of, Lineage) else Lineage((of,))


@dataclass(frozen=True, slots=True)
class Standing:
    """An item as it stands, and the file that its text is in.

    `there`: of an example or property of this edition, when the rule that it is about is there, if it is not always.
    """

    item: syntax.AnyItem
    file: syntax.File
    off: core.Off | None = None
    there: tuple[Days, ...] = ()

    @property
    def edition(self) -> str:
        return edition_of(self.file)

    @property
    def about(self) -> str | None:
        """The rule or score that an example is of, or a property, by name."""
        of = self.item.of if isinstance(self.item, syntax.Example | syntax.Property) else None
        return None if of is None else of.text


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that was repealed, and the verb that did it."""

    item: Standing
    by: syntax.Repeal
    file: syntax.File


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What stands on a day, in the order of the text, and what was repealed on the way; `on` is None for the last of its days."""

    lineage: Lineage
    items: tuple[Standing, ...]
    gone: tuple[Gone, ...] = ()
    on: date | None = None


def edition_of(file: syntax.File) -> str:
    return file.policy.identity.text if file.policy else ""


def consolidate(of: Lineage, on: date | None, found: Problems) -> Consolidated:
    """What stands on a day; without one, when the last dated verb has begun.

    An example stands whether or not its rule does on that day (`belonging`).
    """
    first, *later = of.files
    _without_parent(first, found)
    standing = [Standing(item, first) for item in _own(first)]
    gone: list[Gone] = []
    for file in later:
        standing = _Amending(file, on or date.max, found).amended(standing, gone)
    return Consolidated(of, tuple(standing), tuple(gone), on)


def _own(file: syntax.File) -> list[syntax.AnyItem]:
    return [item for item in file.items if not isinstance(item, syntax.Policy | syntax.Ended)]


def _without_parent(file: syntax.File, found: Problems) -> None:
    """In a policy that amends nothing a verb means nothing."""
    if file.policy is None or file.policy.broken or file.policy.only(syntax.Amends) is not None:
        return
    for item in file.items:
        if item.verb is not None or isinstance(item, syntax.Ended):
            told.amends_nothing(item, file, found)


# ── one edition on what it amends ──


class _Amending:
    """The verbs of one file, in force on a day."""

    def __init__(self, file: syntax.File, on: date, found: Problems) -> None:
        self.file = file
        self.found = found
        self.items = [item for item in file.items if not isinstance(item, syntax.Policy) and self._in_force(item, on)]

    def _in_force(self, item: syntax.AnyItem, on: date) -> bool:
        days = dates(item)
        told.check_dates(item, self.file, self.found)
        return within(on, days)

    def amended(self, parent: list[Standing], gone: list[Gone]) -> list[Standing]:
        """What stands when every verb has done its work on what stood before."""
        known = {key(standing.item): standing for standing in parent}
        changed: dict[Key, syntax.AnyItem] = {}
        added = []
        for item in self.items:
            if item.verb == "replace" or isinstance(item, syntax.Ended):
                self._changes(item, known, changed)
            else:
                added.append(item)
        after = (self._after(each, changed.get(key(each.item)), changed, gone) for each in parent)
        standing = [each for each in after if each is not None]
        for item in added:
            self._adds(item, known, changed)
            standing.append(Standing(plain(item), self.file))
        return standing

    def _changes(self, item: syntax.AnyItem, known: dict[Key, Standing], changed: dict[Key, syntax.AnyItem]) -> None:
        """Note what a verb does to an item that is there; if it is not, or already is so, that is reported."""
        its = key(item)
        before = known.get(its)
        if its in changed:
            told.two_verbs(item, changed[its], self.file, self.found)
        elif before is None or _kind(before.item) != _kind(item):
            told.not_there(item, before.item if before else None, before.file if before else None, self.file, known, self.found)
        elif isinstance(item, syntax.SwitchOff) and before.off is not None:
            told.off_already(item, before.off, self.file, self.found)
        elif item.verb == "replace" and before.off is None and plain(item) == before.item:
            told.same_again(item, before.item, before.file, self.file, self.found)
        else:
            changed[its] = item

    def _after(
        self, standing: Standing, by: syntax.AnyItem | None, changed: dict[Key, syntax.AnyItem], gone: list[Gone]
    ) -> Standing | None:
        """What becomes of an item of the parent; its examples and properties go with what is repealed."""
        if by is None and isinstance(standing.item, syntax.Example | syntax.Property) and standing.item.of is not None:
            about = changed.get(("", standing.item.of.text, ""))
            by = about if isinstance(about, syntax.Repeal) else None
        match by:
            case None:
                return standing
            case syntax.Repeal():
                gone.append(Gone(standing, by, self.file))
                return None
            case syntax.SwitchOff():
                return replace(standing, off=self._off(by))
            case _:
                return Standing(plain(by), self.file)

    def _off(self, by: syntax.SwitchOff) -> core.Off:
        because = by.only(syntax.Because)
        first, last = dates(by)
        start = self.file.policy.only(syntax.From) if self.file.policy else None
        return core.Off(
            edition_of(self.file),
            because.reason.value if because else None,
            self.file.source,
            by.span,
            since=first or (day_of(start.date) if start else None),
            until=last,
            basis=basis_of(by),
        )

    def _adds(self, item: syntax.AnyItem, known: dict[Key, Standing], changed: dict[Key, syntax.AnyItem]) -> None:
        """A new item has a name that is free, or was freed by a repeal of another kind of item."""
        its = key(item)
        verb, before = changed.get(its), known.get(its)
        if verb is not None and (not isinstance(verb, syntax.Repeal) or verb.kind == _kind(item)):
            told.two_verbs(item, verb, self.file, self.found)
        elif before is not None and verb is None:
            told.there_already(item, before.item, before.file, self.file, self.found)


def plain(item: syntax.AnyItem) -> syntax.AnyItem:
    """The item as it stands, without its verb and the verb's dates."""
    kept = tuple(clause for clause in item.clauses if not isinstance(clause, syntax.From | syntax.Until))
    further = item.further[1:] if item.verb is not None else item.further
    language = item.further[0] if item.verb is not None and item.further else item.language
    return replace(item, verb=None, clauses=kept, language=language, further=further)


def _kind(item: syntax.AnyItem) -> str:
    return item.kind if isinstance(item, syntax.Ended) else type(item).__name__.lower()


def key(item: syntax.AnyItem) -> Key:
    if isinstance(item, syntax.Named):
        return "", item.name.text, ""
    if isinstance(item, syntax.Ended) and item.title is None:
        return "", item.name.text if item.name else "", ""
    title = item.title.value if item.title else ""
    about = cast(syntax.Name | None, item.name if isinstance(item, syntax.Ended) else getattr(item, "of", None))
    return _kind(item), title, about.text if about else ""


def basis_of(item: syntax.Item) -> tuple[core.BasisOf, ...]:
    return tuple(
        core.BasisOf(basis.document.value, basis.clause.value if basis.clause else None) for basis in item.every(syntax.Basis)
    )


# ── days ──


def dates(item: syntax.Item) -> tuple[date | None, date | None]:
    """From which day until which a verb holds; None: from the beginning, or for good."""
    first, last = item.only(syntax.From), item.only(syntax.Until)
    return (day_of(first.date) if first else None), (day_of(last.date) if last else None)


Days = tuple[date | None, date | None]
"""From and until, both included; None: without end on that side."""


def within(day: date, days: Days) -> bool:
    """Whether a day is one of a stretch of time."""
    return (days[0] or date.min) <= day <= (days[1] or date.max)


def days_words(days: Days) -> Words:
    """How a stretch of time is called; one without ends has no name."""
    first, last = days
    if first is None:
        return Words(f"{last} 以前", f"until {last}")
    return Words(f"{first} 起", f"from {first}") if last is None else Words(f"{first} 至 {last}", f"{first} to {last}")


def periods(of: Iterable[Lineage]) -> tuple[Days, ...]:
    """The stretches of time within which no verb begins or ends; one without ends, when no verb is dated."""
    cuts: set[date] = set()
    for file in (file for each in of for file in each.files):
        for item in file.items:
            if not isinstance(item, syntax.Policy):
                first, last = dates(item)
                cuts.update([first] if first is not None and first != date.min else [])
                cuts.update([last + timedelta(1)] if last is not None and last != date.max else [])
    starts = [None, *sorted(cuts)]
    ends = [*(cut - timedelta(1) for cut in sorted(cuts)), None]
    return tuple(zip(starts, ends, strict=True))
