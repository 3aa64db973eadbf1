"""perfrules: rules about how public money was used, written down, run over a year's forms, and explained.

`load` gives a policy, its `check` a report. Everything is imported on first use, so that asking for help costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perfrules.diagnostics import Diagnostic
    from perfrules.evaluate import Explanation
    from perfrules.forms import Form, LoadedForms, Template
    from perfrules.pipeline.policy import Policy, PolicyError, load
    from perfrules.pipeline.run import read_forms
    from perfrules.report import Finding, FormReport, Report

_HOMES = {
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
    "Explanation",
    "Finding",
    "Form",
    "FormReport",
    "LoadedForms",
    "Policy",
    "PolicyError",
    "Report",
    "Template",
    "load",
    "read_forms",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return __all__
