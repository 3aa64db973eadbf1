"""Two editions compared: policies and forms found, and what does not fit together said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from perfrules.diagnostics import Diagnostic, Label, Words
from perfrules.diff.compare import compare
from perfrules.diff.impact import Progress
from perfrules.diff.model import Difference
from perfrules.forms import Form, shipped_templates
from perfrules.pipeline.expression import OTHER_TEMPLATE
from perfrules.pipeline.policies import Ready
from perfrules.pipeline.policy import FormLike, Policy, PolicyError, forms_of, load
from perfrules.source import Source, Span


def difference(
    old: Ready,
    new: Ready,
    forms: Sequence[Form] | None = None,
    against: Sequence[Form] | None = None,
    progress: Progress | None = None,
) -> Difference | Diagnostic:
    """The comparison, or why there can be none; forms of another template are left out, and that is said."""
    one, other = old.program, new.program
    if one.template != other.template:
        names = [_template(program.template) for program in (one, other)]
        zh = f"{one.name} 是{names[0].zh}的，{other.name} 是{names[1].zh}的，不能比较"
        en = f"{one.name} is for {names[0].en}, {other.name} for {names[1].en}: they cannot be compared"
        return Diagnostic(OTHER_TEMPLATE, Words(zh, en), Label(Source(other.name, ""), Span(0, 0)))
    kept = [
        None if given is None else [form for form in given if form.template.name == one.template] for given in (forms, against)
    ]
    left = [form for given in (forms, against) for form in given or () if form.template.name != one.template]
    made = compare(one, other, shipped_templates(), kept[0], kept[1], progress)
    return replace(made, problems=tuple(_left_out(form, one.template) for form in left))


def _of(template: str, forms: Sequence[Form]) -> list[Form]:
    return [form for form in forms if form.template.name == template]


def _template(name: str) -> Words:
    found = shipped_templates().get(name)
    return Words(found.zh if found else name, name)


def _left_out(form: Form, template: str) -> Diagnostic:
    wanted = _template(template)
    words = Words(
        f"表 {form.id} 是{form.template.zh}，两版政策是{wanted.zh}的；没有比较这张表",
        f"form {form.id} is a {form.template.name}, the editions are for {wanted.en}; it was left out",
    )
    return Diagnostic(OTHER_TEMPLATE, words, Label(Source(form.file, ""), Span(0, 0)), level="warning")


def diff(
    old: Policy | str | Path,
    new: Policy | str | Path,
    forms: FormLike | Sequence[FormLike] | None = None,
    against: FormLike | Sequence[FormLike] | None = None,
) -> Difference:
    """Two editions compared, given as policies, files or names; with forms, whom the change hits.

    Raises `PolicyError` when a policy cannot be used or the two are for other templates. What is wrong with a form is in the
    difference's `problems`.
    """
    policies = [each if isinstance(each, Policy) else load(each) for each in (old, new)]
    read = [None if given is None else forms_of(given, policies[1].template) for given in (forms, against)]
    told = [None if each is None else each.forms for each in read]
    made = difference(policies[0].ready, policies[1].ready, told[0], told[1])
    if isinstance(made, Diagnostic):
        raise PolicyError((made,))
    return replace(made, problems=(*(problem for each in read if each is not None for problem in each.problems), *made.problems))
