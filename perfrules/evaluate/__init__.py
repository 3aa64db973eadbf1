"""The evaluator: one form at a time, exact, and able to say how it came to every value."""

from perfrules.evaluate.decide import Decided, decide
from perfrules.evaluate.engine import Engine

__all__ = ["Decided", "Engine", "decide"]
