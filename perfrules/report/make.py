"""From decided outcomes to what is reported: findings with their sentences, and a form's totals and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.evaluate import Batch, Decided, Engine, Explanation, explain, total_range
from perfrules.findings import OUTCOMES, Derivation, Result
from perfrules.forms import Form, Templates
from perfrules.report.carried import carried
from perfrules.report.causes import Reason, beside, grouped, of_column, reason
from perfrules.report.deciding import what_decided
from perfrules.report.labels import label, numbered, place_at, written
from perfrules.report.model import Finding, FormReport, Hindrance, Spot, Stopped, Suspended
from perfrules.report.speaking import Said, Speaker
from perfrules.report.wording import value_text
from perfrules.values import Missing, Why

RANK: dict[core.Severity, int] = {"error": 0, "warning": 1, "note": 2}
MOST_SUBJECTS = 5
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def form_report(decided: Decided, program: core.Program, engine: Engine, batch: Batch | None = None) -> FormReport:
    """A form's totals as claimed and as audited, and how many of each outcome.

    Rules that a policy has for another template than its own say nothing of the totals of that template's forms.
    """
    form = decided.form
    counts = Counter(result.outcome for result in decided.results)
    total = form.template.total if form.template.name == program.template else None
    cell = form.cells[total] if total else None
    audited = None if cell is None else written(decided.audited_total, cell.field, cell)
    ends = None
    if cell is not None and isinstance(decided.audited_total, Missing):
        found = total_range(engine, form, batch)
        if found is not None:
            ends = _range(found, form, cell.field.name)
    title = form.cells[form.template.about.title].text if form.template.about.title else None
    return FormReport(
        form.id,
        title or "",
        form.template.name,
        program.name,
        None if cell is None else cell.text,
        audited,
        ends,
        {outcome: counts.get(outcome, 0) for outcome in OUTCOMES},
        form.template.name != program.template,
        _off(decided, program),
        carried(decided, program),
    )


def _off(decided: Decided, program: core.Program) -> tuple[Suspended, ...]:
    off = {result.check for result in decided.results if result.outcome == "off"}
    return tuple(Suspended(each.name, each.title, each.off) for each in program.checks if each.off and each.name in off)


def _range(ends: tuple[Fraction, Fraction], form: Form, total: str) -> tuple[str, str]:
    cell = form.cells[total]
    low, high = (written(end, cell.field, cell) or "" for end in ends)
    return low, high


def findings(
    decided: Decided, program: core.Program, templates: Templates, observing: Engine, batch: Batch | None = None
) -> tuple[Finding, ...]:
    """The failures one by one, and the undetermined outcomes cause by cause; worst first, then in the order of the form."""
    said = Speaker(program, templates, decided.form, batch)
    checks = {check.name: check for check in program.checks}
    run = observing.start(decided.form, batch)
    failed = [
        _failure(said, explain(observing, run, checks[each.check], each.index)[0], program)
        for each in decided.results
        if each.outcome == "fail"
    ]
    stopped = [_stopped(said, cause, results, checks, program) for cause, results in grouped(decided.results)]
    return tuple(sorted([*failed, *stopped], key=lambda finding: (finding.outcome != "fail", RANK[finding.severity])))


def _failure(said: Speaker, explanation: Explanation, program: core.Program) -> Finding:
    form, check, result = said.form, explanation.check, explanation.result
    what = what_decided(said, explanation)
    path, message = _placed(said, what, result)
    other = what.form if what.path is not None and path == what.path and what.form is not form else None
    told = tuple(note.words for note in form.notes if note.path in (path, result.path))
    return Finding(
        form=form.id,
        policy=program.name,
        rule=check.name,
        title=check.title,
        outcome="fail",
        severity=check.severity,
        path=path,
        place=place_at(other or form, path),
        message=message,
        rules=(check.name,),
        subjects=(result.path,),
        claimed=what.claimed,
        expected=what.expected,
        working=what.working,
        note=note_of(explanation.message),
        basis=program.cited(check),
        remarks=(*told, *declared(explanation.declared)),
        other_form=None if other is None else other.id,
    )


def declared(pairs: Sequence[tuple[str, str]]) -> tuple[Words, ...]:
    """That names were taken for one, those of one unit together."""
    units: list[list[str]] = []
    for pair in pairs:
        known = [unit for unit in units if set(unit) & set(pair)]
        units = [unit for unit in units if unit not in known]
        units.append(list(dict.fromkeys([*(name for unit in known for name in unit), *pair])))
    said = []
    for unit in units:
        zh, en = "、".join(f"“{name}”" for name in unit), ", ".join(f"“{name}”" for name in unit)
        said.append(
            Words(
                f"{zh}名称不同，这次运行声明为同一单位（视为同一）",
                f"{en} are not the same name; this run declares them to be one unit",
            )
        )
    return tuple(said)


def _placed(said: Speaker, what: Said, result: Result) -> tuple[str, Words]:
    """Where a finding stands, and its sentence; one about a row names the row, for a printed form has no numbers for it."""
    path = what.path if what.path is not None else result.path
    rows = {row.path for group in said.form.groups.values() for row in group if row.path.count("/") > 1}
    elsewhere = what.path is None or (what.form is not None and what.form is not said.form)
    if not result.path or (result.path not in rows and not elsewhere):
        return path, what.words
    if not elsewhere and result.path.startswith(path + "/"):
        path = result.path  # a sum over the rows: the finding is still about this one
    row = said.at(result.path)
    if row.zh in what.words.zh:
        return path, what.words
    return path, Words(f"{row.zh}：{what.words.zh.strip()}", f"{row.en}: {what.words.en}")


def note_of(parts: Sequence[str | Derivation]) -> Words | None:
    """The author's words with the values put in."""
    if not parts:
        return None
    zh, en = ("".join(part if isinstance(part, str) else _shown(part, language) for part in parts) for language in LANGUAGES)
    return Words(zh, en)


