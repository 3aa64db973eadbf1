"""Policies found by name or path, and the passes that make one ready to run, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perfrules.check import check
from perfrules.check.consolidate import Days, periods, within
from perfrules.check.problems import TOO_LARGE
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic, Label, Words
from perfrules.evaluate import Engine
from perfrules.forms import Templates, shipped_templates
from perfrules.pipeline.files import read_text
from perfrules.pipeline.texts import SUFFIX, parsed_once, shipped, texts_of
from perfrules.source import Source, Span
from perfrules.syntax import tree as syntax

MOST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which a policy is one program; `days` are its first and its last, None: without end."""

    days: Days
    program: core.Program


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy's text, tree and program; `program` is None when `problems` hold an error.

    Where amendments are dated and no day was given, `periods` are the programs there are, in their order, and `program` is the
    last of them.
    """

    source: Source
    file: syntax.File
    program: core.Program | None
    problems: tuple[Diagnostic, ...]
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A program with its two compilations: the one that decides and the one that also records.

    `periods` are those of a policy that is not the same on every day.
    """

    program: core.Program
    engine: Engine
    observing: Engine
    periods: tuple[tuple[Days, Ready], ...] = ()

    @classmethod
    def of(cls, program: core.Program, periods: Sequence[Period] = ()) -> Ready:
        each = tuple((period.days, cls.of(period.program)) for period in periods)
        return cls(program, Engine(program), Engine(program, observe=True), each)

    def on(self, day: date | None) -> Ready | None:
        """What holds on a day; None when that cannot be known without one."""
        if not self.periods:
            return self
        if day is None:
            return None
        return next(ready for days, ready in self.periods if within(day, days))


def find(name: str) -> Source | Diagnostic:
    """The text of a policy: a file's, or a shipped one's, named `wuhan/project/2020` (or with a blank before the year)."""
    path = Path(name)
    if path.suffix == SUFFIX or path.is_file():
        return read_text(path)
    return shipped("/".join(name.split()), name)


def compile_policy(source: Source, templates: Templates | None = None, day: date | None = None) -> Compiled:
    """Parse, read what it amends and uses, and check; as it stands on a day, or for every period there is."""
    templates = templates or shipped_templates()
    parsed = parsed_once(source)
    texts = texts_of(parsed.file)
    before = (*parsed.problems, *texts.problems)
    if any(problem.level == "error" for problem in texts.problems):  # every name it was to lend would be reported, too
        return Compiled(source, parsed.file, None, before)
    every = periods((texts.main, *texts.used)) if day is None else ((day, day),)
    if len(every) > MOST_PERIODS:
        return Compiled(source, parsed.file, None, (*before, _too_many_periods(parsed.file)))
    checked = [check(texts.main, texts.used, templates, last or first) for first, last in every]
    problems = _once((*before, *(problem for each in checked for problem in each.problems)))
    programs = [each.program for each in checked]
    if any(problem.level == "error" for problem in problems) or None in programs:
        return Compiled(source, parsed.file, None, problems)
    made = _merged([Period(days, program) for days, program in zip(every, programs, strict=True) if program is not None])
    return Compiled(source, parsed.file, made[-1].program, problems, tuple(made) if len(made) > 1 else ())


def _once(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem once, though it is found in every period; as it is told where there is the most to help with."""
    told: dict[object, Diagnostic] = {}
    for each in problems:
        key = each.code, each.words, each.at
        if key not in told or (told[key].help is None and each.help is not None):
            told[key] = each
    return tuple(told.values())


def _merged(each: Sequence[Period]) -> list[Period]:
    """The periods with those made one that do not differ."""
    found: list[Period] = []
    for period in each:
        if found and found[-1].program == period.program:
            found[-1] = Period((found[-1].days[0], period.days[1]), found[-1].program)
        else:
            found.append(period)
    return found


def _too_many_periods(file: syntax.File) -> Diagnostic:
    said = Words(f"日期把政策分成了 {MOST_PERIODS} 段以上", f"dates cut the policy into more than {MOST_PERIODS} periods")
    at = file.policy.identity.span if file.policy else Span(0, 0)
    return Diagnostic(TOO_LARGE, said, Label(file.source, at), help=Words("另立一版", "make it an edition of its own"))


def for_a_template(source: Source) -> bool:
    """Whether the policy checks forms; one without a template only lends its names."""
    return texts_of(parsed_once(source).file).main.clause(syntax.TemplateClause) is not None
