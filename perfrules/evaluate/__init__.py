"""The evaluator: one form at a time, exact, and able to say how it came to every value."""

from perfrules.evaluate.agreement import cut_off, step_of
from perfrules.evaluate.batch import Batch
from perfrules.evaluate.decide import Decided, decide
from perfrules.evaluate.engine import Engine
from perfrules.evaluate.explain import Explanation, explain
from perfrules.evaluate.range import total_range

__all__ = ["Batch", "Decided", "Engine", "Explanation", "cut_off", "decide", "explain", "step_of", "total_range"]
