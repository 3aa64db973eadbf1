"""The language a second time: a plain recursive interpreter, for tests to hold the evaluator to.

Written from what the language is said to mean, not from the evaluator: it shares no code with `perfrules.evaluate` or
`perfrules.library`, keeps nothing, computes everything again each time it is asked, and has its own roundings, units,
aggregates and texts. Only the reading of single cells is taken from the form.

The audited value of a scored cell is the claim where the claim agrees with what the score expects (also within its tolerance),
else what it expects, rounded half up to the column's step, or exact where the column has none: a total adds up cells as they are
shown, and other forms are read as claimed unless `audited` asks. An interval that the claim does not lie in gives no value,
unless it is of one number.
"""

from naive.interpreter import Naive, Others
from naive.values import Amount, Gone

__all__ = ["Amount", "Gone", "Naive", "Others"]
