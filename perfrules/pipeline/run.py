"""A run: forms read, each given its policies, decided and reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.evaluate import decide
from perfrules.forms import Form, LoadedForms, load_forms, shipped_templates
from perfrules.pipeline.files import form_files, read_text
from perfrules.pipeline.fitting import filled_on, fits_year, fitting, form_year
from perfrules.pipeline.policies import Ready
from perfrules.report import Finding, FormReport, Report
from perfrules.report.make import findings, form_report
from perfrules.source import Source, Span

NO_POLICY_FITS = Code("no-policy-fits", Words("没有合适的政策", "no policy fits"))
NO_DATE = Code("no-date", Words("缺少日期", "no date"))
OTHER_YEAR = Code("other-year", Words("年度不符", "another year"))
SAME_ID = Code("same-id", Words("编号重复", "same id"))

Progress = Callable[[int, int], None]


def _about(name: str, code: Code, words: Words, help_: Words | None = None) -> Diagnostic:
    return Diagnostic(code, words, Label(Source(name, ""), Span(0, 0)), help=help_)


def read_forms(paths: Iterable[str], progress: Progress | None = None) -> LoadedForms:
    """Every form of the files and folders, and what is wrong with those that cannot be used."""
    files, problems = form_files(paths)
    forms: list[Form] = []
    seen: dict[str, str] = {}
    for at, file in enumerate(files):
        if progress is not None:
            progress(at, len(files))
        source = read_text(file)
        if isinstance(source, Diagnostic):
            problems.append(source)
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
    return LoadedForms(tuple(forms), tuple(problems))


def run(
    forms: Sequence[Form],
    policies: Sequence[Ready] | None = None,
    progress: Progress | None = None,
    day: date | None = None,
) -> Report:
    """Every form under the policies given that are for its template, or else under the shipped one that fits it.

    `day` counts for forms that do not say on which day they were filled in.
    """
    reports: list[FormReport] = []
    found: list[Finding] = []
    problems: list[Diagnostic] = []
    for at, form in enumerate(forms):
        if progress is not None:
            progress(at, len(forms))
        its, problem = chosen(form, policies, day)
        problems += [problem] if problem else []
        for ready in its:
            decided = decide(ready.engine, form)
            reports.append(form_report(decided, ready.program, ready.engine))
            found += findings(decided, ready.program, shipped_templates(), ready.observing)
    return Report(tuple(reports), tuple(found), tuple(problems))


def chosen(form: Form, policies: Sequence[Ready] | None, day: date | None = None) -> tuple[list[Ready], Diagnostic | None]:
    """A form's policies as they stood on its day, and what is to be said of the choice."""
    its, problem = _policies(form, policies, day)
    standing = [ready.on(filled_on(form) or day) for ready in its]
    undated = next((ready for ready, on in zip(its, standing, strict=True) if on is None), None)
    return [ready for ready in standing if ready is not None], problem if undated is None else _no_date(form, undated)


def _policies(form: Form, policies: Sequence[Ready] | None, day: date | None) -> tuple[list[Ready], Diagnostic | None]:
    if policies is None:
        fits, tried = fitting(form, day)
        return (fits, None) if len(fits) == 1 else ([], _none_fits(form, bool(fits), fits or tried))
    given = [ready for ready in policies if ready.program.template == form.template.name]
    if not given:
        return [], _none_fits(form, False, policies)
    other = next((ready for ready in given if form_year(form) is not None and not fits_year(ready.program, form)), None)
    return given, None if other is None else _other_year(form, other)


def _none_fits(form: Form, several: bool, tried: Sequence[Ready]) -> Diagnostic:
    about = form.template.about
    place = (form.cells[about.place].text if about.place else None) or "?"
    year = form_year(form) or "?"
    zh = f"表 {form.id}（{form.template.zh}，{place}，{year} 年）{'适用的政策不止一个' if several else '没有适用的政策'}"
    en = f"form {form.id} ({form.template.name}, {place}, {year}): {'more than one policy fits' if several else 'no policy fits'}"
    listed = [_for_what(ready.program) for ready in tried]
    dated = several and filled_on(form) is None and any(ready.program.starts or ready.program.ends for ready in tried)
    zh_help = f"试过：{'；'.join(each.zh for each in listed) or '无'}。可用 {'--date 写明日期，或用 ' * dated}--policy 指定"
    en_help = (
        f"tried: {'; '.join(each.en for each in listed) or 'none'}; {'say on which --date, or ' * dated}name one with --policy"
    )
    return _about(form.file, NO_POLICY_FITS, Words(zh, en), Words(zh_help, en_help))


def _no_date(form: Form, ready: Ready) -> Diagnostic:
    """The form does not say when it was filled in, and the policy was not the same throughout."""
    zh = f"表 {form.id} 没有填表日期，而政策 {ready.program.name} 前后不同"
    en = f"form {form.id} does not say when it was filled in, and policy {ready.program.name} did not stay the same"
    each = [days_words(days) for days, _ in ready.periods]
    zh_help = f"各段：{'；'.join(words.zh for words in each)}。用 --date 写明按哪一天"
    en_help = f"its periods: {'; '.join(words.en for words in each)}; say with --date which day counts"
    return _about(form.file, NO_DATE, Words(zh, en), Words(zh_help, en_help))


def days_words(days: Days) -> Words:
    first, last = days
    if first is None:
        return Words(f"{last} 以前", f"until {last}")
    return Words(f"{first} 起", f"from {first}") if last is None else Words(f"{first} 至 {last}", f"{first} to {last}")


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
    years, year = first if first == last else f"{first}-{last}", form_year(form)
    zh = f"表 {form.id} 是 {year} 年的，政策 {ready.program.name} 适用 {years} 年"
    en = f"form {form.id} is of {year}, policy {ready.program.name} is for {years}"
    return replace(_about(form.file, OTHER_YEAR, Words(zh, en)), level="warning")
