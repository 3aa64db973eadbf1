"""The file in which a mutation run keeps its progress (`--resume`): a line a mutant, added when it is judged.

A file that holds anything else is left as it is, and that is said. A line that was cut short, when the run was stopped, is the
last one and is taken off.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfrules.cli.files import refused
from perfrules.diagnostics import Code, Diagnostic, Words
from perfrules.pipeline.files import about_file
from perfrules.trials.keeping import digest, kept, line, policy_of
from perfrules.trials.mutation import Fate, Judged
from perfrules.trials.stretches import Stretch

OPENING = b'{"policy": "'
"""How every line begins, also one that was cut short."""
NO_PROGRESS = Code("no-progress", Words("不是进度文件", "no progress in it"))


@dataclass(slots=True)
class Keeping:
    """`lines` are what an earlier run left."""

    path: Path
    lines: list[str]
    name: str = ""
    mark: str = ""

    def known(self, its: Sequence[Stretch], count: int) -> dict[str, Fate]:
        """The fates that are kept of a policy as it is now; its own are added from now on."""
        self.name, self.mark = its[0].program.name, digest(its, count)
        return kept(self.lines, self.mark)

    def add(self, judged: Judged) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line(self.name, self.mark, judged.key, judged.fate))


def keeping(path: Path, names: Collection[str]) -> Keeping | Diagnostic:
    """The file, ready to be added to; or why it cannot be: it must be writable, and hold progress with these policies only."""
    try:
        with path.open("a+b") as file:
            file.seek(0)
            held = file.read()
            whole = held[: held.rfind(b"\n") + 1]
            lines = whole.decode("utf-8", errors="replace").split("\n")[:-1]
            wrong = _wrong(path, lines, held[len(whole) :], names)
            if wrong is not None:
                return wrong
            file.truncate(len(whole))
    except (OSError, ValueError) as error:  # a name may hold a character that no file can have
        return refused(path, error)
    return Keeping(path, lines)


def _wrong(path: Path, lines: Sequence[str], rest: bytes, names: Collection[str]) -> Diagnostic | None:
    policies = [policy_of(text) for text in lines]
    if None in policies or not OPENING.startswith(rest[: len(OPENING)]):
        at = policies.index(None) + 1 if None in policies else len(lines) + 1
        said = Words(f"第 {at} 行不是 --mutate 记下的进度", f"line {at} is no progress of --mutate")
        return about_file(NO_PROGRESS, str(path), said)
    others = sorted({str(each) for each in policies} - set(names))
    if others:
        said = Words(
            f"记的是别的政策的进度：{'、'.join(others)}", f"it keeps the progress of other policies: {', '.join(others)}"
        )
        return about_file(NO_PROGRESS, str(path), said)
    return None
