"""One changed item in both editions put before the solver: where each way it can move holds, over one space of forms.

What the two editions say alike is put into terms once: the same expression about the same thing is the same value, also where
the terms leave it open. The solver's library is imported by what is imported here, so only `meaning` imports this, when asked.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

from perfrules.core import tree as core
from perfrules.diff.changes import Compared
from perfrules.diff.drivers import Stand
from perfrules.diff.moves import Move, Pairing
from perfrules.diff.reading import everything_read, expressions, inside, named
from perfrules.diff.shapes import Inlined, Shapes
from perfrules.findings import Outcome
from perfrules.forms import Template
from perfrules.symbolic import choices, terms
from perfrules.symbolic import number as numbers
from perfrules.symbolic.cells import SymbolicCell
from perfrules.symbolic.expressions import Encoder
from perfrules.symbolic.frame import Frame, about
from perfrules.symbolic.outcomes import outcomes
from perfrules.symbolic.space import Space, Thing
from perfrules.symbolic.symbol import Symbol, numeric
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.values.quantity import PERCENT

ROUND = (0, 1, 5, 10, 20, 40, 50, 80, 100)
NUMBERS = ("money", "points", "ratio", "number", "quantity")


class Twin(Encoder):
    """One edition of two over one space; `shared` holds the values of what both editions say, by its shape and where."""

    def __init__(self, program: core.Program, space: Space, shapes: Shapes, shared: dict[tuple[int, Frame], Symbol]) -> None:
        super().__init__(program, space)
        self._shapes = shapes
        self._inlined = Inlined(program, shapes)
        self._shared = shared
        self._of: dict[int, int | None] = {}

    def shape(self, node: core.Expr) -> int:
        return self._shapes.of(node, self._inlined)

    def shape_of_let(self, name: str) -> object:
        return self._inlined.let(name)

    def unwrapped(self, node: core.LetRef, frame: Frame) -> tuple[core.Expr, Frame] | None:
        """What a let stands for, and about what, where it certainly leads to one thing."""
        ends, missing, _ = self.reached(node.route, frame)
        if missing is not False or len(ends) != 1 or ends[0][0] is not True:
            return None
        return self.program.lets[node.name].value, frame.of(ends[0][1])

    def value(self, node: core.Expr, frame: Frame) -> Symbol:
        if node.id not in self._of:
            reads_audited = any(isinstance(each, core.Audited) for each in inside(self._all_of(node)))
            self._of[node.id] = None if reads_audited else self.shape(node)
        shape = self._of[node.id]
        if shape is None or frame.auditing is not None:
            return super().value(node, frame)
        key = (shape, frame)
        if key not in self._shared:
            self._shared[key] = super().value(node, frame)
        return self._shared[key]

    def _all_of(self, node: core.Expr) -> list[core.Expr]:
        """The node with the values of every let it reads."""
        found, waiting, seen = [node], [node], set[str]()
        while waiting:
            for each in inside([waiting.pop()]):
                if isinstance(each, core.LetRef) and each.name not in seen:
                    seen.add(each.name)
                    found.append(self.program.lets[each.name].value)
                    waiting.append(found[-1])
        return found


class Question:
    """One pairing over one space, about the first of its things: rows have no order, so what holds of one holds of any."""

    def __init__(self, pairing: Pairing, compared: Compared, template: Template, rows: int) -> None:
        self.pairing = pairing
        items = (pairing.old, pairing.new)
        programs = [_only(program, item) for program, item in zip((compared.old, compared.new), items, strict=True)]
        # By this name what is left open in one edition is not taken for what is left open in the other.
        programs[1] = replace(programs[1], edition=programs[1].edition + "′")
        self.space = Space(template, programs, rows)
        shared: dict[tuple[int, Frame], Symbol] = {}
        self.sides = tuple(Twin(program, self.space, compared.shapes, shared) for program in programs)
        self.known = tuple(
            frozenset(inlined.let(name) for name in program.lets)
            for program, inlined in zip((compared.old, compared.new), compared.sides.inlined, strict=True)
        )
        """What either edition has a name for, also where the item does not read it."""
        self.thing: Thing = self.space.of(pairing.old.subject)[0]
        self.frame = about(self.thing)
        self.moves = {move: both(self.thing.present, when) for move, when in self._moves().items() if when is not False}

    @property
    def open(self) -> bool:
        """Whether the terms say less than the evaluator of something."""
        return any(side.free for side in self.sides)

    @property
    def allowed(self) -> Bool:
        """Numbers within what the template says that their columns hold."""
        told: list[Bool] = []
        for _, cell in self.space.cells():
            field = cell.field
            told += [] if field.low is None else [terms.at_most(field.low, cell.number)]
            told += [] if field.high is None else [terms.at_most(cell.number, field.high)]
        return both(*told)

    def plain(self) -> Bool:
        """No number below nought: forms that look like forms."""
        numbers_ = [cell.number for _, cell in self.space.cells() if cell.field.kind in NUMBERS]
        return both(*(terms.at_most(Fraction(0), number) for number in numbers_))

    def round(self) -> Bool:
        """Numbers that are read at a glance, in the size of their cells."""
        facts = []
        for _, cell in self.space.cells():
            if cell.field.kind not in NUMBERS:
                continue
            whole = either(*(terms.equal(cell.number, number * _scale(cell)) for number in ROUND))
            if cell.field.kind == "quantity":
                percent = terms.equal(cell.unit, cell.units.index(PERCENT))
                share = either(*(terms.equal(cell.number, Fraction(number, 100)) for number in ROUND))
                whole = either(both(percent, share), both(opposite(percent), whole))
            facts.append(whole)
        return both(*facts)

    def shared_name(self, side: int, name: str) -> bool:
        """Whether the other edition has a name for what a let of this one is."""
        return self.sides[side].shape_of_let(name) in self.known[1 - side]

    def _moves(self) -> dict[Move, Bool]:
        found: dict[Move, Bool] = {}
        same: Bool = True
        if self.pairing.by_value:
            found, same = self._values()
        if self.pairing.by_outcome:
            told = [
                self._outcomes(side, item) for side, item in zip(self.sides, (self.pairing.old, self.pairing.new), strict=True)
            ]
            for (old, here), (new, there) in product(told[0].items(), told[1].items()):
                if old != new:
                    found[Move(old, new)] = both(same, here, there)
        return found

    def _outcomes(self, side: Twin, item: core.Item) -> dict[Outcome, Bool]:
        assert isinstance(item, core.Rule | core.Score)
        found = next(each for each in outcomes(side, item) if each.thing is self.thing)
        return dict(found.when)

    def _values(self) -> tuple[dict[Move, Bool], Bool]:
        """How what it gives moves, and where that stays."""
        states = [self._state(side, item) for side, item in zip(self.sides, (self.pairing.old, self.pairing.new), strict=True)]
        (never, value), (no_more, other) = states
        given, now = both(opposite(never), value.there), both(opposite(no_more), other.there)
        gone, still = both(opposite(never), value.missing), both(opposite(no_more), other.missing)
        same, less, more = choices.same(value, other), _below(other, value), _below(value, other)
        found = {
            Move(how="starts"): both(never, now),
            Move(how="asks"): both(never, still),
            Move(how="ends"): both(given, no_more),
            Move(how="drops"): both(gone, no_more),
            Move(how="gone"): both(given, still),
            Move(how="come"): both(gone, now),
            Move(how="less"): both(given, now, less),
            Move(how="more"): both(given, now, more),
            Move(how="other"): both(given, now, opposite(either(same, less, more))),
        }
        return found, either(both(never, no_more), both(gone, still), both(given, now, same))

    def _state(self, side: Twin, item: core.Item) -> tuple[Bool, Symbol]:
        """Where the item does not apply, and what it gives where it does."""
        if isinstance(item, core.Let):
            return False, side.value(item.value, self.frame)
        assert isinstance(item, core.Score)
        if item.off is not None:
            return True, Symbol((), True)
        when = side.audit.applies(item, self.frame)
        value = side.value(item.expected, self.frame)
        return when.false, replace(value, missing=either(when.missing, value.missing))

    def stands(self, by_value: bool) -> dict[Stand, Bool]:
        """Where both editions come to a result, and where both apply besides."""
        items = self.pairing.old, self.pairing.new
        if by_value:
            (never, value), (no_more, other) = (self._state(side, item) for side, item in zip(self.sides, items, strict=True))
            known = both(either(never, value.there), either(no_more, other.there))
            idle = either(never, no_more)
        else:
            told = [self._outcomes(side, item) for side, item in zip(self.sides, items, strict=True)]
            known = opposite(either(*(each.get("undetermined", False) for each in told)))
            idle = either(*(_idle(each) for each in told))
        known = both(self.thing.present, known)
        return {"known": known, "applied": both(known, opposite(idle))}

    def worth(self) -> tuple[Symbol, Symbol]:
        """What the item gives in either edition."""
        values = [self._state(side, item)[1] for side, item in zip(self.sides, (self.pairing.old, self.pairing.new), strict=True)]
        return values[0], values[1]


def _scale(cell: SymbolicCell) -> Fraction:
    kind = cell.field.kind
    return Fraction(1, 100) if kind == "ratio" else cell.money[0][1] if kind == "money" else Fraction(1)


def _idle(told: dict[Outcome, Bool]) -> Bool:
    return either(told.get("not_applicable", False), told.get("off", False))


def _below(one: Symbol, other: Symbol) -> Bool:
    """Where both are numbers of one unit and the first is less."""
    return either(
        *(
            both(mine.when, its.when, numbers.compare(mine.value, "<", its.value))
            for mine in one.parts
            for its in other.parts
            if mine.shape == its.shape and numeric(mine.shape)
        )
    )


def _only(program: core.Program, item: core.Item) -> core.Program:
    """The program with nothing but the item and what it reads: a small space has room for what matters."""
    rivals = [score for score in program.scores() if isinstance(item, core.Score) and score.column == item.column]
    checks: list[core.Rule | core.Score] = [check for check in program.checks if check is item or check in rivals]
    known = named(program)
    wanted: list[core.Item] = [item, *checks]
    if any(isinstance(node, core.Audited) for each in _closure(wanted, known) for node in inside(expressions(each))):
        checks = list(program.checks)
        wanted += program.scores()
    read = everything_read(wanted, known) | ({item.name} if isinstance(item, core.Let) else set())
    return replace(
        program,
        params={name: param for name, param in program.params.items() if name in read},
        lets={name: let for name, let in program.lets.items() if name in read},
        links={name: link for name, link in program.links.items() if name in read},
        checks=tuple(checks),
        examples=(),
        properties=(),
    )


def _closure(wanted: list[core.Item], known: dict[str, core.Item]) -> list[core.Item]:
    return [*wanted, *(known[name] for name in everything_read(wanted, known))]
