"""What is said of two values whose units do not agree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from perfrules.check import problems as p
from perfrules.check.problems import type_words
from perfrules.core.types import NONE, POINTS, Sort, Type
from perfrules.diagnostics import Label, Words
from perfrules.syntax import tree as syntax

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions


def mismatch(of: Expressions, one: syntax.Node, its: Type, other: syntax.Node, others: Type, verb: Words) -> None:
    """Two values whose units do not agree; the second is where the mistake is shown."""
    first, second = type_words(its), type_words(others)
    of.found.add(
        p.UNIT_MISMATCH,
        of.source,
        other,
        Words(f"{first.zh}和{second.zh}不能{verb.zh}", f"{first.en} and {second.en} cannot be {verb.en}"),
        others=(Label(of.source, one.span, first),),
        label=second,
        help=unit_help(its, others),
    )


def unit_help(its: Type, others: Type) -> Words | None:
    both = (its, others)
    if any(type_.dimension.money for type_ in both) and any(type_.sort in (Sort.BARE, Sort.COUNT) for type_ in both):
        return Words("写明单位，如 `500 万元`", "write the unit: `500 wan_yuan`")
    if (its.dimension, others.dimension, others.sort) == (POINTS, NONE, Sort.RATIO):
        return Words("要按比例算，写成乘法，如 `80% * 分值`", "for a share write a multiplication, like `80% * weight`")
    return written_help(its, others)


def written_help(its: Type, others: Type) -> Words | None:
    """What to write where only the unit on the form keeps two types apart."""
    if its.written == others.written or replace(its.dimension, measure=0) != replace(others.dimension, measure=0):
        return None
    return Words(
        "表上的单位还在里面；写的是百分数的，用 `百分数(目标值)` 得比率",
        "the unit on the form is still in it; of what is written in percent take the ratio, `percentage(target)`",
    )
