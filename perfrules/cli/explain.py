"""`perfrules explain`: how a rule came to its outcome on a form, for everything the rule is about."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from perfrules.cli.check import load_policies
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.diagnostics.nearest import nearest
from perfrules.evaluate import explain as explanations
from perfrules.forms import Form, shipped_templates
from perfrules.pipeline.policies import Ready
from perfrules.pipeline.run import chosen, read_forms
from perfrules.report.explained import Explained


def explain(options: argparse.Namespace, terminal: Terminal) -> int:
    policies, problems = load_policies(options.policy)
    loaded = read_forms([options.form])
    terminal.problems((*problems, *loaded.problems))
    status = 2 if any(problem.level == "error" for problem in (*problems, *loaded.problems)) else 0
    if options.policy and not policies:
        return 2
    pages = []
    for form in loaded.forms:
        its, problem = chosen(form, policies or None, options.date)
        terminal.problems([problem] if problem else [])
        made = _pages(form, options.rule, options.row, its, terminal) if its else None
        status = 2 if made is None else status
        pages += made or []
    terminal.write("\n".join(pages))
    return status


def _pages(form: Form, rule: str, row: int | None, policies: Sequence[Ready], terminal: Terminal) -> list[str] | None:
    """A page for each policy that has the rule; None when none has."""
    pages = []
    for ready in policies:
        check = next((each for each in ready.program.checks if rule in (each.name, each.title)), None)
        if check is not None:
            page = Explained(ready.program, shipped_templates(), form, terminal.language, terminal.page)
            made = explanations(ready.observing, ready.observing.start(form), check)
            if row is not None and not 1 <= row <= len(made):
                terminal.tell(f"`{rule}` 在这张表上只有 {len(made)} 行", f"`{rule}` has {len(made)} rows on this form")
                return None
            pages.append(page.text(made if row is None else made[row - 1 : row], check))
    if not pages:
        _unknown(rule, [check for ready in policies for check in ready.program.checks], policies, terminal)
    return pages or None


def _unknown(rule: str, checks: Sequence[core.Check], policies: Sequence[Ready], terminal: Terminal) -> None:
    names = "、".join(ready.program.name for ready in policies)
    known = [check.name for check in checks]
    near = nearest(rule, known)
    terminal.tell(
        f"政策 {names} 没有规则 `{rule}`" + (f"，是 `{near}` 吗" if near else f"；有：{'、'.join(known)}"),
        f"policy {names} has no rule `{rule}`" + (f"; did you mean `{near}`?" if near else f"; it has: {', '.join(known)}"),
    )
