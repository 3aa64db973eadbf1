"""A table by a subject: its rows read, and what two of them or none of them would take."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.problems import type_words
from perfrules.check.scope import Scope
from perfrules.core import tree as core
from perfrules.core.types import Kind, Type
from perfrules.diagnostics import Label, Words
from perfrules.syntax import tree as syntax
from perfrules.values import Interval, Value
from perfrules.values.interval import without
from perfrules.values.numbers import decimal_text, percent_text
from perfrules.values.text import normal

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made


def table(of: Expressions, let: syntax.Let, scope: Scope) -> Made:
    """The nested choice that a table means."""
    assert let.by is not None
    subject = of.mean(let.by, scope)
    rows: list[tuple[core.Expr | None, core.Expr]] = []
    whole = subject is not None
    type_: Type | None = None
    for row in let.rows:
        value = of.mean(row.value, scope)
        test = None if isinstance(row.test, syntax.Otherwise) or subject is None else _test(of, row, let, subject, scope)
        if value is None or (test is None and not isinstance(row.test, syntax.Otherwise)):
            whole = False
            continue
        type_ = value.type if type_ is None else of.branch(let.rows[0].value, type_, row.value, value.type)
        if type_ is None:
            return None
        rows.append((test, value))
    if not whole or subject is None or type_ is None:
        return None
    _complete(of, let, subject, [test for test, _ in rows])
    return of.maker.make(core.Choose, of.source, let.by, type_, subject, tuple(rows))


def _test(of: Expressions, row: syntax.Row, let: syntax.Let, subject: core.Expr, scope: Scope) -> Made:
    """The interval, set or value that a row's test stands for, of the subject's type and constant."""
    assert let.by is not None
    if isinstance(row.test, syntax.OpenEnd):
        test = _open_end(of, row.test, scope)
    else:
        assert not isinstance(row.test, syntax.Otherwise)
        test = of.mean(row.test, scope)
    if test is None:
        return None
    if test.type.kind in (Kind.INTERVAL, Kind.SET):
        fits = of.may_hold(let.by, subject, row.test, test)
    else:
        fits = of.may_compare(let.by, subject, "=", row.test, test)
    if not fits:
        return None
    if constant(test, of.params) is None:
        of.found.add(
            p.NOT_CONSTANT, of.source, row.test, Words("表的条件要写常数或参数", "the tests of a table are constants or params"),
            help=Words("随表变动的界限用 `如果 … 则 … 否则`", "for a limit that the form gives use `if … then … else`"),
        )  # fmt: skip
        return None
    return test


def _open_end(of: Expressions, test: syntax.OpenEnd, scope: Scope) -> Made:
    """`>= 100%` is `[100%, )`."""
    bound = of.mean(test.bound, scope)
    if bound is None:
        return None
    if bound.type.kind not in (Kind.NUMBER, Kind.DATE):
        words = type_words(bound.type)
        of.found.add(p.WRONG_TYPE, of.source, test.bound, Words(f"{words.zh}不能比大小", f"{words.en} has no order"))
        return None
    closed = test.comparator in (">=", "<=")
    interval = replace(bound.type, kind=Kind.INTERVAL, of=bound.type)
    if test.comparator in (">=", ">"):
        return of.maker.make(core.IntervalOf, of.source, test, interval, bound, None, closed, False)
    if test.comparator in ("<=", "<"):
        return of.maker.make(core.IntervalOf, of.source, test, interval, None, bound, False, closed)
    of.found.add(p.WRONG_PLACE, of.source, test, Words("表里不用 `!=`", "a table has no `!=`"), help=Words("用 `其余`", "use `otherwise`"))
    return None


# ── what no row takes, and what two rows take ──


def _complete(of: Expressions, let: syntax.Let, subject: core.Expr, tests: list[core.Expr | None]) -> None:
    values = [None if test is None else constant(test, of.params) for test in tests]
    if None in tests and tests.index(None) != len(tests) - 1:
        row = let.rows[tests.index(None)]
        of.found.add(p.WRONG_PLACE, of.source, row, Words("`其余` 写在最后一行", "`otherwise` is the last row"))
        return
    if subject.type.kind is Kind.NUMBER:
        overlap = _numbers(of, let, subject, values)
    elif subject.type.kind is Kind.TEXT:
        overlap = _texts(of, let, subject, values)
    elif subject.type.kind is Kind.TRUTH:
        overlap = _choices(of, let, values, {True, False}, lambda value: "是" if value else "否")
    else:
        overlap = False
    del overlap


def _numbers(of: Expressions, let: syntax.Let, subject: core.Expr, values: list[Value | None]) -> bool:
    left = (subject.type.bounds,)
    taken: list[tuple[int, Interval]] = []
    for at, value in enumerate(values):
        for part in _parts(value):
            clash = next((other for other, earlier in taken if other != at and not earlier.meet(part).empty), None)
            if clash is not None:
                _overlap(of, let, at, clash)
                return True
            taken.append((at, part))
            left = without(left, part)
    if values[-1] is not None and left:
        gap = "、".join(_interval_text(part, subject.type) for part in left[:3])
        _gap(of, let, gap)
    return False


def _parts(value: Value | None) -> list[Interval]:
    if isinstance(value, Interval):
        return [value]
    if isinstance(value, Fraction):
        return [Interval(value, value)]
    if isinstance(value, frozenset):
        return [Interval(each, each) for each in value if isinstance(each, Fraction)]
    return []


def _texts(of: Expressions, let: syntax.Let, subject: core.Expr, values: list[Value | None]) -> bool:
    choices = subject.type.choices
    wanted = None if choices is None else {normal(choice) for choice in choices}
    return _choices(of, let, [_normal(value) for value in values], wanted, str)


def _normal(value: Value | None) -> Value | None:
    if isinstance(value, frozenset):
        return frozenset(normal(each) for each in value if isinstance(each, str))
    return normal(value) if isinstance(value, str) else value


def _choices(of: Expressions, let: syntax.Let, values: list[Value | None], wanted: set[str] | set[bool] | None, show: object) -> bool:
    taken: dict[Value, int] = {}
    for at, value in enumerate(values):
        for each in value if isinstance(value, frozenset) else () if value is None else (value,):
            if each in taken and taken[each] != at:
                _overlap(of, let, at, taken[each])
                return True
            taken[each] = at
    missing = [] if wanted is None or values[-1] is None else sorted(str(each) for each in wanted if each not in taken)
    if missing:
        _gap(of, let, "、".join(f"“{each}”" for each in missing))
    return False


def _overlap(of: Expressions, let: syntax.Let, at: int, clash: int) -> None:
    of.found.add(
        p.TABLE_OVERLAP, of.source, let.rows[at].test, Words("这一行和前面的一行重叠", "this row takes what an earlier one takes"),
        others=(Label(of.source, let.rows[clash].test.span, Words("这一行", "this one")),),
    )  # fmt: skip


def _gap(of: Expressions, let: syntax.Let, gap: str) -> None:
    of.found.add(
        p.TABLE_GAP, of.source, let.rows[-1], Words(f"没有哪一行接住 {gap}", f"no row takes {gap}"),
        help=Words("改两端的开闭，或加一行 `| 其余 | … |`", "mend the ends, or add a row `| otherwise | … |`"),
    )  # fmt: skip


def _interval_text(part: Interval, type_: Type) -> str:
    def end(value: Fraction | None) -> str:
        if value is None:
            return ""
        return percent_text(value) if type_.sort.value == "ratio" else decimal_text(value)

    if part.low is not None and part.low == part.high:
        return end(part.low)
    return f"{'[' if part.low_closed else '('}{end(part.low)}, {end(part.high)}{']' if part.high_closed else ')'}"
