"""What came of trying the examples of one policy harder."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Came:
    """`short`: less than was asked for; `refused`: why something could not be written; `suite`: the same for JUnit."""

    short: bool
    refused: Diagnostic | None
    suite: str

    @property
    def status(self) -> int:
        return 2 if self.refused is not None else 1 if self.short else 0
