"""What terms leave open: values of which nothing is said, and why.

Whatever is proved with such a value holds whatever it is; a form found with one is tried on the ordinary evaluator like any.
"""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.symbolic import terms
from perfrules.symbolic.number import Number
from perfrules.symbolic.space import Space
from perfrules.symbolic.symbol import DAY, NUMBER, TEXT, Part, Shape, Symbol, truth
from perfrules.symbolic.terms import Bool, both, opposite
from perfrules.values.quantity import unit


class Free:
    """The expressions of one program of which the terms say less than the evaluator, each with the reason."""

    def __init__(self, program: core.Program, space: Space) -> None:
        self.program, self.space = program, space
        self.free: dict[int, Words] = {}
        self.freed = 0

    def because(self, *nodes: core.Expr | None) -> Words | None:
        """Why the terms of these expressions say less than the evaluator; None where they say the same."""
        waiting = [node for node in nodes if node is not None]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if node.id in self.free:
                return self.free[node.id]
            if node.id in seen:
                continue
            seen.add(node.id)
            waiting.extend(core.children(node))
            if isinstance(node, core.LetRef):
                waiting.append(self.program.lets[node.name].value)
            if isinstance(node, core.Audited):
                waiting += [score.expected for score in self.program.scores() if score.claimed.field == node.cell.field]
        return None

    def any_value(self, node: core.Expr, why: Words) -> Symbol:
        """A value of which nothing is said: whatever holds of it holds whatever it is."""
        self.free[node.id] = why
        missing, other, when = self.unknown(), self.unknown(), self.unknown()
        there = opposite(missing)
        name = f"free {self.program.name} {node.id} {self.freed}"
        match node.type.kind:
            case Kind.TRUTH:
                return truth(when, missing, other)
            case Kind.TEXT:
                return Symbol((Part(TEXT, there, terms.code(name)),), missing, other)
            case Kind.DATE:
                return Symbol((Part(DAY, there, terms.code(name)),), missing, other)
            case Kind.INTERVAL | Kind.SET:
                ends = (Number(terms.real(name + " low")), Number(terms.real(name + " high")))
                return Symbol((Part(Shape("span", inner=(NUMBER, NUMBER)), there, ends),), missing, other)
            case _ if node.type.written:
                which = terms.code(name + " unit")
                parts = [
                    Part(Shape("quantity", unit(each)), both(there, terms.equal(which, at)), Number(terms.real(name)))
                    for at, each in enumerate(self.space.units)
                ]
                known = both(there, terms.at_most(0, which), terms.less(which, len(parts)))
                return Symbol(tuple(parts), opposite(known), other)
            case _:
                return Symbol((Part(NUMBER, there, Number(terms.real(name))),), missing, other)

    def unknown(self) -> Bool:
        self.freed += 1
        return terms.truth(f"free {self.program.name} {self.freed}")
