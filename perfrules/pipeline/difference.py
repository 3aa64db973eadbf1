"""Two editions compared: policies and forms found, and what does not fit together said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from perfrules.check.consolidate import Days, days_words, within
from perfrules.diagnostics import Diagnostic, Label, Words
from perfrules.diff.compare import compare
from perfrules.diff.impact import Progress
from perfrules.diff.model import DAYS_COMPARED, ClauseChange, Difference
from perfrules.findings.suspended import suspended
from perfrules.forms import Form, LoadedForms, shipped_templates
from perfrules.pipeline.days import counted_by, unread_day
from perfrules.pipeline.expression import OTHER_TEMPLATE
from perfrules.pipeline.fitting import in_force
from perfrules.pipeline.policies import Ready
from perfrules.pipeline.policy import FormLike, Policy, PolicyError, forms_of, load
from perfrules.pipeline.run import OTHER_DAY
from perfrules.source import Source, Span

MOST_SHOWN = 5
EVERY_DAY = Words("任何一天", "every day")
DAYS_OF_EDITIONS = Words("比较的日子", "the days compared")


def difference(
    old: Ready,
    new: Ready,
    forms: LoadedForms | None = None,
    against: LoadedForms | None = None,
    prove: bool | None = None,
    progress: Progress | None = None,
    day: date | None = None,
) -> Difference | Diagnostic:
    """The comparison, or why there can be none; forms of another template are not compared, and that is said.

    Editions that did not stay the same are compared as they stand on `day`, or in the end. A form filled in when one of them
    stood otherwise is not compared either: what is said here would not hold of it.
    """
    compared = [_stretch(ready, day) for ready in (old, new)]
    one, other = (ready.program for _, ready in compared)
    if one.template != other.template:
        names = [_template(program.template) for program in (one, other)]
        zh = f"{one.name} 是{names[0].zh}的，{other.name} 是{names[1].zh}的，不能比较"
        en = f"{one.name} is for {names[0].en}, {other.name} for {names[1].en}: they cannot be compared"
        return Diagnostic(OTHER_TEMPLATE, Words(zh, en), Label(Source(other.name, ""), Span(0, 0)))
    left = [form for given in (forms, against) if given for form in given.forms if form.template.name != one.template]
    problems = [_left_out(form, one.template) for form in left]
    if forms is not None:
        forms, told = _of_the_days(
            forms, one.template, [(ready, days) for ready, (days, _) in zip((old, new), compared, strict=True)]
        )
        problems += told
    if against is not None:  # last year's forms are read under the old edition
        against, told = _of_the_days(against, one.template, [(old, compared[0][0])])
        problems += told
    if day is not None:
        problems += _on_that_day((old, new), day)
    made = compare(one, other, shipped_templates(), forms, against, prove, progress)
    header = (*made.header, *_passed((old, new), [days for days, _ in compared]))
    return replace(made, header=header, problems=tuple(problems))


def _stretch(ready: Ready, day: date | None) -> tuple[Days, Ready]:
    """The days that are compared of an edition, and what holds on them."""
    if not ready.periods:
        return (None, None), ready
    return next(each for each in ready.periods if within(day, each[0])) if day else ready.periods[-1]


def _of_the_days(given: LoadedForms, template: str, sides: Sequence[tuple[Ready, Days]]) -> tuple[LoadedForms, list[Diagnostic]]:
    """The forms, those set apart that were filled in when a side stood otherwise; and what is to be said of that."""
    its = [form for form in given.forms if form.template.name == template]
    others = [form for form in its if form.filled_on and not all(within(form.filled_on, days) for _, days in sides)]
    told = [_other_day(form, form.filled_on) for form in others if form.filled_on]
    if any(ready.periods for ready, _ in sides):
        told += [problem for form in its if (problem := counted_by(form, DAYS_OF_EDITIONS)) is not None]
        undated = [form for form in its if not form.filled_on and unread_day(form) is None]
        told += [_undated(undated)] if undated else []
    return replace(given, apart=frozenset(form.id for form in others)), told


def _on_that_day(sides: tuple[Ready, Ready], day: date) -> Iterator[Diagnostic]:
    """What is odd about the day that was asked for."""
    if not any(ready.periods for ready in sides):
        words = Words("两版都没有带日期的改动，哪一天都一样", "neither edition has a dated change: every day is the same")
        yield Diagnostic(OTHER_DAY, words, Label(Source(sides[1].program.name, ""), Span(0, 0)), level="note")
    for ready in sides:
        if not in_force(ready.program, day):
            when, name = days_words((ready.program.starts, ready.program.ends)), ready.program.name
            words = Words(f"政策 {name} 的施行时间是 {when.zh}，不含 {day}", f"policy {name} is in force {when.en}, not on {day}")
            yield Diagnostic(OTHER_DAY, words, Label(Source(name, ""), Span(0, 0)), level="warning")


def _other_day(form: Form, day: date) -> Diagnostic:
    words = Words(
        f"表 {form.id} 是 {day} 填的，那一天两版不都是这里比较的样子；这张表不比较",
        f"form {form.id} was filled in on {day}, when not both editions stood as they are compared here; it is not compared",
    )
    help_ = Words(f"另用 --date {day} 比较那一天的两版", f"compare the editions of that day with --date {day}")
    return Diagnostic(OTHER_DAY, words, Label(Source(form.file, ""), Span(0, 0)), level="warning", help=help_, form=form.id)


def _undated(forms: Sequence[Form]) -> Diagnostic:
    shown = [form.id for form in forms[:MOST_SHOWN]]
    zh, en = "、".join(shown), ", ".join(shown)
    more = len(forms) > len(shown)
    words = Words(
        f"{len(forms)} 张表没有填表日期，按比较的日子算：{zh}{' 等' if more else ''}",
        f"forms that do not say when they were filled in count by the days compared: {en}{', …' if more else ''}",
    )
    return Diagnostic(OTHER_DAY, words, Label(Source(forms[0].file, ""), Span(0, 0)), level="note")


def _passed(sides: tuple[Ready, Ready], compared: Sequence[Days]) -> Iterator[ClauseChange]:
    """What dated changes leave out of the comparison: which days it is of, and what is off on others."""
    days = [days_words(each) if ready.periods else EVERY_DAY for ready, each in zip(sides, compared, strict=True)]
    ended = [_ended(ready, each) for ready, each in zip(sides, compared, strict=True)]
    names = [name for name in dict.fromkeys((*ended[0], *ended[1])) if ended[0].get(name) != ended[1].get(name)]
    if names or days[0] != days[1]:
        yield ClauseChange("scope", DAYS_COMPARED, *days)
    rest = [_others(ready, each) for ready, each in zip(sides, compared, strict=True)]
    if any(rest) and rest[0] != rest[1]:
        yield ClauseChange("scope", Words("另有规定的日子", "other stretches"), *rest)
    for name in names:
        was, now = (None if side.get(name) is None else _named(name, side[name]) for side in ended)
        yield ClauseChange("switch", Words("别的日子", "other days"), was, now)


def _others(ready: Ready, compared: Days) -> Words | None:
    """The stretches of days on which an edition stands otherwise than it is compared."""
    told = [days_words(days) for days, _ in ready.periods if days != compared]
    return Words("；".join(each.zh for each in told), "; ".join(each.en for each in told)) if told else None


def _named(name: str, words: Words) -> Words:
    return Words(f"{name} {words.zh}", f"{name} {words.en}")


def _ended(ready: Ready, compared: Days) -> dict[str, Words]:
    """The rules that are off on other days than those compared, with what is said of that."""
    now = {
        check.name for days, each in ready.periods if days == compared for check in each.program.checks if check.off is not None
    }
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
    day: date | None = None,
) -> Difference:
    """Two editions compared, given as policies, files or names; with forms, whom the change hits.

    `prove`: what the changes mean by the solver, by search alone (False), or by the solver where it is installed (None).
    `day`: editions with dated changes as they stand on it; None: as they stand in the end.

    Raises `PolicyError` when a policy cannot be used or the two are for other templates. What is wrong with a form is in the
    difference's `problems`.
    """
    policies = [each if isinstance(each, Policy) else load(each) for each in (old, new)]
    read = [None if given is None else forms_of(given, policies[1].template) for given in (forms, against)]
    made = difference(policies[0].ready, policies[1].ready, read[0], read[1], prove, day=day)
    if isinstance(made, Diagnostic):
        raise PolicyError((made,))
    return replace(made, problems=(*(problem for each in read if each is not None for problem in each.problems), *made.problems))
