"""The command line. Only the shells print, exit and look at the environment; this one does so for a terminal or a pipe."""

from perfrules.cli.main import main

__all__ = ["main"]
