"""Policies found by name or path, and the passes that make one ready to run, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from perfrules.check import check
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.evaluate import Engine
from perfrules.forms import Form, Templates, shipped_templates
from perfrules.pipeline.files import read_text
from perfrules.source import Source, Span
from perfrules.source.shelf import policies_folder
from perfrules.syntax import parse
from perfrules.syntax import tree as syntax
from perfrules.values import Missing
from perfrules.values.text import normal

UNKNOWN_POLICY = Code("unknown-policy", Words("找不到政策", "unknown policy"))
SUFFIX = ".rules"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy's text, tree and program; `program` is None when `problems` hold an error."""

    source: Source
    file: syntax.File
    program: core.Program | None
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A program with its two compilations: the one that decides and the one that also records."""

    program: core.Program
    engine: Engine
    observing: Engine

    @classmethod
    def of(cls, program: core.Program) -> Ready:
        return cls(program, Engine(program), Engine(program, observe=True))


def find(name: str) -> Source | Diagnostic:
    """The text of a policy: a file's, or a shipped one's, named `wuhan/project/2020` (or with a blank before the year)."""
    path = Path(name)
    if path.suffix == SUFFIX or path.is_file():
        return read_text(path)
    return shipped("/".join(name.split()), name)


def shipped(name: str, asked: str | None = None) -> Source | Diagnostic:
    """The text of the shipped policy of that name, and of no other file: a rule file reaches only the shelf."""
    known = shipped_policies()
    if name in known:
        return read_text(known[name])
    asked = asked or name
    return Diagnostic(
        UNKNOWN_POLICY,
        Words(f"没有 `{asked}` 这个政策，也没有这个文件", f"there is no policy and no file `{asked}`"),
        Label(Source(asked, ""), Span(0, 0)),
        help=Words(f"有：{'、'.join(known)}", f"there are: {', '.join(known)}"),
    )


@cache
def shipped_policies() -> dict[str, Path]:
    """The shipped policies by name: `wuhan/project/2020`."""
    folder = policies_folder()
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path
        for path in sorted(folder.rglob("*" + SUFFIX))
        if not path.name.startswith(".")
    }


def compile_policy(source: Source, templates: Templates | None = None) -> Compiled:
    """Parse, read what it uses, and check."""
    templates = templates or shipped_templates()
    parsed = parse(source)
    problems = list(parsed.problems)
    used, more = used_by(parsed.file)
    if any(problem.level == "error" for problem in more):  # every name it was to lend would be reported, too
        return Compiled(source, parsed.file, None, (*problems, *more))
    checked = check(parsed.file, used, templates)
    problems += (*more, *checked.problems)
    program = None if any(problem.level == "error" for problem in problems) else checked.program
    return Compiled(source, parsed.file, program, tuple(problems))


def used_by(file: syntax.File) -> tuple[tuple[syntax.File, ...], tuple[Diagnostic, ...]]:
    """The files of the policies that `file` uses, and what is wrong with them."""
    used: dict[str, syntax.File] = {}
    problems = tuple(_uses(file, used, [file.policy.identity.text] if file.policy else []))
    return tuple(used.values()), problems


def _uses(file: syntax.File, used: dict[str, syntax.File], above: list[str]) -> Iterator[Diagnostic]:
    """Reads the policies that `file` uses into `used`, each after those it uses itself; yields what is wrong with them."""
    for clause in file.policy.every(syntax.Uses) if file.policy else ():
        name = clause.policy.text
        if name in used:
            continue
        text = shipped(f"{clause.policy.path}/{clause.policy.edition}")
        if name in above or isinstance(text, Diagnostic):
            circle = name in above
            yield Diagnostic(
                UNKNOWN_POLICY,
                Words(f"`{name}` 绕回来引用自己", f"`{name}` uses itself in a circle")
                if circle
                else Words(f"没有 `{name}` 这个政策", f"there is no policy `{name}`"),
                Label(file.source, clause.policy.span),
                help=None if isinstance(text, Source) else text.help,
            )
            continue
        parsed = parse(text)
        yield from parsed.problems
        yield from _uses(parsed.file, used, [*above, name])
        used[name] = parsed.file


def fitting(form: Form) -> tuple[list[Ready], list[Ready]]:
    """The shipped policies that fit a form's template, place, year and date, and all that were tried.

    Of several editions of one year the latest that had begun when the form was filled in is taken; without that date all are
    left, and the run says so: the clock is never asked.
    """
    tried = [ready for ready in _shelf() if ready.program.template == form.template.name]
    fits = [ready for ready in tried if fits_place(ready.program, form) and fits_year(ready.program, form)]
    day = _filled_on(form)
    if day is not None:
        fits = [ready for ready in fits if in_force(ready.program, day)]
        latest = max((ready.program.starts or date.min for ready in fits), default=date.min)
        fits = [ready for ready in fits if (ready.program.starts or date.min) == latest]
    return fits, tried


def in_force(program: core.Program, day: date) -> bool:
    """Whether the policy had begun and not yet ended on a day."""
    return (program.starts or date.min) <= day <= (program.ends or date.max)


def _filled_on(form: Form) -> date | None:
    name = form.template.about.filled_on
    value = form.cells[name].value if name else None
    return value if isinstance(value, date) else None


@cache
def _shelf() -> tuple[Ready, ...]:
    """Every shipped policy that is for a template."""
    found = []
    for path in shipped_policies().values():
        source = read_text(path)
        if isinstance(source, Diagnostic) or not for_a_template(source):
            continue
        compiled = compile_policy(source)
        if compiled.program is not None:
            found.append(Ready.of(compiled.program))
    return tuple(found)


def for_a_template(source: Source) -> bool:
    """Whether the policy checks forms; one without a template only lends its names."""
    policy = parse(source).file.policy
    return policy is not None and policy.only(syntax.TemplateClause) is not None


def fits_place(program: core.Program, form: Form) -> bool:
    """Whether the form's place is one of the policy's; a policy without places is for everywhere."""
    name = form.template.about.place
    place = form.cells[name].text if name else None
    return not program.places or (place is not None and any(normal(each) in normal(place) for each in program.places))


def form_year(form: Form) -> str | None:
    """The year a form is for, from the first field that says it."""
    for name in form.template.about.years:
        value = form.cells[name].value
        if value is not None and not isinstance(value, Missing):
            return str(value)
    return None


def fits_year(program: core.Program, form: Form) -> bool:
    year = form_year(form)
    return year is not None and program.years[0] <= year <= program.years[1]
