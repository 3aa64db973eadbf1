"""The program on a terminal, in a pipe, interrupted, with nobody reading, and when it goes wrong itself."""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import CLI, PLAIN, perfrules

from perfrules.cli import main
from perfrules.cli.arguments import COMMANDS
from perfrules.cli.language import language_of
from perfrules.cli.parser import columns
from perfrules.cli.phrases import CHINESE

pty = pytest.importorskip("pty", reason="this system has no terminals to pretend to be")

CHECK = ("check", "forms", "--policy", "policy.rules", "--fail-on", "never")


def on_terminal(*arguments: str, width: int = 100, **environment: str) -> str:
    """What a terminal of that width is sent."""
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    command = [sys.executable, "-m", "perfrules", *arguments]
    ran = subprocess.Popen(
        command, cwd=CLI, stdin=theirs, stdout=theirs, stderr=theirs, env=PLAIN | {"TERM": "xterm"} | environment
    )
    os.close(theirs)
    held = b""
    with open(ours, "rb", buffering=0) as reader:  # noqa: PTH123
        while True:
            try:
                piece = reader.read(65536)
            except OSError:  # how a terminal ends on Linux
                break
            if not piece:
                break
            held += piece
    assert ran.wait(60) == 0
    return held.decode("utf-8").replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    lines = plain(on_terminal(*CHECK, "--language", language, width=width)).split("\n")
    table = next(at for at, line in enumerate(lines) if line.startswith("═"))
    assert [line for line in lines[:table] if columns(line) > width] == []
    # The table of all forms has eight columns of numbers, which nothing can make narrower than this.
    assert max(map(columns, lines[table:])) <= max(width, 80)


def test_a_terminal_gets_colours_and_a_pipe_does_not() -> None:
    assert "\x1b[1;31m错误\x1b[0m" in on_terminal(*CHECK, "--language", "zh")
    assert b"\x1b" not in perfrules(*CHECK, at=CLI).stdout


def test_colours_can_be_refused_and_asked_for() -> None:
    assert "\x1b" not in on_terminal(*CHECK, NO_COLOR="1")
    assert "\x1b" not in on_terminal(*CHECK, TERM="dumb")
    assert "\x1b" not in on_terminal(*CHECK, "--colour", "never")
    assert b"\x1b" in perfrules(*CHECK, "--color", "always", at=CLI).stdout


def test_where_marks_are_two_columns_wide_lines_are_broken_earlier() -> None:
    wide = perfrules(*CHECK, "--language", "zh", at=CLI, PERFRULES_AMBIGUOUS="2").stdout.decode()
    assert "─" not in wide
    marks = "“”…×÷±≥≤～"
    assert [line for line in wide.splitlines() if columns(line) + sum(line.count(mark) for mark in marks) > 100] == []


def test_progress_is_shown_on_a_terminal_when_the_work_is_long_and_then_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    from perfrules.cli.terminal import Progress

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    clock = itertools.count(step=0.3)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    progress = Progress(screen.isatty())
    for at in range(10):
        progress(at, 10)
    progress.clear()
    assert screen.getvalue().startswith("\r3/10\r4/10")
    assert screen.getvalue().endswith("\r    \r")


