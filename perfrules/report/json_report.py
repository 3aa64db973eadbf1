"""The report for other programs: one JSON object with stable keys, described by `report.schema.json` beside this module.

Amounts, points and totals are strings, as they would be written: JSON readers turn numbers into binary fractions. Only what is
counted (outcomes, findings, lines) is a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from perfrules.core.tree import BasisOf
from perfrules.diagnostics import Diagnostic, Language
from perfrules.findings import OUTCOMES, Outcome
from perfrules.findings.suspended import suspended
from perfrules.report.model import Finding, FormReport, Report, Suspended
from perfrules.source import Place

SEVERITIES = ("error", "warning", "note")


def json_report(report: Report, language: Language) -> str:
    """The object as text, ending in a line feed; sentences in `language`."""
    return json.dumps(as_object(report, language), ensure_ascii=False, indent=2) + "\n"


def as_object(report: Report, language: Language) -> dict[str, Any]:
    """`forms`, `findings`, `problems` (what could not be used) and `summary`."""
    return {
        "forms": [_form(form, language) for form in report.forms],
        "findings": [_finding(finding, language) for finding in report.findings],
        "problems": [_problem(problem, language) for problem in report.problems],
        "summary": _summary(report),
    }


def _form(form: FormReport, language: Language) -> dict[str, Any]:
    return {
        "id": form.id,
        "title": form.title,
        "template": form.template,
        "policy": form.policy,
        "claimed_total": form.claimed_total,
        "audited_total": form.audited_total,
        "audited_range": None if form.audited_range is None else list(form.audited_range),
        "outcomes": _outcomes(form.outcomes),
        "off": [_suspended(each, language) for each in form.off],
        "carried": [{"path": each.path, "claimed": each.claimed, "audited": each.audited} for each in form.carried],
    }


def _suspended(of: Suspended, language: Language) -> dict[str, Any]:
    """A rule that is off, by which edition and since when, for a program and (`text`) for a person."""
    return {
        "rule": of.rule,
        "title": of.title,
        "edition": of.by.edition,
        "because": of.by.because,
        "since": of.by.since and of.by.since.isoformat(),
        "until": of.by.until and of.by.until.isoformat(),
        "basis": _basis(of.by.basis),
        "text": suspended(of.by).text(language),
    }


def _basis(basis: Iterable[BasisOf]) -> list[dict[str, Any]]:
    return [{"document": each.document, "clause": each.clause} for each in basis]


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "form": finding.form,
        "policy": finding.policy,
        "rule": finding.rule,
        "rules": list(finding.rules or (finding.rule,)),
        "title": finding.title,
        "outcome": finding.outcome,
        "severity": finding.severity,
        "path": finding.path,
        "other_form": finding.other_form,
        "lacks": finding.lacks,
        "subjects": list(finding.subjects),
        "place": _place(finding.place, language),
        "claimed": finding.claimed,
        "expected": finding.expected,
        "message": finding.message.text(language).strip(),
        "working": [words.text(language) for words in finding.working],
        "note": None if finding.note is None else finding.note.text(language),
        "remarks": [words.text(language) for words in finding.remarks],
        "basis": _basis(finding.basis),
    }


def _place(place: Place, language: Language) -> dict[str, Any]:
    """Where it stood, for a program and (`text`) for a person."""
    return {
        "file": place.file,
        "line": place.line,
        "cell": place.cell,
        "sheet": place.sheet,
        "address": place.address,
        "page": place.page,
        "row": place.row,
        "text": place.text(language),
    }


def _problem(problem: Diagnostic, language: Language) -> dict[str, Any]:
    source = problem.at.source
    # What is said of a whole file has no line.
    line, column = source.line_and_column(problem.at.span.start) if source.text else (None, None)
    return {
        "code": problem.code.name,
        "level": problem.level,
        "message": problem.words.text(language),
        "help": None if problem.help is None else problem.help.text(language),
        "file": source.name,
        "line": line,
        "column": column,
        "path": problem.path,
    }


def _summary(report: Report) -> dict[str, Any]:
    failed = dict.fromkeys(SEVERITIES, 0)
    for finding in report.findings:
        if finding.outcome != "undetermined":
            failed[finding.severity] += 1
    undetermined = sum(finding.outcome == "undetermined" for finding in report.findings)
    return {
        "forms": len(report.forms),
        "outcomes": _outcomes(report.outcomes),
        "findings": {**failed, "undetermined": undetermined},
        "problems": len(report.problems),
    }


def _outcomes(outcomes: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome: outcomes[outcome] for outcome in OUTCOMES}