def _shown(part: Derivation, language: Language) -> str:
    return part.value if isinstance(part.value, str) else value_text(part.value, part.node.type, language)


def _stopped(
    said: Speaker, cause: Reason, results: list[Result], checks: dict[str, core.Rule | core.Score], program: core.Program
) -> Finding:
    """One finding for everything that one cause keeps from being decided."""
    form = said.form
    rules = tuple(dict.fromkeys(result.check for result in results))
    first = min((checks[rule] for rule in rules), key=lambda check: RANK[check.severity])
    other = None if said.batch is None or cause.form in ("", form.id) else said.batch.form(cause.form)
    path = cause.path if cause.path or other is not None else next(iter(_stated_at(form, cause, results)), results[0].path)
    why = said.cause(cause)
    titles = [checks[rule].title or rule for rule in rules]
    subjects = [label(form, result.path) for result in results if result.path]
    about = Words("", "")
    if not cause.path and subjects:
        shown = list(dict.fromkeys(subjects))[:MOST_SUBJECTS]
        about = Words(f"（{'、'.join(each.zh for each in shown)}）", f" ({', '.join(each.en for each in shown)})")
    words = Words(
        f"{why.zh}{about.zh}，不能判断：{'；'.join(titles)}", f"{why.en}{about.en}, so it cannot be decided: {'; '.join(titles)}"
    )
    cell = (other or form).cell(path)
    return Finding(
        form=form.id,
        policy=program.name,
        rule=first.name,
        title=first.title,
        outcome="undetermined",
        severity=first.severity,
        path=path,
        place=place_at(other or form, path),
        message=words,
        rules=rules,
        subjects=tuple(dict.fromkeys(result.path for result in results)),
        claimed=None if cell is None else cell.text,
        basis=program.cited(first),
        remarks=tuple(note.words for note in (other or form).notes if note.path == path),
        lacks=cause.detail if cause.why is Why.NOT_LOADED else None,
        other_form=None if other is None else other.id,
        cause=_hindrance(form, other or form, cause, why, results, checks, program),
    )


def _hindrance(
    form: Form,
    where: Form,
    cause: Reason,
    why: Words,
    results: list[Result],
    checks: dict[str, core.Rule | core.Score],
    program: core.Program,
) -> Hindrance:
    """The cause, by the cells that show it, and every rule that it stops, each with what it rests on."""
    subjects: dict[str, list[str]] = {}
    for result in results:
        subjects.setdefault(result.check, []).append(result.path)
    stops = tuple(
        Stopped(rule, checks[rule].title, program.cited(checks[rule]), tuple(paths)) for rule, paths in subjects.items()
    )
    column = of_column(where, cause)
    if cause.path or where is not form:
        words = Words("", "") if column is None else _beside_others(where, cause)
        return Hindrance(why, (Spot(words, cause.path, place_at(where, cause.path)),), stops, column)
    paths = _stated_at(form, cause, results) or list(dict.fromkeys(result.path for result in results))
    return Hindrance(why, tuple(Spot(label(form, path), path, place_at(form, path)) for path in paths), stops)


def _stated_at(form: Form, cause: Reason, results: Sequence[Result]) -> list[str]:
    """The rows of which a rule says that it cannot tell: a sum over them may be what is stopped."""
    causes = sorted(each for result in results for each in result.causes if reason(each) == cause and each.why is Why.STATED)
    return list(dict.fromkeys(each.path for each in causes if each.form == form.id and each.path))


def _beside_others(form: Form, cause: Reason) -> Words:
    """A cell of a column that is named already: its row, and what is written there."""
    row, cell = numbered(form, cause.path), form.cell(cause.path)
    text = "" if cell is None or not cell.text else f" “{cell.text}”"
    two = beside(cause.detail)
    zh, en = (f"（{two.zh}）", f" ({two.en})") if cause.why is Why.UNIT else ("", "")
    return Words(f"{row.zh}{text}{zh}", f"{row.en}{text}{en}")
