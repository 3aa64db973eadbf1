"""What a run finds: outcomes, their causes, and how each was arrived at."""

from perfrules.findings.derivation import Derivation
from perfrules.findings.outcome import OUTCOMES, Outcome, Result

__all__ = ["OUTCOMES", "Derivation", "Outcome", "Result"]
