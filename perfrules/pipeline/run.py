"""A run: forms read, each given its policies, decided and reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from perfrules.check.consolidate import days_words
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.evaluate import Batch, Engine, decide
from perfrules.forms import NOTHING_STATED, BatchFile, Form, LoadedForms, is_batch_file, load_batch, load_forms, shipped_templates
from perfrules.pipeline.days import by_option, counted_by, unread_day
from perfrules.pipeline.files import form_files, read_text
from perfrules.pipeline.fitting import fits_year, fitting, held_place, in_force
from perfrules.pipeline.policies import Ready
from perfrules.report import Finding, FormReport, Report
from perfrules.report.make import findings, form_report
from perfrules.source import Source, Span

NO_POLICY_FITS = Code("no-policy-fits", Words("没有合适的政策", "no policy fits"))
NO_DATE = Code("no-date", Words("缺少日期", "no date"))
OTHER_YEAR = Code("other-year", Words("年度不符", "another year"))
OTHER_DAY = Code("other-day", Words("日期不符", "another day"))
ONLY_READ = Code("only-read", Words("只供对照", "only read by links"))
SAME_ID = Code("same-id", Words("编号重复", "same id"))

MOST_SHOWN = 5

Progress = Callable[[int, int], None]


def _about(name: str, code: Code, words: Words, help_: Words | None = None) -> Diagnostic:
    return Diagnostic(code, words, Label(Source(name, ""), Span(0, 0)), help=help_)


def read_forms(paths: Iterable[str], progress: Progress | None = None) -> LoadedForms:
    """Every form of the files and folders, what is wrong with those that cannot be used, and what batch files beside them say."""
    files, problems = form_files(paths)
    forms: list[Form] = []
    seen: dict[str, str] = {}
    stated = NOTHING_STATED
    for at, file in enumerate(files):
        if progress is not None:
            progress(at, len(files))
        source = read_text(file)
        if isinstance(source, Diagnostic):
            problems.append(source)
            continue
        if is_batch_file(file.name):
            stated += load_batch(source, shipped_templates())
            continue
        loaded = load_forms(source, shipped_templates())
        problems += loaded.problems
        for form in loaded.forms:
            if form.id in seen:
                problems.append(
                    _about(
                        str(file),
                        SAME_ID,
                        Words(f"`{form.id}` 在 {seen[form.id]} 里已有", f"`{form.id}` is in {seen[form.id]} too"),
                    )
                )
            seen.setdefault(form.id, str(file))
            forms.append(form)
    return LoadedForms(tuple(forms), (*problems, *stated.problems), stated)


def read_batch(name: str) -> BatchFile:
    """What a batch file declares, whatever it is called."""
    source = read_text(Path(name))
    return BatchFile(problems=(source,)) if isinstance(source, Diagnostic) else load_batch(source, shipped_templates())


def run(
    forms: Sequence[Form],
    policies: Sequence[Ready] | None = None,
    progress: Progress | None = None,
    stated: BatchFile = NOTHING_STATED,
    day: date | None = None,
) -> Report:
    """Every form under the policies given that have rules for it, or else under the shipped ones.

    Those are the one that fits the form, and, of the policies that fit other forms of the run, the ones with rules for it.
    `day` counts for forms that do not say on which day they were filled in; where what they say cannot be read, that is told.
    """
    reports: list[FormReport] = []
    found: list[Finding] = []
    chosen = Chosen(forms, policies, day)
    batch = chosen.batch(stated)
    for at, form in enumerate(forms):
        if progress is not None:
            progress(at, len(forms))
        for ready in chosen.of(form):
            decided = decide(ready.engine, form, batch)
            reports.append(form_report(decided, ready.program, ready.engine, batch))
            found += findings(decided, ready.program, shipped_templates(), ready.observing, batch)
    return Report(tuple(reports), tuple(found), tuple(chosen.problems))


class Chosen:
    """Which policies check which forms of a run, each as it stood on the form's day, and what is to be said of the choice.

    `day` counts for forms that do not say on which day they were filled in.
    """

    def __init__(self, forms: Sequence[Form], policies: Sequence[Ready] | None, day: date | None = None) -> None:
        self.forms = forms
        self.problems: list[Diagnostic] = []
        self._day = day
        own: dict[int, list[Ready]] = {}
        refused: set[int] = set()
        for form in forms:
            own[id(form)], problem = _own(form, policies, forms, day)
            if problem is not None:
                self.problems.append(problem)
                refused |= set() if own[id(form)] else {id(form)}
        every = list(dict.fromkeys([ready for its in own.values() for ready in its] if policies is None else policies))
        self._standing: dict[int, list[Ready]] = {}
        only_read = []
        for form in forms:
            its = own[id(form)]
            rest = [ready for ready in every if ready not in its and _has_rules_for(ready, form)]
            self._standing[id(form)] = self._as_it_stood([*its, *rest], form)
            only_read += [form] if id(form) not in refused and not its and not rest else []
        if only_read:
            self.problems.append(_only_read(only_read))
        if day is not None:
            left = set(map(id, only_read))
            told = [counted_by(form, by_option(day)) for form in forms if id(form) not in left]
            self.problems += [problem for problem in told if problem is not None]

    def of(self, form: Form) -> list[Ready]:
        """The policies for the form's own template, then those of others that have rules for it, where they fit it."""
        return self._standing[id(form)]

    def _as_it_stood(self, policies: list[Ready], form: Form) -> list[Ready]:
        """Each policy on the form's day; one that did not stay the same is left out where there is no day, and that is said."""
        standing = []
        for ready in policies:
            on = ready.on(form.filled_on or self._day)
            if on is None:
                self.problems.append(_no_date(form, ready))
            else:
                standing.append(on)
        return standing

    def batch(self, stated: BatchFile = NOTHING_STATED) -> Batch:
        """The forms as one batch, each audited by its own policy."""
        return Batch(self.forms, stated.held, stated.same, auditor=self._auditor)

    def _auditor(self, form: Form) -> Engine | None:
        """The engine of the one policy that is for the form's template and year, if there is one."""
        its = [ready for ready in self._standing.get(id(form), []) if ready.program.template == form.template.name]
        if len(its) > 1:
            its = [ready for ready in its if fits_year(ready.program, form)]
        return its[0].engine if len(its) == 1 else None


