"""A table by a subject: its rows read, and what two of them or none of them would take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.check import problems as p
from perfrules.check.comparisons import may_compare, may_hold
from perfrules.check.constants import constant, ordinal
from perfrules.check.problems import type_words
from perfrules.check.scope import Scope
from perfrules.check.unquoted import bare_word, report_unquoted
from perfrules.core import tree as core
from perfrules.core.types import MONEY, Kind, Sort, Type
from perfrules.diagnostics import Fix, Label, Words
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words
from perfrules.values import Interval, Value
from perfrules.values.interval import without
from perfrules.values.numbers import decimal_text, percent_text
from perfrules.values.text import normal

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made

MOST_PARTS = 1_000
OTHERWISE = {"其他", "其它", "其余情况", "否则", "default", "other", "others", "rest", "else"}


def table(of: Expressions, let: syntax.Let, scope: Scope) -> Made:
    """The nested choice that a table means."""
    assert let.by is not None
    subject = of.mean(let.by, scope)
    rows: list[tuple[core.Expr | None, core.Expr]] = []
    whole = subject is not None
    type_: Type | None = None
    for row in let.rows:
        value = of.mean(row.value, scope)
        last = isinstance(row.test, syntax.Otherwise)
        test = None if last or subject is None else _test(of, row, let.by, subject, scope)
        if value is None or (test is None and not last):
            whole = False
            continue
        type_ = value.type if type_ is None else of.branch(let.rows[0].value, type_, row.value, value.type)
        if type_ is None:
            return None
        rows.append((test, value))
    if not whole or subject is None or type_ is None:
        return None
    if not let.broken:
        _complete(of, let, subject, [test for test, _ in rows])
    return of.maker.make(core.Choose, of.source, let.by, type_, subject, tuple(rows))


def _test(of: Expressions, row: syntax.Row, by: syntax.Expr, subject: core.Expr, scope: Scope) -> Made:
    """The interval, set or value that a row's test stands for, of the subject's type and constant."""
    if isinstance(row.test, syntax.OpenEnd):
        test = _open_end(of, row.test, scope)
    elif bare_word(row.test, scope) is not None:
        _bare(of, row.test, subject, scope)
        return None
    else:
        assert not isinstance(row.test, syntax.Otherwise)
        test = of.mean(row.test, scope)
    if test is None or not _fits(of, row.test, by, subject, test):
        return None
    if constant(test, of.params) is None:
        of.found.add(
            p.NOT_CONSTANT,
            of.source,
            row.test,
            Words("表的条件要写常数或参数", "the tests of a table are constants or params"),
            help=Words("随表变动的界限用 `如果 … 则 … 否则`", "for a limit that the form gives use `if … then … else`"),
        )
        return None
    return test


def _fits(of: Expressions, node: syntax.Node, by: syntax.Expr, subject: core.Expr, test: core.Expr) -> bool:
    """Whether the subject can be tested so. That it cannot for its kind is said at one row: the others will be alike."""
    kinds = (p.UNIT_MISMATCH.name, p.WRONG_TYPE.name)
    if any(problem.code.name in kinds and by.span in [label.span for label in problem.others] for problem in of.found.found):
        return False
    if test.type.kind in (Kind.INTERVAL, Kind.SET):
        return may_hold(of, by, subject, node, test)
    return may_compare(of, by, subject, "=", node, test)


def _bare(of: Expressions, node: syntax.Test, subject: core.Expr, scope: Scope) -> None:
    """A word in the place of a test that names nothing: `其他`, or a text without its quotes."""
    assert isinstance(node, syntax.Path)
    if node.text in OTHERWISE:
        said = Words(f"没有 `{node.text}` 这个名称", f"there is no name `{node.text}`")
        new = words().spelled("otherwise", of.language)
        help_ = Words(f"其他情况写 `{new}`", f"for all other cases write `{new}`")
        of.found.add(p.UNKNOWN_NAME, of.source, node, said, help=help_, fix=Fix(((node.span, new),)))
    elif subject.type.kind is Kind.TEXT:
        report_unquoted(of, node, subject.type, scope)
    else:
        of.mean(node, scope)


def _open_end(of: Expressions, test: syntax.OpenEnd, scope: Scope) -> Made:
    """`>= 100%` is `[100%, )`."""
    bound = of.mean(test.bound, scope)
    if bound is None:
        return None
    if bound.type.kind not in (Kind.NUMBER, Kind.DATE):
        its = type_words(bound.type)
        of.found.add(p.WRONG_TYPE, of.source, test.bound, Words(f"{its.zh}不能比大小", f"{its.en} has no order"))
        return None
    closed = test.comparator in (">=", "<=")
    interval = replace(bound.type, kind=Kind.INTERVAL, of=bound.type)
    if test.comparator in (">=", ">"):
        return of.maker.make(core.IntervalOf, of.source, test, interval, bound, None, closed, False)
    if test.comparator in ("<=", "<"):
        return of.maker.make(core.IntervalOf, of.source, test, interval, None, bound, False, closed)
    of.found.add(
        p.WRONG_PLACE, of.source, test, Words("表里不用 `!=`", "a table has no `!=`"), help=Words("用 `其余`", "use `otherwise`")
    )
    return None


# ── what no row takes, and what two rows take ──


def _complete(of: Expressions, let: syntax.Let, subject: core.Expr, tests: list[core.Expr | None]) -> None:
    values = [None if test is None else constant(test, of.params) for test in tests]
    if None in tests and tests.index(None) != len(tests) - 1:
        row = let.rows[tests.index(None)]
        said = Words("`其余` 要写在最后一行", "`otherwise` is the last row")
        of.found.add(p.WRONG_PLACE, of.source, row.test, said)
        return
    if subject.type.kind in (Kind.NUMBER, Kind.DATE):
        _numbers(of, let, subject, values)
    elif subject.type.kind is Kind.TEXT:
        _texts(of, let, subject, values)
    elif subject.type.kind is Kind.TRUTH:
        _choices(of, let, values, {True: "是", False: "否"})


def _numbers(of: Expressions, let: syntax.Let, subject: core.Expr, values: list[Value | None]) -> None:
    if sum(len(_parts(value)) for value in values) > MOST_PARTS:
        said = Words("表里的值太多", "a table with too many values")
        of.found.add(p.TOO_LARGE, of.source, let.name, said, help=Words("写成区间", "write intervals"))
        return
    left: tuple[Interval, ...] = (subject.type.bounds,)
    taken: list[tuple[int, Interval]] = []
    for at, value in enumerate(values):
        for part in _parts(value):
            clash = next((other for other, earlier in taken if other != at and not earlier.meet(part).empty), None)
            if clash is not None:
                _overlap(of, let, at, clash)
                return
            taken.append((at, part))
            left = without(left, part)
    if subject.type.kind is Kind.DATE or subject.type.sort is Sort.COUNT:
        left = tuple(part for part in left if part.whole)
    if values[-1] is not None and left:
        _gap(of, let, [_interval_text(part, subject.type) for part in left[:3]])


def _parts(value: Value | None) -> list[Interval]:
    if isinstance(value, Interval):
        return [value]
    members = value if isinstance(value, frozenset) else (value,)
    numbers = [ordinal(member) for member in members]
    return [Interval(each, each) for each in numbers if isinstance(each, Fraction)]


def _texts(of: Expressions, let: syntax.Let, subject: core.Expr, values: list[Value | None]) -> None:
    choices = subject.type.choices
    wanted: dict[Value, str] | None = None if choices is None else {normal(choice): f'"{choice}"' for choice in choices}
    _choices(of, let, [_normal(value) for value in values], wanted)


def _normal(value: Value | None) -> Value | None:
    if isinstance(value, frozenset):
        return frozenset(normal(each) for each in value if isinstance(each, str))
    return normal(value) if isinstance(value, str) else value


def _choices(of: Expressions, let: syntax.Let, values: list[Value | None], wanted: dict[Value, str] | None) -> None:
    """`wanted`: what the subject can be, each as it is shown; None when that is open."""
    taken: dict[Value, int] = {}
    for at, value in enumerate(values):
        for each in value if isinstance(value, frozenset) else () if value is None else (value,):
            if taken.setdefault(each, at) != at:
                _overlap(of, let, at, taken[each])
                return
    missing = [shown for each, shown in (wanted or {}).items() if each not in taken]
    if missing and values[-1] is not None:
        _gap(of, let, missing)


def _overlap(of: Expressions, let: syntax.Let, at: int, clash: int) -> None:
    of.found.add(
        p.TABLE_OVERLAP,
        of.source,
        let.rows[at].test,
        Words("这一行和前面的一行重叠", "this row takes what an earlier one takes"),
        others=(Label(of.source, let.rows[clash].test.span, Words("前面的一行", "the earlier one")),),
        help=Words("同一个值只归一行：一端用 `[`，另一端用 `)`", "a value belongs to one row: `[` at one end, `)` at the other"),
    )


def _gap(of: Expressions, let: syntax.Let, gaps: list[str]) -> None:
    said = Words("、".join(gaps), ", ".join(gaps))
    otherwise = words().spelled("otherwise", of.language)
    of.found.add(
        p.TABLE_GAP,
        of.source,
        let.rows[-1],
        Words(f"没有哪一行接住 {said.zh}", f"no row takes {said.en}"),
        help=Words(
            f"改前面各行的两端，或加一行 `| {gaps[0]} | … |`、`| {otherwise} | … |`",
            f"mend the ends of the rows, or add `| {gaps[0]} | … |` or `| {otherwise} | … |`",
        ),
    )


def _interval_text(part: Interval, type_: Type) -> str:
    def end(value: Fraction | None) -> str:
        if value is None:
            return ""
        if type_.kind is Kind.DATE:
            return date.fromordinal(int(value)).isoformat()
        if type_.dimension == MONEY:
            return decimal_text(value) + " 元"
        return percent_text(value) if type_.sort is Sort.RATIO else decimal_text(value)

    if part.low is not None and part.low == part.high:
        return end(part.low)
    return f"{'[' if part.low_closed else '('}{end(part.low)}, {end(part.high)}{']' if part.high_closed else ')'}"
