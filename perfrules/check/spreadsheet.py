"""Functions as spreadsheets and everyday speech call them, and what the language has instead."""

from __future__ import annotations

from perfrules import library
from perfrules.diagnostics import Words
from perfrules.diagnostics.nearest import nearest
from perfrules.syntax.tree import Spelling

SAME = {
    "average": "average",
    "avg": "average",
    "mean": "average",
    "len": "characters",
    "find": "contains",
    "search": "contains",
    "year": "year_of",
    "counta": "count",
    "求和": "sum",
    "总和": "sum",
    "之和": "sum",
    "计数": "count",
    "数量": "count",
    "平均值": "average",
    "平均数": "average",
    "最大值": "max",
    "最小值": "min",
    "非空": "filled",
    "有": "any",
    "没有": "no",
    "取年": "year_of",
}
OTHERWISE = {
    "if": Words("写成 `如果 … 则 … 否则 …`", "write `if … then … else …`"),
    "and": Words("写成 `甲 且 乙`", "write `a and b`"),
    "or": Words("写成 `甲 或 乙`", "write `a or b`"),
    "not": Words("写成 `非 甲`", "write `not a`"),
    "sumif": Words("写成 `合计(指标.得分 满足 …)`", "write `sum(indicators.score where …)`"),
    "sumifs": Words("写成 `合计(指标.得分 满足 … 且 …)`", "write `sum(indicators.score where … and …)`"),
    "countif": Words("写成 `个数(指标 满足 …)`", "write `count(indicators where …)`"),
    "countifs": Words("写成 `个数(指标 满足 … 且 …)`", "write `count(indicators where … and …)`"),
    "isblank": Words("写成 `非 已填(…)`", "write `not filled(…)`"),
    "iferror": Words("空白时另取一个值，写 `缺则(栏目, 值)`", "for a blank cell write `if_missing(cell, value)`"),
    "round": Words("写成 `四舍五入(值, 步长)`，步长如 0.01", "write `rounded(value, step)`, with a step like 0.01"),
    "roundup": Words("写成 `进一(值, 步长)`，步长如 1", "write `raised(value, step)`, with a step like 1"),
    "rounddown": Words("写成 `去尾(值, 步长)`，步长如 1", "write `cut(value, step)`, with a step like 1"),
    "trunc": Words("写成 `去尾(值, 步长)`，步长如 1", "write `cut(value, step)`, with a step like 1"),
    "int": Words("写成 `去尾(值, 1)`", "write `cut(value, 1)`"),
    "取整": Words("写成 `去尾(值, 1)`", "write `cut(value, 1)`"),
    "ifs": Words("用 `定义 … 按 …` 写成表", "write a table with `let … by …`"),
    "vlookup": Words("用 `定义 … 按 …` 写成表", "write a table with `let … by …`"),
}
TRUTHS = ("true", "false", "是", "否")
ROUNDINGS = {
    "half": "round",
    "down": "rounddown",
    "floor": "rounddown",
    "lowered": "rounddown",
    "truncated": "rounddown",
    "truncate": "rounddown",
    "whole": "rounddown",
    "舍去": "rounddown",
    "向下": "rounddown",
    "截": "rounddown",
    "up": "roundup",
    "ceil": "roundup",
    "ceiling": "roundup",
    "向上": "roundup",
    "进位": "roundup",
    "round": "round",
    "舍入": "round",
}
"""What a rounding of another name says it does, the more certain first; each stands for an entry above."""


def function_instead(name: str, language: Spelling) -> tuple[Words | None, str | None]:
    """What to say of a function that there is not, and the name to put in its place."""
    plain = name.lower()
    if plain in OTHERWISE:
        return OTHERWISE[plain], None
    known = [each for each in library.names() if each not in library.THIS]
    meant = SAME.get(plain) or (plain if plain in known else nearest(plain, known))
    rounding = next((of for said, of in ROUNDINGS.items() if _says(plain, said)), None)
    if rounding is not None and plain not in (*SAME, *known):
        return OTHERWISE[rounding], None
    if meant is None:
        pairs = dict.fromkeys(library.names()[each] for each in known if each not in TRUTHS)
        return Words("有 " + "、".join(zh for _, zh in pairs), "there are " + ", ".join(en for en, _ in pairs)), None
    if plain in SAME or name != plain:
        meant = library.names()[meant][0 if language == "en" else 1]
    return Words(f"是 `{meant}` 吗", f"is it `{meant}`?"), meant


def _says(name: str, word: str) -> bool:
    """Whether a word is one of a name's; Chinese ones run on."""
    return word in (name.split("_") if word.isascii() else name)
