"""What cannot be decided, cause first: one entry for the cells of a column that are amiss in one way, and what they stop.

A rule that is stopped by several of these cells is told once, with the rows it is stopped for; rules that rest on the same
clauses stand together above them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from perfrules.diagnostics import Language, Words
from perfrules.findings.citing import basis_text
from perfrules.report.model import Finding, Hindrance, Spot, Stopped

Labelled = tuple[str, str]
"""A line of details: the key of its label, and its text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Findings that are told together, the worst first."""

    findings: tuple[Finding, ...]
    cause: Hindrance


def entries(findings: Iterable[Finding]) -> Iterator[Entry]:
    """Undetermined findings of one form, those of one column or of one reason in one, in the order in which they come."""
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        if finding.outcome == "undetermined":
            cause = hindrance(finding)
            said = cause.column or cause.words
            found.setdefault((finding.other_form or "", said.zh, said.en), []).append(finding)
    for its in found.values():
        causes = [hindrance(finding) for finding in its]
        spots = {spot.path: spot for cause in causes for spot in cause.spots}
        stops = together(stop for cause in causes for stop in cause.stops)
        yield Entry(tuple(its), replace(causes[0], spots=tuple(sorted(spots.values(), key=_in_order)), stops=stops))


def hindrance(finding: Finding) -> Hindrance:
    """Why and what; as far as its own rule tells, where a finding does not hold the cause apart."""
    rule = Stopped(finding.rule, finding.title, finding.basis, finding.subjects or ("",))
    spot = Spot(Words("", ""), finding.path, finding.place)
    return finding.cause or Hindrance(finding.message, (spot,), (rule,))


def together(stops: Iterable[Stopped]) -> tuple[Stopped, ...]:
    """Each rule once, with every row it is stopped for."""
    found: dict[tuple[object, ...], Stopped] = {}
    for each in stops:
        key = each.rule, each.title, each.basis
        before = found[key].subjects if key in found else ()
        found[key] = replace(each, subjects=(*before, *each.subjects))
    return tuple(found.values())


def _in_order(spot: Spot) -> tuple[str, int]:
    part, row = _row(spot.path)
    return part, -1 if row is None else row


def headline(cause: Hindrance) -> Words:
    """The cause, and how much it stops."""
    rules, outcomes = len(cause.stops), sum(len(each.subjects) for each in cause.stops)
    why, rows = cause.words, len(cause.spots)
    if cause.column is not None and rows > 1:
        why = Words(f"{cause.column.zh}（{rows} 行）", f"{cause.column.en} in {rows} rows")
    counted = Words(f"（{outcomes} 处）", f" ({outcomes} outcomes)") if outcomes > rules else Words("", "")
    if rules == 1:
        return Words(f"{why.zh}，因此这条规则不能判断{counted.zh}", f"{why.en}, so this rule cannot be decided{counted.en}")
    return Words(
        f"{why.zh}，因此 {rules} 条规则不能判断{counted.zh}", f"{why.en}, so {rules} rules cannot be decided{counted.en}"
    )


def places(cause: Hindrance, language: Language) -> Labelled:
    """Every cell: where it stood, and which row of the form that is."""
    named = len(cause.spots) > 1 or cause.column is None
    rows = (
        (
            "  ".join(
                filter(None, (each.place.text(language), each.path, each.words.text(language) if named and each.path else ""))
            )
        )
        for each in cause.spots
    )
    return "place", "\n".join(rows)


def stopped(stops: Sequence[Stopped], spots: Sequence[Spot], language: Language) -> Iterator[Labelled]:
    """Rule by rule what is stopped, those of one basis above it; last what rests on nothing."""
    bases: dict[tuple[str, ...], list[Stopped]] = {}
    for each in stops:
        bases.setdefault(tuple(basis_text(basis, language) for basis in each.basis), []).append(each)
    for basis, its in sorted(bases.items(), key=lambda pair: not pair[0]):
        yield "rules", "\n".join(_rule(each, spots, language) for each in its)
        yield "basis", "\n".join(basis)


def _rule(of: Stopped, spots: Sequence[Spot], language: Language) -> str:
    return "  ".join(filter(None, (of.rule + _for(of, spots).text(language), of.title)))


def _for(of: Stopped, spots: Sequence[Spot]) -> Words:
    """The rows a rule is stopped for, where they are not plain from the cells; of other rows than those, how many."""
    parts = {_row(spot.path)[0] for spot in spots}
    rows, subjects = {_row(spot.path)[1] for spot in spots}, [_row(path) for path in of.subjects]
    numbers = sorted({row for part, row in subjects if row is not None and {part} == parts})
    if len(numbers) < len(subjects):
        return Words("", "") if len(subjects) == 1 else Words(f"（{len(subjects)} 处）", f" ({len(subjects)} outcomes)")
    if set(numbers) == rows:
        return Words("", "") if len(rows) == 1 else Words("（上列各行）", " (all these rows)")
    zh, en = _ranges(numbers, "～", "、"), _ranges(numbers, "–", ", ")
    return Words(f"（第 {zh} 行）", f" (row{'' if len(numbers) == 1 else 's'} {en})")


def _row(path: str) -> tuple[str, int | None]:
    """The group, and which of its rows a pointer leads into."""
    _, part, index, *_ = *path.split("/"), "", "", ""
    return part, int(index) if index.isdecimal() else None


def _ranges(numbers: Sequence[int], to: str, comma: str) -> str:
    """Row numbers as they are counted from 1, those in a row as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (f"{run[0] + 1}" if len(run) == 1 else f"{run[0] + 1}{to if len(run) > 2 else comma}{run[-1] + 1}" for run in runs)
    return comma.join(said)
