"""Forms drawn from a policy's own constants: at each edge, just under and just over it, blank, unreadable, of another unit."""

from perfrules.drawing.choices import Choices, Seeded
from perfrules.drawing.edges import Edges, Texts, Written, edges
from perfrules.drawing.forms import Drawer, edges_about, forms, forms_about
from perfrules.drawing.moves import moved
from perfrules.drawing.sheet import Data, Spot, copied, described, form_of

__all__ = [
    "Choices",
    "Data",
    "Drawer",
    "Edges",
    "Seeded",
    "Spot",
    "Texts",
    "Written",
    "copied",
    "described",
    "edges",
    "edges_about",
    "form_of",
    "forms",
    "forms_about",
    "moved",
]
