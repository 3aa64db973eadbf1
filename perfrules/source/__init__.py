"""Text and the places in it: where something stands in a rule file, and where it stood on a form."""

from perfrules.source.place import Place
from perfrules.source.text import Source, Span

__all__ = ["Place", "Source", "Span"]
