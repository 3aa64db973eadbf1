"""One record per function: both names, what it takes and gives, its meaning, and a line for the reader.

The checker, the evaluator and the reference all read these records; there is no second list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from perfrules.values import Missing, Value
from perfrules.values.written import Written

Takes = Literal["number", "step", "text", "words", "pattern", "cell", "any", "date", "reason", "written", "quantity"]
"""What an argument is. `text` asks what is written: a blank cell gives the empty text. `cell` is the cell as it stands,
`written` one in which a number or words are written; of a blank one the function is unknown. `quantity` is a number whose
unit only the form knows."""

TAKEN: dict[Takes, tuple[str, str]] = {
    "number": ("数", "number"),
    "step": ("步长", "step"),
    "text": ("文字", "text"),
    "words": ("文字", "text"),
    "pattern": ("模式", "pattern"),
    "cell": ("栏目", "field"),
    "any": ("值", "value"),
    "date": ("日期", "date"),
    "reason": ("原因", "reason"),
    "written": ("栏目", "field"),
    "quantity": ("带单位的数", "quantity"),
}

Gives = Literal["number", "like", "count", "ratio", "truth", "missing"]
"""What a function gives; `like`: a value of the first argument's type."""


class CellLike(Protocol):
    """A cell of a form, as far as functions that ask about cells need it."""

    @property
    def text(self) -> Any: ...

    @property
    def value(self) -> Value: ...

    @property
    def written(self) -> Written | None: ...


@dataclass(frozen=True, slots=True)
class Builtin:
    """A function of single values. `meaning` gets values that are there; a missing one makes the call missing.

    What `meaning` makes missing has no place yet: the evaluator gives it one.
    """

    en: str
    zh: str
    takes: tuple[Takes, ...]
    gives: Gives
    meaning: Callable[..., Value]
    summary_zh: str
    summary_en: str

    def shape(self, name: str) -> tuple[str, str]:
        """How a call of it is written, `name` as the author spells it: `四舍五入(数, 步长)`, `四舍五入(number, step)`."""
        zh, en = (", ".join(TAKEN[takes][at] for takes in self.takes) for at in (0, 1))
        return f"{name}({zh})", f"{name}({en})"


RowValue = tuple["bool | Missing", Value]


@dataclass(frozen=True, slots=True)
class AggregateFunction:
    """A function of rows. `meaning` gets, for each row whose `where` is not false, that truth and the row's value."""

    en: str
    zh: str
    over: Literal["rows", "values"]
    gives: Gives
    meaning: Callable[[Sequence[RowValue]], Value]
    summary_zh: str
    summary_en: str
