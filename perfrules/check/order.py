"""Scores that feed one another: each column's audited value needs those of the columns it reads, and none may need itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.values import Value
from perfrules.values.comparing import COMPARE
from perfrules.values.text import normal

MOST_CONJUNCTS = 12


def circle(scores: Iterable[core.Score], lets: Mapping[str, core.Let]) -> list[core.Column] | None:
    """A circle of scored columns, each reading the next; None when there is none."""
    reads: dict[core.Column, set[core.Column]] = {}
    for score in scores:
        reads.setdefault(score.column, set()).update(_needs(score, lets))
    done: set[core.Column] = set()
    for start in reads:
        found = _walk(start, reads, done)
        if found:
            return found
    return None


def _needs(score: core.Score, lets: Mapping[str, core.Let]) -> set[core.Column]:
    """The columns whose audited values the score needs: every cell its expected value reads but those of its own column, which
    stay as claimed, and wherever `audited(…)` is written, its own column too."""
    conditions = [node for node in (score.when, score.tolerance) if node is not None]
    plain = {_column(node) for node in _within([score.expected], lets) if isinstance(node, core.Cell)}
    asked = {_column(node.cell) for node in _within([score.expected, *conditions], lets) if isinstance(node, core.Audited)}
    return (plain - {score.column}) | asked


def _column(cell: core.Cell) -> core.Column:
    return core.Column(cell.route.end, cell.field)


def _within(nodes: Iterable[core.Expr], lets: Mapping[str, core.Let]) -> Iterator[core.Expr]:
    """The nodes and everything in them, through lets."""
    waiting = list(nodes)
    visited: set[str] = set()
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, core.LetRef) and current.name not in visited and current.name in lets:
            visited.add(current.name)
            waiting.append(lets[current.name].value)
        waiting.extend(core.children(current))


def _walk(start: core.Column, reads: dict[core.Column, set[core.Column]], done: set[core.Column]) -> list[core.Column] | None:
    """Depth first without recursion, each column once; the path back to a column on it is the circle."""
    path: list[core.Column] = []
    waiting: list[tuple[core.Column, bool]] = [(start, False)]
    while waiting:
        column, left = waiting.pop()
        if left:
            path.pop()
            done.add(column)
        elif column in path:
            return path[path.index(column) :]
        elif column not in done and column in reads:
            path.append(column)
            waiting.append((column, True))
            waiting.extend((each, False) for each in sorted(reads[column], key=_key))
    return None


def _key(column: core.Column) -> tuple[str, str, str]:
    return column.subject.template, column.subject.part or "", column.field


def exclusive(one: core.Expr | None, other: core.Expr | None) -> bool:
    """Whether two conditions cannot both hold, as far as their shape shows: `p` and `not p`, or disjoint comparisons."""
    if one is None or other is None:
        return False
    for mine in _conjuncts(one)[:MOST_CONJUNCTS]:
        for theirs in _conjuncts(other)[:MOST_CONJUNCTS]:
            if _denies(mine, theirs) or _denies(theirs, mine) or _disjoint(mine, theirs):
                return True
    return False


def _conjuncts(node: core.Expr) -> tuple[core.Expr, ...]:
    if isinstance(node, core.All):
        return tuple(each for part in node.of for each in _conjuncts(part))
    return (node,)


def _denies(one: core.Expr, other: core.Expr) -> bool:
    """`one` says not `other`, or not of something `other` implies by being one of its alternatives."""
    if not isinstance(one, core.Not):
        return False
    alternatives = one.of.of if isinstance(one.of, core.Any) else (one.of,)
    mine = other.of if isinstance(other, core.Any) else (other,)
    return one.of == other or all(each in alternatives for each in mine)


_APART = {("<", ">="), ("<", ">"), ("<=", ">"), ("<", "="), (">", "="), ("=", "!=")}


def _disjoint(one: core.Expr, other: core.Expr) -> bool:
    """Two conditions on one value that cannot both hold."""
    for said, asked in ((one, other), (other, one)):
        value = _said(said)
        if value is not None and _refuses(asked, *value):
            return True
    if not isinstance(one, core.Compare) or not isinstance(other, core.Compare) or one.left != other.left:
        return False
    if one.right != other.right:
        return False
    return (one.operator, other.operator) in _APART or (other.operator, one.operator) in _APART


def _said(node: core.Expr) -> tuple[core.Expr, Value] | None:
    """The value that a condition says something has: `level2 = "数量指标"`."""
    if isinstance(node, core.Compare) and node.operator == "=" and isinstance(node.right, core.Constant):
        return node.left, node.right.value
    return None


def _refuses(asked: core.Expr, of: core.Expr, value: Value) -> bool:
    """Whether a condition that asks only about `of` is false of the value."""
    match asked:
        case core.Compare(left=left, operator=operator, right=core.Constant(value=bound)) if left == of:
            return _false(operator, value, bound)
        case core.In(value=inner, container=core.SetOf(members=members)) if inner == of:
            known = [member.value for member in members if isinstance(member, core.Constant)]
            return len(known) == len(members) and all(_false("=", value, member) for member in known)
        case core.Call(function="contains", arguments=(text, core.Constant(value=str() as word))) if text == of:
            return isinstance(value, str) and normal(word) not in normal(value)
        case _:
            return False


def _false(operator: core.Comparator, value: Value, bound: Value) -> bool:
    if isinstance(value, str) and isinstance(bound, str):
        same = normal(value) == normal(bound)
        return (operator == "=" and not same) or (operator == "!=" and same)
    if isinstance(value, Fraction) and isinstance(bound, Fraction):
        return not COMPARE[operator](value, bound)
    return False
