"""Programs put into terms of a solver, missing values included: what holds on every form, and a form where something does not.

How it is used, and nothing here imports the solver until then:

    if (why := symbolic.unavailable()) is not None: …            # the solver is not installed; `why` says so
    space = Space(template, [old, new], rows=2)                  # symbolic.space: both programs read the same cells
    one, other = Encoder(old, space), Encoder(new, space)        # symbolic.expressions
    for outcome in outcomes(one, check): outcome.when["fail"]    # symbolic.outcomes: a condition for each outcome and subject
    Search(space).find(condition, confirm, reason)               # symbolic.search: Found | Nothing | Undecided

`confirm` is given a form and asks the ordinary evaluator whether what was looked for is so. `encoder.because(node…)` says of
which expressions the terms say less than the evaluator; what is proved holds all the same.
"""

from importlib.util import find_spec

from perfrules.diagnostics import Words


def unavailable() -> Words | None:
    """Why nothing can be put into terms: the solver is not installed. None when it is."""
    if find_spec("z3") is not None:
        return None
    return Words(
        "没有安装求解器（`pip install 'z3-solver'`），凡要逐一证明的都没有查",
        "the solver is not installed (`pip install 'z3-solver'`), so nothing that needs a proof was looked at",
    )


__all__ = ["unavailable"]
