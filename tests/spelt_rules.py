"""Rules on a form, in the spelling they were written in and in both others: all give the same, and so does tests/naive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from naive import Naive, Others
from naive.interpreter import At
from test_differential import agree, batch_of
from test_differential import same as same_as_naive

from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.diagnostics import Diagnostic
from perfrules.evaluate import Engine, decide
from perfrules.findings import Result
from perfrules.format import format_file
from perfrules.forms import Form, shipped_templates
from perfrules.pipeline.expression import evaluate
from perfrules.pipeline.policies import compile_policy
from perfrules.source import Source
from perfrules.values import Interval, Missing, Quantity, Value
from perfrules.values.quantity import unit
from perfrules.values.written import read_written

UNKNOWN = re.compile(r"无法判断(?: undetermined)?(?:（(.+?)）)?")
TEMPLATES = shipped_templates()


def program(text: str, folder: Path | None = None, day: date | None = None) -> core.Program:
    """The program of a policy with nothing wrong, not even a warning; what it amends or uses may be in the folder."""
    name = "chapter.rules"
    if folder is not None:
        name = str(folder / name)
        Path(name).write_text(text, encoding="utf-8")
    compiled = compile_policy(Source.of(name, text), TEMPLATES, day)
    if folder is not None:
        Path(name).unlink()
    assert compiled.program is not None, [said(problem) for problem in compiled.problems]
    assert compiled.problems == (), [said(problem) for problem in compiled.problems]
    return compiled.program


def spelt(text: str, language: Literal["zh", "en"] | None) -> str:
    made = format_file(Source.of("chapter.rules", text), TEMPLATES, language)
    assert made.text is not None, [said(problem) for problem in made.problems]
    assert made.problems == (), [said(problem) for problem in made.problems]
    return made.text


def said(problem: Diagnostic) -> str:
    line, column = problem.at.source.line_and_column(problem.at.span.start)
    shown = problem.at.source[problem.at.span]
    return f"{line}:{column} {problem.code.name} ⟪{shown}⟫ {problem.words.zh} / {problem.words.en}"


@dataclass(frozen=True, slots=True)
class Rules:
    """A policy in the spelling it was written in and in both others, each of which must give the same."""

    programs: tuple[core.Program, ...]

    @classmethod
    def of(cls, text: str, folder: Path | None = None, day: date | None = None) -> Rules:
        return cls(tuple(program(each, folder, day) for each in (text, spelt(text, "zh"), spelt(text, "en"))))

    @property
    def written(self) -> core.Program:
        return self.programs[0]

    def results(self, form: Form, others: Others | None = None) -> tuple[Result, ...]:
        """Every outcome, and that all spellings and both interpreters come to it."""
        others = others or Others((form,))
        others.programs = {self.written.template: self.written}
        told = [decide(Engine(each), form, batch_of(others)).results for each in self.programs]
        assert told[1:] == told[:1] * (len(told) - 1)
        agree(self.written, form, others)
        return told[0]

    def audited(self, form: Form, path: str, field: str) -> Value:
        engine = Engine(self.written)
        run = engine.start(form)
        holder = next(
            each
            for column in engine.scores
            if column.field == field
            for each in run.entities.of(column.subject)
            if each.path == path
        )
        return engine.audited(holder, field, run)

    def value(self, form: Form, name: str, row: int = 0) -> tuple[Value, Type]:
        """What a let is worth, in every spelling alike."""
        told = []
        for each in self.programs:
            engine, let = Engine(each), each.lets[name]
            run = engine.start(form)
            told.append(engine.value(let.value, run.frame(run.entities.of(let.subject)[row])))
        assert told[1:] == told[:1] * (len(told) - 1)
        let, naive = self.written.lets[name], Naive(self.written, form)
        thing = naive.things(let.subject)[row]
        if not isinstance(told[0], Interval | frozenset):
            assert same_as_naive(told[0], naive.value(let.value, At(thing, thing))), name
        return told[0], let.value.type

    def check(self, name: str) -> core.Check | None:
        return next((each for each in self.written.checks if each.name == name), None)


def is_same(value: Value, type_: Type, shown: str) -> bool:
    """Whether the value is what the page says: an expression's value, an amount as on a form, or 无法判断 with its causes."""
    unknown = UNKNOWN.fullmatch(shown)
    if unknown or isinstance(value, Missing):
        return (
            bool(unknown) and isinstance(value, Missing) and (unknown[1] is None or causes(value) == set(unknown[1].split("、")))
        )
    if isinstance(value, Quantity):
        written = read_written(shown)
        return written is not None and (written.value, unit(written.unit)) == (value.value, value.unit)
    wanted = evaluate(Source.of("page", shown), None, None)
    assert wanted.type is not None, f"{shown}: {[said(problem) for problem in wanted.problems]}"
    return wanted.value == value and (wanted.type.dimension == type_.dimension or value == 0)


def causes(value: Missing) -> set[str]:
    return {cause.why.value for cause in value.causes}
