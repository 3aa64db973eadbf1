"""What a run does not say that it holds in full: each statement once, with everything that waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfrules.diagnostics import Words
from perfrules.report.model import Finding, Stopped
from perfrules.report.stopped import hindrance, together

MOST_FORMS = 5
HELP = Words(
    "把这些表都给出，再用上面的选项或批次文件（batch.yaml）说明齐全；没有给出的表，不当作没有报",
    "give all of these forms and say so, by that option or in a batch file (batch.yaml); "
    "a form that is not given is not taken for one that was not filed",
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A statement as `--complete` takes it, and the rules and forms that cannot be decided without it."""

    statement: str
    stops: tuple[Stopped, ...]
    forms: tuple[str, ...]

    @property
    def told(self) -> Words:
        """The forms, the first of many."""
        shown, more = self.forms[:MOST_FORMS], len(self.forms) - MOST_FORMS
        zh, en = "、".join(shown), ", ".join(shown)
        return Words(zh, en) if more <= 0 else Words(f"{zh} 等 {len(self.forms)} 张表", f"{en} and {more} more")


def lacking(findings: Iterable[Finding]) -> Iterator[Lacking]:
    """The statements, in the order in which they were missed."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.lacks is not None:
            found.setdefault(finding.lacks, []).append(finding)
    for statement, its in found.items():
        stops = together(stop for each in its for stop in hindrance(each).stops)
        yield Lacking(statement, stops, tuple(dict.fromkeys(each.form for each in its)))
