"""Functions of single values in terms: how each argument is read, and what is missing when one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from perfrules import library
from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.diagnostics import Words
from perfrules.evaluate import measure
from perfrules.symbolic import aggregates, choices, measures, terms
from perfrules.symbolic.cells import SymbolicCell
from perfrules.symbolic.frame import Frame
from perfrules.symbolic.number import Number
from perfrules.symbolic.symbol import NUMBER, TEXT, TRUTH, Symbol, all_there, count, gone, mapped, merged, single, stand_in, truth
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.symbolic.vocabulary import constant
from perfrules.values import Missing, Quantity
from perfrules.values.quantity import Unit, joined, unit

if TYPE_CHECKING:
    from perfrules.symbolic.expressions import Current, Encoder

WORDS_ARE_FREE = Words("要找的词或模式不是写定的", "the words or the pattern looked for are not written out")
AUDITED_IS_FREE = Words("复核值为什么没有，没有放进求解", "why an audited value is missing is not part of the search")
OTHERS_ARE_FREE = Words("是否全部符合，没有放进求解", "whether all rules pass is not part of the search")
STEP_IS_FREE = Words("步长不是写定的", "the step is not written out")


def called(encoder: Encoder, node: core.Call, frame: Frame) -> Symbol:
    arguments = node.arguments
    match node.function:
        case "undetermined":
            return gone()
        case "all_pass":
            return encoder.any_value(node, OTHERS_ARE_FREE)
        case "count":
            return mapped(encoder.value(arguments[0], frame), lambda part: single(NUMBER, Number(count(part.value.values()))))
        case "min" | "max":
            values = [choices.fitting(encoder, argument, node, frame) for argument in arguments]
            return aggregates.extreme(values, node.function == "max")
        case "filled":
            return _of_cells(encoder, node, frame, _filled)
        case "numeric":
            return _of_cells(encoder, node, frame, lambda cells: _numeric(encoder, node, cells[0]))
        case "comparable":
            return _of_cells(encoder, node, frame, lambda cells: _comparable(encoder, node, cells))
        case "if_missing":
            return _if_missing(encoder, node, frame)
        case "abs":
            return measures.absolute(encoder.value(arguments[0], frame))
        case "rounded" | "rounded_even" | "cut" | "raised" as how:
            one, step = arguments
            if constant(step, encoder.program) is None:
                return encoder.any_value(node, STEP_IS_FREE)
            return measures.rounded(encoder.value(one, frame), one.type, encoder.value(step, frame), step.type, how)
        case "percentage":
            return mapped(encoder.value(arguments[0], frame), _percentage)
        case "year_of":
            return mapped(encoder.value(arguments[0], frame), _year)
        case _:
            return _of_text(encoder, node, frame)


def _percentage(part: Any) -> Symbol | None:
    """The number, where the library makes a ratio of a number of this shape."""
    ratio = library.builtins()["percentage"].meaning(stand_in(part.shape))
    return None if isinstance(ratio, Missing) else single(NUMBER, part.value)


def _year(part: Any) -> Symbol:
    return single(NUMBER, Number(terms.number_of(terms.divided(part.value, 400))))


def ticked(encoder: Encoder, one: Symbol, boxes: Symbol) -> Symbol:
    """Whether a choice is among those ticked."""
    texts = encoder.texts
    missing, other = all_there(one, boxes)
    told = [
        both(part.when, held.when, box, terms.equal(texts.normal(part.value), texts.normal(texts.code(choice))))
        for part in one.parts
        for held in boxes.parts
        for choice, box in held.value.items()
    ]
    return truth(either(*told), missing, other)


# ── questions about cells ──

Cells = list["Current"]


def _of_cells(encoder: Encoder, node: core.Call, frame: Frame, told: Callable[[Cells], Symbol]) -> Symbol:
    """What `told` makes of the cells that the arguments lead to."""
    made: list[tuple[Bool, Cells]] = [(True, [])]
    lost: Bool = False
    why: Bool = False
    for argument in node.arguments:
        assert isinstance(argument, core.Cell)
        ends, missing, other = encoder.currents(argument, frame)
        made = [(both(when, there), [*cells, current]) for when, cells in made for there, current in ends]
        lost, why = either(lost, missing), either(why, both(missing, other))
    return merged([(lost, gone(why)), *((both(opposite(lost), when), told(cells)) for when, cells in made)])


def _filled(cells: Cells) -> Symbol:
    cell = cells[0].cell
    return truth(both(cell.filled, opposite(cell.dash)))


def _unwritten(current: Current) -> tuple[Bool, Bool]:
    """Where nothing is written and nothing audited stands in its place; and where for more than a blank cell."""
    missing = both(current.value.missing, opposite(current.cell.filled))
    return missing, both(missing, current.value.other)


def _numeric(encoder: Encoder, node: core.Call, current: Current) -> Symbol:
    missing, other = _unwritten(current)
    return truth(either(current.value.there, _only_a_range(encoder, node, current)), missing, other)


def _only_a_range(encoder: Encoder, node: core.Call, current: Current) -> Bool:
    return both(current.value.missing, _claimed_or_free(encoder, node, current, current.cell.range))


def _claimed_or_free(encoder: Encoder, node: core.Call, current: Current, claimed: Bool) -> Bool:
    """What is so of the cell as claimed; of an audited value that is missing it is not followed why."""
    if current.kept is True:
        return claimed
    encoder.free[node.id] = AUDITED_IS_FREE
    return either(both(current.kept, claimed), both(opposite(current.kept), encoder.unknown()))


def _comparable(encoder: Encoder, node: core.Call, cells: Cells) -> Symbol:
    lost = [_unwritten(current) for current in cells]
    types = [argument.type for argument in node.arguments]
    first, second = (_units(current, type_) for current, type_ in zip(cells, types, strict=True))
    alike = [both(when, there) for when, one in first for there, other in second if joined(one, other) is not None]
    numbered = both(either(*(when for when, _ in first)), either(*(when for when, _ in second)))
    words = [_claimed_or_free(encoder, node, each, each.cell.words) for each in cells]
    worded = both(opposite(numbered), *(current.value.missing for current in cells), *words)
    return truth(either(*alike, worded), either(*(missing for missing, _ in lost)), either(*(other for _, other in lost)))


def _units(current: Current, type_: Type) -> list[tuple[Bool, Unit]]:
    """The unit of the number in a cell, also where it is only the bound of a range."""
    found: list[tuple[Bool, Unit]] = []
    for part in current.value.parts:
        value = measure.fitted(stand_in(part.shape), type_) if part.shape.kind in ("number", "quantity") else None
        if isinstance(value, Quantity):
            found.append((part.when, value.unit))
    cell = current.cell
    if isinstance(cell, SymbolicCell) and cell.written is not False:
        at = both(current.value.missing, cell.written)
        found += [(both(at, terms.equal(cell.unit, place)), unit(name)) for place, name in enumerate(cell.units)]
    return found


def _if_missing(encoder: Encoder, node: core.Call, frame: Frame) -> Symbol:
    cell, instead = node.arguments
    assert isinstance(cell, core.Cell)
    other = choices.fitting(encoder, instead, node, frame)
    ends, missing, why = encoder.currents(cell, frame)
    branches: list[tuple[Bool, Symbol]] = [(missing, gone(why))]
    for when, current in ends:
        blank = both(current.value.missing, opposite(current.value.other))
        branches += [(both(when, blank), other), (both(when, opposite(blank)), current.value)]
    return merged(branches)


# ── texts ──


def _of_text(encoder: Encoder, node: core.Call, frame: Frame) -> Symbol:
    texts = encoder.texts
    one = _text(encoder, node.arguments[0], frame)
    match node.function:
        case "characters":
            return mapped(one, lambda part: single(NUMBER, texts.characters(part.value)))
        case "similar":
            other = _text(encoder, node.arguments[1], frame)
            missing, why = all_there(one, other)
            branches: list[tuple[Bool, Symbol]] = [(missing, gone(why))]
            for first in one.parts:
                branches += [
                    (both(first.when, second.when), single(NUMBER, texts.similar(first.value, second.value)))
                    for second in other.parts
                ]
            return merged(branches)
    looked_for = constant(node.arguments[1], encoder.program)
    if node.function == "contains" and isinstance(looked_for, str | frozenset):
        words = cast("str | frozenset[str]", looked_for)
        return mapped(one, lambda part: single(TRUTH, texts.contains(part.value, words)))
    if node.function == "matches" and isinstance(looked_for, str):
        pattern = looked_for
        return mapped(one, lambda part: single(TRUTH, texts.matches(part.value, pattern)))
    return encoder.any_value(node, WORDS_ARE_FREE)


def _text(encoder: Encoder, node: core.Expr, frame: Frame) -> Symbol:
    """The text that is written; none is, where the cell is blank."""
    value = encoder.value(node, frame)
    if value.missing is False:
        return value
    branches: list[tuple[Bool, Symbol]] = [(value.there, value)]
    rest = value.missing
    for when, leaf, where in choices.leaves(encoder, node, frame):
        told: list[tuple[Bool, Symbol]] = []
        match leaf:
            case core.Cell():
                ends, _, _ = encoder.currents(leaf, where)
                told = [(both(when, there), single(TEXT, current.cell.text)) for there, current in ends]
            case core.FacetOf(cell=cell):
                reached, _, _ = encoder.reached(cell.route, where)
                told = [
                    (both(when, there, opposite(thing.cells[cell.field].filled)), single(TEXT, 0)) for there, thing in reached
                ]
        for there, text in told:
            branches.append((both(value.missing, there), text))
            rest = both(rest, opposite(there))
    return merged([*branches, (rest, gone(value.other))])
