"""What the author says of mutants that no example can kill: comments in the policy, each with its reason.

`# 核 等价 `BEFORE` → `AFTER`: why` above an item, or among its clauses, answers the mutants of that item that read so;
`# 核 等价 缺失视为: why` all those of its `missing means`. In English `# checked equivalent …: why`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from perfrules.core import tree as core
from perfrules.mutants import Mutant
from perfrules.source import Source
from perfrules.trials.comments import comments

ANSWER = re.compile(r"#\s*(?:核|checked)\s+(?:等价|equivalent)\s+(.*)")
PLACE = re.compile(r"`([^`]*)`\s*(?:→|->)\s*`([^`]*)`\s*[:：]\s*(\S.*)")
MODES = re.compile(r"(?:缺失视为|missing means)\s*[:：]\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """`before` and `after` are the texts of the mutants it answers, blanks left out; None: all that change `missing means`."""

    of: str
    name: str
    before: str | None
    after: str | None
    reason: str
    source: Source = field(repr=False, compare=False)
    line: int

    def fits(self, mutant: Mutant) -> bool:
        if (mutant.of, mutant.name) != (self.of, self.name):
            return False
        if self.before is None:
            return mutant.kind == "missing means"
        return (plain(mutant.before), plain(mutant.after)) == (self.before, self.after)


def plain(text: str) -> str:
    return "".join(text.split())


def answer_text(mutant: Mutant) -> str:
    """What of a comment would answer a mutant, its reason still to be written."""
    if mutant.kind == "missing means":
        return mutant.after.rpartition(" ")[0]
    before, after = (" ".join(text.split()) for text in (mutant.before, mutant.after))
    return f"`{before}` → `{after}`"


def answers(program: core.Program) -> tuple[Answer, ...]:
    """Every answer that stands with an item of the program, also in the policies it uses."""
    named: Iterable[tuple[str, str, core.Item]] = (
        *(("param", key, item) for key, item in program.params.items()),
        *(("let", key, item) for key, item in program.lets.items()),
        *(("link", key, item) for key, item in program.links.items()),
        *(("check", item.name, item) for item in program.checks),
    )
    return tuple(answer for of, key, item in named for answer in _answers(of, key, item))


def _answers(of: str, key: str, item: core.Item) -> Iterator[Answer]:
    for line, comment in comments(item):
        found = ANSWER.search(comment)
        if found is None:
            continue
        place, modes = PLACE.match(found[1]), MODES.match(found[1])
        if place is not None:
            yield Answer(of, key, plain(place[1]), plain(place[2]), place[3], item.source, line)
        elif modes is not None:
            yield Answer(of, key, None, None, modes[1], item.source, line)
