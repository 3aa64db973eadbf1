"""What an expression means where it stands: names resolved, types and dimensions known, or a problem at the word that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from perfrules import library
from perfrules.check import calls, literals
from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.fields import field_type
from perfrules.check.maker import Maker
from perfrules.check.names import Entry
from perfrules.check.problems import Problems, type_words
from perfrules.check.scope import CellAt, FacetAt, LetAt, ParamAt, Scope, Thing, Unknown, resolve
from perfrules.check.unknown import report_unknown
from perfrules.core import bounds
from perfrules.core import tree as core
from perfrules.core.types import (
    DATE,
    NOTHING,
    TEXT,
    TRUTH,
    Kind,
    Sort,
    Type,
    common,
    comparable,
)
from perfrules.diagnostics import Label, Words
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.values.text import normal

Made = core.Expr | None
"""None: a problem was reported, and whoever needs this value says nothing more."""


@dataclass(slots=True)
class Expressions:
    """The pass over the expressions of one file's item. `let` and `param` give what a name's item means, checking it first."""

    source: Source
    found: Problems
    maker: Maker
    params: dict[str, core.Param]
    let: Callable[[Entry], core.Let | None]
    param: Callable[[Entry], core.Param | None]
    nesting: int = 0

    def mean(self, node: syntax.Expr, scope: Scope) -> Made:
        made = self._mean(node, scope)
        if made is not None and self.maker.too_deep(made):
            self.found.add(
                p.TOO_DEEP, self.source, node, Words("定义套定义太深", "lets stand too deep on one another"),
                help=Words("改用表，或分成几条规则", "use a table, or several rules"),
            )  # fmt: skip
            return None
        return made

    def _mean(self, node: syntax.Expr, scope: Scope) -> Made:
        match node:
            case syntax.Path():
                return self._path(node, scope)
            case syntax.Number():
                return self._literal(node, literals.number(node))
            case syntax.Percent():
                return self._literal(node, literals.percent(node))
            case syntax.Text():
                return self.maker.make(core.Constant, self.source, node, TEXT, node.value)
            case syntax.Date():
                return self._date(node)
            case syntax.Minus():
                return self._minus(node, scope)
            case syntax.Arithmetic():
                return self._arithmetic(node, scope)
            case syntax.Compare():
                return self._compare(node, scope)
            case syntax.In():
                return self._in(node, scope)
            case syntax.Agrees():
                return self._agrees(node, scope)
            case syntax.Not():
                of = self.truth(node.of, scope)
                return None if of is None else self.maker.make(core.Not, self.source, node, TRUTH, of)
            case syntax.And():
                return self._junction(core.All, node, scope)
            case syntax.Or():
                return self._junction(core.Any, node, scope)
            case syntax.If():
                return self._if(node, scope)
            case syntax.Call():
                return calls.call(self, node, scope)
            case syntax.Interval():
                return self._interval(node, scope)
            case syntax.Set():
                return self._set(node, scope)
            case syntax.Grouped():
                return self.mean(node.of, scope)
            case other:
                assert_never(other)

    def truth(self, node: syntax.Expr, scope: Scope) -> Made:
        """A condition; anything else is reported."""
        made = self.mean(node, scope)
        if made is None or made.type.kind in (Kind.TRUTH, Kind.NOTHING):
            return made
        words = type_words(made.type)
        self.found.add(
            p.NOT_A_CONDITION, self.source, node,
            Words(f"这里要一个条件，这是{words.zh}", f"a condition belongs here, this is {words.en}"),
            help=Words("写成比较，如 `得分 >= 0`", "write a comparison, like `score >= 0`"),
        )  # fmt: skip
        return None

    # ── names ──

    def _path(self, node: syntax.Path, scope: Scope) -> Made:
        if node.text in library.CONSTANTS:
            return self.maker.make(core.Constant, self.source, node, TRUTH, library.CONSTANTS[node.text])
        at = resolve(node, scope)
        match at:
            case Unknown():
                report_unknown(self.found, self.source, node, at, scope)
                return None
            case Thing():
                self._rows_not_value(node, at)
                return None
            case ParamAt():
                param = self.param(at.entry)
                return None if param is None else self.maker.make(core.ParamRef, self.source, node, param.expression.type, param.name)
        thing = at.cell.thing if isinstance(at, FacetAt) else at.thing
        if thing.many:
            self.found.add(
                p.MANY_VALUES, self.source, node,
                Words(f"`{node.text}` 不止一个值", f"`{node.text}` is many values"),
                help=Words(f"用 `合计({node.text})`、`最大(…)` 等取一个值", f"take one of them: `sum({node.text})`, `max(…)`, …"),
            )  # fmt: skip
            return None
        return self.value_at(node, at, thing.route)

    def value_at(self, node: syntax.Node, at: CellAt | FacetAt | LetAt, route: core.Route) -> Made:
        """The value at the end of a path, read by `route`."""
        match at:
            case CellAt(field=field):
                return self.maker.make(core.Cell, self.source, node, field_type(field), route, field.name)
            case FacetAt(cell=cell, facet=facet):
                inner = self.maker.make(core.Cell, self.source, node, field_type(cell.field), route, cell.field.name)
                signs = ("=", "≥", "≤", ">", "<") if facet == "comparator" else None
                return self.maker.make(core.FacetOf, self.source, node, replace(TEXT, choices=signs), inner, facet)
            case LetAt(entry=entry):
                let = self.let(entry)
                return None if let is None else self.maker.make(core.LetRef, self.source, node, let.value.type, route, let.name)
            case other:
                assert_never(other)

    def _rows_not_value(self, node: syntax.Path, at: Thing) -> None:
        self.found.add(
            p.MANY_VALUES if at.many else p.WRONG_TYPE, self.source, node,
            Words(f"`{node.text}` 是{'一组行' if at.many else '一张表或一个栏组'}，不是一个值", f"`{node.text}` is {'rows' if at.many else 'a record'}, not a value"),
            help=Words(f"写明哪一栏，如 `{node.text}.得分`", f"say which field: `{node.text}.score`"),
        )  # fmt: skip

    # ── literals ──

    def _literal(self, node: syntax.Number | syntax.Percent, read: object) -> Made:
        if read is None:
            self.found.add(p.TOO_LARGE, self.source, node, Words("位数太多", "too many digits"))
            return None
        value, type_ = read  # type: ignore[misc]
        return self.maker.make(core.Constant, self.source, node, type_, value)

    def _date(self, node: syntax.Date) -> Made:
        day = literals.day(node)
        if day is None:
            self.found.add(p.NO_SUCH_DATE, self.source, node, Words(f"没有 {node.text} 这一天", f"there is no day {node.text}"))
            return None
        return self.maker.make(core.Constant, self.source, node, DATE, day)

    # ── arithmetic ──

    def number(self, node: syntax.Expr, scope: Scope) -> Made:
        made = self.mean(node, scope)
        if made is None or made.type.kind in (Kind.NUMBER, Kind.NOTHING):
            return made
        words = type_words(made.type)
        self.found.add(p.WRONG_TYPE, self.source, node, Words(f"这里要一个数，这是{words.zh}", f"a number belongs here, this is {words.en}"))
        return None

    def _minus(self, node: syntax.Minus, scope: Scope) -> Made:
        of = self.number(node.of, scope)
        if of is None:
            return None
        type_ = replace(of.type, bounds=bounds.negative(of.type.bounds))
        if isinstance(of, core.Constant):
            return self.maker.make(core.Constant, self.source, node, type_, -of.value)  # type: ignore[operator]
        zero = self.maker.make(core.Constant, self.source, node, Type(Kind.NUMBER, sort=Sort.ZERO, scale=0), literals.ZERO)
        return self.maker.make(core.Arithmetic, self.source, node, type_, zero, "-", of)

    def _arithmetic(self, node: syntax.Arithmetic, scope: Scope) -> Made:
        left, right = self.number(node.left, scope), self.number(node.right, scope)
        if left is None or right is None:
            return None
        if node.operator in ("+", "-"):
            type_ = common(left.type, right.type)
            if type_ is None:
                self.mismatch(node, node.left, left.type, node.right, right.type, Words("相加减", "added or subtracted"))
                return None
            shift = right.type.bounds if node.operator == "+" else bounds.negative(right.type.bounds)
            type_ = replace(type_, bounds=bounds.plus(left.type.bounds, shift))
        else:
            type_ = _product(left.type, right.type, node.operator)
        return self.maker.make(core.Arithmetic, self.source, node, type_, left, node.operator, right)

    def mismatch(self, whole: syntax.Node, one: syntax.Node, its: Type, other: syntax.Node, others: Type, verb: Words) -> None:
        """Two values whose units do not agree; the second is where the mistake is shown."""
        first, second = type_words(its), type_words(others)
        bare = next((type_ for type_ in (its, others) if type_.sort in (Sort.BARE, Sort.COUNT)), None)
        money = any(type_.dimension.money for type_ in (its, others))
        self.found.add(
            p.UNIT_MISMATCH, self.source, other,
            Words(f"{first.zh}和{second.zh}不能{verb.zh}", f"{first.en} and {second.en} cannot be {verb.en}"),
            others=(Label(self.source, one.span, first),),
            label=second,
            help=Words("写明单位，如 `500 万元`", "write the unit: `500 wan_yuan`") if bare and money else None,
        )  # fmt: skip

    # ── conditions ──

    def _compare(self, node: syntax.Compare, scope: Scope) -> Made:
        sides = [node.first, *(side for _, side in node.rest)]
        signs = [sign for sign, _ in node.rest]
        if len(signs) > 1 and not any(set(signs) <= way for way in ({"<", "<="}, {">", ">="}, {"="})):
            self.found.add(
                p.MIXED_CHAIN, self.source, node, Words("连着的比较要朝一个方向", "a chain of comparisons runs one way"),
                help=Words("如 `0 <= 得分 <= 分值`", "like `0 <= score <= weight`"),
            )  # fmt: skip
            return None
        made = [self.mean(side, scope) for side in sides]
        pairs = []
        for at, sign in enumerate(signs):
            left, right = made[at], made[at + 1]
            if left is None or right is None or not self.may_compare(sides[at], left, sign, sides[at + 1], right):
                return None
            pairs.append(self.maker.make(core.Compare, self.source, node, TRUTH, left, sign, right))
        return pairs[0] if len(pairs) == 1 else self.maker.make(core.All, self.source, node, TRUTH, tuple(pairs))

    def may_compare(self, one: syntax.Node, left: core.Expr, sign: str, other: syntax.Node, right: core.Expr) -> bool:
        """Whether the two sides can be compared by `sign`; what is wrong is reported."""
        if left.type.kind in (Kind.TICKS, Kind.INTERVAL, Kind.SET) or right.type.kind in (Kind.TICKS, Kind.INTERVAL, Kind.SET):
            self._not_compared(one, left, other, right)
            return False
        if not comparable(left.type, right.type):
            if left.type.number and right.type.number:
                self.mismatch(one, one, left.type, other, right.type, Words("比较", "compared"))
            else:
                self._not_compared(one, left, other, right)
            return False
        if sign not in ("=", "!=") and left.type.kind in (Kind.TEXT, Kind.TRUTH):
            words = type_words(left.type)
            self.found.add(p.WRONG_TYPE, self.source, one, Words(f"{words.zh}不能比大小", f"{words.en} has no order"))
            return False
        return self.may_choose(one, left, right) and self.may_choose(other, right, left)

    def _not_compared(self, one: syntax.Node, left: core.Expr, other: syntax.Node, right: core.Expr) -> None:
        first, second = type_words(left.type), type_words(right.type)
        written = any(isinstance(side, core.Cell) and side.type.written for side in (left, right))
        text = any(side.type.kind is Kind.TEXT for side in (left, right))
        container = any(side.type.kind in (Kind.INTERVAL, Kind.SET) for side in (left, right))
        help_ = Words("要比文字，写 `.原文`，如 `目标值.原文`", "to compare the words write `.text`, like `target.text`") if written and text else None
        if container:
            help_ = Words("用 `属于`", "use `in`")
        self.found.add(
            p.WRONG_TYPE, self.source, other,
            Words(f"{first.zh}和{second.zh}不能比较", f"{first.en} and {second.en} cannot be compared"),
            others=(Label(self.source, one.span, first),), label=second, help=help_,
        )  # fmt: skip

    def may_choose(self, node: syntax.Node, value: core.Expr, of: core.Expr) -> bool:
        """A quoted choice must be one that the field has."""
        if not isinstance(value, core.Constant) or not isinstance(value.value, str) or of.type.choices is None:
            return True
        if normal(value.value) in {normal(choice) for choice in of.type.choices}:
            return True
        listed = "、".join(of.type.choices)
        self.found.add(
            p.NOT_A_CHOICE, self.source, node,
            Words(f"没有 “{value.value}” 这个选项", f"there is no choice “{value.value}”"),
            help=Words(f"可选：{listed}", f"choices: {listed}"),
        )  # fmt: skip
        return False

    def _in(self, node: syntax.In, scope: Scope) -> Made:
        value, container = self.mean(node.value, scope), self.mean(node.container, scope)
        if value is None or container is None:
            return None
        if not self.may_hold(node.value, value, node.container, container):
            return None
        return self.maker.make(core.In, self.source, node, TRUTH, value, container)

    def may_hold(self, one: syntax.Node, value: core.Expr, other: syntax.Node, container: core.Expr) -> bool:
        """Whether `container` is an interval, a set or boxes that may hold `value`."""
        if container.type.kind is Kind.TICKS and value.type.kind is Kind.TEXT:
            return self.may_choose(one, value, container)
        inner = container.type.of
        if container.type.kind not in (Kind.INTERVAL, Kind.SET) or inner is None:
            words = type_words(container.type)
            self.found.add(
                p.WRONG_TYPE, self.source, other,
                Words(f"`属于` 后面要区间或集合，这是{words.zh}", f"`in` takes an interval or a set, this is {words.en}"),
                help=Words("写成 `[80%, 100%)` 或 `{…}`", "write `[80%, 100%)` or `{…}`"),
            )  # fmt: skip
            return False
        if not comparable(value.type, inner):
            if value.type.number and inner.number:
                self.mismatch(one, one, value.type, other, inner, Words("比较", "compared"))
            else:
                self._not_compared(one, value, other, container)
            return False
        members = container.members if isinstance(container, core.SetOf) else ()
        return all(self.may_choose(member_node, member, value) for member_node, member in _members(other, members))

    def _agrees(self, node: syntax.Agrees, scope: Scope) -> Made:
        cell, value = self.cell(node.cell, scope), self.mean(node.value, scope)
        tolerance = None if node.within is None else self.number(node.within, scope)
        if cell is None or value is None or (node.within is not None and tolerance is None):
            return None
        if not self.may_compare(node.cell, cell, "=", node.value, value):
            return None
        if tolerance is not None and node.within is not None and not comparable(cell.type, tolerance.type):
            self.mismatch(node, node.cell, cell.type, node.within, tolerance.type, Words("比较", "compared"))
            return None
        return self.maker.make(core.Agrees, self.source, node, TRUTH, cell, value, tolerance)

    def cell(self, node: syntax.Expr, scope: Scope, *, kinds: tuple[str, ...] = ()) -> core.Cell | None:
        """A path that leads to one cell; anything else is reported."""
        made = self.mean(node, scope)
        if made is None or isinstance(made, core.Cell):
            return made
        self.found.add(
            p.WRONG_TYPE, self.source, node, Words("这里要表上的一栏", "a cell of the form belongs here"),
            help=Words("写栏目的名称，如 `得分`、`预算.执行率`", "name a field: `score`, `budget.rate`"),
        )  # fmt: skip
        return None

    def _junction(self, kind: type[core.All] | type[core.Any], node: syntax.And | syntax.Or, scope: Scope) -> Made:
        made = [self.truth(each, scope) for each in node.of]
        whole = [each for each in made if each is not None]
        return self.maker.make(kind, self.source, node, TRUTH, tuple(whole)) if len(whole) == len(made) else None

    def _if(self, node: syntax.If, scope: Scope) -> Made:
        condition = self.truth(node.condition, scope)
        then, otherwise = self.mean(node.then, scope), self.mean(node.otherwise, scope)
        if condition is None or then is None or otherwise is None:
            return None
        type_ = self.branch(node.then, then.type, node.otherwise, otherwise.type)
        return None if type_ is None else self.maker.make(core.If, self.source, node, type_, condition, then, otherwise)

    def branch(self, one: syntax.Node, its: Type, other: syntax.Node, others: Type) -> Type | None:
        """The type of a value that may be either; two that do not agree are reported."""
        type_ = common(its, others)
        if type_ is None:
            first, second = type_words(its), type_words(others)
            self.found.add(
                p.UNIT_MISMATCH if its.number and others.number else p.WRONG_TYPE, self.source, other,
                Words(f"一处是{first.zh}，一处是{second.zh}", f"one is {first.en}, the other {second.en}"),
                others=(Label(self.source, one.span, first),), label=second,
            )  # fmt: skip
        return type_

    # ── intervals and sets ──

    def _interval(self, node: syntax.Interval, scope: Scope) -> Made:
        low = None if node.low is None else self.mean(node.low, scope)
        high = None if node.high is None else self.mean(node.high, scope)
        if (node.low is not None and low is None) or (node.high is not None and high is None):
            return None
        ends = [end for end in (low, high) if end is not None]
        if not ends:
            self.found.add(p.EMPTY_INTERVAL, self.source, node, Words("区间至少要有一端", "an interval has at least one end"))
            return None
        inner = ends[0].type
        if low is not None and high is not None and node.low is not None and node.high is not None:
            both = self.branch(node.low, low.type, node.high, high.type)
            if both is None:
                return None
            inner = both
        if inner.kind not in (Kind.NUMBER, Kind.DATE, Kind.NOTHING):
            self.found.add(p.WRONG_TYPE, self.source, node, Words("区间的两端要是数或日期", "the ends of an interval are numbers or dates"))
            return None
        made = self.maker.make(
            core.IntervalOf, self.source, node, Type(Kind.INTERVAL, of=inner), low, high, node.low_closed, node.high_closed
        )
        value = constant(made, self.params)
        if getattr(value, "empty", False):
            self.found.add(p.EMPTY_INTERVAL, self.source, node, Words("这个区间里没有数", "there is no number in this interval"))
            return None
        return made

    def _set(self, node: syntax.Set, scope: Scope) -> Made:
        made = [self.mean(member, scope) for member in node.members]
        members = [member for member in made if member is not None]
        if len(members) < len(made):
            return None
        inner: Type | None = members[0].type
        for member_node, member in list(zip(node.members, members, strict=True))[1:]:
            inner = None if inner is None else self.branch(node.members[0], inner, member_node, member.type)
        if inner is None:
            return None
        return self.maker.make(core.SetOf, self.source, node, Type(Kind.SET, of=inner), tuple(members))


def _members(node: syntax.Node, members: tuple[core.Expr, ...]) -> list[tuple[syntax.Node, core.Expr]]:
    inner = node.of if isinstance(node, syntax.Grouped) else node
    written = inner.members if isinstance(inner, syntax.Set) else ()
    return list(zip(written, members, strict=False))


def _product(left: Type, right: Type, operator: Literal["+", "-", "*", "/"]) -> Type:
    times = operator == "*"
    dimension = left.dimension.times(right.dimension, 1 if times else -1)
    scale = left.scale + right.scale if times and left.scale is not None and right.scale is not None else None
    where = bounds.times(left.bounds, right.bounds) if times else bounds.over(left.bounds, right.bounds)
    return Type(Kind.NUMBER, dimension, _product_sort(left, right, times, plain=dimension != left.dimension.times(left.dimension, -1)), scale, where)


def _product_sort(left: Type, right: Type, times: bool, plain: bool) -> Sort:
    if plain:
        return Sort.PLAIN
    sorts = (left.sort, right.sort)
    if times and (Sort.BARE in sorts or Sort.ZERO in sorts) and Sort.PLAIN not in sorts:
        return Sort.BARE
    if not times and left.sort in (Sort.BARE, Sort.ZERO) and right.sort is not Sort.PLAIN:
        return Sort.BARE
    return Sort.COUNT if sorts == (Sort.COUNT, Sort.COUNT) else Sort.RATIO


__all__ = ["Expressions", "Made", "NOTHING"]
