"""One argument of a function of single values: what the function takes there, and what is said of anything else."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.patterns import pattern
from perfrules.check.problems import type_words
from perfrules.check.scope import Scope
from perfrules.check.unit_words import written_help
from perfrules.check.unquoted import bare_word, report_unquoted
from perfrules.core import tree as core
from perfrules.core.types import MEASURE, NONE, TEXT, Kind, comparable
from perfrules.diagnostics import Fix, Words
from perfrules.syntax import tree as syntax

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made

STEPS = (1, 5)


def argument_of(of: Expressions, takes: str, node: syntax.Expr, scope: Scope, before: list[core.Expr]) -> Made:
    """One argument, checked for what the function takes there."""
    match takes:
        case "cell":
            return of.cell(node, scope)
        case "written":
            cell = of.cell(node, scope)
            return cell if cell is None or _kind(of, node, cell, {Kind.NUMBER}, Words("数", "a number")) else None
        case "number":
            return of.number(node, scope)
        case "quantity":
            return _quantity(of, node, scope)
        case "step":
            return _step(of, node, scope, before[0])
        case "pattern" if bare_word(node, scope) is None:
            return pattern(of, node, scope)
    word = bare_word(node, scope) if takes in ("text", "words", "pattern") else None
    if word is not None:
        report_unquoted(of, word, TEXT, scope)
        return None
    value = of.mean(node, scope)
    if value is None:
        return None
    match takes:
        case "text":
            return value if _kind(of, node, value, {Kind.TEXT}, Words("文字", "text")) else None
        case "words":
            wanted = value.type.of if value.type.kind is Kind.SET and value.type.of else value.type
            fits = wanted.kind is Kind.TEXT
            return (
                value
                if fits or _kind(of, node, value, {Kind.TEXT}, Words("一个词或一组词", "a word or a set of words"))
                else None
            )
        case "date":
            return value if _kind(of, node, value, {Kind.DATE}, Words("日期", "a date")) else None
        case _:
            return value


def _quantity(of: Expressions, node: syntax.Expr, scope: Scope) -> Made:
    """A number whose unit is known only from the form; what the rule knows to be a ratio, points or money is none."""
    value = of.number(node, scope)
    if value is None or value.type.kind is Kind.NOTHING or value.type.dimension == MEASURE:
        return value
    got = type_words(value.type)
    help_ = Words("写带单位的栏目，如 `目标值`，或 `目标值 - 实际值`", "write a field like `target`, or `target - actual`")
    if value.type.dimension == NONE:
        help_ = Words("本来就是数或比率，直接写", "it is a number or a ratio already: write it alone")
    said = Words(f"这里要一个带单位的数，这是{got.zh}", f"a quantity with its own unit belongs here, this is {got.en}")
    of.found.add(p.WRONG_TYPE, of.source, node, said, help=help_)
    return None


def _kind(of: Expressions, node: syntax.Node, value: core.Expr, kinds: set[Kind], wanted: Words) -> bool:
    if value.type.kind in kinds:
        return True
    got = type_words(value.type)
    said = Words(f"这里要{wanted.zh}，这是{got.zh}", f"{wanted.en} belongs here, this is {got.en}")
    help_, fix = None, None
    if value.type.written and Kind.TEXT in kinds and isinstance(value, core.Cell):
        text = f"{of.source[node.span]}.{'text' if of.language == 'en' else '原文'}"
        help_, fix = Words(f"要看文字，写 `{text}`", f"for the words write `{text}`"), Fix(((node.span, text),))
    elif Kind.TEXT in kinds and isinstance(node, syntax.Number | syntax.Percent):
        text = f'"{of.source[node.span]}"'
        help_, fix = Words(f"文字要加引号：`{text}`", f"a text stands in quotes: `{text}`"), Fix(((node.span, text),))
    of.found.add(p.WRONG_TYPE, of.source, node, said, help=help_, fix=fix)
    return False


def _step(of: Expressions, node: syntax.Expr, scope: Scope, number: core.Expr) -> Made:
    """A power of ten, or five of one, in the unit of what is rounded."""
    step = of.mean(node, scope)
    if step is None:
        return None
    value = constant(step, of.params)
    if not comparable(number.type, step.type):
        first, second = type_words(number.type), type_words(step.type)
        said = Words(
            f"步长要和被舍入的数同一单位：一个是{first.zh}，一个是{second.zh}",
            f"{first.en} is not rounded to a step in {second.en}",
        )
        of.found.add(p.WRONG_STEP, of.source, node, said, help=written_help(number.type, step.type))
        return None
    if isinstance(value, Fraction) and value > 0 and _round(value):
        return step
    digits = int(value) if isinstance(value, Fraction) and value.denominator == 1 and 0 < value <= 8 else None
    new = None if digits is None else "0." + "0" * (digits - 1) + "1"
    shown = of.source[node.span]
    of.found.add(
        p.WRONG_STEP,
        of.source,
        node,
        Words(f"`{shown}` 不是步长", f"`{shown}` is not a step"),
        help=Words(
            f"步长不是位数：保留 {digits} 位写 `{new}`", f"a step is no number of digits: for {digits} digits write `{new}`"
        )
        if new
        else Words("步长写 0.01、0.5、1、0.01% 等", "a step is written 0.01, 0.5, 1 or 0.01%"),
        fix=Fix(((node.span, new),)) if new else None,
    )
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
