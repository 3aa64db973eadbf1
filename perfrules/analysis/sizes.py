"""How many rows a group may have on the forms that are looked at, and how long the solver may look for them."""

ROWS = 2
MOST_ROWS = 12

STEPS = 3_000_000
"""What one question may take in steps of the solver: a second or two. Steps are the same everywhere, seconds are not."""
QUICK_STEPS = 200_000
"""What it may take where there are many questions: nine in ten need less."""
ALL_STEPS = 30_000_000
"""What the others may take together, of one kind of questions."""
