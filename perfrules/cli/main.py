"""Where the program begins and ends: language, arguments, the command, and every way to stop early.

Commands are imported when they are asked for, so that `perfrules --help` imports nothing but this package.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import cast

from perfrules.cli.arguments import COMMANDS, parse
from perfrules.cli.language import Language, language_of

UNUSABLE = 2
INTERRUPTED = 130
NO_READER = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = language_of(given, os.environ)
    _open_streams()
    try:
        status = _run(given, language)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _write_no_more()
        return NO_READER
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _failed(error, language)


def _open_streams() -> None:
    """Whatever the terminal cannot show is shown by its number; a text is never the reason that a run fails."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            plain = (stream.encoding or "ascii").lower().replace("-", "") in ("ascii", "ansi_x3.41968", "usascii")
            stream.reconfigure(errors="backslashreplace", **({"encoding": "utf-8"} if plain else {}))
        if isinstance(getattr(stream, "buffer", None), io.RawIOBase):
            # Without a buffer (PYTHONUNBUFFERED) what does not fit on a disk is dropped and no error raised.
            raw = io.FileIO(stream.fileno(), "w", closefd=False)
            whole = io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=True)
            setattr(sys, name, whole)


def _write_no_more() -> None:
    """Python writes what is left once more when it ends; there it must not fail again."""
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(given: Sequence[str], language: Language) -> int:
    try:
        options = parse(given, language)
    except SystemExit as end:
        return cast(int, end.code or 0)
    return _command(options, language)


def _command(options: argparse.Namespace, language: Language) -> int:
    from perfrules.cli.terminal import Terminal

    terminal = Terminal(language, getattr(options, "colour", "auto"))
    match options.command:
        case "check":
            from perfrules.cli.check import check

            return check(options, terminal)
        case "explain":
            from perfrules.cli.explain import explain

            return explain(options, terminal)
        case "fmt":
            from perfrules.cli.fmt import fmt

            return fmt(options, terminal)
        case "eval":
            from perfrules.cli.eval_ import evaluate

            return evaluate(options, terminal)
        case "show":
            from perfrules.cli.show import show

            return show(options, terminal)
        case "read":
            from perfrules.cli.read import read

            return read(options, terminal)
        case "test":
            from perfrules.cli.test import test

            return test(options, terminal)
        case "diff":
            from perfrules.cli.diff import diff

            return diff(options, terminal)
        case "lint":
            from perfrules.cli.lint import lint

            return lint(options, terminal)
        case other:
            raise AssertionError(f"{other} is not one of {COMMANDS}")


def _failed(error: Exception, language: Language) -> int:
    """What is not the user's mistake: one sentence, or everything when the maintainer asks for it."""
    if os.environ.get("PERFRULES_DEBUG") == "1":
        raise error
    if isinstance(error, OSError) and error.filename is None and error.strerror:
        # Writing the output failed: the disk is full, the device is gone.
        _write_no_more()
        told = f"perfrules: {error.strerror}"
    elif language == "zh":
        told = f"perfrules 自己出了错（{type(error).__name__}: {error}）"
        told += "，请把命令和所用的文件报告给维护者；设 PERFRULES_DEBUG=1 再运行可看到细节"
    else:
        told = f"perfrules itself went wrong ({type(error).__name__}: {error})"
        told += "; please report the command and the files it was given; PERFRULES_DEBUG=1 shows the details"
    with contextlib.suppress(OSError):  # it may be this that cannot be written
        sys.stderr.write(told + "\n")
        sys.stderr.flush()
    return UNUSABLE
