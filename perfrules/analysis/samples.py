"""A form with what each rule gives on it, worked out when it is first asked for: most forms are asked about a few rules only."""

from __future__ import annotations

from collections.abc import Mapping

from perfrules.analysis.remarks import Data
from perfrules.core import tree as core
from perfrules.evaluate import Engine
from perfrules.evaluate.decide import result, subjects
from perfrules.findings import Outcome
from perfrules.forms import Form


class Sample:
    def __init__(self, engine: Engine, checks: Mapping[str, core.Check], data: Data, form: Form) -> None:
        self.engine, self.data, self.form = engine, data, form
        self.run = engine.start(form)
        self.outcomes = _Outcomes(self, checks)
        self._checks = checks
        self._applies: dict[str, bool] = {}

    def applies(self, name: str) -> bool:
        """Whether the rule applies to some subject."""
        if name not in self._applies:
            check = self._checks[name]
            things = subjects(check, self.run)
            self._applies[name] = any(self.engine.applies(check, self.run.frame(each)) is True for each in things)
        return self._applies[name]

    def fails(self, name: str) -> bool:
        return "fail" in self.outcomes[name]

    def holds(self, name: str) -> bool:
        """Whether the rule applies and nothing on the form breaks it."""
        return "pass" in self.outcomes[name] and not self.fails(name) and self.applies(name)


class _Outcomes(dict[str, frozenset[Outcome]]):
    """The outcomes that a rule gives, by its name."""

    def __init__(self, sample: Sample, checks: Mapping[str, core.Check]) -> None:
        super().__init__()
        self._sample, self._checks = sample, checks

    def __missing__(self, name: str) -> frozenset[Outcome]:
        check, run = self._checks[name], self._sample.run
        told = frozenset(result(self._sample.engine, check, each, run).outcome for each in subjects(check, run))
        self[name] = told
        return told
