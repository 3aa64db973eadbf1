"""perfrules: rules about how public money was used, written down, run over a year's forms, and explained.

`load` gives a policy, its `check` a report. Everything is imported on first use, so that asking for help costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perfrules.diagnostics import Diagnostic
    from perfrules.diff.model import Difference
    from perfrules.evaluate import Explanation
    from perfrules.forms import Form, LoadedForms, Template
    from perfrules.pipeline.difference import diff
    from perfrules.pipeline.policy import Policy, PolicyError, load
    from perfrules.pipeline.run import read_forms
    from perfrules.report import Finding, FormReport, Report

_HOMES = {
    "diff": "perfrules.pipeline.difference",
    "Difference": "perfrules.diff.model",
    "load": "perfrules.pipeline.policy",
    "Policy": "perfrules.pipeline.policy",
    "PolicyError": "perfrules.pipeline.policy",
    "read_forms": "perfrules.pipeline.run",
    "LoadedForms": "perfrules.forms",
    "Form": "perfrules.forms",
    "Template": "perfrules.forms",
    "Report": "perfrules.report",
    "FormReport": "perfrules.report",
    "Finding": "perfrules.report",
    "Diagnostic": "perfrules.diagnostics",
    "Explanation": "perfrules.evaluate",
}

__all__ = [
    "Diagnostic",
    "Difference",
    "Explanation",
    "Finding",
    "Form",
    "FormReport",
    "LoadedForms",
    "Policy",
    "PolicyError",
    "Report",
    "Template",
    "diff",
    "load",
    "read_forms",
]


class _Root(ModuleType):
    """`perfrules.diff` is the function that compares; the package of that name, once imported, does not take its place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "diff" or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Root


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return __all__
