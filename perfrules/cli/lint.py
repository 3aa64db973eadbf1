"""`perfrules lint`: what is odd about policies, before a form is checked by them."""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from pathlib import Path

from perfrules.analysis.lint import lint as remarks_of
from perfrules.analysis.questions import advice
from perfrules.analysis.remarks import Remark, Remarks
from perfrules.analysis.study import Study
from perfrules.analysis.telling import as_object, diff, example, fixes, mended
from perfrules.cli.files import replace
from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic
from perfrules.diagnostics.rendering import render
from perfrules.forms import Template, form_yaml, shipped_templates
from perfrules.pipeline.policies import compile_policy, find
from perfrules.source import Source

FAILING = {
    "error": {"error"},
    "warning": {"error", "warning"},
    "note": {"error", "warning", "note"},
    "never": set[str](),
}


def lint(options: argparse.Namespace, terminal: Terminal) -> int:
    problems: list[Diagnostic] = []
    told: list[tuple[Remarks, Template]] = []
    progress = terminal.progress()
    for name in dict.fromkeys(options.policies):
        source = find(name)
        if isinstance(source, Diagnostic):
            problems.append(source)
            continue
        compiled = compile_policy(source)
        problems += compiled.problems
        template = None if compiled.program is None else shipped_templates().get(compiled.program.template)
        if compiled.program is None:
            continue
        if template is None:
            terminal.tell(
                f"{name}：没有表样，只供引用，没有可查的", f"{name}: it has no template and only lends, so nothing was looked at"
            )
            continue
        study = Study(compiled.program, template, source, progress, Fraction(options.seconds))
        told.append((remarks_of(study), template))
        progress.clear()
        refused = _mend(told[-1][0], source, options, terminal)
        problems += [] if refused is None else [refused]
    terminal.problems(problems)
    if options.format == "json":
        text = json.dumps(as_object(told, problems, terminal.language), ensure_ascii=False, indent=2)
        terminal.write_exactly(text + "\n")
    else:
        for each, template in told:
            _show(each, template, terminal)
    if any(problem.level == "error" for problem in problems):
        return 2
    found = {each.problem.level for of, _ in told for each in of.remarks}
    return 1 if found & FAILING[options.fail_on] else 0


def _mend(of: Remarks, source: Source, options: argparse.Namespace, terminal: Terminal) -> Diagnostic | None:
    """The certain fixes: shown as a diff, and written only when that is asked for. Why not, if they cannot be."""
    text = mended(source, fixes(of.remarks, source))
    if text == source.text or not (options.diff or options.fix):
        return None
    if options.diff:
        terminal.write_exactly(diff(source, text))
    refused = replace(Path(source.name), text) if options.fix else None
    if options.fix and refused is None:
        terminal.tell(f"改了 {source.name}", f"mended {source.name}")
    return refused


def _show(of: Remarks, template: Template, terminal: Terminal) -> None:
    either = terminal.either
    for each in of.remarks:
        terminal.write(render(each.problem, terminal.language, colour=terminal.page.colour, ambiguous=terminal.ambiguous) + "\n")
        _shown(each, template, terminal)
        terminal.write("\n")
    for done in of.answered:
        problem = done.remark.problem
        line, _ = problem.at.source.line_and_column(problem.at.span.start)
        head = f"{problem.at.source.name}:{line} [{problem.code.name}] {'、'.join(done.remark.items)}"
        terminal.write(either(f"已答复：{head}：{done.reason}", f"answered: {head}: {done.reason}") + "\n")
    for open_ in of.undecided:
        question, why = open_.question.text(terminal.language), open_.why.text(terminal.language)
        terminal.write(
            either(f"没有查清：{open_.item} {question}：{why}", f"not decided: {open_.item}, {question}: {why}") + "\n"
        )
    if of.undecided:
        terminal.write("\n".join(terminal.page.wrapped(advice(of.undecided).text(terminal.language))) + "\n")
    count, done_count, open_count = len(of.remarks), len(of.answered), len(of.undecided)
    told = either(
        f"{of.policy}：{count} 条意见，{done_count} 条已答复，{open_count} 处没有查清",
        f"{of.policy}: {count} remark{'' if count == 1 else 's'}, {done_count} answered, {open_count} not decided",
    )
    terminal.write(terminal.page.paint(told, "warning" if count else "good") + "\n")


def _shown(each: Remark, template: Template, terminal: Terminal) -> None:
    """The form that shows it, and the example to paste."""
    if each.shown is None:
        return
    terminal.write(terminal.either("  这样的一张表：", "  such a form:") + "\n")
    texts = [form_yaml(each.shown.data, template, terminal.language), example(each.shown, template, terminal.language)]
    for text in filter(None, texts):
        terminal.write("".join(f"    {line}\n" for line in text.splitlines()))
    if each.shown.also is not None:
        terminal.write(f"  {each.shown.also.text(terminal.language)}\n")
