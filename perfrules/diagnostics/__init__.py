"""Something wrong in a rule file or in a form's shape: said once, at its place, in both languages."""

from perfrules.diagnostics.diagnostic import Code, Diagnostic, Fix, Label, Level
from perfrules.diagnostics.words import Language, Words

__all__ = ["Code", "Diagnostic", "Fix", "Label", "Language", "Level", "Words"]
