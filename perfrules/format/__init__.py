"""Rule files in their one layout, in either spelling, every comment kept."""

from perfrules.format.consolidated import consolidated as consolidated_text
from perfrules.format.file import Formatted, format_file
from perfrules.format.rulebook import rulebook
from perfrules.format.spelling import Spellings, spell

__all__ = ["Formatted", "Spellings", "consolidated_text", "format_file", "rulebook", "spell"]