def _has_rules_for(ready: Ready, form: Form) -> bool:
    program, name = ready.program, form.template.name
    if program.template == name or all(check.subject.template != name for check in program.checks):
        return False
    return held_place(program, form) is not None and fits_year(program, form)


def _own(
    form: Form, policies: Sequence[Ready] | None, forms: Sequence[Form], day: date | None
) -> tuple[list[Ready], Diagnostic | None]:
    """The policies for a form's template, and what is to be said of the choice.

    A form of another year is only read where a policy's links lead to forms of its template, and forms of its year are there.
    """
    if policies is None:
        fits, tried = fitting(form, day)
        return (fits, None) if len(fits) == 1 else ([], _none_fits(form, bool(fits), fits or tried))
    given = [ready for ready in policies if ready.program.template == form.template.name]
    if not given:
        return [], None if any(_reads(ready.program, form) for ready in policies) else _none_fits(
            form, False, policies, named=True
        )
    given = [ready for ready in given if not _is_for_others(ready.program, form, forms)]
    other = next((ready for ready in given if form.year is not None and not fits_year(ready.program, form)), None)
    if other is not None:
        return given, _other_year(form, other)
    on = form.filled_on or day
    outside = next((ready for ready in given if on is not None and not in_force(ready.program, on)), None)
    return given, None if on is None or outside is None else _other_day(form, outside, on)


def _is_for_others(program: core.Program, form: Form, forms: Sequence[Form]) -> bool:
    if form.year is None or fits_year(program, form) or not _leads_to(program, form):
        return False
    return any(fits_year(program, each) for each in forms if each.template.name == form.template.name)


def _leads_to(program: core.Program, form: Form) -> bool:
    return any(link.across and link.target.template == form.template.name for link in program.links.values())


def _reads(program: core.Program, form: Form) -> bool:
    """Whether the policy has rules for forms of this template, or links that lead to them."""
    return _leads_to(program, form) or any(check.subject.template == form.template.name for check in program.checks)


