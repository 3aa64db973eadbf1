"""Collects `*.rules` for pytest: an item for each example and property of a policy, a failure told as `perfrules test` does.

Nothing of the program is imported until there is a rule file. A folder that keeps rule files for something else says so in its
`conftest.py`: `collect_ignore_glob = ["*.rules"]`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from perfrules.diagnostics import Diagnostic, Language
    from perfrules.trials.bank import Bank
    from perfrules.trials.examples import ExampleRun
    from perfrules.trials.under import Under


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PolicyFile | None:
    if file_path.suffix != ".rules":
        return None
    made: PolicyFile = PolicyFile.from_parent(parent, path=file_path)
    return made


class NotAsStatedError(Exception):
    """What is wrong, in the words of the program."""


class PolicyFile(pytest.File):
    """One rule file; one that only lends its names to others has no items."""

    def collect(self) -> Iterator[pytest.Item]:
        from perfrules.check.consolidate import days_words
        from perfrules.pipeline.trying import put_on_trial
        from perfrules.trials.examples import run_all_examples

        loaded = put_on_trial(str(self.path))
        errors = [problem for problem in loaded.problems if problem.level == "error"]
        if errors:
            yield self._item("problems", 1, lambda language: _problems(errors, language))
        under = loaded.under
        if under is None:
            return
        for run in run_all_examples(under.program, under.periods, under.templates):
            yield self._item(f"{run.example.of}: {run.example.title}", _line(run.example), _example(under, run))
        for its in under.in_each():
            kept = _Kept(its)
            when = f" ({days_words(its.days).en})" if under.periods else ""
            for number, each in enumerate(its.program.properties):
                yield self._item(f"property: {each.title}{when}", _line(each), _property(under, kept, number))

    def _item(self, name: str, line: int, told: Callable[[Language], str | None]) -> PolicyItem:
        made: PolicyItem = PolicyItem.from_parent(self, name=name, line=line, told=told)
        return made


class PolicyItem(pytest.Item):
    """`told` says what is wrong, None when nothing is."""

    def __init__(self, *, line: int, told: Callable[[Language], str | None], **settings: Any) -> None:
        super().__init__(**settings)
        self.line = line
        self.told = told

    def runtest(self) -> None:
        from perfrules.cli.language import language_of

        wrong = self.told(language_of([], os.environ))
        if wrong is not None:
            raise NotAsStatedError(wrong)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotAsStatedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.line - 1, self.name


class _Kept:
    """The policy in one of its periods, and the forms that its properties share: drawn once, if any of them needs them."""

    def __init__(self, under: Under) -> None:
        self.under = under

    @cached_property
    def bank(self) -> Bank:
        from perfrules.trials.trial import banked

        return banked(self.under)


def _line(item: Any) -> int:
    line: int = item.source.line_and_column(item.span.start)[0]
    return line


def _problems(errors: list[Diagnostic], language: Language) -> str:
    from perfrules.diagnostics.rendering import render

    return "\n\n".join(render(problem, language) for problem in errors)


def _example(under: Under, run: ExampleRun) -> Callable[[Language], str | None]:
    from perfrules.trials.telling import example_head, example_told

    def told(language: Language) -> str | None:
        return None if run.passed else "\n".join([example_head(run), *example_told(run, under.templates, language)])

    return told


def _property(under: Under, kept: _Kept, number: int) -> Callable[[Language], str | None]:
    def told(language: Language) -> str | None:
        from perfrules.trials.telling import shown_head, shown_told
        from perfrules.trials.trial import stated

        tried = stated(kept.under, number, lambda: kept.bank)
        lines = []
        for shown in tried.shown:
            lines += [shown_head(tried, shown).text(language), *shown_told(under, tried, shown, language)]
        return "\n".join(lines) if tried.shown else None

    return told
