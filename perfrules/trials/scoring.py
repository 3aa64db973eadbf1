"""What a mutation run comes to: how many mutants were noticed, which examples are missing, which answers stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfrules.source import Source
from perfrules.trials.answers import Answer
from perfrules.trials.mutation import Judged
from perfrules.trials.proposals import Proposal


@dataclass(frozen=True, slots=True)
class Score:
    """`missing`: each example that would kill mutants, with those it kills; `open`: mutants without one, and without an answer.

    `wrong` are answers to mutants that a form tells apart, `idle` answers to no survivor at all.
    """

    all: int
    killed: int
    missing: tuple[tuple[Proposal, tuple[Judged, ...]], ...]
    open: tuple[Judged, ...]
    answered: tuple[tuple[Judged, Answer], ...]
    wrong: tuple[tuple[Judged, Answer], ...]
    idle: tuple[Answer, ...]

    @property
    def counted(self) -> int:
        """All mutants but those answered as equivalent."""
        return self.all - len(self.answered)

    @property
    def share(self) -> Fraction:
        return Fraction(self.killed, self.counted) if self.counted else Fraction(1)


def score(judged: Sequence[Judged], answers: Iterable[Answer], own: Source | None = None) -> Score:
    """With `own`, the policy's file, an answer in another file is not called idle: other policies read that file too."""
    told = tuple(answers)
    missing: list[tuple[Proposal, list[Judged]]] = []
    still: list[Judged] = []
    answered: list[tuple[Judged, Answer]] = []
    wrong: list[tuple[Judged, Answer]] = []
    used: list[Answer] = []
    for each in judged:
        if each.fate.kind == "killed":
            continue
        answer = next((one for one in told if one.fits(each.mutant)), None)
        if answer is not None:
            used.append(answer)
        if each.fate.proposal is not None:
            _under(missing, each.fate.proposal, each)
            if answer is not None:
                wrong.append((each, answer))
        elif answer is not None:
            answered.append((each, answer))
        else:
            still.append(each)
    return Score(
        len(judged),
        sum(each.fate.kind == "killed" for each in judged),
        tuple((proposal, tuple(those)) for proposal, those in missing),
        tuple(still),
        tuple(answered),
        tuple(wrong),
        tuple(one for one in told if one not in used and (own is None or one.source == own)),
    )


def _under(missing: list[tuple[Proposal, list[Judged]]], proposal: Proposal, judged: Judged) -> None:
    for known, those in missing:
        if known == proposal:
            those.append(judged)
            return
    missing.append((proposal, [judged]))
