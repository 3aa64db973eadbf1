"""What the changes mean: for every changed rule, score and table, whether the new edition is stricter, looser or the same.

Proved over every form that the template allows where there is a solver and it decides; else searched on drawn forms, and said to
be. A proof holds for any number of rows where the item looks at its own row alone, else for as many as `rows` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import Any, Literal

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff.changes import Compared, what
from perfrules.diff.crossing import Crossings
from perfrules.diff.model import What
from perfrules.diff.moves import Pairing, Replay, Seen, Way
from perfrules.diff.reading import alone, everything_read, named, reach
from perfrules.diff.searching import Searched, data_of, form_of, search
from perfrules.forms import CELLS, FIGURES, Form, Template, Templates

Data = dict[str, Any]
Verdict = Literal["equivalent", "stricter", "looser", "different", "undecided"]
By = Literal["text", "proved", "searched", "none"]
ROWS = 2
NO_SOLVER = Words(
    "没有装求解器（z3），没有证明，只作了搜索", "the solver (z3) is not installed: nothing was proved, only searched"
)
NOT_ASKED = Words("没有要求证明，只作了搜索", "no proof was asked for, only a search")
TEXTS_OF_CELLS = Words("针对单元格或文中数字的，不能证明", "what is about cells or figures of a text cannot be proved")
OTHER_SUBJECT = Words(
    "两版针对的范围不同，逐表比较没有意义", "the editions are about other things, so they are not set side by side"
)
UNDECIDED = Words("求解器在限定的次数和时间内没有得出全部结果", "the solver did not come to an end within its limits")
NOT_CONFIRMED = Words(
    "求解器认为可能不同之处，有的没有找到能复核出来的表",
    "for some of what the solver holds possible no form was found that the evaluator confirms",
)
FOUND = Words("（搜索到的一张表）", "(a form that was found)")
SIDES: tuple[Literal["old"], Literal["new"]] = ("old", "new")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Region:
    """Where the editions differ: `where` in words, and the smallest form that shows it (as data) with what either gives there.

    `exact`: on every form in the region; else on some of them. `sample`: no region, just a form that was found. `sure`: of forms
    on which both editions come to a result; else of the others. `gives`: what either gives in all of it, where that is more than
    the form shows. `instead`: another score of the new edition that sees to the form's cell. `holds` tells of a form whether it
    lies there (at `path`), None for a sample.
    """

    where: Words
    old: Words
    new: Words
    way: Way
    exact: bool
    sample: bool
    form: Data | None
    path: str
    sure: bool = True
    gives: tuple[Words | None, Words | None] = (None, None)
    instead: str = ""
    why: Words | None = None
    holds: Callable[[Form], bool] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ItemMeaning:
    """What the change of one item means. `complete`: the regions hold every difference there is.

    `rows` is how many rows of a group the proof reaches (None: any number), `drawn` how many forms were searched. `read_by` are
    the rules and scores set side by side beside it that read a table.
    """

    what: What
    old: str
    new: str
    title: str
    verdict: Verdict
    by: By
    regions: tuple[Region, ...]
    complete: bool
    rows: int | None = None
    drawn: int = 0
    why: Words | None = None
    read_by: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.new if self.old == self.new else f"{self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class Crossing:
    """Whether a form can pass one edition as a whole and fail the other: a form that does, with the rules it fails.

    Without a form: `proved` that there is none of at most `rows` rows a group (None: any number); of more rows only `drawn`
    forms were tried.
    """

    passes: Literal["old", "new"]
    form: Data | None
    fails: tuple[str, ...]
    proved: bool
    rows: int | None
    drawn: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """`added` and `repealed` rules mean what they say; only what is in both editions is set side by side."""

    items: tuple[ItemMeaning, ...]
    crossings: tuple[Crossing, ...]
    why: Words | None = None


def meaning(
    compared: Compared,
    templates: Templates,
    prove: bool | None,
    progress: Progress | None = None,
    crossing: bool = True,
    forms: Iterable[Form] = (),
) -> Meaning:
    """Every changed rule, score and table; with `crossing`, the editions as a whole. `prove` None: where there is a solver.

    `forms` are forms at hand: one of them may pass one edition and fail the other.
    """
    solver = find_spec("z3") is not None
    proving = solver if prove is None else prove and solver
    why = None if proving else NOT_ASKED if prove is False else NO_SOLVER
    replay = Replay(compared.old, compared.new)
    todo = list(_pairings(compared))
    found = []
    for at, (pairing, same) in enumerate(todo):
        if progress is not None:
            progress(at, len(todo))
        made = _meant(pairing, same, compared, templates, proving, replay)
        found.append(replace(made, read_by=_readers(pairing, [each for each, _ in todo], compared.new)))
    witnesses = [data_of(form) for form in forms if form.template.name == compared.new.template]
    witnesses += [region.form for item in found for region in item.regions if region.form is not None]
    crossings = _crossings(compared, templates, replay, witnesses, proving) if crossing else ()
    return Meaning(tuple(found), crossings, why)


def _pairings(compared: Compared) -> Iterator[tuple[Pairing, bool]]:
    """Rules, scores and tables that changed themselves or through what they read, and whether only names did."""
    for pair in compared.pairs:
        old, new = pair.old, pair.new
        if isinstance(old, core.Let) and not isinstance(old.value, core.Choose):
            continue
        if not isinstance(old, core.Rule | core.Score | core.Let) or not isinstance(new, core.Rule | core.Score | core.Let):
            continue
        same = compared.same_meaning(pair)
        ours, theirs = compared.sides.named
        if not same or compared.shapes.item(old, ours) != compared.shapes.item(new, theirs):
            yield Pairing(old, new), same


def _readers(of: Pairing, every: Sequence[Pairing], program: core.Program) -> tuple[str, ...]:
    if not isinstance(of.new, core.Let):
        return ()
    known = named(program)
    rules = [each.new for each in every if not isinstance(each.new, core.Let)]
    return tuple(rule.name for rule in rules if of.new.name in everything_read([rule], known))


def _meant(pairing: Pairing, same: bool, compared: Compared, templates: Templates, proving: bool, replay: Replay) -> ItemMeaning:
    old, new = pairing.old, pairing.new
    base = ItemMeaning(what(new), old.name, new.name, new.title or old.title or "", "undecided", "none", (), False)
    if same:
        return replace(base, verdict="equivalent", by="text", complete=True)
    if old.subject != new.subject:
        return replace(base, verdict="different", by="text", why=OTHER_SUBJECT)
    why: Words | None = None
    made: ItemMeaning | None = None
    if proving:
        why = _beyond(pairing, compared)
        if why is None:
            from perfrules.diff.proving import proved

            made = proved(base, pairing, compared, templates, _rows(pairing, compared), replay)
            why = made.why
            if made.complete:
                return made
    template = templates.get(compared.new.template)
    assert template is not None
    searched = search(pairing, compared, template, replay)
    return _with_search(made or base, searched, why, template)


def _with_search(base: ItemMeaning, searched: Searched, why: Words | None, template: Template) -> ItemMeaning:
    """What the proof left open, with what was found by drawing."""
    known = {(region.old, region.new) for region in base.regions}
    samples = [
        _sample(seen, data)
        for seen, data in searched.found
        if (seen.old, seen.new) not in known and not _told(form_of(data, template), base.regions)
    ]
    regions = tuple(sorted((*base.regions, *samples), key=lambda region: not region.sure))
    verdict: Verdict = verdict_of([region.way for region in regions]) if regions else "undecided"
    by: By = "proved" if base.regions and not samples else "searched"
    if regions and verdict in ("stricter", "looser"):
        by = "searched"  # what was not found could still go the other way
    return replace(base, verdict=verdict, by=by, regions=regions, complete=False, drawn=searched.drawn, why=why)


def _told(form: Form | None, regions: tuple[Region, ...]) -> bool:
    return form is not None and any(region.holds is not None and region.holds(form) for region in regions)


def _sample(seen: Seen, data: Data) -> Region:
    return Region(FOUND, seen.old, seen.new, seen.move.way, False, True, data, seen.path, seen.move.sure, why=seen.why)


def verdict_of(ways: list[Way]) -> Verdict:
    """What the ways in which it differs come to."""
    if not ways:
        return "equivalent"
    if "stricter" in ways and "looser" not in ways:
        return "stricter"
    if "looser" in ways and "stricter" not in ways:
        return "looser"
    return "different"


def _beyond(pairing: Pairing, compared: Compared) -> Words | None:
    """Why the item cannot be put before the solver."""
    parts = {pairing.old.subject.part}
    sides = (pairing.old, compared.old), (pairing.new, compared.new)
    for node in (node for item, program in sides for node in reach(item, program)):
        if isinstance(node, core.Cell | core.Aggregate | core.LetRef):
            parts.add(node.route.end.part)
    return TEXTS_OF_CELLS if parts & {CELLS, FIGURES} else None


def _rows(pairing: Pairing, compared: Compared) -> int | None:
    """None where the item looks at its own row alone; else how many rows a proof is to reach."""
    return None if alone(pairing.old, compared.old) and alone(pairing.new, compared.new) else ROWS


def _crossings(
    compared: Compared, templates: Templates, replay: Replay, witnesses: list[Data], proving: bool
) -> tuple[Crossing, ...]:
    """Both ways round: by the forms already found, by the solver, by drawn forms."""
    template = templates.get(compared.new.template)
    assert template is not None
    return tuple(Crossing(side, *Crossings(compared, template, replay, side).told(witnesses, proving)) for side in SIDES)
