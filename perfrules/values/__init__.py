"""Values as the language knows them: exact numbers, quantities, intervals, texts, and what is missing."""

from datetime import date
from fractions import Fraction

from perfrules.values.interval import Interval
from perfrules.values.missing import Cause, Missing, Why, missing
from perfrules.values.quantity import Quantity

Value = Fraction | Quantity | str | bool | date | Interval | frozenset["Value"] | Missing

__all__ = ["Cause", "Interval", "Missing", "Quantity", "Value", "Why", "missing"]
