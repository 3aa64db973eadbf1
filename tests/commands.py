"""Runs the program for the tests of the command line: as a process of its own, or faster, within this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfrules.cli import main

ROOT = Path(__file__).parents[1]
CLI = Path(__file__).parent / "cli"
PLAIN = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "PATH": os.environ.get("PATH", "")}
"""The whole environment it gets: nothing of this machine."""


def perfrules(*arguments: str, at: Path, input: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "perfrules", *arguments]
    return subprocess.run(command, cwd=at, input=input, env=PLAIN | environment, capture_output=True, check=False, timeout=120)


def within(at: Path, arguments: list[str], input: bytes, patch: pytest.MonkeyPatch) -> tuple[str, str, int]:
    """What the same command says and its status, run in this process: a tenth of the time."""
    held = {name: io.BytesIO(given) for name, given in (("stdin", input), ("stdout", b""), ("stderr", b""))}
    streams = {name: io.TextIOWrapper(buffer, encoding="utf-8") for name, buffer in held.items()}
    with patch.context() as here:
        here.chdir(at)
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "PERFRULES_AMBIGUOUS", "PERFRULES_DEBUG"):
            here.delenv(name, raising=False)
        here.setenv("LANG", PLAIN["LANG"])
        for name, stream in streams.items():
            here.setattr(sys, name, stream)
        status = main(arguments)
    told = []
    for name in ("stdout", "stderr"):
        streams[name].flush()
        told.append(held[name].getvalue().decode("utf-8"))
    return told[0], told[1], status
