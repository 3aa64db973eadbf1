"""Small changes to a form, most of them towards an edge: what a search does between one form and the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.drawing import written
from perfrules.drawing.choices import Choices, one, seldom
from perfrules.drawing.edges import Edges, Texts, Written
from perfrules.drawing.meetings import Tie
from perfrules.drawing.sheet import Data, Spot, copied, get, places, put
from perfrules.forms import Field
from perfrules.forms.reading import read_cell
from perfrules.values import Quantity
from perfrules.values.numbers import decimal_text

MOST_ROWS = 4


def text_for(choices: Choices, texts: Texts) -> Written | None:
    """What to write in a cell: mostly something ordinary, often an edge, seldom something odd; None is blank."""
    kind = choices.below(10)
    if kind >= 9 and texts.odd:
        return one(choices, texts.odd)
    if kind >= 6 and texts.edges:
        return one(choices, texts.edges)
    return one(choices, (None, *(texts.plain or texts.edges)))


def moved(choices: Choices, data: Data, edges: Edges) -> Data:
    """A form that differs from `data` in a cell, two cells that are compared, a sum, or a row."""
    changed = copied(data)
    ways: list[Callable[[Choices, Data, Edges], None]] = [_cell]
    if edges.ties:
        ways += [_tie, _tie]
    if edges.totals:
        ways += [_total]
    if edges.groups or any(column.subject.part and edges.template.parts[column.subject.part].many for column in edges.texts):
        ways += [_row]
    one(choices, ways)(choices, changed, edges)
    return changed


def _cell(choices: Choices, data: Data, edges: Edges) -> None:
    if not edges.texts:
        return
    column = one(choices, tuple(edges.texts))
    its = places(data, column, edges.template)
    if its:
        spot = one(choices, its)
        put(data, spot, None if seldom(choices, 5) else text_for(choices, edges.texts[column]))


def _tie(choices: Choices, data: Data, edges: Edges) -> None:
    """One of two cells that are compared, written from the other; or the other, when that is what is blank."""
    tie = one(choices, edges.ties)
    ours, theirs = places(data, tie.column, edges.template), places(data, tie.other, edges.template)
    if not ours or not theirs:
        return
    spot = one(choices, ours)
    same = [other for other in theirs if other.part == spot.part and other.row == spot.row and other != spot]
    source = one(choices, same) if same and not seldom(choices, 4) else one(choices, theirs)
    if source != spot:
        tied(choices, data, edges, tie, spot, source)


def tied(choices: Choices, data: Data, edges: Edges, tie: Tie, spot: Spot, source: Spot) -> None:
    """Write into `spot` what the edge of a tie asks for there: at it, just over or just under it."""
    held = get(data, source)
    if held is None:
        held = text_for(choices, edges.texts[tie.other])
        put(data, source, held)
    field, other = edges.field(tie.column), edges.field(tie.other)
    if not isinstance(held, str) or field.kind in ("ticks", "choice"):
        return
    value = number_in(other, held, edges)
    if value is None or field.kind == "text":
        if field.kind in ("text", "quantity"):
            put(data, spot, held)
        return
    level = tie.factor * value + tie.offset
    if tie.total:
        level -= sum(
            number_in(field, text, edges) or 0
            for each in places(data, tie.column, edges.template)
            if each != spot and isinstance(text := get(data, each), str)
        )
    put(data, spot, _near(choices, field, level, held, edges))


def number_in(field: Field, text: str, edges: Edges) -> Fraction | None:
    """The number that is read in a cell: an amount in 元, a quantity without its unit."""
    value = read_cell(field, text, written.scale(field, edges.template)).value
    match value:
        case bool():
            return None
        case Fraction():
            return value
        case Quantity(value=number):
            return number
        case _:
            return None


def _near(choices: Choices, field: Field, level: Fraction, beside: str, edges: Edges) -> str:
    """A number at, just over or just under `level`, with the unit that stands beside it."""
    if field.kind == "date":
        return f"{min(max(int(level), 1), 9999):04d}-06-30" if level.denominator == 1 else date.min.isoformat()
    if field.kind == "quantity":
        unit = beside.lstrip("≥≤<>=-0123456789.,")
        by = Fraction(1, 100) if unit == "%" else Fraction(1)
        shown = level / by
        step = Fraction(1) if shown.denominator == 1 else written.HUNDREDTH
        return decimal_text(shown + (0, step, -step)[choices.below(3)]).rstrip("…") + unit
    near = list(dict.fromkeys(written.around(field, level, edges.template)))
    return one(choices, near) if near else "0"


def _total(choices: Choices, data: Data, edges: Edges) -> None:
    """The last row of a group made to bring its sum to an edge."""
    column = one(choices, tuple(edges.totals))
    level = one(choices, edges.totals[column])
    its = places(data, column, edges.template)
    field = edges.field(column)
    if not its:
        return
    rest = sum(number_in(field, text, edges) or 0 for spot in its[:-1] if isinstance(text := get(data, spot), str))
    near = list(written.around(field, level - rest, edges.template))
    if near:
        put(data, its[-1], one(choices, near))


def _row(choices: Choices, data: Data, edges: Edges) -> None:
    """A row more, a row less, or a row twice."""
    parts = row_parts(edges)
    name = one(choices, parts)
    rows = data.setdefault(name, [])
    way = choices.below(3)
    if rows and way == 0:
        rows.pop()
    elif rows and way == 1 and len(rows) < MOST_ROWS:
        rows.append(dict(one(choices, rows)))
    elif len(rows) < MOST_ROWS:
        rows.append(row(choices, name, edges))


def row_parts(edges: Edges) -> list[str]:
    """The groups of which something is read."""
    read = [column.subject.part for column in edges.texts if column.subject.part is not None]
    return [part for part in dict.fromkeys((*read, *edges.groups)) if edges.template.parts[part].many]


def row(choices: Choices, part: str | None, edges: Edges) -> Data:
    """The cells of one row, or of a record, or of the form itself."""
    cells: Data = {}
    for column, texts in edges.texts.items():
        if column.subject == core.Subject(edges.template.name, part):
            put(cells, Spot(None, None, column.field), text_for(choices, texts))
    return cells
