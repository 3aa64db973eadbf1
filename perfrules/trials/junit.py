"""What came of trials as JUnit XML: a suite for each policy, a case for each example, each property and each law."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from perfrules.diagnostics import Language
from perfrules.trials.result import Outcome
from perfrules.trials.telling import example_told, place, shown_head, shown_told, tried_told
from perfrules.trials.under import Under

UNWRITABLE = frozenset(map(chr, (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)))


def junit(suites: Sequence[str]) -> str:
    """The file that continuous integration reads. It holds no times: the same policy gives the same bytes."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' + "".join(suites) + "</testsuites>\n"


def suite(under: Under, outcome: Outcome, language: Language) -> str:
    """What came of one policy."""
    name = outcome.program.name
    cases = []
    for run in outcome.examples:
        at = place(run.example.source, run.example.span)
        told = None if run.passed else "\n".join(example_told(run, under.templates, language))
        cases.append(_case(f"{name}.{run.example.of}", run.example.title, at, told))
    for tried in outcome.tried:
        at = place(tried.source, tried.span)
        blocks = [
            "\n".join([shown_head(tried, shown).text(language), *shown_told(under, tried, shown, language)])
            for shown in tried.shown
        ]
        told = "\n\n".join([tried_told(tried).text(language), *blocks]) if blocks else None
        cases.append(_case(f"{name}.{tried.kind}", tried.title.text(language), at, told))
    failures = sum(not passed for passed, _ in cases)
    body = "".join(text for _, text in cases)
    return f'<testsuite name={_quoted(name)} tests="{len(cases)}" failures="{failures}">\n{body}</testsuite>\n'


def _case(of: str, title: str, at: str, told: str | None) -> tuple[bool, str]:
    file, _, rest = at.partition(":")
    opening = f"  <testcase classname={_quoted(of)} name={_quoted(title)} file={_quoted(file)} line={_quoted(rest.split(':')[0])}"
    if told is None:
        return True, f"{opening}/>\n"
    first = told.split("\n")[0]
    return False, f"{opening}>\n    <failure message={_quoted(first)}>{escape(_writable(told))}</failure>\n  </testcase>\n"


def _quoted(text: str) -> str:
    return quoteattr(_writable(text))


def _writable(text: str) -> str:
    """Without what no XML file may hold; a form may hold anything."""
    return "".join(each if each in "\t\n\r" or (each >= " " and each not in UNWRITABLE) else "�" for each in text)
