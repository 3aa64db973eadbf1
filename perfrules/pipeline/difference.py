"""Two editions compared: policies and forms found, and what does not fit together said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from perfrules.check.consolidate import days_words
from perfrules.diagnostics import Diagnostic, Label, Words
from perfrules.diff.compare import compare
from perfrules.diff.impact import Progress
from perfrules.diff.model import ClauseChange, Difference
from perfrules.findings.suspended import suspended
from perfrules.forms import Form, LoadedForms, shipped_templates
from perfrules.pipeline.expression import OTHER_TEMPLATE
from perfrules.pipeline.policies import Ready
from perfrules.pipeline.policy import FormLike, Policy, PolicyError, forms_of, load
from perfrules.source import Source, Span

EVERY_DAY = Words("任何一天", "every day")


def difference(
    old: Ready,
    new: Ready,
    forms: LoadedForms | None = None,
    against: LoadedForms | None = None,
    prove: bool | None = None,
    progress: Progress | None = None,
) -> Difference | Diagnostic:
    """The comparison, or why there can be none; forms of another template are not compared, and that is said."""
    one, other = old.program, new.program
    if one.template != other.template:
        names = [_template(program.template) for program in (one, other)]
        zh = f"{one.name} 是{names[0].zh}的，{other.name} 是{names[1].zh}的，不能比较"
        en = f"{one.name} is for {names[0].en}, {other.name} for {names[1].en}: they cannot be compared"
        return Diagnostic(OTHER_TEMPLATE, Words(zh, en), Label(Source(other.name, ""), Span(0, 0)))
    left = [form for given in (forms, against) if given for form in given.forms if form.template.name != one.template]
    made = compare(one, other, shipped_templates(), forms, against, prove, progress)
    header = (*made.header, *_passed(old, new))
    return replace(made, header=header, problems=tuple(_left_out(form, one.template) for form in left))


def _passed(old: Ready, new: Ready) -> Iterator[ClauseChange]:
    """What dated changes leave out of the comparison, which is of the last day: which days that are, and what was off before."""
    days = [days_words(ready.periods[-1][0]) if ready.periods else EVERY_DAY for ready in (old, new)]
    ended = [_ended(ready) for ready in (old, new)]
    names = [name for name in dict.fromkeys((*ended[0], *ended[1])) if ended[0].get(name) != ended[1].get(name)]
    if names or days[0] != days[1]:
        yield ClauseChange("scope", Words("比较的日子", "days compared"), *days)
    for name in names:
        yield ClauseChange("switch", Words(f"曾停用 {name}", f"{name} was off"), ended[0].get(name), ended[1].get(name))


def _ended(ready: Ready) -> dict[str, Words]:
    """The rules that were off on earlier days, with what is said of that."""
    now = {check.name for check in ready.program.checks if check.off is not None}
    return {
        check.name: suspended(check.off)
        for _, each in ready.periods
        for check in each.program.checks
        if check.off is not None and check.name not in now
    }


def _template(name: str) -> Words:
    found = shipped_templates().get(name)
    return Words(found.zh if found else name, name)


def _left_out(form: Form, template: str) -> Diagnostic:
    wanted = _template(template)
    words = Words(
        f"表 {form.id} 是{form.template.zh}，两版政策是{wanted.zh}的；这张表不比较，只供关联",
        f"form {form.id} is a {form.template.name}, the editions are for {wanted.en}; it is there for links only",
    )
    return Diagnostic(OTHER_TEMPLATE, words, Label(Source(form.file, ""), Span(0, 0)), level="warning")


def diff(
    old: Policy | str | Path,
    new: Policy | str | Path,
    forms: FormLike | Sequence[FormLike] | None = None,
    against: FormLike | Sequence[FormLike] | None = None,
    prove: bool | None = None,
) -> Difference:
    """Two editions compared, given as policies, files or names; with forms, whom the change hits.

    `prove`: what the changes mean by the solver, by search alone (False), or by the solver where it is installed (None).

    Raises `PolicyError` when a policy cannot be used or the two are for other templates. What is wrong with a form is in the
    difference's `problems`.
    """
    policies = [each if isinstance(each, Policy) else load(each) for each in (old, new)]
    read = [None if given is None else forms_of(given, policies[1].template) for given in (forms, against)]
    made = difference(policies[0].ready, policies[1].ready, read[0], read[1], prove)
    if isinstance(made, Diagnostic):
        raise PolicyError((made,))
    return replace(made, problems=(*(problem for each in read if each is not None for problem in each.problems), *made.problems))
