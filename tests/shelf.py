"""Every measure of every shipped policy, and a table of them: `make policies`.

Each is taken with the command an author would use. What is noticed is kept in build/policies, so a run that was stopped goes on.
All of it is run before the status says whether all of it is well. Names of policies may be given, to measure only those.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from perfrules.diagnostics import Diagnostic
from perfrules.pipeline.policies import compile_policy, find
from perfrules.pipeline.trying import used_by, with_rules

AT_LEAST = "95"
"""Percent of the changes that examples have to notice."""
FOLDER = Path("build/policies")
HEADS = ("policy", "rules", "fmt", "test", "lint", "coverage", "noticed", "equivalent", "seconds")


class Taken(NamedTuple):
    """What a command came to: its status, what it printed, how long it took."""

    well: bool
    text: str
    seconds: float

    def number(self, pattern: str) -> str:
        """What the last line of its report says."""
        found = re.findall(pattern, self.text)
        return str(found[-1]) if found else "–"


def main(names: Sequence[str]) -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, ...]] = []
    failed: list[str] = []
    for name in names or with_rules():
        row, wrong = measured(name)
        rows.append(row)
        failed += wrong
        print(" ".join(row), flush=True)
    print()
    for line in table([HEADS, *rows]):
        print(line)
    for each in failed:
        print(f"not well: {each}")
    return 1 if failed else 0


def measured(name: str) -> tuple[tuple[str, ...], list[str]]:
    """A row of the table, and the commands that were not well, whose reports are printed."""
    source = find(name)
    if isinstance(source, Diagnostic):
        return (name, *["–"] * (len(HEADS) - 1)), [name]
    program = compile_policy(source).program
    file = source.name
    keep = FOLDER / (name.replace("/", "-") + ".jsonl")
    commands = {
        "fmt": ["fmt", "--check", file],
        "test": ["test", name],
        "lint": ["lint", name, "--fail-on", "warning"],
        # What it uses is named, too: files that only lend their names are tried by whoever uses them, and by nobody else.
        "coverage": ["test", name, *used_by(name), "--coverage"],
        "mutate": ["test", name, "--mutate", "--at-least", AT_LEAST, "--resume", str(keep)],
    }
    taken = {measure: run(arguments) for measure, arguments in commands.items()}
    for each in taken.values():
        if not each.well:
            print(each.text)
    lint = taken["lint"]
    row = (
        name,
        "–" if program is None else str(len(program.checks)),
        "ok" if taken["fmt"].well else "no",
        "ok" if taken["test"].well else "no",
        "/".join(lint.number(rf"(\d+) {word}") for word in ("remark", "answered", "not decided")),
        taken["coverage"].number(r", ([\d.]+)%"),
        taken["mutate"].number(r"examples notice .*, ([\d.]+)%"),
        taken["mutate"].number(r"(\d+) answered as equivalent"),
        str(round(sum(each.seconds for each in taken.values()))),
    )
    return row, [f"perfrules {' '.join(commands[measure])}" for measure, each in taken.items() if not each.well]


def run(arguments: Sequence[str]) -> Taken:
    begun = time.monotonic()
    spoken = [] if arguments[0] == "fmt" else ["--language", "en"]
    done = subprocess.run(
        [sys.executable, "-m", "perfrules", *arguments, *spoken], capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Taken(done.returncode == 0, done.stdout + done.stderr, time.monotonic() - begun)


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(text + " " * (width - columns(text)) for text, width in zip(row, widths, strict=True)) for row in rows]


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
