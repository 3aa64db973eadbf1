"""What an interval and a set mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.scope import Scope
from perfrules.core import tree as core
from perfrules.core.types import Kind, Type
from perfrules.diagnostics import Fix, Words
from perfrules.syntax import tree as syntax
from perfrules.values import Interval

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made


def interval(of: Expressions, node: syntax.Interval, scope: Scope) -> Made:
    low = None if node.low is None else of.mean(node.low, scope)
    high = None if node.high is None else of.mean(node.high, scope)
    if (node.low is not None and low is None) or (node.high is not None and high is None):
        return None
    inner = _inner(of, node, low, high)
    if inner is None:
        return None
    if inner.kind not in (Kind.NUMBER, Kind.DATE, Kind.NOTHING):
        said = Words("区间的两端要是数或日期", "the ends of an interval are numbers or dates")
        of.found.add(p.WRONG_TYPE, of.source, node, said)
        return None
    type_ = Type(Kind.INTERVAL, of=inner)
    made = of.maker.make(core.IntervalOf, of.source, node, type_, low, high, node.low_closed, node.high_closed)
    value = constant(made, of.params)
    if isinstance(value, Interval) and value.empty:
        _empty(of, node, value.low, value.high)
        return None
    return made


def _inner(of: Expressions, node: syntax.Interval, low: Made, high: Made) -> Type | None:
    """The type of what lies in the interval: that of its ends, which agree."""
    if low is not None and high is not None and node.low is not None and node.high is not None:
        return of.branch(node.low, low.type, node.high, high.type)
    end = low or high
    if end is None:
        of.found.add(p.EMPTY_INTERVAL, of.source, node, Words("区间至少要有一端", "an interval has at least one end"))
        return None
    return end.type


def _empty(of: Expressions, node: syntax.Interval, low: Fraction | None, high: Fraction | None) -> None:
    if low is None or high is None or low == high or node.low is None or node.high is None:
        said = Words("这个区间里没有数", "there is no number in this interval")
        help_ = Words("两端相同的，写成 `[80%, 80%]`", "with both ends equal write `[80%, 80%]`")
        of.found.add(p.EMPTY_INTERVAL, of.source, node, said, help=help_)
        return
    fix = Fix(((node.low.span, of.source[node.high.span]), (node.high.span, of.source[node.low.span])))
    said = Words("区间的两端写反了", "the ends of the interval are the wrong way round")
    of.found.add(p.EMPTY_INTERVAL, of.source, node, said, help=Words("小的在前", "the smaller comes first"), fix=fix)


def set_of(of: Expressions, node: syntax.Set, scope: Scope) -> Made:
    made = [of.mean(member, scope) for member in node.members]
    members = [member for member in made if member is not None]
    if len(members) < len(made):
        return None
    inner: Type | None = members[0].type
    for member_node, member in list(zip(node.members, members, strict=True))[1:]:
        inner = None if inner is None else of.branch(node.members[0], inner, member_node, member.type)
    if inner is None:
        return None
    return of.maker.make(core.SetOf, of.source, node, Type(Kind.SET, of=inner), tuple(members))
