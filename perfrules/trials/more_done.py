"""The law that more done never scores less: of two forms that differ only in what was done, none is punished for more of it.

What is done, the template says (`done: true`). Where a limit on the row is an upper one (`≤4`), less of it is more done. A cell
that several scores may claim is compared by whichever applies, on the forms of their examples from one limit to the next. Scores
that read other scores are left out: their terms are tried by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from perfrules.core import tree as core
from perfrules.core.types import Kind as Kinds
from perfrules.diagnostics import Words
from perfrules.drawing import Choices, Data, Edges, Spot, copied, described
from perfrules.drawing.moves import number_in
from perfrules.drawing.reads import columns, expressions
from perfrules.drawing.sheet import get, places, put, spots
from perfrules.drawing.written import around, step
from perfrules.forms import Field
from perfrules.forms.reading import read_cell
from perfrules.trials.answered import answered
from perfrules.trials.laws import Case, audited, possible
from perfrules.trials.result import Kind
from perfrules.trials.under import Under
from perfrules.values.numbers import decimal_text, exact_text

UPPER = ("≤", "<")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
MORE = (Fraction(11, 10), Fraction(5))


class MoreDone:
    kind: Kind = "more-done"
    title = Words("完成得越多，复核得分不会越少", "more done never has the smaller audited score")

    def __init__(self, under: Under, edges: Edges) -> None:
        self.edges = edges
        stated = {
            (each.of, core.Column(each.rises.route.end, each.rises.field)) for each in under.program.properties if each.rises
        }
        claimed = {score.column for score in under.program.scores()}
        self.read: dict[str, frozenset[core.Column]] = {}
        self.skipped: list[Words] = []
        for score in under.program.scores():
            reads = set(columns(under.program, expressions(score))) - {score.column}
            if score.claimed.type.dimension.points != 1 or reads & claimed:
                continue
            why = answered(score, "more-done")
            if why is not None:
                self.skipped.append(Words(f"{score.name}：{why}", f"{score.name}: {why}"))
                continue
            done = {column for column in reads if column in edges.texts and edges.field(column).done}
            self.read[score.name] = frozenset(column for column in done if (score.name, column) not in stated)

    def cases(self, under: Under, choices: Choices, data: Data) -> Iterator[Case]:
        """One cell of what was done, with a larger number in its unit."""
        wanted = {column for done in self.read.values() for column in done}
        held = [spot for column in sorted(wanted, key=str) for spot in places(data, column, under.template) if get(data, spot)]
        if not held:
            return
        yield from two_that_differ(choices, data, held[choices.below(len(held))], self.edges)

    def between(self, under: Under) -> Iterator[Case]:
        """The forms of the examples of scores that claim one cell, what was done put at each limit and the next.

        Each as it is, and with more to be done or more to be had for it: one score may fall below the other only then.
        """
        firm = [score for score in under.program.scores() if score.name in self.read and _firm(score)]
        claims = Counter(score.column for score in firm)
        many = {score.name for score in firm if claims[score.column] > 1}
        wanted = {column for name in many for column in self.read[name]}
        for example in under.program.examples:
            data = under.dated(described(example, under.template)) if example.of in many else {}
            for spot in (spot for column in sorted(wanted, key=str) for spot in places(data, column, under.template)):
                for varied in _varied(data, spot, self.edges):
                    levels = _ordered(varied, spot, self.edges)
                    yield from (Case(_put(varied, spot, one), spot, other) for one, other in pairwise(levels))

    def broken(self, under: Under, case: Case) -> dict[str, Words]:
        assert case.spot is not None
        spot = case.spot
        field = self.edges.field(_column(under, spot))
        texts = [get(data, spot) for data in case.forms()]
        numbers = [number_in(field, text, self.edges) if isinstance(text, str) else None for text in texts]
        if numbers[0] is None or numbers[1] is None or not numbers[0] < numbers[1] or not same_unit(field, texts):
            return {}
        forms = [under.form(data) for data in case.forms()]
        if not all(possible(form) for form in forms):
            return {}
        less_is_more = upper_limit(under, case.data, spot)
        runs = [under.engine.start(form) for form in forms]
        found: dict[str, Words] = {}
        scores = [score for score in under.program.scores() if _column(under, spot) in self.read.get(score.name, ())]
        by_name = {score.name: score for score in scores}
        for column in dict.fromkeys(score.column for score in scores):
            values = [
                {
                    holder.path: (value, score.name)
                    for score in scores
                    if score.column == column
                    for holder, value in audited(under, score, run)
                }
                for run in runs
            ]
            for path in (each for each in values[0] if each in values[1]):
                (before, one), (after, other) = values[0][path], values[1][path]
                if one != other and not (_firm(by_name[one]) and _firm(by_name[other])):
                    continue
                if (after > before) if less_is_more else (after < before):
                    found[other] = fell(field, texts, before, after) + (Words("", "") if one == other else _by(one, other))
        return found


def _firm(score: core.Score) -> bool:
    """Whether it says one number: where it gives a range, what is audited is what was claimed, if that lies in it."""
    return score.expected.type.kind is not Kinds.INTERVAL


def _by(one: str, other: str) -> Words:
    return Words(f"（先由 {one} 计分，后由 {other}）", f" (first scored by {one}, then by {other})")


def fell(field: Field, texts: Sequence[object], before: Fraction, after: Fraction) -> Words:
    one, other = exact_text(before), exact_text(after)
    return Words(
        f"{field.zh}由 {texts[0]} 增到 {texts[1]}，复核值由 {one} 变为 {other}",
        f"{field.name} rises from {texts[0]} to {texts[1]}, and the audited value goes from {one} to {other}",
    )


def two_that_differ(choices: Choices, data: Data, spot: Spot, edges: Edges) -> Iterator[Case]:
    """The form, and every other time also the form brought to an edge; each with a larger number for the cell, in its unit."""
    column = core.Column(core.Subject(edges.template.name, spot.part), spot.field)
    field, held = edges.field(column), get(data, spot)
    if not isinstance(held, str) or number_in(field, held, edges) is None:
        return
    at = [text for level in _levels(data, spot, edges, column) for text in written_as(field, level, held, edges)]
    starts = [held, at[choices.below(len(at))]] if at and choices.below(2) else [held]
    for start in starts:
        value = number_in(field, start, edges)
        if value is None:
            continue
        texts = [text for level in (value * 2, value + step(field, value)) for text in written_as(field, level, start, edges)]
        texts += [*at, *at, *(text for text in edges.texts[column].all() if isinstance(text, str))]
        larger = [text for text in texts if _above(field, text, value, start, edges)]
        if larger:
            changed = copied(data)
            put(changed, spot, start)
            yield Case(changed, spot, larger[choices.below(len(larger))])


def _ordered(data: Data, spot: Spot, edges: Edges) -> list[str]:
    """What may stand in a cell, in the unit that does, the least first."""
    column = core.Column(core.Subject(edges.template.name, spot.part), spot.field)
    field, held = edges.field(column), get(data, spot)
    if not isinstance(held, str):
        return []
    texts = [held, *(text for text in edges.texts[column].all() if isinstance(text, str) and same_unit(field, [held, text]))]
    texts += [text for level in _levels(data, spot, edges, column) for text in written_as(field, level, held, edges)]
    numbers = {value: text for text in texts if (value := number_in(field, text, edges)) is not None}
    return [numbers[value] for value in sorted(numbers)]


def _varied(data: Data, spot: Spot, edges: Edges) -> Iterator[Data]:
    yield data
    for other in spots(data, edges.template):
        if (other.part, other.row) == (spot.part, spot.row) and other != spot:
            field, held = edges.field(core.Column(core.Subject(edges.template.name, other.part), other.field)), get(data, other)
            value = number_in(field, held, edges) if isinstance(held, str) else None
            if value and (field.limit or field.kind == "points"):
                yield from (_put(data, other, text) for by in MORE for text in _more(field, held, value * by))


def _more(field: Field, held: object, value: Fraction) -> list[str]:
    """The number in the place of the one that is written there, with what stands around it."""
    found = NUMBER.search(str(held))
    if found is None:
        return []
    shown = exact_text(value * 100 if field.kind == "quantity" and "%" in str(held) else value)
    return [str(held)[: found.start()] + shown + str(held)[found.end() :]]


def _put(data: Data, spot: Spot, text: str) -> Data:
    changed = copied(data)
    put(changed, spot, text)
    return changed


def _levels(data: Data, spot: Spot, edges: Edges, column: core.Column) -> list[Fraction]:
    """The numbers at which the cell meets others of its row."""
    levels = []
    for tie in edges.ties:
        if tie.column == column and not tie.total:
            for source in places(data, tie.other, edges.template):
                beside = get(data, source)
                other = number_in(edges.field(tie.other), beside, edges) if isinstance(beside, str) else None
                if source.row == spot.row and other is not None:
                    levels.append(tie.factor * other + tie.offset)
    return levels


def written_as(field: Field, level: Fraction, beside: str, edges: Edges) -> list[str]:
    if field.kind != "quantity":
        return list(around(field, level, edges.template))
    unit = beside.lstrip("≥≤<>=-0123456789.,")
    shown = level * 100 if unit == "%" else level
    return [decimal_text(each).rstrip("…") + unit for each in (shown, shown + 1)]


def _above(field: Field, text: str, value: Fraction, held: str, edges: Edges) -> bool:
    other = number_in(field, text, edges)
    return other is not None and other > value and same_unit(field, [held, text])


def same_unit(field: Field, texts: Sequence[object]) -> bool:
    """Whether two written quantities are of one unit; other cells always are."""
    if field.kind != "quantity":
        return True
    units = [read.written.unit if (read := read_cell(field, str(text), Fraction(1))).written else None for text in texts]
    return units[0] == units[1]


def upper_limit(under: Under, data: Data, spot: Spot) -> bool:
    """Whether the row's limit is an upper one, so that less is better."""
    for other in spots(data, under.template):
        if (other.part, other.row) == (spot.part, spot.row):
            field = (under.template.fields if other.part is None else under.template.parts[other.part].fields)[other.field]
            text = get(data, other)
            if field.limit and isinstance(text, str):
                written = read_cell(field, text, Fraction(1)).written
                if written is not None and written.comparator in UPPER:
                    return True
    return False


def _column(under: Under, spot: Spot) -> core.Column:
    return core.Column(core.Subject(under.template.name, spot.part), spot.field)
