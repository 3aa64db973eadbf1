"""What a run has to say: its forms, its findings and its counts, as values; the text and JSON reports only print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfrules.core.tree import BasisOf, Off, Severity
from perfrules.diagnostics import Diagnostic, Words
from perfrules.findings import OUTCOMES, Outcome
from perfrules.source import Place


@dataclass(frozen=True, slots=True)
class Stopped:
    """A rule that a cause keeps from being decided, and of which rows (pointers; `""` is the form), one for each outcome."""

    rule: str
    title: str | None
    basis: tuple[BasisOf, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell, row or form by which something cannot be decided. `words` name it beside others of its column."""

    words: Words
    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why something cannot be decided, apart from what. `words` is the whole sentence, `column` what is so of every cell of one
    column that is amiss in this way; none, where the cause is not a cell's."""

    words: Words
    spots: tuple[Spot, ...]
    stops: tuple[Stopped, ...]
    column: Words | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome someone should look at.

    `rules` are all that one cause stops, when it is undetermined; else the one rule. `path` is the JSON pointer of the cell that
    decides, `place` where it stood. `claimed` and `expected` are as they would be written. `message` is the sentence with the
    arithmetic, `working` the formula and the numbers put into it, `note` the author's own words. `other_form` is the id of the
    form that `path` leads into, where that is another one than the finding is about. `lacks` is what the run does not say that
    it holds in full, as `--complete` takes it. `cause` is why it is undetermined, when it is.
    """

    form: str
    policy: str
    rule: str
    title: str | None
    outcome: Outcome
    severity: Severity
    path: str
    place: Place
    message: Words
    rules: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    claimed: str | None = None
    expected: str | None = None
    working: tuple[Words, ...] = ()
    note: Words | None = None
    basis: tuple[BasisOf, ...] = ()
    remarks: tuple[Words, ...] = ()
    other_form: str | None = None
    lacks: str | None = None
    cause: Hindrance | None = None


@dataclass(frozen=True, slots=True)
class Suspended:
    """A rule that was off for a form, and the amendment that did it."""

    rule: str
    title: str | None
    by: Off


@dataclass(frozen=True, slots=True)
class FormReport:
    """One form under one policy: `audited_range` is where its audited total must lie when that is not known exactly.

    `aside` says that the policy is for another template and has rules for this form, too. `off` are the rules that would have
    had something to say of it and are switched off.
    """

    id: str
    title: str
    template: str
    policy: str
    claimed_total: str | None
    audited_total: str | None
    audited_range: tuple[str, str] | None
    outcomes: Mapping[Outcome, int]
    aside: bool = False
    off: tuple[Suspended, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run. `problems` are what kept a form or a policy from being used; nothing is passed over silently."""

    forms: tuple[FormReport, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Diagnostic, ...] = ()

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """How many of each outcome, over all forms."""
        return {outcome: sum(form.outcomes[outcome] for form in self.forms) for outcome in OUTCOMES}
