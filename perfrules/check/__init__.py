"""From what was written to what is meant: names, types, dimensions, tables and circles."""

from perfrules.check.check import Checked, check

__all__ = ["Checked", "check"]
