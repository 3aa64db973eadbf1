"""What a call means: a function of single values, or of rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules import library
from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.problems import type_words
from perfrules.check.scope import CellAt, FacetAt, LetAt, ParamAt, Scope, Thing, Unknown, resolve
from perfrules.check.unknown import report_unknown
from perfrules.core import bounds
from perfrules.core import tree as core
from perfrules.core.types import COUNT, NOTHING, RATIO, TEXT, TRUTH, Kind, Sort, Type, common, comparable
from perfrules.diagnostics import Words
from perfrules.diagnostics.nearest import nearest
from perfrules.library import AggregateFunction, Builtin
from perfrules.syntax import tree as syntax
from perfrules.values import Interval

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made

DEEPEST_ROWS = 3
STEPS = (1, 5)


def call(of: Expressions, node: syntax.Call, scope: Scope) -> Made:
    """The meaning of a call, by its function."""
    name = node.function.text
    if name in library.UNDETERMINED:
        return _undetermined(of, node)
    if name in library.AUDITED:
        return _audited(of, node, scope)
    function = library.aggregates().get(name)
    if function is not None:
        if function.en in ("min", "max") and not _over_rows(node, scope):
            return _extreme(of, node, function, scope)
        return _aggregate(of, node, function, scope)
    builtin = library.builtins().get(name)
    if builtin is not None:
        return _scalar(of, node, builtin, scope)
    near = nearest(name, [spelling for spelling in library.names() if spelling not in library.THIS])
    of.found.add(
        p.UNKNOWN_FUNCTION, of.source, node.function, Words(f"没有 `{name}` 这个函数", f"there is no function `{name}`"),
        help=Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None,
    )  # fmt: skip
    return None


def _wrong(of: Expressions, node: syntax.Call, help_: Words) -> None:
    name = node.function.text
    of.found.add(
        p.WRONG_ARGUMENTS, of.source, node,
        Words(f"`{name}` 的参数不对", f"`{name}` does not take this"), help=help_,
    )  # fmt: skip


def _undetermined(of: Expressions, node: syntax.Call) -> Made:
    reason = node.arguments[0].value if len(node.arguments) == 1 else None
    if not isinstance(reason, syntax.Text) or not reason.value.strip():
        _wrong(of, node, Words('写明原因：`无法判断("表上未列分值")`', 'say why: `undetermined("no weights on the form")`'))
        return None
    text = of.maker.make(core.Constant, of.source, reason, TEXT, reason.value)
    return of.maker.make(core.Call, of.source, node, NOTHING, "undetermined", (text,))


def _audited(of: Expressions, node: syntax.Call, scope: Scope) -> Made:
    if len(node.arguments) != 1 or node.arguments[0].where is not None:
        _wrong(of, node, Words("写一个栏目：`复核(总分)`", "one cell: `audited(total_score)`"))
        return None
    cell = of.cell(node.arguments[0].value, scope)
    return None if cell is None else of.maker.make(core.Audited, of.source, node, cell.type, cell)


# ── functions of single values ──


def _plain_arguments(of: Expressions, node: syntax.Call) -> bool:
    """A function of single values takes no `where`."""
    wheres = [argument.where for argument in node.arguments if argument.where is not None]
    for where in wheres:
        name = node.function.text
        of.found.add(p.WRONG_PLACE, of.source, where, Words(f"`{name}` 不按行取值，不能用 `满足`", f"`{name}` takes no rows, so no `where`"))
    return not wheres


def _scalar(of: Expressions, node: syntax.Call, builtin: Builtin, scope: Scope) -> Made:
    if not _plain_arguments(of, node):
        return None
    if len(node.arguments) != len(builtin.takes):
        _wrong(of, node, Words(f"{builtin.summary_zh}；要 {len(builtin.takes)} 个参数", f"{builtin.summary_en}; it takes {len(builtin.takes)} arguments"))
        return None
    made: list[core.Expr] = []
    for takes, argument in zip(builtin.takes, node.arguments, strict=True):
        value = _argument(of, takes, argument.value, scope, made)
        if value is None:
            return None
        made.append(value)
    type_ = _gives(of, node, builtin, made)
    return None if type_ is None else of.maker.make(core.Call, of.source, node, type_, builtin.en, tuple(made))


def _argument(of: Expressions, takes: str, node: syntax.Expr, scope: Scope, before: list[core.Expr]) -> Made:
    """One argument, checked for what the function takes there."""
    match takes:
        case "cell":
            return of.cell(node, scope)
        case "written":
            cell = of.cell(node, scope)
            return cell if cell is None or _kind(of, node, cell, {Kind.NUMBER}, Words("数", "a number")) else None
        case "number":
            return of.number(node, scope)
        case "step":
            return _step(of, node, scope, before[0])
        case "pattern":
            return _pattern(of, node, scope)
    value = of.mean(node, scope)
    if value is None:
        return None
    match takes:
        case "text":
            return value if _kind(of, node, value, {Kind.TEXT}, Words("文字", "text")) else None
        case "words":
            wanted = value.type.of if value.type.kind is Kind.SET and value.type.of else value.type
            fits = wanted.kind is Kind.TEXT
            return value if fits or _kind(of, node, value, set(), Words("一个词或一组词", "a word or a set of words")) else None
        case "date":
            return value if _kind(of, node, value, {Kind.DATE}, Words("日期", "a date")) else None
        case _:
            return value


def _kind(of: Expressions, node: syntax.Node, value: core.Expr, kinds: set[Kind], wanted: Words) -> bool:
    if value.type.kind in kinds:
        return True
    got = type_words(value.type)
    written = Words("要比文字，写 `.原文`", "for the words write `.text`") if value.type.written and Kind.TEXT in kinds else None
    of.found.add(
        p.WRONG_TYPE, of.source, node, Words(f"这里要{wanted.zh}，这是{got.zh}", f"{wanted.en} belongs here, this is {got.en}"), help=written
    )
    return False


def _step(of: Expressions, node: syntax.Expr, scope: Scope, number: core.Expr) -> Made:
    """A power of ten, or five of one, in the unit of what is rounded."""
    step = of.mean(node, scope)
    if step is None:
        return None
    value = constant(step, of.params)
    if isinstance(value, Fraction) and value > 0 and _round(value) and comparable(number.type, step.type):
        return step
    of.found.add(
        p.WRONG_STEP, of.source, node, Words("这不是步长", "this is not a step"),
        help=Words("步长写 0.01、0.5、1、0.01% 等，不写位数", "a step is written 0.01, 0.5, 1 or 0.01%, not as a number of digits"),
    )  # fmt: skip
    return None


def _round(value: Fraction) -> bool:
    for digit in STEPS:
        scaled = value / digit
        while scaled < 1:
            scaled *= 10
        while scaled > 1:
            scaled /= 10
        if scaled == 1:
            return True
    return False


def _pattern(of: Expressions, node: syntax.Expr, scope: Scope) -> Made:
    made = of.mean(node, scope)
    if made is None:
        return None
    value = constant(made, of.params)
    if not isinstance(value, str):
        of.found.add(p.NOT_CONSTANT, of.source, node, Words("模式要直接写出，或是一个参数", "a pattern is written out, or a param"))
        return None
    try:
        library.compiled(value)
    except Exception as error:  # re2 raises its own error class, known only inside the library
        of.found.add(
            p.WRONG_PATTERN, of.source, node, Words("这个模式读不懂", "this is not a pattern"),
            help=Words(f"写法是 RE2 的：{error}", f"patterns are those of RE2: {error}"),
        )  # fmt: skip
        return None
    return made


def _gives(of: Expressions, node: syntax.Call, builtin: Builtin, made: list[core.Expr]) -> Type | None:
    match builtin.gives:
        case "truth":
            return TRUTH
        case "count":
            return COUNT
        case "ratio":
            return replace(RATIO, bounds=Interval(Fraction(0), Fraction(1)))
    first = made[0].type
    if builtin.en == "abs":
        return replace(first, bounds=bounds.absolute(first.bounds))
    if builtin.en == "if_missing":
        return of.branch(node.arguments[0], first, node.arguments[1], made[1].type)
    step = constant(made[1], of.params)
    assert isinstance(step, Fraction)
    from perfrules.values.numbers import digits_after_point

    return replace(first, scale=digits_after_point(step), bounds=_widened(first.bounds, step))


def _widened(where: Interval, step: Fraction) -> Interval:
    """Rounding moves a number by less than a step."""
    low = None if where.low is None else where.low - step
    high = None if where.high is None else where.high + step
    if where.low is not None and where.low >= 0:
        low = Fraction(0)
    return Interval(low, high, low is not None, high is not None)


def _extreme(of: Expressions, node: syntax.Call, function: AggregateFunction, scope: Scope) -> Made:
    """`min(a, b)`"""
    if not _plain_arguments(of, node):
        return None
    if len(node.arguments) < 2:
        _wrong(of, node, Words("写两个以上的值，或一组行的一栏", "two values or more, or a field of rows"))
        return None
    made = [of.number(argument.value, scope) for argument in node.arguments]
    type_: Type | None = None
    for at, value in enumerate(made):
        if value is None:
            return None
        if type_ is None:
            type_ = value.type
            continue
        both = common(type_, value.type)
        if both is None:
            of.mismatch(node, node.arguments[0], type_, node.arguments[at], value.type, Words("比较", "compared"))
            return None
        combine = bounds.least if function.en == "min" else bounds.greatest
        type_ = replace(both, bounds=combine(type_.bounds, value.type.bounds))
    assert type_ is not None
    return of.maker.make(core.Call, of.source, node, type_, function.en, tuple(each for each in made if each is not None))


# ── functions of rows ──


def _over_rows(node: syntax.Call, scope: Scope) -> bool:
    """Whether a `min` or `max` has one argument, of many values."""
    return len(node.arguments) == 1


def _aggregate(of: Expressions, node: syntax.Call, function: AggregateFunction, scope: Scope) -> Made:
    if len(node.arguments) != 1:
        _wrong(of, node, Words("只取一组行", "it takes one set of rows"))
        return None
    argument = node.arguments[0]
    path, audited = _path_of(argument.value)
    if path is None:
        of.found.add(
            p.NAME_IT_FIRST, of.source, argument.value, Words("这里只写一条路径", "only a path stands here"),
            help=Words("先用 `定义 … 针对 …` 给算式起个名字", "name the formula first with `let … for …`"),
        )  # fmt: skip
        return None
    at = resolve(path, scope)
    if isinstance(at, Unknown):
        report_unknown(of.found, of.source, path, at, scope)
        return None
    if isinstance(at, CellAt) and at.field.kind == "ticks" and not at.thing.many and function.en == "count":
        cell = of.value_at(path, at, at.thing.route)
        return None if cell is None else of.maker.make(core.Call, of.source, node, COUNT, "count", (cell,))
    thing = _rows(of, node, path, at, function)
    if thing is None:
        return None
    return _filtered(of, node, function, thing, path, at, audited, scope)


def _path_of(node: syntax.Expr) -> tuple[syntax.Path | None, bool]:
    """The path that a function of rows ranges over, and whether `audited(…)` stands around it."""
    if isinstance(node, syntax.Call) and node.function.text in library.AUDITED and len(node.arguments) == 1:
        inner = node.arguments[0].value
        return (inner if isinstance(inner, syntax.Path) else None), True
    return (node if isinstance(node, syntax.Path) else None), False


def _rows(of: Expressions, node: syntax.Call, path: syntax.Path, at: Thing | CellAt | FacetAt | LetAt | ParamAt, function: AggregateFunction) -> Thing | None:
    """The rows at the end of the path, fit for the function."""
    thing = at if isinstance(at, Thing) else at.cell.thing if isinstance(at, FacetAt) else None if isinstance(at, ParamAt) else at.thing
    linked = thing is not None and any(step.kind == "link" for step in thing.route.steps)
    if thing is None or not (thing.many or (linked and isinstance(at, Thing))):
        of.found.add(
            p.NOT_MANY, of.source, path, Words(f"`{path.text}` 不是一组行", f"`{path.text}` is not many"),
            help=Words(f"`{node.function.text}` 按行取值，如 `指标.得分`", f"`{node.function.text}` takes rows, like `indicators.score`"),
        )  # fmt: skip
        return None
    if function.over == "values" and isinstance(at, Thing):
        of.found.add(
            p.WRONG_ARGUMENTS, of.source, path, Words("要写明哪一栏", "say which field"),
            help=Words(f"如 `{path.text}.得分`", f"like `{path.text}.score`"),
        )  # fmt: skip
        return None
    return thing


def _filtered(
    of: Expressions, node: syntax.Call, function: AggregateFunction, thing: Thing, path: syntax.Path,
    at: Thing | CellAt | FacetAt | LetAt | ParamAt, audited: bool, scope: Scope,
) -> Made:  # fmt: skip
    inner = scope.inside(thing.route.end)
    of.nesting += 1
    if of.nesting > DEEPEST_ROWS:
        of.found.add(p.TOO_DEEP, of.source, node, Words("按行取值套得太深", "rows within rows within rows"))
        of.nesting -= 1
        return None
    value = _value(of, path, at, audited)
    condition = node.arguments[0].where
    where = None if condition is None else of.truth(condition, inner)
    of.nesting -= 1
    if (condition is not None and where is None) or (not isinstance(at, Thing) and value is None):
        return None
    if function.en in ("any", "no") and value is not None:
        if value.type.kind is not Kind.TRUTH:
            _wrong(of, node, Words(f"写成 `{node.function.text}(… 满足 …)`", f"write `{node.function.text}(… where …)`"))
            return None
        both = (value,) if where is None else (value, where)
        where, value = of.maker.make(core.All, of.source, node, TRUTH, both), None
    type_ = _row_type(of, node, function, value)
    return None if type_ is None else of.maker.make(core.Aggregate, of.source, node, type_, function.en, thing.route, value, where)


def _value(of: Expressions, path: syntax.Path, at: Thing | CellAt | FacetAt | LetAt | ParamAt, audited: bool) -> Made:
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
        _kind(of, node.arguments[0], value, {Kind.NUMBER}, Words("数", "a number"))
        return None
    if function.en in ("min", "max"):
        return value.type
    low = value.type.bounds.low
    bounds_ = Interval(Fraction(0), None, True, False) if low is not None and low >= 0 else Interval(None, None, False, False)
    if function.en == "average":
        return replace(value.type, scale=None, bounds=value.type.bounds)
    sort = Sort.RATIO if value.type.sort in (Sort.BARE, Sort.ZERO) else value.type.sort
    return replace(value.type, bounds=bounds_, sort=sort)
