"""What decided an outcome, in a sentence: of a score what its cell should show, of a rule what its requirement lacks."""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.evaluate import Explanation
from perfrules.report import failures, scores
from perfrules.report.speaking import Said, Speaker


def what_decided(speaker: Speaker, explanation: Explanation) -> Said:
    """The sentence of a failure, with the cell it is about and what would make it pass."""
    if explanation.result.causes:
        return failures.lacking(speaker, explanation)
    of = scores.score if isinstance(explanation.check, core.Score) else failures.rule
    return of(speaker, explanation)
