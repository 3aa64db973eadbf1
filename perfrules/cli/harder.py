"""`perfrules test --coverage` and `--mutate`: what the examples of policies try, and what they notice.

Examples that are missing, where nothing is said of which, are those that coverage misses.
"""

from __future__ import annotations

import argparse

from perfrules.cli.coverage import cover_policy
from perfrules.cli.mutate import mutate_policy
from perfrules.cli.terminal import Terminal
from perfrules.pipeline.trying import put_on_trial, with_rules


def harder(options: argparse.Namespace, terminal: Terminal) -> int:
    """Examples that are wrong are left to `perfrules test` alone: here they try and notice nothing."""
    short = unusable = False
    for name in options.policies or with_rules():
        loaded = put_on_trial(name)
        terminal.problems(loaded.problems)
        unusable |= any(problem.level == "error" for problem in loaded.problems)
        if loaded.under is None:
            continue
        if options.coverage or not options.mutate:
            short |= cover_policy(loaded.under, options, terminal)
        if options.mutate:
            short |= mutate_policy(loaded.under, options, terminal)
    return 2 if unusable else 1 if short else 0
