"""How a value came about: a tree of the expressions that gave it, each with its value and, for a cell, its place."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.forms import Form
from perfrules.source import Place
from perfrules.values import Value


@dataclass(frozen=True, slots=True)
class Derivation:
    """`node` gave `value`. `path`, `place` and `text` are those of a cell; `label` names a row of an aggregate.

    `form` is the form that the path leads into, `of` the one that the row belongs to: links lead to other forms.
    `test` is that of the table's row that took the subject (None: the rest, or no table).
    """

    node: core.Expr
    value: Value
    below: tuple[Derivation, ...] = ()
    path: str | None = None
    place: Place | None = None
    text: str | None = None
    label: str | None = None
    test: core.Expr | None = None
    form: Form | None = None
    of: Form | None = None
