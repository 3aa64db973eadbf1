"""From what was written to what is meant: names, types, dimensions, tables and circles."""

from perfrules.check.check import Checked, check
from perfrules.check.consolidate import Lineage

__all__ = ["Checked", "Lineage", "check"]
