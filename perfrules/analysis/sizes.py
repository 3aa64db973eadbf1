"""How many rows a group may have on the forms that are looked at, and how long the solver may look for them."""

ROWS = 2
MOST_ROWS = 12

STEPS = 3_000_000
"""What one question may take in steps of the solver: a second or two. Steps are the same everywhere, seconds are not."""
ALL_STEPS = 60_000_000
"""What all questions of one kind may take, about rules side by side."""
