"""The guide to writing policies, in both languages: its files are written, its commands run, what they print is what it shows.

A fence `rules NAME` or `yaml NAME` is a file; `console` holds commands and what they print; a command in `sh` only has to work.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import within

ROOT = Path(__file__).parents[1]
GUIDES = {"zh": ROOT / "policies" / "README.zh.md", "en": ROOT / "policies" / "README.md"}
COUNTS = re.compile(r"\d+(?= ?(?:张表，|例，|forms tried|examples,))")
"""How many forms were drawn and how many examples a shipped policy has: the page may show an older number."""
FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.M | re.S)


@pytest.mark.parametrize("language", sorted(GUIDES))
def test_what_the_guide_shows_is_what_happens(
    language: str, tmp_path: Path, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(command: str) -> tuple[str, int]:
        name, *arguments = shlex.split(command)
        assert name == "perfrules", command
        out, err, status = within(tmp_path, [*arguments, "--language", language], b"", monkeypatch)
        said = (out + err).replace(f"{tmp_path}/", "")
        return "".join(line.rstrip() + "\n" for line in said.strip("\n").splitlines()), status

    def run(fence: re.Match[str]) -> str:
        kind, name, text = fence.groups()
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
            return fence.group()
        commands = [line.removeprefix("$ ") for line in text.splitlines() if kind == "sh" or line.startswith("$ ")]
        assert kind in ("sh", "console"), f"a fence `{kind}` that is no file and no command"
        assert commands, text
        if kind == "sh":
            assert all(told(command)[1] == 0 for command in commands), text
            return fence.group()
        return "```console\n" + "".join(f"$ {command}\n{told(command)[0]}" for command in commands) + "```"

    page = GUIDES[language].read_text(encoding="utf-8")
    assert len(FENCE.findall(page)) == page.count("\n```") / 2
    made = FENCE.sub(run, page)
    golden(GUIDES[language], page if COUNTS.sub("", made) == COUNTS.sub("", page) else made)


def test_both_guides_hold_the_same_files_and_commands() -> None:
    held = [
        [(kind, name, [line for line in text.splitlines() if line.startswith("$ ")]) for kind, name, text in FENCE.findall(page)]
        for page in (guide.read_text(encoding="utf-8") for guide in GUIDES.values())
    ]
    zh, en = ([(kind, name, len(commands)) for kind, name, commands in guide] for guide in held)
    assert zh == en
