"""What a search comes to: a form, a proof that there is none, or the reason why it is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from perfrules.diagnostics import Words
from perfrules.forms import Form

Data = dict[str, Any]
UNREADABLE = "看不清"
"""What is written where it only matters that no number can be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A form where it holds, and the data it was made of."""

    form: Form
    data: Data


@dataclass(frozen=True, slots=True)
class Nothing:
    """No form of the space is such; in what is said of a policy none of at most so many rows a group, or none at all (None)."""

    most: int | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    why: Words


Answer = Found | Nothing | Undecided
