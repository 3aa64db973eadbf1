"""Rules and scores: their conditions, what a score claims and expects, and scores that get in one another's way."""

from __future__ import annotations

from typing import Any

from perfrules.check import order
from perfrules.check import problems as p
from perfrules.check.comparisons import may_compare, may_hold
from perfrules.check.consolidate import basis_of
from perfrules.check.expressions import Expressions
from perfrules.check.items import Items, title_of
from perfrules.check.names import Entry
from perfrules.check.problems import type_words
from perfrules.check.scope import Scope
from perfrules.check.unit_words import mismatch
from perfrules.core import tree as core
from perfrules.core.types import Kind, comparable
from perfrules.diagnostics import Label, Words
from perfrules.syntax import tree as syntax

MOST_RIVALS = 30


def checked(items: Items, item: syntax.Rule | syntax.Score, entry: Entry) -> core.Rule | core.Score | None:
    """What the rule or score means; None when something in it is wrong, which is then reported."""
    subject = items.subject(item, entry)
    if subject is None:
        return None
    scope = Scope(items.names, subject, subject)
    of = items.expressions(entry)
    when = item.only(syntax.When)
    severity, missing = item.only(syntax.SeverityClause), item.only(syntax.MissingMeans)
    common: dict[str, Any] = {
        "name": item.name.text,
        "title": title_of(item),
        "source": entry.source,
        "span": item.span,
        "basis": basis_of(item),
        "edition": entry.edition,
        "off": entry.off,
        "subject": subject,
        "when": None if when is None else of.truth(when.condition, scope),
        "severity": severity.severity if severity else "error",
        "message": _message(item, of, scope),
        "missing_means": missing.outcome if missing else "undetermined",
    }
    if isinstance(item, syntax.Score):
        return _score(item, of, scope, common)
    require = item.only(syntax.Require)
    condition = None if require is None else of.truth(require.condition, scope)
    return None if condition is None else core.Rule(condition, **common)


def _message(item: syntax.Rule | syntax.Score, of: Expressions, scope: Scope) -> tuple[str | core.Expr, ...]:
    message = item.only(syntax.Message)
    if message is None:
        return ()
    made = [part if isinstance(part, str) else of.mean(part, scope) for part in message.parts]
    return tuple(part for part in made if part is not None)


def _score(item: syntax.Score, of: Expressions, scope: Scope, common: dict[str, Any]) -> core.Score | None:
    claimed, expected, within = item.only(syntax.Claimed), item.only(syntax.Expected), item.only(syntax.Within)
    if claimed is None or expected is None:
        return None
    cell = of.cell(claimed.cell, scope)
    value = of.mean(expected.value, scope)
    tolerance = None if within is None else of.number(within.tolerance, scope)
    if cell is None or value is None or (within is not None and tolerance is None):
        return None
    if any(step.kind == "link" for step in cell.route.steps):
        said = Words("计分只管本表的栏", "a score claims a cell of its own form")
        of.found.add(p.WRONG_PLACE, of.source, claimed.cell, said)
        return None
    if not _fits(of, claimed.cell, cell, expected.value, value):
        return None
    if tolerance is not None and within is not None and not comparable(cell.type, tolerance.type):
        mismatch(of, claimed.cell, cell.type, within.tolerance, tolerance.type, Words("比较", "compared"))
        return None
    return core.Score(cell, value, tolerance, **common)


def _fits(of: Expressions, one: syntax.Expr, cell: core.Cell, other: syntax.Expr, value: core.Expr) -> bool:
    """Whether the value, or the inside of the interval or set, can be what the cell shows."""
    if value.type.kind in (Kind.INTERVAL, Kind.SET):
        return may_hold(of, one, cell, other, value)
    if cell.type.kind is Kind.TICKS or value.type.kind is Kind.TRUTH:
        words = type_words(value.type)
        said = Words(f"栏里填不了{words.zh}", f"a cell does not hold {words.en}")
        help_ = Words("要求写成规则：`规则 … 要求 …`", "what must hold is a rule: `rule … require …`")
        of.found.add(p.WRONG_TYPE, of.source, other, said, help=help_ if value.type.kind is Kind.TRUTH else None)
        return False
    return may_compare(of, one, cell, "=", other, value)


# ── scores among one another ──


def among(items: Items, scores: list[core.Score]) -> None:
    """Report scores that need each other, and scores that may both claim one cell."""
    circle = order.circle(scores, items.lets)
    if circle is not None:
        names = [_field_words(items, column) for column in [*circle, circle[0]]]
        zh, en = " → ".join(name.zh for name in names), " → ".join(name.en for name in names)
        at = next(score for score in scores if score.column in circle)
        said = Words(f"计分绕回了自己：{zh}", f"scores that need each other: {en}")
        items.found.add(p.CIRCULAR, at.source, at.expected.span, said)
    # A warning only, so a file with very many scores for one cell is not compared score by score.
    columns: dict[core.Column, list[core.Score]] = {}
    for score in scores:
        earlier = columns.setdefault(score.column, [])
        rival = next((each for each in earlier[-MOST_RIVALS:] if not order.exclusive(each.when, score.when)), None)
        if rival is not None:
            _rivals(items, score, rival)
        earlier.append(score)


def _field_words(items: Items, column: core.Column) -> Words:
    template = items.names.templates.get(column.subject.template)
    assert template is not None
    owner = template.parts[column.subject.part] if column.subject.part else template
    return Words(owner.fields[column.field].zh, column.field)


def _rivals(items: Items, score: core.Score, earlier: core.Score) -> None:
    items.found.add(
        p.RIVAL_SCORES,
        score.source,
        score.claimed.span,
        Words(
            f"`{earlier.name}` 也填这一栏，看不出两个条件互不相容",
            f"`{earlier.name}` claims this cell too, and their conditions may both hold",
        ),
        others=(Label(earlier.source, earlier.claimed.span, Words("先在这里", "first here")),),
        help=Words("让两个 `当` 互相排斥", "let the two `when`s exclude each other"),
        level="warning",
    )
