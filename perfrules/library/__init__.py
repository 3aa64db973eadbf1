"""The functions of the language, each in one record, found by either name."""

from functools import cache

from perfrules.library.builtin import AggregateFunction, Builtin, CellLike
from perfrules.library.rows import ROWS, add, extreme
from perfrules.library.scalar import SCALAR, compiled

UNDETERMINED = ("undetermined", "无法判断")
AUDITED = ("audited", "复核")
ALL_PASS = ("all_pass", "全部符合")
"""Stands in properties only."""
CONSTANTS = {"true": True, "是": True, "false": False, "否": False}
THIS = ("this", "本项")


@cache
def builtins() -> dict[str, Builtin]:
    return {name: each for each in SCALAR for name in (each.en, each.zh)}


@cache
def aggregates() -> dict[str, AggregateFunction]:
    return {name: each for each in ROWS for name in (each.en, each.zh)}


@cache
def names() -> dict[str, tuple[str, str]]:
    """Every name of the library, in either spelling, with both its spellings."""
    records = [(each.en, each.zh) for each in (*SCALAR, *ROWS)]
    pairs = [*records, UNDETERMINED, AUDITED, ALL_PASS, THIS, ("true", "是"), ("false", "否")]
    return {name: pair for pair in pairs for name in pair}


__all__ = [
    "ALL_PASS",
    "AUDITED",
    "CONSTANTS",
    "THIS",
    "UNDETERMINED",
    "AggregateFunction",
    "Builtin",
    "CellLike",
    "add",
    "aggregates",
    "builtins",
    "compiled",
    "extreme",
    "names",
]