def _only_read(forms: Sequence[Form]) -> Diagnostic:
    shown = [form.id for form in forms[:MOST_SHOWN]]
    zh, en = "、".join(shown), ", ".join(shown)
    more = len(forms) - len(shown)
    words = Words(
        f"有 {len(forms)} 张表只供别的表对照，没有规则复核它们：{zh}{' 等' if more else ''}",
        f"{len(forms)} form{'s are' if len(forms) > 1 else ' is'} only read by links, no rule checks them: {en}"
        + (f" and {more} more" if more else ""),
    )
    return replace(_about(forms[0].file, ONLY_READ, words), level="note")


def _none_fits(form: Form, several: bool, tried: Sequence[Ready], *, named: bool = False) -> Diagnostic:
    """`named` says that the policies tried are those that were asked for."""
    about = form.template.about
    place = (form.cells[about.place].text if about.place else None) or "?"
    year = form.year or "?"
    zh = f"表 {form.id}（{form.template.zh}，{place}，{year} 年）{'适用的政策不止一个' if several else '没有适用的政策'}"
    en = f"form {form.id} ({form.template.name}, {place}, {year}): {'more than one policy fits' if several else 'no policy fits'}"
    listed = [_for_what(ready.program) for ready in tried]
    dated = several and form.filled_on is None and any(ready.program.starts or ready.program.ends for ready in tried)
    zh_help = f"试过：{'；'.join(each.zh for each in listed) or '无'}。"
    en_help = f"tried: {'; '.join(each.en for each in listed) or 'none'}; "
    if named:
        zh_help += "再用一个 --policy 给出适用于这种表的政策，或不给这张表"
        en_help += "give one for such forms with another --policy, or leave the form out"
    else:
        zh_help += f"可用 {'--date 写明日期，或用 ' * dated}--policy 指定"
        en_help += f"{'say on which --date, or ' * dated}name one with --policy"
    return replace(_about(form.file, NO_POLICY_FITS, Words(zh, en), Words(zh_help, en_help)), form=form.id)


def _no_date(form: Form, ready: Ready) -> Diagnostic:
    """The form does not say when it was filled in, and the policy was not the same throughout."""
    written = unread_day(form)
    zh = f"表 {form.id} 没有填表日期" if not written else f"表 {form.id} 的填表日期“{written}”读不出是哪一天"
    en = f"form {form.id} does not say when it was filled in"
    en = en if not written else f"no day can be read in “{written}”, the day on which form {form.id} was filled in"
    zh, en = f"{zh}，而政策 {ready.program.name} 前后不同", f"{en}, and policy {ready.program.name} did not stay the same"
    each = [days_words(days) for days, _ in ready.periods]
    zh_help = f"各段：{'；'.join(words.zh for words in each)}。用 --date 写明按哪一天"
    en_help = f"its periods: {'; '.join(words.en for words in each)}; say with --date which day counts"
    return replace(_about(form.file, NO_DATE, Words(zh, en), Words(zh_help, en_help)), form=form.id)


def _for_what(program: core.Program) -> Words:
    """A policy by its name, with the template, places and years it is for."""
    template = shipped_templates().get(program.template)
    first, last = program.years
    years = first if first == last else f"{first}-{last}"
    zh = "、".join([template.zh if template else program.template, *(program.places or ["各地"]), f"{years} 年"])
    en = ", ".join([program.template, *(program.places or ["everywhere"]), years])
    return Words(f"{program.name}（{zh}）", f"{program.name} ({en})")


def _other_year(form: Form, ready: Ready) -> Diagnostic:
    first, last = ready.program.years
    years, year = first if first == last else f"{first}-{last}", form.year
    zh = f"表 {form.id} 是 {year} 年的，政策 {ready.program.name} 适用 {years} 年"
    en = f"form {form.id} is of {year}, policy {ready.program.name} is for {years}"
    return replace(_about(form.file, OTHER_YEAR, Words(zh, en)), level="warning", form=form.id)


def _other_day(form: Form, ready: Ready, on: date) -> Diagnostic:
    """The policy's own period of validity does not hold the form's day."""
    when, name = days_words((ready.program.starts, ready.program.ends)), ready.program.name
    zh = f"表 {form.id} 按 {on} 算，政策 {name} 的施行时间是 {when.zh}"
    en = f"form {form.id} counts by {on}, policy {name} is in force {when.en}"
    return replace(_about(form.file, OTHER_DAY, Words(zh, en)), level="warning", form=form.id)
