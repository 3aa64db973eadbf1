"""`perfrules test`: the examples that policies carry, run, and those that give something else than they say."""

from __future__ import annotations

import argparse
from fractions import Fraction

from perfrules.cli.check import load_policies
from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic
from perfrules.findings import OUTCOMES, Outcome
from perfrules.pipeline.examples import ExampleRun, run_examples
from perfrules.pipeline.policies import Ready, find, for_a_template, shipped_policies
from perfrules.report.causes import reason, sentence
from perfrules.report.text import OUTCOME_WORDS
from perfrules.values import Missing, Value
from perfrules.values.numbers import exact_text


def test(options: argparse.Namespace, terminal: Terminal) -> int:
    ready, problems = load_policies(options.policies or _for_templates())
    terminal.problems(problems)
    wrong = [_policy(policy, options, terminal) for policy in ready]
    if any(problem.level == "error" for problem in problems):
        return 2
    return 1 if any(wrong) else 0


def _for_templates() -> list[str]:
    """The shipped policies that have rules, and so examples."""
    return [name for name in shipped_policies() if not isinstance(source := find(name), Diagnostic) and for_a_template(source)]


def _policy(policy: Ready, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Whether anything that was asked for is not as it should be."""
    if options.coverage:
        from perfrules.cli.coverage import cover_policy

        return cover_policy(policy, options, terminal)
    if options.mutate:
        from perfrules.cli.mutate import mutate_policy

        return mutate_policy(policy, options, terminal)
    return _examples(policy, terminal)


def _examples(policy: Ready, terminal: Terminal) -> bool:
    """Whether any of its examples gives something else."""
    runs = run_examples(policy.program)
    wrong = [run for run in runs if not run.passed]
    for run in wrong:
        terminal.write("\n".join(_said(run, terminal)) + "\n\n")
    name, count = policy.program.name, len(runs)
    if not runs:
        terminal.tell(f"{name}：没有例，什么也没有检验", f"{name}: no examples, so nothing was tried")
        return False
    told = terminal.either(
        f"{name}：{count} 例，{f'{len(wrong)} 例不符' if wrong else '全部相符'}",
        f"{name}: {count} example{'' if count == 1 else 's'}, {f'{len(wrong)} wrong' if wrong else 'all as stated'}",
    )
    page = terminal.page
    terminal.write(page.paint(told, "error" if wrong else "good") + "\n")
    return bool(wrong)


def _said(run: ExampleRun, terminal: Terminal) -> list[str]:
    """Where the example stands, what it states and what it gives."""
    example, page = run.example, terminal.page
    line, column = example.source.line_and_column(example.span.start)
    head = f"{example.source.name}:{line}:{column}  {example.of}  {example.title}"
    told = [problem.words.text(terminal.language) for problem in run.problems] or [_difference(run, terminal)]
    return [page.paint(row, "strong") for row in page.wrapped(head)] + [
        "  " + row for text in told for row in page.wrapped(text, 2)
    ]


def _difference(run: ExampleRun, terminal: Terminal) -> str:
    stated: Outcome = next(outcome for outcome in OUTCOMES if outcome == run.example.outcome.replace(" ", "_"))
    wanted, given = (OUTCOME_WORDS[each].text(terminal.language) for each in (stated, run.outcome))
    if stated != run.outcome:
        return terminal.either(f"写的是{wanted}，得到的是{given}", f"it states {wanted} and gives {given}")
    audited = run.example.audited
    given = "、".join(_value(run, value, terminal) for value in run.audited)
    return terminal.either(
        f"结论相符，复核值不是 {audited}，而是 {given}",
        f"the outcome is as stated; the audited value is not {audited} but {given}",
    )


def _value(run: ExampleRun, value: Value, terminal: Terminal) -> str:
    """An audited value, or why there is none."""
    if isinstance(value, Missing):
        whys = sorted({sentence(run.form, reason(cause)).text(terminal.language) for cause in value.causes}) if run.form else []
        return terminal.either("无法判断", "undetermined") + (f"（{'；'.join(whys)}）" if whys else "")
    return exact_text(value) if isinstance(value, Fraction) else str(value)
