"""For every cell of a template the texts worth writing there under one policy, as they are written on a form.

`plain` are what such a cell ordinarily holds, `edges` what the policy asks about (at an edge, just under and just over it, the
words it looks for and near misses), `odd` what may stand in any cell of its kind and is hard to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.drawing import written
from perfrules.drawing.meetings import Meetings, Tie, meetings
from perfrules.drawing.patterns import matching
from perfrules.drawing.reads import columns, every_expression, groups
from perfrules.forms import CELLS, FIGURES, Field, Template
from perfrules.forms.template import DERIVED
from perfrules.values.numbers import decimal_text

Written = str | tuple[str, ...]
"""What stands in a cell: a text, or the boxes ticked."""

COUNTED = "家"
PLAIN: dict[str, tuple[str, ...]] = {
    "money": ("100", "200", "80", "50", "121.75", "0"),
    "points": ("20", "10", "40", "16", "5", "2.5", "0"),
    "ratio": ("100%", "80%", "50%", "27.70%", "0%"),
    "quantity": ("100", "50", "100家", "80家", "100%", "90%", "有助于", "≥100", "≤4", "5", "120"),
    "text": ("甲", "乙", "有助于"),
    "number": (),
    "choice": (),
    "ticks": (),
    "date": (),
}
ODD: dict[str, tuple[str, ...]] = {
    "money": ("-1", "约100", "5000元", "0.01亿元", "—"),
    "points": ("-1", "满", "20分", "5.545", "100.01", "—"),
    "ratio": ("九成", "100", "-1%", "121%", "33.333%"),
    "quantity": ("95%以上", "-5", "0", "0家", "0%", "100批次", "按标准发放", "2.6亿元", "/", "33.33"),
    "text": ("—", "因疫情取消"),
    "number": ("二〇二〇", "0"),
    "choice": ("尚可",),
    "ticks": (),
    "date": ("年 月 日", "去年"),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """What is worth writing in one cell. The first of each is the simplest."""

    plain: tuple[Written, ...]
    edges: tuple[Written, ...]
    odd: tuple[Written, ...]

    def all(self) -> tuple[Written, ...]:
        return tuple(dict.fromkeys((*self.plain, *self.edges, *self.odd)))


@dataclass(frozen=True, slots=True)
class Edges:
    """`texts` of each column that is read, `ties` between columns, `totals` of columns; `groups` have rows that are asked for."""

    template: Template
    texts: Mapping[core.Column, Texts]
    ties: tuple[Tie, ...]
    totals: Mapping[core.Column, tuple[Fraction, ...]]
    groups: tuple[str, ...]

    def field(self, column: core.Column) -> Field:
        return field_of(self.template, column)


def field_of(template: Template, column: core.Column) -> Field:
    part = column.subject.part
    return (template.fields if part is None else template.parts[part].fields)[column.field]


def edges(program: core.Program, template: Template) -> Edges:
    """The edges of a whole policy."""
    return edges_of(program, template, every_expression(program), program.scores())


def edges_of(program: core.Program, template: Template, roots: Iterable[core.Expr], scores: Iterable[core.Score] = ()) -> Edges:
    """The edges of some of its expressions, and of the scores among them."""
    roots = tuple(roots)
    found = meetings(program, roots, scores)
    read = [column for column in columns(program, roots) if column.subject.template == template.name]
    held = [column for column in read if column.subject.part not in DERIVED]
    derived = [column for column in read if column.subject.part in DERIVED]
    asked = groups(program, roots, template)
    if CELLS in asked or derived:
        held += [column for column in _hosts(template) if column not in held]
    texts = {column: _texts(column, program, template, found) for column in dict.fromkeys(held)}
    for column in derived:
        _embed(column, found, template, texts)
    inside = set(texts)
    ties = tuple(tie for tie in found.ties if tie.column in inside and tie.other in inside)
    totals = {column: tuple(numbers) for column, numbers in found.totals.items() if column in inside}
    return Edges(template, texts, ties, totals, tuple(part for part in asked if part not in DERIVED))


def _texts(column: core.Column, program: core.Program, template: Template, found: Meetings) -> Texts:
    field = field_of(template, column)
    numbers = list(found.numbers.get(column, ()))
    edge: list[Written] = []
    match field.kind:
        case "ticks":
            return _ticks(field)
        case "choice":
            edge += field.choices
        case "quantity":
            units = [unit for unit in found.units.get(column, ()) if unit]
            for value in numbers:
                edge += written.quantities(value, field.limit, (COUNTED, *units))
            edge += [f"100{unit}" for unit in units]
            edge += _signed(found.texts.get(column, ()), field)
        case "text":
            edge += _words(found.texts.get(column, ()))
            edge += [text for length in found.lengths.get(column, ()) for text in written.long(length)]
            edge += [text for pattern in found.patterns.get(column, ()) for text in matching(pattern)]
        case "date":
            edge += [text for day in found.dates.get(column, ()) for text in written.dates(day)]
        case _:
            edge += [text for value in (*numbers, *_ends(field, template)) for text in written.around(field, value, template)]
    plain = dict.fromkeys((*_plain(field, program), *_held(field, numbers, template)))
    return Texts(tuple(plain), tuple(dict.fromkeys(edge)), _odd(field, template))


def _plain(field: Field, program: core.Program) -> tuple[str, ...]:
    """What such a cell ordinarily holds; years and days are those of the policy."""
    first, last = program.years
    match field.kind:
        case "number":
            year = int(first)
            return (first, str(year - 1), str(year + 1), *([last] if last != first else []))
        case "date":
            year = int(first)
            return (f"{year + 1}-01-15", f"{year}-12-31", f"{year - 1}年12月31日", f"{year + 2}-01-01")
        case "choice":
            return field.choices
        case kind:
            return PLAIN[kind]


def _held(field: Field, numbers: list[Fraction], template: Template) -> list[str]:
    """The numbers that the policy names are ordinary too: 20 points, 80%."""
    if field.kind in ("money", "points", "ratio"):
        return [written.number(field, value, template) for value in numbers if abs(value) < written.LONGEST]
    return []


def _odd(field: Field, template: Template) -> tuple[str, ...]:
    # The schema of a form refuses some choices before any rule sees them.
    if field.kind == "choice" and field.name == template.money_unit:
        return ()
    return ODD[field.kind]


def _ends(field: Field, template: Template) -> list[Fraction]:
    return [end * written.scale(field, template) for end in (field.low, field.high) if end is not None]


def _ticks(field: Field) -> Texts:
    """Every box alone, all of them, and none ticked (which is not the same as no such line)."""
    alone = tuple((choice,) for choice in field.choices)
    return Texts(alone, ((), tuple(field.choices), *((alone[0] + alone[1],) if len(alone) > 2 else ())), ())


def _words(texts: Iterable[str]) -> Iterator[str]:
    """A text that is compared with, spaced out (the same), longer and shorter (others)."""
    for text in texts:
        if not text.strip():
            continue
        yield from (text, f"{text[:1]} {text[1:]}", f"某{text}项")
        if len(text) > 1:
            yield text[:-1]


def _signed(texts: Iterable[str], field: Field) -> Iterator[str]:
    """Comparators and words that a written quantity is asked for."""
    for text in texts:
        if text in ("≥", "≤", "<", ">", "="):
            if field.limit:
                yield from (f"{text}100", f"{text}5")
        elif text.strip():
            yield text


# ── what the reader of a form makes of other cells ──


def _hosts(template: Template) -> Iterator[core.Column]:
    """Where texts are written that rules meet as filled cells or as figures: one plain text, and the narratives."""
    whole = core.Subject(template.name)
    plain = next((field for field in template.fields.values() if field.kind == "text" and not field.narrative), None)
    if plain is not None:
        yield core.Column(whole, plain.name)
    for field in template.fields.values():
        if field.narrative:
            yield core.Column(whole, field.name)
    for part in template.parts.values():
        if part.many and part.name not in DERIVED:
            for field in part.fields.values():
                if field.narrative:
                    yield core.Column(core.Subject(template.name, part.name), field.name)
                    break


def _embed(column: core.Column, found: Meetings, template: Template, texts: dict[core.Column, Texts]) -> None:
    """Texts that a derived column is held against, written into the cells that it is made from."""
    told = [*found.texts.get(column, ()), *(text for each in found.patterns.get(column, ()) for text in matching(each))]
    if column.subject.part == FIGURES:
        numbers = [decimal_text(value) for value in found.numbers.get(column, ())]
        amounts = ["100万元", "80万元", "100元", "100家", "80%", *(f"{number}家" for number in numbers)]
        told = [f"{said}{amount}" for said in (*(told or ()), "完成") for amount in amounts]
        told += [f"{told[0]}，又 20 万元", f"{told[0]}。"]
    for host, known in texts.items():
        field = field_of(template, host)
        if field.kind == "text" and (column.subject.part == CELLS or field.narrative):
            texts[host] = Texts(known.plain, tuple(dict.fromkeys((*known.edges, *told))), known.odd)
