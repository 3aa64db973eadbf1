"""What a Python program holds: a policy, ready to check forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from perfrules.diagnostics import Diagnostic
from perfrules.forms import NOTHING_STATED, BatchFile, Form, LoadedForms, make_form, shipped_templates
from perfrules.pipeline.policies import Ready, compile_policy, find
from perfrules.pipeline.run import read_batch, read_forms, run
from perfrules.report import Report

FormLike = Form | str | Path | Mapping[str, Any]
ONE = (Form, str, Path, Mapping)


class PolicyError(Exception):
    """A policy that cannot be used; `problems` say why, each at its place."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(problem.words.en for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Policy:
    """One edition of an authority's rules for one template. `warnings` are problems that do not keep it from running."""

    ready: Ready
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        """`wuhan/project 2020`"""
        return self.ready.program.name

    @property
    def title(self) -> str:
        return self.ready.program.title or ""

    @property
    def template(self) -> str:
        """The English name of the template whose forms it checks."""
        return self.ready.program.template

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of its rules and scores, in the order written."""
        return tuple(check.name for check in self.ready.program.checks)

    def check(
        self,
        forms: FormLike | Iterable[FormLike],
        *,
        batch: str | Path | BatchFile = NOTHING_STATED,
        day: date | None = None,
    ) -> Report:
        """Every outcome of forms given as files, folders, loaded forms or plain data; links find one another among them.

        `batch` is a batch file, or what one declares; those beside the forms are read, too. `day` counts for forms that do not
        say when they were filled in, where the policy did not stay the same. What cannot be read is in the report's `problems`;
        nothing is raised for it.
        """
        stated = batch if isinstance(batch, BatchFile) else read_batch(str(batch))
        read = forms_of(forms, self.template)
        report = run(read.forms, [self.ready], stated=stated + read.stated, day=day)
        return Report(report.forms, report.findings, (*stated.problems, *read.problems, *report.problems))


def forms_of(forms: FormLike | Iterable[FormLike], template: str) -> LoadedForms:
    """Forms given as files, folders, loaded forms or plain data, and what is wrong with those that cannot be used."""
    loaded: list[Form] = []
    problems: list[Diagnostic] = []
    stated = NOTHING_STATED
    for each in [forms] if isinstance(forms, ONE) else forms:
        if isinstance(each, Form):
            loaded.append(each)
            continue
        read = _made(each, template) if isinstance(each, Mapping) else read_forms([str(each)])
        loaded += read.forms
        problems += read.problems
        stated += read.stated
    return LoadedForms(tuple(loaded), tuple(problems), stated)


def _made(data: Mapping[str, Any], usual: str) -> LoadedForms:
    """The form of plain data; of the `usual` template when it names none, or one that there is not."""
    templates = shipped_templates()
    template = templates.get(str(data.get("template", ""))) or templates.get(usual)
    assert template is not None
    return make_form(template, {key: value for key, value in data.items() if key != "id"}, id=str(data.get("id", "form")))


def load(name: str | Path) -> Policy:
    """The policy of that name (`wuhan/project/2020`) or in that file. Raises `PolicyError` when it cannot be used."""
    source = find(str(name))
    if isinstance(source, Diagnostic):
        raise PolicyError((source,))
    compiled = compile_policy(source)
    if compiled.program is None:
        raise PolicyError(compiled.problems)
    return Policy(Ready.of(compiled.program, compiled.periods), compiled.problems)
