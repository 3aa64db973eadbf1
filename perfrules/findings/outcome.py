"""The five outcomes, and what one rule gave one subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfrules.values import Cause, Value

Outcome = Literal["pass", "fail", "not_applicable", "undetermined", "off"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "not_applicable", "undetermined", "off")


@dataclass(frozen=True, slots=True)
class Result:
    """`check` names the rule or score, `path` is the JSON pointer of its subject ("" for the form).

    `index` says which of its subjects it is: the numbers of one narrative share a path.

    `causes`: why it is undetermined, or what is blank where `missing means` decided.
    `expected`: what a score gives for its cell, when that is known.
    """

    check: str
    path: str
    outcome: Outcome
    causes: frozenset[Cause] = frozenset()
    expected: Value | None = None
    index: int = 0
