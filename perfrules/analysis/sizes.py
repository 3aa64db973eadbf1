"""How many rows a group may have on the forms that are looked at, and how long the solver may look for them."""

ROWS = 2
SURE_ROWS = 6
"""What is said of forms of so many rows and not of every form is proved for so many rows at least."""
MOST_ROWS = 12
GROWN_ROWS = 120
"""What a group may have on forms that are put together and tried without the solver."""

STEPS = 3_000_000
"""What one question may take in steps of the solver: a second or two. Steps are the same everywhere, seconds are not."""
SURE_STEPS = 20_000_000
"""What it may take where there is a remark to be made: there are few of these."""
ALL_SURE_STEPS = 200_000_000
"""What these may take together."""
QUICK_STEPS = 200_000
"""What it may take where there are many questions: nine in ten need less."""
ALL_STEPS = 30_000_000
"""What the others may take together, of one kind of questions."""
