"""To which days an example or a property belongs: those on which the rule it is about is there.

So an example of a rule that comes or goes on a day needs no days of its own; where it has some, they and the rule's must meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from perfrules.check.amending import HERE, kind_words, name_span
from perfrules.check.consolidate import Consolidated, Days, Key, Lineage, Standing, consolidate, dates, days_words, key, periods
from perfrules.check.problems import Problems
from perfrules.diagnostics import Code, Label, Words
from perfrules.source import Source, Span
from perfrules.syntax import tree as syntax

OTHER_DAYS = Code("other-days", Words("日期不合", "other days"))


@dataclass(frozen=True, slots=True)
class _Then:
    """What a policy is on some days: its rules and scores by name, and what was repealed on the way."""

    days: Days
    checks: dict[str, Standing]
    gone: frozenset[Key]


def consolidated(of: Lineage, on: date | None, found: Problems) -> Consolidated:
    """What stands on a day, with those examples and properties that belong to it."""
    whole = consolidate(of, on, found)
    every = periods((of,))
    if len(every) == 1:
        return whole
    thens = [_then(of, days) for days in every]
    now = _checks(whole)
    kept = (each if each.about is None else _belonging(each, now, thens, of.main, found) for each in whole.items)
    return replace(whole, items=tuple(each for each in kept if each is not None))


def _then(of: Lineage, days: Days) -> _Then:
    whole = consolidate(of, days[1] or days[0], Problems())
    return _Then(days, _checks(whole), frozenset(key(gone.item.item) for gone in whole.gone))


def _checks(of: Consolidated) -> dict[str, Standing]:
    return {each.item.name.text: each for each in of.items if isinstance(each.item, syntax.Rule | syntax.Score)}


def _belonging(of: Standing, now: dict[str, Standing], thens: list[_Then], main: syntax.File, found: Problems) -> Standing | None:
    """None for what is about a rule of other days. What is about a rule of no day is kept, to be told."""
    assert of.about is not None
    days = _joined(then.days for then in thens if of.about in then.checks)
    if of.about in now:
        return replace(of, there=days) if of.file is main and days != ((None, None),) else of
    if not days:
        return None if any(key(of.item) in then.gone for then in thens) else of
    written = next(item for item in of.file.items if item.span == of.item.span)
    own = dates(written)
    if of.file is main and not any(_meet(own, each) for each in days):
        check = next(then.checks[of.about] for then in thens if of.about in then.checks)
        clause = _too(written, own, days)
        assert isinstance(check.item, syntax.Named)
        other_days(of, check.item, check.file.source, days, clause.date.span, found)
    return None


def _too(item: syntax.AnyItem, own: Days, days: tuple[Days, ...]) -> syntax.From | syntax.Until:
    """Which of its days is out of place: the last where that is before the rule is ever there, else the first."""
    first, last = item.only(syntax.From), item.only(syntax.Until)
    early = own[1] is not None and days[0][0] is not None and own[1] < days[0][0]
    clause = (last if early else first) or last
    assert clause is not None
    return clause


def _joined(of: Iterable[Days]) -> tuple[Days, ...]:
    """Stretches of time, in their order, with those made one that follow each other."""
    made: list[Days] = []
    for first, last in of:
        before = made[-1][1] if made else None
        if before is not None and first == before + timedelta(1):
            made[-1] = made[-1][0], last
        else:
            made.append((first, last))
    return tuple(made)


def _meet(one: Days, other: Days) -> bool:
    first, last = max(one[0] or date.min, other[0] or date.min), min(one[1] or date.max, other[1] or date.max)
    return first <= last


def other_days(of: Standing, check: syntax.Named, its: Source, days: tuple[Days, ...], at: Span, found: Problems) -> None:
    """The days of an example are none of those on which its rule is there."""
    name, what, it = of.about, kind_words(of.item), kind_words(check)
    when = [days_words(each) for each in days]
    zh, en = "、".join(each.zh for each in when), " and ".join(each.en for each in when)
    here = Label(its, name_span(check), HERE)
    found.add(
        OTHER_DAYS,
        of.file.source,
        at,
        Words(
            f"{it.zh} `{name}` {zh} 才有，这个{what.zh}写的日期在此之外",
            f"{it.en} `{name}` is there {en} only, and this {what.en} is for other days",
        ),
        others=(here,),
        help=Words("改用那段时间里的日期，或不写日期", "give it a day of that time, or none"),
    )
