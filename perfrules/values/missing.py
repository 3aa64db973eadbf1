"""A value that is not there, and why. Nothing in the language raises: this is what it gives instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Why(Enum):
    """The cause that a value is missing."""

    BLANK = "blank"  # the cell is empty
    UNREADABLE = "unreadable"  # something is written, a number cannot be read from it for certain
    RANGE = "range"  # `95%以上` where one number is needed
    ZERO = "zero"  # division by zero
    UNIT = "unit"  # two units that do not convert
    NOT_PERCENT = "not-percent"  # `percentage(…)` of a number whose unit is another or none
    NO_ROWS = "no-rows"  # the average, least or greatest of nothing
    NO_BAND = "no-band"  # no row of a table takes the value
    STATED = "stated"  # undetermined("…") written in the rule
    RIVAL = "rival"  # two scores claim one cell
    BETWEEN = "between"  # an audited score known only to lie in an interval
    NO_FORM = "no-form"  # the linked form or row is not there
    TWO_MATCH = "two-match"  # a link to one found two
    NOT_LOADED = "not-loaded"  # the run does not hold the linked forms
    BLANK_KEY = "blank-key"  # a link's key is empty
    NO_AUDIT = "no-audit"  # the run has no policy that audits the linked form
    CIRCLE = "circle"  # audited values of forms that need one another
    TOO_LARGE = "too-large"  # the exact result has more digits than a form can mean


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a value is missing, and where: `form` is a form's id, `path` a JSON pointer into it, `detail` what stands there."""

    why: Why
    form: str
    path: str
    detail: str = ""

    def __lt__(self, other: Cause) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[str, str, str, str]:
        return self.form, self.path, self.why.value, self.detail


@dataclass(frozen=True, slots=True)
class Missing:
    """No value, for every one of `causes`. As a truth value it is *unknown*."""

    causes: frozenset[Cause]

    def __or__(self, other: Missing) -> Missing:
        return Missing(self.causes | other.causes)


def missing(why: Why, form: str, path: str, detail: str = "") -> Missing:
    return Missing(frozenset({Cause(why, form, path, detail)}))
