"""Two editions of a policy compared: what changed in the text, what that means, and which forms it hits by how much."""

from perfrules.diff.compare import compare
from perfrules.diff.model import Change, ClauseChange, Difference

__all__ = ["Change", "ClauseChange", "Difference", "compare"]
