"""What a call means: a function of single values, or of rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules import library
from perfrules.check import problems as p
from perfrules.check.arguments import argument_of
from perfrules.check.constants import constant
from perfrules.check.rows import aggregate
from perfrules.check.scope import Scope
from perfrules.check.spreadsheet import function_instead
from perfrules.check.unit_words import mismatch
from perfrules.check.unknown import visible
from perfrules.core import bounds
from perfrules.core import tree as core
from perfrules.core.types import COUNT, NOTHING, RATIO, TEXT, TRUTH, Sort, Type, common
from perfrules.diagnostics import Fix, Words
from perfrules.library import AggregateFunction, Builtin
from perfrules.syntax import tree as syntax
from perfrules.values import Interval
from perfrules.values.numbers import digits_after_point

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made


def call(of: Expressions, node: syntax.Call, scope: Scope) -> Made:
    """The meaning of a call, by its function."""
    name = node.function.text
    if name in library.UNDETERMINED:
        return _undetermined(of, node)
    if name in library.AUDITED:
        return _audited(of, node, scope)
    if name in library.ALL_PASS:
        return _all_pass(of, node)
    function = library.aggregates().get(name)
    if function is not None:
        if function.en in ("min", "max") and len(node.arguments) != 1:
            return _extreme(of, node, function, scope)
        return aggregate(of, node, function, scope)
    builtin = library.builtins().get(name)
    if builtin is not None:
        return _scalar(of, node, builtin, scope)
    _unknown(of, node.function, scope)
    return None


def _unknown(of: Expressions, name: syntax.Name, scope: Scope) -> None:
    if of.found.full:
        return
    said = Words(f"没有 `{name.text}` 这个函数", f"there is no function `{name.text}`")
    help_, new = function_instead(name.text, of.language)
    if name.text in visible(scope):
        said = Words(f"`{name.text}` 是栏目或定义，不是函数", f"`{name.text}` is a field or a let, not a function")
        help_, new = Words("后面不写括号；相乘写 `*`", "no brackets follow it; a product is written `*`"), None
    of.found.add(p.UNKNOWN_FUNCTION, of.source, name, said, help=help_, fix=Fix(((name.span, new),)) if new else None)


def _wrong(of: Expressions, node: syntax.Node, said: Words, help_: Words) -> None:
    of.found.add(p.WRONG_ARGUMENTS, of.source, node, said, help=help_)


def _undetermined(of: Expressions, node: syntax.Call) -> Made:
    reason = node.arguments[0].value if len(node.arguments) == 1 else None
    if not isinstance(reason, syntax.Text) or not reason.value.strip():
        said = Words(f"`{node.function.text}` 要写明原因", f"`{node.function.text}` needs a reason")
        _wrong(of, node, said, Words('如 `无法判断("表上未列分值")`', 'like `undetermined("no weights on the form")`'))
        return None
    text = of.maker.make(core.Constant, of.source, reason, TEXT, reason.value)
    return of.maker.make(core.Call, of.source, node, NOTHING, "undetermined", (text,))


def _audited(of: Expressions, node: syntax.Call, scope: Scope) -> Made:
    if len(node.arguments) != 1 or node.arguments[0].where is not None:
        said = Words(f"`{node.function.text}` 取一个栏目", f"`{node.function.text}` takes one cell")
        _wrong(of, node, said, Words("如 `复核(总分)`", "like `audited(total_score)`"))
        return None
    cell = of.cell(node.arguments[0].value, scope)
    return None if cell is None else of.maker.make(core.Audited, of.source, node, cell.type, cell)


def _all_pass(of: Expressions, node: syntax.Call) -> Made:
    name = node.function.text
    if of.others_than is None:
        said = Words(f"`{name}` 只写在性质里", f"`{name}` stands only in a property")
        of.found.add(p.WRONG_PLACE, of.source, node, said)
        return None
    if node.arguments:
        said = Words(f"`{name}` 不取参数", f"`{name}` takes nothing")
        _wrong(of, node, said, Words(f"写成 `{name}()`", f"write `{name}()`"))
        return None
    but = tuple(of.maker.make(core.Constant, of.source, node, TEXT, each) for each in of.others_than)
    return of.maker.make(core.Call, of.source, node, TRUTH, "all_pass", but)


# ── functions of single values ──


def _plain_arguments(of: Expressions, node: syntax.Call) -> bool:
    """A function of single values takes no `where`."""
    wheres = [argument.where for argument in node.arguments if argument.where is not None]
    for where in wheres:
        name = node.function.text
        of.found.add(
            p.WRONG_PLACE,
            of.source,
            where,
            Words(f"`{name}` 不按行取值，不能用 `满足`", f"`{name}` takes no rows, so no `where`"),
        )
    return not wheres


def _scalar(of: Expressions, node: syntax.Call, builtin: Builtin, scope: Scope) -> Made:
    if not _plain_arguments(of, node):
        return None
    if len(node.arguments) != len(builtin.takes):
        name, wants, has = node.function.text, len(builtin.takes), len(node.arguments)
        said = Words(f"`{name}` 要 {wants} 个参数，这里有 {has} 个", f"`{name}` takes {wants} arguments, here are {has}")
        zh, en = builtin.shape(name)
        _wrong(of, node, said, Words(f"写成 `{zh}`：{builtin.summary_zh}", f"write `{en}`: {builtin.summary_en}"))
        return None
    made: list[core.Expr] = []
    for takes, each in zip(builtin.takes, node.arguments, strict=True):
        value = argument_of(of, takes, each.value, scope, made)
        if value is None:
            return None
        made.append(value)
    type_ = _gives(of, node, builtin, made)
    return None if type_ is None else of.maker.make(core.Call, of.source, node, type_, builtin.en, tuple(made))


def _gives(of: Expressions, node: syntax.Call, builtin: Builtin, made: list[core.Expr]) -> Type | None:
    match builtin.gives:
        case "truth":
            return TRUTH
        case "count":
            return COUNT
        case "ratio" if builtin.takes == ("quantity",):
            return replace(RATIO, bounds=made[0].type.bounds)
        case "ratio":
            return replace(RATIO, bounds=Interval(Fraction(0), Fraction(1)))
    first = made[0].type
    if builtin.en == "abs":
        return replace(first, bounds=bounds.absolute(first.bounds))
    if builtin.en == "if_missing":
        return of.branch(node.arguments[0], first, node.arguments[1], made[1].type)
    step = constant(made[1], of.params)
    assert isinstance(step, Fraction)
    # How many times 5% are in 12% is a number of times, though it is a ratio: raised to a whole number it is 3, not 300%.
    times = first.sort is Sort.RATIO and made[1].type.sort is Sort.BARE and step >= 1
    sort = Sort.COUNT if times else first.sort
    return replace(first, sort=sort, scale=digits_after_point(step), bounds=_widened(first.bounds, step))


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
        said = Words(f"`{node.function.text}` 里没有值", f"there is nothing in `{node.function.text}`")
        _wrong(of, node, said, Words("写两个以上的值，或一组行的一栏", "two values or more, or a field of rows"))
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
            mismatch(of, node.arguments[0], type_, node.arguments[at], value.type, Words("比较", "compared"))
            return None
        combine = bounds.least if function.en == "min" else bounds.greatest
        type_ = replace(both, bounds=combine(type_.bounds, value.type.bounds))
    assert type_ is not None
    return of.maker.make(core.Call, of.source, node, type_, function.en, tuple(each for each in made if each is not None))
