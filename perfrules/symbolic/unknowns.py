"""The names of the unknowns in terms, found without a look at any part twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import z3  # type: ignore[import-untyped]

from perfrules.symbolic.terms import Bool, known


class Unknowns:
    """The names of the unknowns in terms. Each part of a term is looked at once, however often it is asked about."""

    def __init__(self) -> None:
        self._held: dict[int, int] = {}
        """Of each part, by its number, which of the names are in it: a bit for each."""
        self._names: list[str] = []
        self._kept: list[Any] = []  # a number is a term's own only as long as the term is there

    def of(self, term: Bool) -> set[str]:
        if known(term):
            return set()
        self._kept.append(term)
        context, root = term.ctx.ref(), term.as_ast()
        waiting = [root]
        while waiting:
            part = waiting[-1]
            number = z3.Z3_get_ast_id(context, part)
            inside = [] if number in self._held else _inside(context, part)
            left = [each for each in inside if z3.Z3_get_ast_id(context, each) not in self._held]
            if left:
                waiting.extend(left)
                continue
            waiting.pop()
            if number not in self._held:
                bits = 0 if inside else self._bit(context, part)
                for each in inside:
                    bits |= self._held[z3.Z3_get_ast_id(context, each)]
                self._held[number] = bits
        bits = self._held[z3.Z3_get_ast_id(context, root)]
        return {name for at, name in enumerate(self._names) if bits >> at & 1}

    def _bit(self, context: Any, part: Any) -> int:
        """The bit of the name of an unknown; none of anything else."""
        if z3.Z3_get_ast_kind(context, part) != z3.Z3_APP_AST:
            return 0
        what = z3.Z3_get_app_decl(context, part)
        if z3.Z3_get_decl_kind(context, what) != z3.Z3_OP_UNINTERPRETED:
            return 0
        name = z3.Z3_get_symbol_string(context, z3.Z3_get_decl_name(context, what))
        self._names.append(name)
        return 1 << len(self._names) - 1


def _inside(context: Any, part: Any) -> list[Any]:
    if z3.Z3_get_ast_kind(context, part) != z3.Z3_APP_AST:
        return []
    return [z3.Z3_get_app_arg(context, part, at) for at in range(z3.Z3_get_app_num_args(context, part))]


def unknowns(truths: Iterable[Bool]) -> set[str]:
    """The names of the unknowns in them."""
    of = Unknowns()
    return {name for each in truths for name in of.of(each)}
