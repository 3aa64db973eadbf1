"""Readers: from what was printed to forms, as printed, with places and notes."""

from perfrules.intake.draft import Note, ReadForm
from perfrules.intake.printed import ReadForms, read_printed
from perfrules.intake.problems import CODES
from perfrules.intake.writing import files, to_yaml

__all__ = ["CODES", "Note", "ReadForm", "ReadForms", "files", "read_printed", "to_yaml"]