def test_progress_is_silent_when_nobody_watches(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from perfrules.cli.terminal import Progress

    clock = itertools.count(step=5)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    progress = Progress(shown=False)
    progress(1, 10)
    progress.clear()
    assert capsys.readouterr().err == ""


# ── ways to stop ──


def test_a_reader_that_leaves_ends_the_program_quietly() -> None:
    for arguments in (CHECK, ("--help",), ("show", "project_form"), ("fmt", "-")):
        ran = subprocess.Popen(
            [sys.executable, "-m", "perfrules", *arguments], cwd=CLI, env=PLAIN,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert ran.stdout is not None
        ran.stdout.close()
        _, told = ran.communicate((CLI / "policy.rules").read_bytes()) if arguments[-1] == "-" else (b"", ran.communicate()[1])
        assert (ran.returncode, told) == (141, b""), arguments


def test_an_interrupt_ends_the_program_quietly() -> None:
    ran = subprocess.Popen(
        [sys.executable, "-m", "perfrules", "fmt", "-"], cwd=CLI, env=PLAIN,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(1.5)  # it waits for standard input by then
    ran.send_signal(signal.SIGINT)
    assert ran.communicate() == (b"", b"")
    assert ran.returncode == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_said_in_a_word() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-m", "perfrules", *CHECK], cwd=CLI, env=PLAIN, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (ran.returncode, ran.stderr.decode()) == (2, "perfrules: No space left on device\n")


@pytest.mark.skipif(sys.platform == "win32", reason="this system sets no limit to what a file may hold")
@pytest.mark.parametrize("room", [0, 10])
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["check", "json", "show", "help", "version"])
def test_what_cannot_be_written_is_never_lost_without_a_word(command: str, unbuffered: str, room: int, tmp_path: Path) -> None:
    """Standard output is a file that may hold no more than so many bytes, like one on a disk that is full."""
    import resource

    commands: dict[str, tuple[str, ...]] = {
        "check": CHECK,
        "json": (*CHECK, "--format", "json"),
        "show": ("show", "project_form"),
        "help": ("check", "--help"),
        "version": ("--version",),
    }
    with (tmp_path / "out").open("wb") as out:
        ran = subprocess.run(
            [sys.executable, "-m", "perfrules", *commands[command]],
            cwd=CLI,
            env=PLAIN | {"PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        )
    assert (ran.returncode, ran.stderr.decode()) == (2, "perfrules: File too large\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only here arguments are bytes")
def test_chinese_is_read_where_the_system_says_that_it_knows_none() -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    ran = perfrules("eval", "最大(1, 2) 分", at=CLI, **plain)
    assert (ran.returncode, ran.stdout, "最大(1, 2) 分" in ran.stderr.decode()) == (2, b"", True)
    assert perfrules("eval", "最大(1, 2)", at=CLI, **plain).stdout == b"2\n"
    ran = perfrules("explain", "forms/made-up-1.yaml", "不是规则", "--policy", "policy.rules", at=CLI, **plain)
    assert "`不是规则`" in ran.stderr.decode()
    for language, said in (("en", "the text here is not in UTF-8"), ("zh", "这里的文字不是 UTF-8 编码")):
        command = [sys.executable, "-m", "perfrules", "eval", "最大(1, 2)".encode("gbk"), "--language", language]
        told = subprocess.run(command, cwd=CLI, env=PLAIN, capture_output=True, check=False)
        assert (told.returncode, said in told.stderr.decode()) == (2, True)


def test_a_closed_standard_output_is_no_reason_to_fail() -> None:
    ran = subprocess.run(
        ["sh", "-c", '"$0" -m perfrules show project_form >&-', sys.executable],
        cwd=CLI,
        env=PLAIN,
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_what_goes_wrong_in_the_program_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("perfrules.cli.show.shipped_policies", broken)
    assert main(["show", "--language", "zh"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "报告" in told
    assert "Traceback" not in told
    assert main(["show", "--language", "en"]) == 2
    assert "please report" in capsys.readouterr().err
    monkeypatch.setenv("PERFRULES_DEBUG", "1")
    with pytest.raises(KeyError):
        main(["show"])


# ── what stands in the environment ──


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ("", {}, "en"),
        ("", {"LANG": "C.UTF-8"}, "en"),
        ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("", {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ("", {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ("", {"LC_ALL": "C", "LANGUAGE": "zh_CN:en"}, "zh"),
        ("", {"LC_ALL": "", "LANG": "zh_SG"}, "zh"),
        ("check forms --language en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("--language=zh check", {"LANG": "en_GB"}, "zh"),
        ("check --language fr", {"LANG": "zh_CN"}, "zh"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_systems(arguments: str, environment: dict[str, str], language: str) -> None:
    assert language_of(arguments.split(), environment) == language


def test_every_encoding_of_a_system_will_do() -> None:
    for encoding in ("ascii", "latin-1", "gbk", "utf-8"):
        ran = perfrules(
            "check", "forms/made-up-1.yaml", "--policy", "policy.rules", "--language", "zh", at=CLI, PYTHONIOENCODING=encoding
        )
        assert (ran.returncode, ran.stderr) == (1, b""), encoding
    made = perfrules("check", "forms", "--policy", "policy.rules", "--format", "json", at=CLI, PYTHONIOENCODING="gbk")
    assert json.loads(made.stdout.decode("utf-8"))["forms"][0]["title"] == "古籍修复与数字化"


def test_a_help_page_fits_a_terminal_of_eighty_columns() -> None:
    for arguments in ((), *((command,) for command in COMMANDS)):
        for language in ("zh", "en"):
            page = perfrules(*arguments, "--help", "--language", language, at=CLI).stdout.decode()
            assert [line for line in page.splitlines() if columns(line) > 80] == [], arguments


def test_every_phrase_translated_is_one_argparse_says() -> None:
    said = Path(argparse.__file__).read_text(encoding="utf-8")
    assert [phrase for phrase in CHINESE if repr(phrase) not in said and json.dumps(phrase) not in said] == []


def test_help_imports_nothing_but_this_package() -> None:
    listing = "import sys; from perfrules.cli import main; main(['check', '--help']); print(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", listing], env=PLAIN, capture_output=True, encoding="utf-8", check=True)
    ours = {name for name in ran.stdout.splitlines()[-1].split() if name.startswith("perfrules")}
    assert {name for name in ours if name != "perfrules" and not name.startswith("perfrules.cli")} == set()


def test_the_package_can_be_run_as_a_module_and_says_its_version() -> None:
    ran = perfrules("--version", at=CLI)
    assert ran.returncode == 0
    assert re.fullmatch(r"perfrules( \d+\.\d+\.\d+)?\n", ran.stdout.decode())
