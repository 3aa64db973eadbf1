"""A run: forms read, each given its policies, decided and reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from perfrules.core import tree as core
from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.evaluate import Batch, Engine, decide
from perfrules.forms import NOTHING_STATED, BatchFile, Form, LoadedForms, is_batch_file, load_batch, load_forms, shipped_templates
from perfrules.pipeline.files import form_files, read_text
from perfrules.pipeline.policies import Ready, fits_place, fits_year, fitting, form_year
from perfrules.report import Finding, FormReport, Report
from perfrules.report.make import findings, form_report
from perfrules.source import Source, Span

NO_POLICY_FITS = Code("no-policy-fits", Words("没有合适的政策", "no policy fits"))
OTHER_YEAR = Code("other-year", Words("年度不符", "another year"))
SAME_ID = Code("same-id", Words("编号重复", "same id"))

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
) -> Report:
    """Every form under the policies given that have rules for it, or else under the shipped ones.

    Those are the one that fits the form, and, of the policies that fit other forms of the run, the ones with rules for it.
    """
    reports: list[FormReport] = []
    found: list[Finding] = []
    chosen = Chosen(forms, policies)
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
    """Which policies check which forms of a run, and what is to be said of the choice."""

    def __init__(self, forms: Sequence[Form], policies: Sequence[Ready] | None) -> None:
        self.forms = forms
        self.problems: list[Diagnostic] = []
        self._own: dict[int, list[Ready]] = {}
        self._given = policies
        for form in forms:
            its, problem = _own(form, policies)
            self._own[id(form)] = its
            self.problems += [problem] if problem else []
        used = [ready for its in self._own.values() for ready in its] if policies is None else list(policies)
        self._all = list(dict.fromkeys(used))

    def of(self, form: Form) -> list[Ready]:
        """The policies for the form's own template, then those of others that have rules for it, where they fit it."""
        own = self._own[id(form)]
        rest = [ready for ready in self._all if ready not in own and _has_rules_for(ready, form)]
        return [*own, *rest]

    def batch(self, stated: BatchFile = NOTHING_STATED) -> Batch:
        """The forms as one batch, each audited by its own policy."""
        return Batch(self.forms, stated.held, stated.same, auditor=self._auditor)

    def _auditor(self, form: Form) -> Engine | None:
        """The engine of the one policy that is for the form's template and year, if there is one."""
        its = self._own.get(id(form), [])
        if len(its) > 1:
            its = [ready for ready in its if fits_year(ready.program, form)]
        return its[0].engine if len(its) == 1 else None


def _has_rules_for(ready: Ready, form: Form) -> bool:
    program, name = ready.program, form.template.name
    if program.template == name or all(check.subject.template != name for check in program.checks):
        return False
    return fits_place(program, form) and fits_year(program, form)


def _own(form: Form, policies: Sequence[Ready] | None) -> tuple[list[Ready], Diagnostic | None]:
    """The policies for a form's template, and what is to be said of the choice."""
    if policies is None:
        fits, tried = fitting(form)
        return (fits, None) if len(fits) == 1 else ([], _none_fits(form, bool(fits), fits or tried))
    given = [ready for ready in policies if ready.program.template == form.template.name]
    if not given:
        return [], None if any(_reads(ready.program, form) for ready in policies) else _none_fits(form, False, policies)
    other = next((ready for ready in given if form_year(form) is not None and not fits_year(ready.program, form)), None)
    return given, None if other is None else _other_year(form, other)


def _reads(program: core.Program, form: Form) -> bool:
    """Whether the policy has rules for forms of this template, or links that lead to them."""
    subjects = [check.subject for check in program.checks] + [link.target for link in program.links.values() if link.across]
    return any(subject.template == form.template.name for subject in subjects)


def _none_fits(form: Form, several: bool, tried: Sequence[Ready]) -> Diagnostic:
    about = form.template.about
    place = (form.cells[about.place].text if about.place else None) or "?"
    year = form_year(form) or "?"
    zh = f"表 {form.id}（{form.template.zh}，{place}，{year} 年）{'适用的政策不止一个' if several else '没有适用的政策'}"
    en = f"form {form.id} ({form.template.name}, {place}, {year}): {'more than one policy fits' if several else 'no policy fits'}"
    listed = [_for_what(ready.program) for ready in tried]
    zh_help = f"试过：{'；'.join(each.zh for each in listed) or '无'}。可用 --policy 指定"
    en_help = f"tried: {'; '.join(each.en for each in listed) or 'none'}; name one with --policy"
    return _about(form.file, NO_POLICY_FITS, Words(zh, en), Words(zh_help, en_help))


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
