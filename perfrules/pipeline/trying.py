"""Policies put on trial: found, compiled, and with what it takes to compile them again from what is printed."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.check.consolidate import edition_of
from perfrules.diagnostics import Diagnostic
from perfrules.forms import shipped_templates
from perfrules.pipeline.policies import compile_policy, find, for_a_template
from perfrules.pipeline.texts import parsed_once, shipped_policies, texts_of
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.trials.under import Periods, Under


@dataclass(frozen=True, slots=True)
class Loaded:
    """`under` is None when `problems` hold an error, and for a policy without rules, which only lends its names.

    `editions` are those whose text is the policy's own: its file, and what it amends; not what it uses.
    """

    under: Under | None
    problems: tuple[Diagnostic, ...]
    editions: tuple[str, ...] = ()


def put_on_trial(name: str) -> Loaded:
    """The policy of that name or file, ready to be tried."""
    source = find(name)
    if isinstance(source, Diagnostic):
        return Loaded(None, (source,))
    own = tuple(edition_of(file) for file in texts_of(parsed_once(source).file).main.files)
    if _only_lends(source):
        return Loaded(None, parsed_once(source).problems, own)
    compiled = compile_policy(source)
    program = compiled.program
    if program is None:
        return Loaded(None, compiled.problems, own)
    periods = tuple((period.days, period.program) for period in compiled.periods)
    return Loaded(Under.trial(program, source, shipped_templates(), programs_of, periods), compiled.problems, own)


def _only_lends(source: Source) -> bool:
    """Whether a policy has no template, of its own or taken over, and nothing that would need one."""
    file = parsed_once(source).file
    if file.policy is None or file.policy.only(syntax.Amends) is not None or for_a_template(source):
        return False
    return not any(isinstance(item, syntax.Rule | syntax.Score | syntax.Example | syntax.Property) for item in file.items)


def programs_of(source: Source) -> Periods:
    """What a text says in each of its periods; nothing when it has mistakes."""
    compiled = compile_policy(source)
    if compiled.program is None:
        return ()
    return tuple((period.days, period.program) for period in compiled.periods) or (((None, None), compiled.program),)


def used_by(name: str) -> list[str]:
    """The policies that only lend their names to that one, itself or through others, by the names they go by."""
    source, rules = find(name), with_rules()
    if isinstance(source, Diagnostic):
        return []
    policies = (each.files[-1].policy for each in texts_of(parsed_once(source).file).used)
    names = [f"{each.identity.path}/{each.identity.edition}" for each in policies if each is not None]
    return [each for each in names if each not in rules]


def editions_on_the_shelf() -> set[str]:
    """Every shipped edition, with rules or without."""
    return {edition_of(parsed_once(source).file) for name in shipped_policies() if isinstance(source := find(name), Source)}


def with_rules() -> list[str]:
    """The shipped policies that have rules."""
    return [name for name in shipped_policies() if not isinstance(source := find(name), Diagnostic) and for_a_template(source)]
