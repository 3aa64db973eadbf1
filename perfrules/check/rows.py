"""What a function of rows means: which rows it ranges over, what it takes of each, and under which condition."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules import library
from perfrules.check import problems as p
from perfrules.check.problems import type_words
from perfrules.check.scope import CellAt, FacetAt, LetAt, ParamAt, Scope, Thing, Unknown, resolve
from perfrules.check.unknown import report_unknown
from perfrules.core import tree as core
from perfrules.core.types import COUNT, EVERYWHERE, TRUTH, Kind, Sort, Type
from perfrules.diagnostics import Words
from perfrules.library import AggregateFunction
from perfrules.syntax import tree as syntax
from perfrules.values import Interval

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made

DEEPEST_ROWS = 3

At = Thing | CellAt | FacetAt | LetAt | ParamAt


def aggregate(of: Expressions, node: syntax.Call, function: AggregateFunction, scope: Scope) -> Made:
    if len(node.arguments) != 1:
        _one_set(of, node)
        return None
    path, audited = _path_of(node.arguments[0].value)
    if path is None:
        of.found.add(
            p.NAME_IT_FIRST,
            of.source,
            node.arguments[0].value,
            Words(
                f"`{node.function.text}` 里只写一组行的一栏，不写算式",
                f"`{node.function.text}` takes a field of rows, no formula",
            ),
            help=Words("先用 `定义 … 针对 …` 给算式起个名字", "name the formula first with `let … for …`"),
        )
        return None
    at = resolve(path, scope)
    if isinstance(at, Unknown):
        report_unknown(of.found, of.source, path, at, scope)
        return None
    if isinstance(at, CellAt) and at.field.kind == "ticks" and not at.thing.many and function.en == "count":
        cell = of.value_at(path, at, at.thing.route)
        return None if cell is None else of.maker.make(core.Call, of.source, node, COUNT, "count", (cell,))
    thing = _rows(of, node, path, at, function)
    return None if thing is None else _over(of, node, function, thing, path, at, audited, scope)


def _one_set(of: Expressions, node: syntax.Call) -> None:
    name = node.function.text
    said = Words(f"`{name}` 只取一组行", f"`{name}` takes one set of rows")
    if not node.arguments:
        help_ = Words(f"如 `{name}(指标.得分)`", f"like `{name}(indicators.score)`")
        of.found.add(p.WRONG_ARGUMENTS, of.source, node, said, help=help_)
        return
    help_ = Words(f"分开写，如 `{name}(…) + {name}(…)`", f"write them apart, like `{name}(…) + {name}(…)`")
    of.found.add(p.WRONG_ARGUMENTS, of.source, node.arguments[1], said, help=help_)


def _path_of(node: syntax.Expr) -> tuple[syntax.Path | None, bool]:
    """The path that a function of rows ranges over, and whether `audited(…)` stands around it."""
    if isinstance(node, syntax.Call) and node.function.text in library.AUDITED and len(node.arguments) == 1:
        inner = node.arguments[0].value
        return (inner if isinstance(inner, syntax.Path) else None), True
    return (node if isinstance(node, syntax.Path) else None), False


def _thing(at: At) -> Thing | None:
    match at:
        case Thing():
            return at
        case FacetAt(cell=cell):
            return cell.thing
        case ParamAt():
            return None
        case CellAt(thing=thing) | LetAt(thing=thing):
            return thing


def _rows(of: Expressions, node: syntax.Call, path: syntax.Path, at: At, function: AggregateFunction) -> Thing | None:
    """The rows at the end of the path, fit for the function."""
    thing, name = _thing(at), node.function.text
    linked = thing is not None and any(step.kind == "link" for step in thing.route.steps)
    if thing is None or not (thing.many or (linked and isinstance(at, Thing))):
        said = Words(f"`{path.text}` 不是一组行", f"`{path.text}` is not many")
        help_ = Words(f"`{name}` 按行取值，如 `指标.得分`", f"`{name}` takes rows, like `indicators.score`")
        of.found.add(p.NOT_MANY, of.source, path, said, help=help_)
        return None
    if function.over == "values" and isinstance(at, Thing):
        example = f"{path.text}.{'score' if path.text.isascii() else '得分'}"
        said = Words(f"要写明 `{path.text}` 的哪一栏", f"say which field of `{path.text}`")
        of.found.add(p.WRONG_ARGUMENTS, of.source, path, said, help=Words(f"如 `{example}`", f"like `{example}`"))
        return None
    return thing


def _over(
    of: Expressions,
    node: syntax.Call,
    function: AggregateFunction,
    thing: Thing,
    path: syntax.Path,
    at: At,
    audited: bool,
    scope: Scope,
) -> Made:
    """The function over the rows of `thing`, with its condition read in the row."""
    if of.nesting >= DEEPEST_ROWS:
        of.found.add(p.TOO_DEEP, of.source, node, Words("按行取值套得太深", "rows within rows within rows"))
        return None
    of.nesting += 1
    value = _value(of, path, at, audited)
    condition = node.arguments[0].where
    where = None if condition is None else of.truth(condition, scope.inside(thing.route.end))
    of.nesting -= 1
    if (condition is not None and where is None) or (not isinstance(at, Thing) and value is None):
        return None
    if function.en in ("any", "no") and value is not None:
        if value.type.kind is not Kind.TRUTH:
            _not_a_condition(of, node, path)
            return None
        both = (value,) if where is None else (value, where)
        where, value = of.maker.make(core.All, of.source, node, TRUTH, both), None
    type_ = _row_type(of, node, function, value)
    if type_ is None:
        return None
    return of.maker.make(core.Aggregate, of.source, node, type_, function.en, thing.route, value, where)


def _not_a_condition(of: Expressions, node: syntax.Call, path: syntax.Path) -> None:
    name, rows = node.function.text, path.text.rpartition(".")[0] or path.text
    of.found.add(
        p.WRONG_ARGUMENTS,
        of.source,
        path,
        Words(f"`{name}` 问的是有没有这样的行，不取栏里的值", f"`{name}` asks for rows, not for the values of a field"),
        help=Words(f"写成 `{name}({rows} 满足 …)`", f"write `{name}({rows} where …)`"),
    )


def _value(of: Expressions, path: syntax.Path, at: At, audited: bool) -> Made:
    """What is taken of each row, read with the row in scope."""
    if isinstance(at, Thing | ParamAt):
        return None
    end = (at.cell.thing if isinstance(at, FacetAt) else at.thing).route.end
    value = of.value_at(path, at, core.Route("row", (), end))
    if audited and isinstance(value, core.Cell):
        return of.maker.make(core.Audited, of.source, path, value.type, value)
    return value


def _row_type(of: Expressions, node: syntax.Call, function: AggregateFunction, value: core.Expr | None) -> Type | None:
    if function.gives == "truth":
        return TRUTH
    if function.gives == "count" or value is None:
        return COUNT
    if value.type.kind is not Kind.NUMBER:
        its, name = type_words(value.type), node.function.text
        said = Words(f"`{name}` 要数，这是{its.zh}", f"`{name}` takes numbers, this is {its.en}")
        of.found.add(p.WRONG_TYPE, of.source, node.arguments[0].value, said)
        return None
    if function.en in ("min", "max"):
        return value.type
    if function.en == "average":
        return replace(value.type, scale=None)
    low = value.type.bounds.low
    sort = Sort.RATIO if value.type.sort in (Sort.BARE, Sort.ZERO) else value.type.sort
    where = Interval(Fraction(0), None, True, False) if low is not None and low >= 0 else EVERYWHERE
    return replace(value.type, bounds=where, sort=sort)
