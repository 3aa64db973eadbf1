"""What may be compared with what, and what is said when it may not."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.problems import type_words
from perfrules.check.scope import Scope
from perfrules.check.unit_words import mismatch
from perfrules.check.unquoted import bare_word, near_choice, report_unquoted
from perfrules.core import tree as core
from perfrules.core.types import MEASURE, NONE, TRUTH, Kind, Sort, Type, comparable
from perfrules.diagnostics import Fix, Label, Words
from perfrules.source import Span
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words
from perfrules.values.numbers import percent_text
from perfrules.values.text import normal

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made

WRITTEN_NUMBER = re.compile(r"\s*-?[0-9]+(?:\.[0-9]+)?\s*(?:%|分|元|万元|亿元)?\s*")
WRITTEN_DATE = re.compile(r"\s*([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?\s*")
ONE_WAY: tuple[set[str], ...] = ({"<", "<="}, {">", ">="}, {"="})
NOT_ORDERED = (Kind.TICKS, Kind.INTERVAL, Kind.SET)


def compare(of: Expressions, node: syntax.Compare, scope: Scope) -> Made:
    sides = [node.first, *(side for _, side in node.rest)]
    signs = [sign for sign, _ in node.rest]
    if len(signs) > 1 and not any(set(signs) <= way for way in ONE_WAY):
        _mixed_chain(of, node, signs)
        return None
    made = _sides(of, sides, scope)
    pairs = []
    for at, sign in enumerate(signs):
        left, right = made[at], made[at + 1]
        if left is None or right is None or not may_compare(of, sides[at], left, sign, sides[at + 1], right):
            return None
        pairs.append(of.maker.make(core.Compare, of.source, node, TRUTH, left, sign, right))
    return pairs[0] if len(pairs) == 1 else of.maker.make(core.All, of.source, node, TRUTH, tuple(pairs))


def _mixed_chain(of: Expressions, node: syntax.Compare, signs: list[syntax.Comparator]) -> None:
    said = Words("连着的比较要朝一个方向", "a chain of comparisons runs one way")
    if "!=" in signs:
        said = Words("`!=` 不能连着比", "`!=` stands in no chain of comparisons")
    help_ = Words("如 `0 <= 得分 <= 分值`；否则用 `且` 分开写", "like `0 <= score <= weight`; else write two with `and`")
    of.found.add(p.MIXED_CHAIN, of.source, node, said, help=help_)


def _sides(of: Expressions, sides: list[syntax.Expr], scope: Scope) -> list[Made]:
    """What the sides mean; a word beside a text that names nothing is most likely a text without its quotes."""
    bare = [bare_word(side, scope) for side in sides]
    made = [None if word else of.mean(side, scope) for side, word in zip(sides, bare, strict=True)]
    texts = [value.type for value in made if value is not None and value.type.kind in (Kind.TEXT, Kind.TICKS)]
    for side, word in zip(sides, bare, strict=True):
        if word is not None and texts:
            report_unquoted(of, word, texts[0], scope)
        elif word is not None:
            of.mean(side, scope)
    return made


def may_compare(of: Expressions, one: syntax.Node, left: core.Expr, sign: str, other: syntax.Node, right: core.Expr) -> bool:
    """Whether the two sides can be compared by `sign`; what is wrong is reported."""
    if left.type.kind in NOT_ORDERED or right.type.kind in NOT_ORDERED:
        _not_compared(of, one, left, other, right, sign)
        return False
    if not comparable(left.type, right.type):
        if left.type.number and right.type.number:
            mismatch(of, one, left.type, other, right.type, Words("比较", "compared"))
        else:
            _not_compared(of, one, left, other, right, sign)
        return False
    if sign not in ("=", "!=") and left.type.kind in (Kind.TEXT, Kind.TRUTH):
        its = type_words(left.type)
        of.found.add(p.WRONG_TYPE, of.source, one, Words(f"{its.zh}不能比大小", f"{its.en} has no order"))
        return False
    _scales(of, other, left.type, right)
    _scales(of, one, right.type, left)
    return may_choose(of, one, left, right) and may_choose(of, other, right, left)


def _scales(of: Expressions, node: syntax.Node, beside: Type, value: core.Expr) -> None:
    """`rate >= 80` is right and never true: 80 is 8000%."""
    number = constant(value, of.params) if isinstance(value, core.Constant | core.ParamRef) else None
    if not isinstance(number, Fraction) or value.type.sort is not Sort.BARE:
        return
    if beside.sort is not Sort.RATIO or beside.dimension != NONE or abs(number) < 2:
        return
    shown = of.source[node.span]
    if isinstance(value, core.ParamRef):
        _param_scale(of, node, value.name, number)
        return
    of.found.add(
        p.WRONG_SCALE,
        of.source,
        node,
        Words(f"和比率比较，`{shown}` 就是 {percent_text(number)}", f"against a ratio `{shown}` is {percent_text(number)}"),
        help=Words(f"写成 `{shown}%`", f"write `{shown}%`"),
        fix=Fix(((Span(node.span.end, node.span.end), "%"),)),
        level="warning",
    )


def _param_scale(of: Expressions, node: syntax.Node, name: str, number: Fraction) -> None:
    param = of.params[name]
    of.found.add(
        p.WRONG_SCALE,
        of.source,
        node,
        Words(f"和比率比较，`{name}` 就是 {percent_text(number)}", f"against a ratio `{name}` is {percent_text(number)}"),
        others=(Label(param.source, param.expression.span, Words("写在这里", "written here")),),
        help=Words("参数写成百分数，如 `90%`", "write the param as a percentage, like `90%`"),
        level="warning",
    )


def _not_compared(of: Expressions, one: syntax.Node, left: core.Expr, other: syntax.Node, right: core.Expr, sign: str) -> None:
    first, second = type_words(left.type), type_words(right.type)
    help_, fix = _instead(of, one, left, other, right, sign)
    of.found.add(
        p.WRONG_TYPE,
        of.source,
        other,
        Words(f"{first.zh}和{second.zh}不能比较", f"{first.en} and {second.en} cannot be compared"),
        others=(Label(of.source, one.span, first),),
        label=second,
        help=help_,
        fix=fix,
    )


def _instead(
    of: Expressions, one: syntax.Node, left: core.Expr, other: syntax.Node, right: core.Expr, sign: str
) -> tuple[Words | None, Fix | None]:
    """What to write for a comparison that cannot be made."""
    in_ = words().spelled("in", of.language)
    if right.type.kind in (Kind.INTERVAL, Kind.SET):
        gap = Span(one.span.end, other.span.start)
        plain = sign == "=" and of.source[gap].strip() in ("=", "＝")
        return Words("用 `属于`", "use `in`"), Fix(((gap, f" {in_} "),)) if plain else None
    if left.type.kind is Kind.TICKS and isinstance(other, syntax.Text):
        right_way = f"{of.source[other.span]} {in_} {of.source[one.span]}"
        fix = Fix(((one.span.to(other.span), right_way),)) if sign == "=" else None
        return Words(f"勾选框写成 `{right_way}`", f"of boxes write `{right_way}`"), fix
    for node, beside in ((other, left.type), (one, right.type)):
        plain_value = _unquoted_value(node, beside)
        if plain_value is not None:
            return Words(f"不加引号：`{plain_value}`", f"without quotes: `{plain_value}`"), Fix(((node.span, plain_value),))
    for node, value in ((one, left), (other, right)):
        if isinstance(value, core.Cell) and value.type.written and Kind.TEXT in (left.type.kind, right.type.kind):
            text = f"{of.source[node.span]}.{'text' if of.language == 'en' else '原文'}"
            return Words(f"要比文字，写 `{text}`", f"to compare the words write `{text}`"), Fix(((node.span, text),))
    if {left.type.kind, right.type.kind} == {Kind.DATE, Kind.NUMBER}:
        return Words("日期写成 `2021-03-01`", "a date is written `2021-03-01`"), None
    return None, None


def _unquoted_value(node: syntax.Node, beside: Type) -> str | None:
    """The number or the date that stands in quotes."""
    if not isinstance(node, syntax.Text):
        return None
    date = WRITTEN_DATE.fullmatch(node.value)
    if beside.kind is Kind.DATE and date:
        return f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}"
    if beside.number and beside.dimension != MEASURE and WRITTEN_NUMBER.fullmatch(node.value):
        return node.value.strip()
    return None


def may_choose(of: Expressions, node: syntax.Node, value: core.Expr, beside: core.Expr) -> bool:
    """A quoted choice must be one that the field has."""
    if not isinstance(value, core.Constant) or not isinstance(value.value, str) or beside.type.choices is None:
        return True
    if normal(value.value) in {normal(choice) for choice in beside.type.choices}:
        return True
    listed = "、".join(beside.type.choices)
    near = near_choice(value.value, beside.type.choices)
    of.found.add(
        p.NOT_A_CHOICE,
        of.source,
        node,
        Words(f"没有 “{value.value}” 这个选项", f"there is no choice “{value.value}”"),
        help=Words(f"可选：{listed}", f"choices: {listed}"),
        fix=Fix(((node.span, f'"{near}"'),)) if near and isinstance(node, syntax.Text) else None,
    )
    return False


# ── in, agrees with ──


def inside(of: Expressions, node: syntax.In, scope: Scope) -> Made:
    value = of.mean(node.value, scope)
    bare = [bare_word(member, scope) for member in _members(node.container)]
    if value is not None and value.type.kind is Kind.TEXT and any(bare):
        for word in filter(None, bare):
            report_unquoted(of, word, value.type, scope)
        return None
    container = of.mean(node.container, scope)
    if value is None or container is None or not may_hold(of, node.value, value, node.container, container):
        return None
    return of.maker.make(core.In, of.source, node, TRUTH, value, container)


def may_hold(of: Expressions, one: syntax.Node, value: core.Expr, other: syntax.Node, container: core.Expr) -> bool:
    """Whether `container` is an interval, a set or boxes that may hold `value`."""
    if container.type.kind is Kind.TICKS and value.type.kind is Kind.TEXT:
        return may_choose(of, one, value, container)
    inner = container.type.of
    if container.type.kind not in (Kind.INTERVAL, Kind.SET) or inner is None:
        its = type_words(container.type)
        of.found.add(
            p.WRONG_TYPE,
            of.source,
            other,
            Words(f"`属于` 后面要区间或集合，这是{its.zh}", f"`in` takes an interval or a set, this is {its.en}"),
            help=Words("写成 `[80%, 100%)` 或 `{…}`", "write `[80%, 100%)` or `{…}`"),
        )
        return False
    if not comparable(value.type, inner):
        if value.type.number and inner.number:
            mismatch(of, one, value.type, other, inner, Words("比较", "compared"))
        else:
            _not_compared(of, one, value, other, container, "in")
        return False
    members = container.members if isinstance(container, core.SetOf) else ()
    written = zip(_members(other), members, strict=False)
    return not [member for member_node, member in written if not may_choose(of, member_node, member, value)]


def _members(node: syntax.Node) -> tuple[syntax.Expr, ...]:
    inner = node.of if isinstance(node, syntax.Grouped) else node
    return inner.members if isinstance(inner, syntax.Set) else ()


def agrees(of: Expressions, node: syntax.Agrees, scope: Scope) -> Made:
    left, value = of.mean(node.cell, scope), of.mean(node.value, scope)
    tolerance = None if node.within is None else of.number(node.within, scope)
    if left is None or value is None or (node.within is not None and tolerance is None):
        return None
    if not isinstance(left, core.Cell):
        _not_a_cell(of, node, value)
        return None
    if not may_compare(of, node.cell, left, "=", node.value, value):
        return None
    if tolerance is not None and node.within is not None and not comparable(left.type, tolerance.type):
        mismatch(of, node.cell, left.type, node.within, tolerance.type, Words("比较", "compared"))
        return None
    return of.maker.make(core.Agrees, of.source, node, TRUTH, left, value, tolerance)


def _not_a_cell(of: Expressions, node: syntax.Agrees, value: core.Expr) -> None:
    """`computed agrees with cell`: the other way round, when that helps."""
    fix = None
    if isinstance(value, core.Cell):
        fix = Fix(((node.cell.span, of.source[node.value.span]), (node.value.span, of.source[node.cell.span])))
    of.found.add(
        p.WRONG_TYPE,
        of.source,
        node.cell,
        Words("`应为` 左边要写表上的一栏", "left of `agrees with` stands a cell of the form"),
        help=Words("填报的栏在左，算出来的在右", "the cell comes first, then what is computed"),
        fix=fix,
    )
