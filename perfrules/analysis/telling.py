"""Remarks for a person or a program: the form that shows one as YAML, as an example to paste, and fixes as a diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from perfrules.analysis.remarks import Remark, Remarks, Shown
from perfrules.diagnostics import Diagnostic, Fix, Language, Words
from perfrules.forms import Template, form_yaml
from perfrules.source import Source
from perfrules.trials.proposals import example_text, proposal

TITLE = Words("lint 找到的", "found by lint")


def example(shown: Shown, template: Template, language: Language) -> str | None:
    """The form as an example of the rule, ready to be pasted."""
    blank = {next(iter(template.fields)): ""}  # an example fills something: a blank cell is as good as none
    made = proposal(shown.of, shown.data or blank, shown.outcome)
    if made is None:
        return None
    return example_text(made, TITLE.zh if language == "zh" else TITLE.en, template, language) + "\n"


def mended(source: Source, fixes: Iterable[Fix]) -> str:
    """The text with all fixes made; one that runs into another is left for the next time."""
    edits: list[Any] = []
    for fix in fixes:
        if not any(span.start < other.end and other.start < span.end for span, _ in fix.edits for other, _ in edits):
            edits += fix.edits
    return Fix(tuple(edits)).apply(source.text)


def fixes(remarks: Sequence[Remark], source: Source) -> list[Fix]:
    """The certain fixes of a file."""
    found = [each.problem.fix for each in remarks if each.problem.at.source.name == source.name]
    return [fix for fix in found if fix is not None]


def diff(source: Source, text: str) -> str:
    """What changes, as a unified diff."""
    before, after = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    return "".join(difflib.unified_diff(before, after, source.name, source.name))


def as_object(every: Sequence[tuple[Remarks, Template]], problems: Sequence[Diagnostic], language: Language) -> dict[str, Any]:
    """Everything that was said, for another program."""
    return {
        "policies": [_policy(each, template, language) for each, template in every],
        "problems": [_problem(problem, language) for problem in problems],
    }


def _policy(of: Remarks, template: Template, language: Language) -> dict[str, Any]:
    return {
        "policy": of.policy,
        "remarks": [_remark(each, template, language) for each in of.remarks],
        "answered": [{**_remark(each.remark, template, language), "reason": each.reason} for each in of.answered],
        "undecided": [
            {"rule": each.item, "question": each.question.text(language), "why": each.why.text(language)} for each in of.undecided
        ],
    }


def _remark(of: Remark, template: Template, language: Language) -> dict[str, Any]:
    shown = of.shown
    return {
        **_problem(of.problem, language),
        "items": list(of.items),
        "form": None if shown is None else form_yaml(shown.data, template, language),
        "example": None if shown is None else example(shown, template, language),
        "fixable": of.problem.fix is not None,
    }


def _problem(problem: Diagnostic, language: Language) -> dict[str, Any]:
    line, column = problem.at.source.line_and_column(problem.at.span.start)
    return {
        "code": problem.code.name,
        "level": problem.level,
        "text": problem.words.text(language),
        "help": None if problem.help is None else problem.help.text(language),
        "file": problem.at.source.name,
        "line": line,
        "column": column,
    }
