"""Text that lacks its quotes: `level1 = 产出指标` reads as a name, and there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfrules import library
from perfrules.check import problems as p
from perfrules.check.scope import Scope, Unknown, resolve
from perfrules.check.unknown import excused, visible
from perfrules.core.types import Type
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.syntax import tree as syntax

if TYPE_CHECKING:
    from perfrules.check.expressions import Expressions


def bare_word(node: syntax.Node, scope: Scope) -> syntax.Path | None:
    """The path, if it is one name and that names nothing at all."""
    if not isinstance(node, syntax.Path) or len(node.names) > 1 or node.text in library.CONSTANTS:
        return None
    at = resolve(node, scope)
    return node if isinstance(at, Unknown) and at.entry is None and not excused(node, at, scope) else None


def near_choice(text: str, choices: tuple[str, ...]) -> str | None:
    """A choice misspelt. Two characters of which one is wrong are another word: 完成 is not 达成."""
    return nearest(text, choices) if len(text) > 2 else None


def report_unquoted(of: Expressions, path: syntax.Path, beside: Type, scope: Scope) -> None:
    """`beside` is the text it stands beside, with its choices if it has any."""
    if of.found.full:
        return
    text = path.text
    meant = text if beside.choices is None or text in beside.choices else near_choice(text, beside.choices)
    near = None if meant == text and beside.choices else nearest(text, visible(scope))
    said = Words(f"没有 `{text}` 这个名称", f"there is no name `{text}`")
    if near is not None:
        help_, new = Words(f"是 `{near}` 吗", f"is it `{near}`?"), near
    elif meant is not None:
        new = f'"{meant}"'
        help_ = Words(f"文字要加引号：`{new}`", f"a text stands in quotes: `{new}`")
    else:
        new = None
        listed = "、".join(f'"{choice}"' for choice in beside.choices or ())
        help_ = Words(f"文字要加引号，可选：{listed}", f"a text stands in quotes; choices: {listed}")
    fix = None if new is None else Fix(((path.span, new),))
    of.found.add(p.UNKNOWN_NAME, of.source, path, said, help=help_, fix=fix)
