"""Patterns: constants that RE2 can read, checked when the file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfrules import library
from perfrules.check import problems as p
from perfrules.check.constants import constant
from perfrules.check.scope import Scope
from perfrules.diagnostics import Words
from perfrules.syntax import tree as syntax

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions, Made

PATTERN_WORDS = {
    "missing )": "缺右括号 `)`",
    "unexpected )": "多了右括号 `)`",
    "missing ]": "缺 `]`",
    "no argument for repetition operator": "`*`、`+`、`?` 前面没有东西",
    "bad repetition operator": "重复的写法不对",
    "invalid escape sequence": "反斜线后面的字符不对",
    "trailing \\": "末尾多了反斜线",
    "invalid perl operator": "没有这种括号写法",
    "pattern too large": "模式太大",
    "invalid character class range": "方括号里的范围不对",
    "bad repetition": "重复的次数不对",
}


def pattern(of: Expressions, node: syntax.Expr, scope: Scope) -> Made:
    made = of.mean(node, scope)
    if made is None:
        return None
    value = constant(made, of.params)
    if not isinstance(value, str):
        of.found.add(
            p.NOT_CONSTANT, of.source, node, Words("模式要直接写出，或是一个参数", "a pattern is written out, or a param")
        )
        return None
    try:
        library.compiled(value)
    except Exception as error:  # re2 raises its own error class, known only inside the library
        said = error.args[0] if error.args else ""
        why = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        of.found.add(
            p.WRONG_PATTERN,
            of.source,
            node,
            Words("这个模式读不懂", "this is not a pattern"),
            help=Words(f"写法是 RE2 的；它说：{_in_chinese(why)}", f"patterns are those of RE2, which says: {why}"),
        )
        return None
    return made


def _in_chinese(why: str) -> str:
    """What RE2 says, in Chinese where it is one of the usual mistakes."""
    return next((zh + why.removeprefix(en) for en, zh in PATTERN_WORDS.items() if why.startswith(en)), why)
