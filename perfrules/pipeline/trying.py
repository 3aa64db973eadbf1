"""Policies put on trial: found, compiled, and with what it takes to compile them again from what is printed."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.forms import shipped_templates
from perfrules.pipeline.policies import compile_policy, find, for_a_template, shipped_policies
from perfrules.source import Source
from perfrules.trials.under import Under


@dataclass(frozen=True, slots=True)
class Loaded:
    """`under` is None when `problems` hold an error, and for a policy without rules, which only lends its names."""

    under: Under | None
    problems: tuple[Diagnostic, ...]


def put_on_trial(name: str) -> Loaded:
    """The policy of that name or file, ready to be tried."""
    source = find(name)
    if isinstance(source, Diagnostic):
        return Loaded(None, (source,))
    compiled = compile_policy(source)
    program = compiled.program
    if program is None:
        return Loaded(None, compiled.problems)
    return Loaded(Under.trial(program, source, shipped_templates(), _again), compiled.problems)


def _again(source: Source) -> core.Program | None:
    return compile_policy(source).program


def with_rules() -> list[str]:
    """The shipped policies that have rules."""
    return [name for name in shipped_policies() if not isinstance(source := find(name), Diagnostic) and for_a_template(source)]
