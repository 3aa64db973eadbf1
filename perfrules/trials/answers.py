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
    """The comment that would answer a mutant, its reason still to be written."""
    before, after = (" ".join(text.split()) for text in (mutant.before, mutant.after))
    return f"`{before}` → `{after}`"


def answers(program: core.Program) -> tuple[Answer, ...]:
    """Every answer that stands with an item of the program, also in the policies it uses."""
    named: Iterable[tuple[str, core.Item]] = (
        *(("param", item) for item in program.params.values()),
        *(("let", item) for item in program.lets.values()),
        *(("link", item) for item in program.links.values()),
        *(("check", item) for item in program.checks),
    )
    return tuple(answer for of, item in named for answer in _answers(of, item))


def _answers(of: str, item: core.Item) -> Iterator[Answer]:
    for line, comment in comments(item):
        found = ANSWER.search(comment)
        if found is None:
            continue
        place, modes = PLACE.match(found[1]), MODES.match(found[1])
        if place is not None:
            yield Answer(of, item.name, plain(place[1]), plain(place[2]), place[3], item.source, line)
        elif modes is not None:
            yield Answer(of, item.name, None, None, modes[1], item.source, line)


def comments(item: core.Item) -> Iterator[tuple[int, str]]:
    """The comments right above an item and inside it, each with its line."""
    source = item.source
    first, _ = source.line_and_column(item.span.start)
    last, _ = source.line_and_column(item.span.end)
    above = first
    while above > 1 and source.line_text(above - 1).lstrip().startswith("#"):
        above -= 1
    for line in range(above, last + 1):
        text = source.line_text(line)
        if "#" in text:
            yield line, text
