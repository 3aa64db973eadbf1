"""What a batch says it holds in full: every form of a template that there is, or those with some fields as stated."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.values import Value


@dataclass(frozen=True, slots=True)
class Held:
    """`where` are fields of the form, by English name, and their values."""

    template: str
    where: tuple[tuple[str, Value], ...] = ()
