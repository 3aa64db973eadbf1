"""Forms that show what a remark about several rules says: as ordinary as can be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import cycle, takewhile
from typing import TYPE_CHECKING, Any

from perfrules.analysis.bounds import listed
from perfrules.analysis.remarks import Shown
from perfrules.analysis.samples import Sample
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Words

if TYPE_CHECKING:
    from perfrules.analysis.room import Room

Tier = tuple["Callable[[Room], Any]", Callable[[Sample], bool]]
"""What is asked of a form besides, in terms and of the form itself."""


def conflict(study: Study, mine: core.Check, others: Sequence[core.Check]) -> Shown | None:
    """A form on which all of them apply, and that breaks one and meets the rest; else one that breaks some."""
    checks = [mine, *others]
    columns = set[core.Column]().union(*(study.columns(check) for check in checks))
    for room_too, sample_too in (*_ordinary(columns), ANY):
        for broken in (mine, *others):
            rest = [check for check in checks if check is not broken]
            names = [check.name for check in rest]

            def breaks(sample: Sample, names: Sequence[str] = names, broken: core.Check = broken, too: Any = sample_too) -> bool:
                return sample.breaks(names, broken.name) and too(sample)

            def wanted(room: Room, rest: Sequence[core.Check] = rest, broken: core.Check = broken, too: Any = room_too) -> Any:
                return room.together(room.breaks(rest, broken), too(room))

            sample = _one(study, checks, wanted, breaks)
            if sample is not None:
                met = listed(rest)
                also = Words(f"符合 {met.zh}，不符合 `{broken.name}`", f"it meets {met.en} and fails `{broken.name}`")
                return Shown(sample.data, broken.name, "fail", also)
    names = [check.name for check in checks]
    seen = (each for each in study.samples if all(map(each.applies, names)) and any(map(each.fails, names)))
    sample = min(seen, key=lambda each: len(repr(each.data)), default=None)
    return None if sample is None else Shown(sample.data, next(filter(sample.fails, names)), "fail")


def failure(study: Study, check: core.Check, group: Sequence[core.Check] = ()) -> Shown | None:
    """A form that fails a rule, and so one of the others, if there are any, and that shows of what."""
    for room_too, sample_too in (*_ordinary(study.columns(check)), ANY):
        every = [check, *group]

        def fails(sample: Sample, too: Any = sample_too) -> bool:
            others = not group or any(sample.fails(each.name) for each in group)
            return sample.fails(check.name) and others and too(sample)

        def wanted(room: Room, too: Any = room_too) -> Any:
            return room.together(room.gives(check, "fail"), too(room))

        sample = _one(study, every, wanted, fails)
        if sample is not None:
            if not group:
                return Shown(sample.data, check.name, "fail")
            failed = listed([each for each in group if sample.fails(each.name)])
            also = Words(f"这张表也不符合 {failed.zh}", f"it fails {failed.en}, too")
            return Shown(sample.data, check.name, "fail", also)
    return None


def _ordinary(columns: Set[core.Column]) -> Iterator[Tier]:
    """Round numbers above nought in cells that are filled; then some of it."""
    yield (
        lambda room: room.together(room.round(columns), room.told_of(columns)),
        lambda sample: sample.plain(columns) and sample.tells_of(columns),
    )
    yield (
        lambda room: room.together(room.plain(columns), room.told_of(columns)),
        lambda sample: sample.plain(columns) and sample.tells_of(columns),
    )
    yield lambda room: room.plain(columns), lambda sample: sample.plain(columns) and bool(sample.filled)
    yield lambda room: room.told_of(columns), lambda sample: sample.tells_of(columns)


ANY: Tier = (lambda _: True, lambda _: True)


def _one(
    study: Study, checks: list[core.Check], wanted: Callable[[Room], Any], confirm: Callable[[Sample], bool]
) -> Sample | None:
    prover = study.prover
    assert prover is not None
    with prover.unhurried():
        _, sample = prover.ask(checks, wanted, confirm)
    if sample is None:  # of few rows; those at hand may have more
        sample = min(filter(confirm, study.samples), key=lambda each: len(repr(each.data)), default=None)
    return None if sample is None else _with_names(study, sample, confirm)


def _with_names(study: Study, sample: Sample, confirm: Callable[[Sample], bool]) -> Sample:
    """The same with a name in rows that have nothing, if it still shows what it is to show."""
    data = dict(sample.data)
    for name, part in study.template.parts.items():
        texts = list(takewhile(lambda field: field.kind == "text", part.fields.values()))
        if part.many and texts:  # the last of the texts that a row begins with is what it is called
            rows = zip(data.get(name, []), cycle("甲乙丙丁戊己庚辛"))
            data[name] = [row or {texts[-1].name: word} for row, word in rows]
    data = {name: held for name, held in data.items() if held != []}
    form = study.made(data) if data != sample.data else None
    named = None if form is None else study.sample(data, form)
    return named if named is not None and confirm(named) else sample
