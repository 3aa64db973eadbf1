"""What came of trials as JUnit XML: a suite for each policy, a case for each example, each property and each law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from perfrules.diagnostics import Language
from perfrules.trials.result import Outcome
from perfrules.trials.telling import example_told, place, shown_head, shown_told, titled, tried_told
from perfrules.trials.under import Under

UNWRITABLE = frozenset(map(chr, (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)))


def junit(suites: Sequence[str]) -> str:
    """The file that continuous integration reads. It holds no times: the same policy gives the same bytes."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' + "".join(suites) + "</testsuites>\n"


def suite(under: Under, outcome: Outcome, language: Language) -> str:
    """What came of one policy."""
    name = outcome.program.name
    cases: list[Case] = []
    for run in outcome.examples:
        at = place(run.example.source, run.example.span)
        told = None if run.passed else "\n".join(example_told(run, under.templates, language))
        cases.append(Case(f"{name}.{run.example.of}", run.example.title, at, told))
    for tried in outcome.tried:
        at = place(tried.source, tried.span)
        blocks = [
            "\n".join([shown_head(tried, shown).text(language), *shown_told(under, tried, shown, language)])
            for shown in tried.shown
        ]
        told = "\n\n".join([tried_told(tried).text(language), *blocks]) if blocks else None
        cases.append(Case(f"{name}.{tried.kind}", titled(tried).text(language), at, told))
    return suite_of(name, cases)


@dataclass(frozen=True, slots=True)
class Case:
    """Something that was tried: `at` is its place in a rule file, `told` what is wrong with it, if anything is."""

    of: str
    title: str
    at: str
    told: str | None


def suite_of(name: str, cases: Sequence[Case]) -> str:
    failures = sum(case.told is not None for case in cases)
    body = "".join(map(_case, cases))
    return f'<testsuite name={_quoted(name)} tests="{len(cases)}" failures="{failures}">\n{body}</testsuite>\n'


def _case(of: Case) -> str:
    file, row, _ = of.at.rsplit(":", 2) if of.at.count(":") > 1 else (of.at, "", "")
    opening = f"  <testcase classname={_quoted(of.of)} name={_quoted(of.title)} file={_quoted(file)} line={_quoted(row)}"
    if of.told is None:
        return f"{opening}/>\n"
    first = of.told.split("\n")[0]
    return f"{opening}>\n    <failure message={_quoted(first)}>{escape(_writable(of.told))}</failure>\n  </testcase>\n"


def _quoted(text: str) -> str:
    return quoteattr(_writable(text))


def _writable(text: str) -> str:
    """Without what no XML file may hold; a form may hold anything."""
    return "".join(each if each in "\t\n\r" or (each >= " " and each not in UNWRITABLE) else "�" for each in text)
