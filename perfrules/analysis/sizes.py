"""How many rows a group may have on the forms that are looked at."""

ROWS = 2
MOST_ROWS = 12
