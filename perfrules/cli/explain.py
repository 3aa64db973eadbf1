"""`perfrules explain`: how a rule came to its outcome on a form, for everything the rule is about."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from perfrules.cli.check import declared, load_policies
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.core.reach import crosses
from perfrules.diagnostics.nearest import nearest
from perfrules.evaluate import Batch
from perfrules.evaluate import explain as explanations
from perfrules.forms import Form, LoadedForms, shipped_templates
from perfrules.pipeline.policies import Ready
from perfrules.pipeline.run import Chosen, read_forms
from perfrules.report.explained import Explained


def explain(options: argparse.Namespace, terminal: Terminal) -> int:
    policies, problems = load_policies(options.policy)
    loaded = read_forms([options.form])
    stated = declared(options)
    problems = [*problems, *loaded.problems, *stated.problems]
    stated += loaded.stated
    if options.policy and not policies:
        terminal.problems(problems)
        return 2
    others = LoadedForms((), ())
    if options.others or any(_reads_others(options.rule, form, policies, options.date) for form in loaded.forms):
        others = read_forms(options.others or [str(Path(options.form).parent)])
        problems += others.problems if options.others else ()
        stated += others.stated
    known = {form.id for form in loaded.forms}
    every = [*loaded.forms, *(form for form in others.forms if form.id not in known)]
    chosen = Chosen(every, policies or None, options.date)
    its = {form.id: chosen.of(form) for form in loaded.forms}
    terminal.problems([*problems, *Chosen(loaded.forms, policies or None, options.date).problems])
    status = 2 if any(problem.level == "error" for problem in problems) else 0
    batch = chosen.batch(stated)
    pages: list[str] = []
    for form in loaded.forms:
        made = _pages(form, options.rule, options.row, its[form.id], batch, terminal) if its[form.id] else None
        status = 2 if made is None else status
        pages += made or []
    if not pages and status == 0:
        terminal.tell(f"`{options.rule}` 不是针对这种表的", f"`{options.rule}` is not for forms of this template")
        status = 2
    terminal.write("\n".join(pages))
    return status


def _reads_others(rule: str, form: Form, policies: Sequence[Ready], day: date | None) -> bool:
    """Whether the rule may read other forms: of the policies given, or of any that fits the form, unless it surely does not."""
    own = Chosen([form], policies or None, day).of(form)
    checks = [(ready.program, check) for ready in own for check in ready.program.checks if rule in (check.name, check.title)]
    return not checks or any(crosses(program, check) for program, check in checks)


def _pages(
    form: Form, rule: str, row: int | None, policies: Sequence[Ready], batch: Batch, terminal: Terminal
) -> list[str] | None:
    """A page for each policy that has the rule, if it is for such forms; None when none has it."""
    pages, known = [], False
    for ready in policies:
        check = next((each for each in ready.program.checks if rule in (each.name, each.title)), None)
        known = known or check is not None
        if check is None or check.subject.template != form.template.name:
            continue
        page = Explained(ready.program, shipped_templates(), form, terminal.language, terminal.page, batch)
        made = explanations(ready.observing, ready.observing.start(form, batch), check)
        if row is not None and not 1 <= row <= len(made):
            terminal.tell(f"`{rule}` 在这张表上只有 {len(made)} 行", f"`{rule}` has {len(made)} rows on this form")
            return None
        pages.append(page.text(made, check, summed=True) if row is None else page.text(made[row - 1 : row], check))
    if not known:
        _unknown(rule, [check for ready in policies for check in ready.program.checks], policies, terminal)
        return None
    return pages


def _unknown(rule: str, checks: Sequence[core.Check], policies: Sequence[Ready], terminal: Terminal) -> None:
    names = "、".join(ready.program.name for ready in policies)
    known = [check.name for check in checks]
    near = nearest(rule, known)
    terminal.tell(
        f"政策 {names} 没有规则 `{rule}`" + (f"，是 `{near}` 吗" if near else f"；有：{'、'.join(known)}"),
        f"policy {names} has no rule `{rule}`" + (f"; did you mean `{near}`?" if near else f"; it has: {', '.join(known)}"),
    )
