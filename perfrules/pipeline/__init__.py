"""The order of the passes: from files and names to a report."""
