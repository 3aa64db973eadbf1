"""Forms and rows that were met on the way, kept: a search that is handed a sound row need not make one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfrules.core import tree as core
from perfrules.drawing import Choices, Data, Edges, copied, edges_about, moved
from perfrules.drawing.moves import MOST_ROWS
from perfrules.findings import Result
from perfrules.trials.settling import settled
from perfrules.trials.under import Under

BAD = ("fail", "undetermined")
WORSE = 6
"""One step in so many that makes one thing worse is taken, one in its square that makes two things worse."""
MOST_KEPT = 300

Lacking = Callable[[Data], Sequence[str]]
"""The rules that still stand between a form and what is looked for; none when it is found."""


class Bank:
    """`rows` on which no rule found anything, `best` the forms on which the fewest rules did."""

    def __init__(self, under: Under) -> None:
        self.under = under
        self.rows: list[tuple[str, Data]] = []
        self.best: list[tuple[int, int, Data]] = []
        self._edges: dict[str, Edges] = {}
        self._seen = 0

    def edges(self, check: core.Check) -> Edges:
        if check.name not in self._edges:
            self._edges[check.name] = edges_about(self.under.program, self.under.template, check)
        return self._edges[check.name]

    def keep(self, data: Data, results: Sequence[Result]) -> None:
        """What is worth keeping of a form."""
        bad = [each.path for each in results if each.outcome in BAD]
        self._seen += 1
        self.best = sorted([*self.best, (len(bad), self._seen, data)], key=lambda each: each[:2])[:8]
        for part in self.under.template.parts.values():
            for at, row in enumerate(data.get(part.name, ()) if part.many else ()):
                path = f"/{part.name}/{at}"
                sound = not any(each == path or each.startswith(path + "/") for each in bad)
                if sound and len(row) > 1 and len(self.rows) < MOST_KEPT:
                    self.rows.append((part.name, row))

    def climbed(self, choices: Choices, start: Data, lacking: Lacking, steps: int) -> Data | None:
        """A form on which nothing is lacking any more, found from `start` in so many steps.

        A step moves along the edges of a rule that is lacking, or hands over a sound row. One that makes nothing worse is taken,
        one that does now and then: a row that is wanted is first a row that is wrong.
        """
        checks = {check.name: check for check in self.under.program.checks}
        data, least = start, list(lacking(start))
        for _ in range(steps):
            if not least:
                return data
            changed = copied(data)
            if self.rows and choices.below(4) == 0:
                part, row = self.rows[choices.below(len(self.rows))]
                rows = changed.setdefault(part, [])
                if len(rows) < MOST_ROWS:
                    rows.append(dict(row))
                else:
                    rows[choices.below(len(rows))] = dict(row)
            named = [name for name in dict.fromkeys(least) if name in checks]
            for _ in range(choices.below(3)) if named else ():
                changed = moved(choices, changed, self.edges(checks[named[choices.below(len(named))]]))
            if choices.below(2):
                changed = settled(self.under, changed)
            its = list(lacking(changed))
            if len(its) <= len(least) or choices.below(WORSE ** min(len(its) - len(least), 8)) == 0:
                data, least = changed, its
        return data if not least else None


def bad_rules(under: Under, data: Data, but: str | None = None) -> list[str]:
    """The rules and scores that fail or cannot be decided, once for each subject."""
    return [each.check for each in under.decided(data).results if each.outcome in BAD and each.check != but]
