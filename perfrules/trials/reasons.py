"""Why an example gives what its author did not state: what decided it, in the sentences of a report."""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.evaluate import Engine, Explanation, explain
from perfrules.forms import Templates
from perfrules.report.causes import detailed
from perfrules.report.deciding import what_decided
from perfrules.report.explained import NO_SUBJECT, decisive
from perfrules.report.speaking import Speaker
from perfrules.report.steps import Steps
from perfrules.trials.examples import ExampleRun

MOST = 3


def reasons(run: ExampleRun, templates: Templates) -> tuple[Words, ...]:
    """The sentences, those of the first row that gave the outcome; none for a rule that is off."""
    if run.engine is None or run.form is None:
        return ()
    if not run.results:
        return (NO_SUBJECT,)
    program = run.engine.program
    check = next(check for check in program.checks if check.name == run.example.of)
    worst = next(result for result in run.results if result.outcome == run.outcome)
    engine = Engine(program, observe=True)
    explained = explain(engine, engine.start(run.form, run.batch), check, worst.index)[0]
    return _said(Speaker(program, templates, run.form, run.batch), explained)[:MOST]


def _said(said: Speaker, explained: Explanation) -> tuple[Words, ...]:
    steps = Steps(said)
    match explained.result.outcome:
        case "undetermined":
            causes = dict.fromkeys(detailed(cause) for cause in sorted(explained.result.causes))
            return tuple(said.cause(each) for each in causes)
        case "fail":
            decided = what_decided(said, explained)
            return (decided.words, *decided.working)
        case "not_applicable" if explained.when is not None:
            return tuple(steps.of(part)[0].words for part in decisive(explained.when))
        case "pass" if isinstance(explained.check, core.Score):
            worked = steps.of(explained.requirement)[0].words
            return (Words("应得 ", "expected ") + worked,)
        case "pass":
            return tuple(step.words for step in steps.of(explained.requirement)[:1])
        case _:
            return ()
