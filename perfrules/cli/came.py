"""What came of trying the examples of one policy harder, and what was asked for."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from fractions import Fraction

from perfrules.diagnostics import Diagnostic
from perfrules.trials.mutation import FORMS


def forms_for_one(options: argparse.Namespace) -> int:
    """How many forms are tried for one example."""
    return FORMS if options.forms is None else int(options.forms)


def least(options: argparse.Namespace) -> Fraction:
    """The share that must be reached."""
    return Fraction(100 if options.at_least is None else options.at_least) / 100


@dataclass(frozen=True, slots=True)
class Came:
    """`short`: less than was asked for; `refused`: why something could not be written; `suite`: the same for JUnit."""

    short: bool
    refused: Diagnostic | None
    suite: str

    @property
    def status(self) -> int:
        return 2 if self.refused is not None else 1 if self.short else 0
