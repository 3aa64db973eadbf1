"""What an expression means where it stands: names resolved, types known, or a problem at the word that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from perfrules import library
from perfrules.check import calls, comparisons, containers, literals
from perfrules.check import problems as p
from perfrules.check.fields import field_type
from perfrules.check.maker import DEEPEST, Maker
from perfrules.check.names import Entry
from perfrules.check.problems import Problems, type_words
from perfrules.check.products import product
from perfrules.check.scope import CellAt, FacetAt, LetAt, ParamAt, Scope, Thing, Unknown, resolve
from perfrules.check.unit_words import mismatch, unit_help
from perfrules.check.unknown import report_unknown
from perfrules.core import bounds
from perfrules.core import tree as core
from perfrules.core.types import DATE, TEXT, TRUTH, Kind, Sort, Type, common
from perfrules.diagnostics import Label, Words
from perfrules.forms import Template
from perfrules.source import Source
from perfrules.syntax import tree as syntax

Made = core.Expr | None
"""None: a problem was reported, and whoever needs this value says nothing more."""

"""How many formulas may stand inside one another, those of lets included: the pass goes down them."""


@dataclass(slots=True)
class Expressions:
    """The pass over the expressions of one file's item. `let` and `param` give what a name's item means, checking it first.

    `others_than`: in a property the rule it is about, which `all_pass()` does not ask; None elsewhere.
    """

    source: Source
    found: Problems
    maker: Maker
    params: dict[str, core.Param]
    let: Callable[[Entry, Template], core.Let | None]
    param: Callable[[Entry], core.Param | None]
    language: syntax.Spelling = "zh"
    others_than: tuple[str, ...] | None = None
    nesting: int = 0

    def mean(self, node: syntax.Expr, scope: Scope) -> Made:
        self.maker.level += 1
        made = None if self.maker.level > DEEPEST else self._mean(node, scope)
        too_deep = self.maker.level > DEEPEST or (made is not None and self.maker.too_deep(made))
        self.maker.level -= 1
        if too_deep:
            said = Words("定义套定义太深", "lets stand too deep on one another")
            self.found.add(
                p.TOO_DEEP, self.source, node, said, help=Words("改用表，或分成几条规则", "use a table, or several rules")
            )
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
                return comparisons.compare(self, node, scope)
            case syntax.In():
                return comparisons.inside(self, node, scope)
            case syntax.Agrees():
                return comparisons.agrees(self, node, scope)
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
                return containers.interval(self, node, scope)
            case syntax.Set():
                return containers.set_of(self, node, scope)
            case syntax.Grouped():
                return self.mean(node.of, scope)
            case other:
                assert_never(other)

    # ── what a place asks for ──

    def truth(self, node: syntax.Expr, scope: Scope) -> Made:
        """A condition; anything else is reported."""
        made = self.mean(node, scope)
        if made is None or made.type.kind in (Kind.TRUTH, Kind.NOTHING):
            return made
        words = type_words(made.type)
        self.found.add(
            p.NOT_A_CONDITION,
            self.source,
            node,
            Words(f"这里要一个条件，这是{words.zh}", f"a condition belongs here, this is {words.en}"),
            help=Words("写成比较，如 `得分 >= 0`；问有没有填，写 `已填(…)`", "compare it, like `score >= 0`, or ask `filled(…)`"),
        )
        return None

    def number(self, node: syntax.Expr, scope: Scope) -> Made:
        made = self.mean(node, scope)
        if made is None or made.type.kind in (Kind.NUMBER, Kind.NOTHING):
            return made
        words = type_words(made.type)
        said = Words(f"这里要一个数，这是{words.zh}", f"a number belongs here, this is {words.en}")
        self.found.add(p.WRONG_TYPE, self.source, node, said)
        return None

    def cell(self, node: syntax.Expr, scope: Scope) -> core.Cell | None:
        """A path that leads to one cell; anything else is reported."""
        made = self.mean(node, scope)
        if made is None or isinstance(made, core.Cell):
            return made
        self.found.add(
            p.WRONG_TYPE,
            self.source,
            node,
            Words("这里要写表上的一栏", "a cell of the form belongs here"),
            help=Words("写栏目的名称，如 `得分`、`预算.执行率`", "name a field: `score`, `budget.rate`"),
        )
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
                if param is None:
                    return None
                return self.maker.make(core.ParamRef, self.source, node, param.expression.type, param.name)
        thing = at.cell.thing if isinstance(at, FacetAt) else at.thing
        if thing.many:
            sum_ = "sum" if node.text.isascii() else "合计"
            self.found.add(
                p.MANY_VALUES,
                self.source,
                node,
                Words(f"`{node.text}` 不止一个值", f"`{node.text}` is many values"),
                help=Words(
                    f"用 `{sum_}({node.text})`、最大、平均 等取一个值，或让规则针对每一行",
                    f"take one of them with `{sum_}({node.text})`, max, average, …, or let the rule be for each row",
                ),
            )
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
            case LetAt(entry=entry, own=own):
                let = self.let(entry, own)
                key = entry.key(own)
                return None if let is None else self.maker.make(core.LetRef, self.source, node, let.value.type, route, key)
            case other:
                assert_never(other)

    def _rows_not_value(self, node: syntax.Path, at: Thing) -> None:
        part, many = at.route.end.part is not None, at.many
        example = f"{node.text}.{'score' if node.text.isascii() else '得分'}"
        if not part:
            example = f"{node.text}.{'total_score' if node.text.isascii() else '总分'}"
        zh = ("一组行" if many else "几栏合在一起") if part else ("一组表" if many else "一张表")
        en = ("rows" if many else "a record") if part else ("forms" if many else "a form")
        self.found.add(
            p.MANY_VALUES if at.many else p.WRONG_TYPE,
            self.source,
            node,
            Words(f"`{node.text}` 是{zh}，不是一个值", f"`{node.text}` is {en}, not a value"),
            help=Words(f"写明哪一栏，如 `{example}`", f"say which field: `{example}`"),
        )

    # ── literals ──

    def _literal(self, node: syntax.Number | syntax.Percent, read: tuple[Fraction, Type] | None) -> Made:
        if read is None:
            self.found.add(p.TOO_LARGE, self.source, node, Words("数的位数太多", "a number with too many digits"))
            return None
        value, type_ = read
        return self.maker.make(core.Constant, self.source, node, type_, value)

    def _date(self, node: syntax.Date) -> Made:
        day = literals.day(node)
        if day is None:
            self.found.add(p.NO_SUCH_DATE, self.source, node, Words(f"没有 {node.text} 这一天", f"there is no day {node.text}"))
            return None
        return self.maker.make(core.Constant, self.source, node, DATE, day)

    # ── arithmetic ──

    def _minus(self, node: syntax.Minus, scope: Scope) -> Made:
        of = self.number(node.of, scope)
        if of is None:
            return None
        type_ = replace(of.type, bounds=bounds.negative(of.type.bounds))
        if isinstance(of, core.Constant) and isinstance(of.value, Fraction):
            return self.maker.make(core.Constant, self.source, node, type_, -of.value)
        zero = self.maker.make(core.Constant, self.source, node, Type(Kind.NUMBER, sort=Sort.ZERO, scale=0), literals.ZERO)
        return self.maker.make(core.Arithmetic, self.source, node, type_, zero, "-", of)

    def _arithmetic(self, node: syntax.Arithmetic, scope: Scope) -> Made:
        left, right = self.number(node.left, scope), self.number(node.right, scope)
        if left is None or right is None:
            return None
        if node.operator in ("+", "-"):
            type_ = common(left.type, right.type)
            if type_ is None:
                verb = Words("相加", "added") if node.operator == "+" else Words("相减", "subtracted")
                mismatch(self, node.left, left.type, node.right, right.type, verb)
                return None
            shift = right.type.bounds if node.operator == "+" else bounds.negative(right.type.bounds)
            type_ = replace(type_, bounds=bounds.plus(left.type.bounds, shift))
        else:
            type_ = product(left.type, right.type, node.operator)
        return self.maker.make(core.Arithmetic, self.source, node, type_, left, node.operator, right)

    # ── conditions and choices ──

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
                p.UNIT_MISMATCH if its.number and others.number else p.WRONG_TYPE,
                self.source,
                other,
                Words(f"一处是{first.zh}，一处是{second.zh}", f"one is {first.en}, the other {second.en}"),
                others=(Label(self.source, one.span, first),),
                label=second,
                help=unit_help(its, others),
            )
        return type_
