"""Where two editions of an item differ, cut into regions in each of which they differ in one way.

A form on which they differ says how every condition of both editions stands there; of those conditions as many are left out as
can be while the difference follows from the rest. That is a region; the next form is looked for outside of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff.asking import Question
from perfrules.diff.atoms import Atoms
from perfrules.diff.branches import Branches
from perfrules.diff.conditions import Condition, Piece, cube, gathered, in_order, strict, weakest_first, within
from perfrules.diff.drivers import ONE_SIDED, Driver, Stand, Standpoint
from perfrules.diff.moves import Move, Replay
from perfrules.diff.region_words import STANDS
from perfrules.forms import Templates
from perfrules.symbolic.search import Search
from perfrules.symbolic.solving import Model, Standing
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.values import Interval

SECONDS = Fraction(1)
MOST_QUESTIONS = 300
MOST_LOST = 3
"""After so many questions without an answer no more is asked about an item."""
MOST_PIECES = 8
"""Regions of one way to move; what is left after them is told in one, where it can be at all."""
MOST_VAGUE = 2
"""Regions of one way to move that say only that some of their forms do."""
MOST_OPEN = 2
"""Regions of one way to move where an edition cannot tell; where there are more, they are told in one."""
FIRST = -1
GIVING = {
    "starts": (1,),
    "ends": (0,),
    "gone": (0,),
    "come": (1,),
    "drops": (),
    "asks": (),
    "less": (0, 1),
    "more": (0, 1),
    "other": (0, 1),
}
"""Which editions give a value where it moves so."""
ANY = Interval(None, None, False, False)
Gives = tuple[Words | None, Words | None]


class Regions:
    """Cuts one question into pieces. `complete` is False as soon as something could not be decided."""

    def __init__(self, question: Question, search: Search, templates: Templates, replay: Replay) -> None:
        self.question = question
        self.complete = True
        self.asked = 0
        self.lost = 0
        self.patience = MOST_LOST
        self.open: list[Move] = []
        atoms = Atoms(question, templates, replay.ids)
        self.atoms = atoms.all()
        self.branches = Branches(question, templates, replay.ids)
        # What is told once and for all is no question: a `False` among them would leave nothing to ask about.
        told = [term for term in (*question.moves.values(), *atoms.terms()) if not isinstance(term, bool)]
        so = search.around(both(*told))
        self.standing = Standing([question.allowed, *so], SECONDS)
        self._stands = {by_value: question.stands(by_value) for by_value in {bool(move.how) for move in question.moves}}

    def pieces(self) -> list[Piece]:
        """Those of moves between two results first, then those of what an edition cannot tell."""
        able = self._able(list(self.question.moves))
        found: list[Piece] = []
        for move in sorted(able, key=lambda each: not each.sure):
            cut = list(self._cut(move, able, found))
            cut = sorted(self._sparing(move, [each for each in cut if not _told(each, cut)]), key=in_order)
            if move.sure or (len(cut) <= MOST_OPEN and all(each.exact for each in cut)):
                found += cut
            else:
                found.append(Piece((Condition(self._standpoint("known", move), "false"),), (move,), False))
        return found

    def _sparing(self, move: Move, cut: list[Piece]) -> list[Piece]:
        """Without those all of whose forms lie in others that are as exact, the narrowest asked first."""
        kept = list(cut)
        for piece in sorted(cut, key=lambda each: -len(each.conditions)) if len(cut) > 1 else ():
            others = [each for each in kept if each is not piece and each.exact >= piece.exact]
            left = both(self.question.moves[move], piece.holds(), *(opposite(each.holds()) for each in others))
            if others and self._easier(left) is False:
                kept = [each for each in kept if each is not piece]
        return kept

    def _standpoint(self, stand: Stand, move: Move) -> Standpoint:
        by_value = bool(move.how)
        words = STANDS[stand, isinstance(self.question.pairing.old, core.Let)]
        return Standpoint((stand, by_value), words, self._stands[by_value][stand])

    def _model(self, wanted: Bool) -> Model | bool | None:
        """A form of the space that is such; False when there is none, None when that could not be told."""
        self.asked += 1
        if self.weary:
            self.complete = False
            return None
        told = self.standing.satisfied(wanted)
        if told is None:
            self.lost += 1
            self.complete = False
        return told

    def _easier(self, wanted: Bool, again: bool = True) -> Model | bool | None:
        """Of what is asked only for the sake of reading: after some questions without an answer no more of them."""
        told = self.standing.satisfied(wanted, again) if self.patience else None
        self.patience -= told is None and self.patience > 0
        return told

    @property
    def weary(self) -> bool:
        return self.asked > MOST_QUESTIONS or self.lost >= MOST_LOST

    def _able(self, moves: list[Move]) -> list[Move]:
        """The moves that are possible; those of which it could not be told are `open`. Each answer settles a move."""
        able: list[Move] = []
        left = list(moves)
        while left:
            told = self._model(either(*(self.question.moves[move] for move in left)))
            if told is False:
                break
            seen = [move for move in left if isinstance(told, Model) and told.truth(self.question.moves[move])]
            if not seen:
                self.complete = False
                self.open += [move for move in left if move not in self.open]
                break
            able += seen
            left = [move for move in left if move not in seen]
        return [move for move in moves if move in able]

    def _cut(self, move: Move, able: list[Move], before: list[Piece]) -> Iterator[Piece]:
        """Pieces that hold every form that moves so; what lies in one that came before is not told again."""
        left = both(self.question.moves[move], *(opposite(each.holds()) for each in before if move in each.moves))
        vague = 0
        for _ in range(MOST_PIECES):
            if vague == MOST_VAGUE:
                break
            told = self._plainest(left)
            if told is False:
                return
            if not isinstance(told, Model):
                self.open += [move]
                return
            piece = self._piece(told, move, able, left)
            yield piece
            vague += not piece.exact
            left = both(left, opposite(piece.holds()))
        if self._model(left) is not False:
            yield Piece(gathered(self._bounds([], left)), (move,), False)

    def witnesses(self, piece: Piece) -> Iterator[Model]:
        """Forms of a piece, the one that is read most easily first."""
        here = both(piece.holds(), either(*(self.question.moves[move] for move in piece.moves)))
        for easy in (both(self.question.round(), self.question.plain()), self.question.plain(), True):
            told = self._easier(both(here, easy)) if easy is not True else self.standing.satisfied(here)
            if isinstance(told, Model):
                yield told

    def _plainest(self, wanted: Bool) -> Model | bool | None:
        """A form without numbers below nought where there is one, and with none just at an edge that one edition has."""
        edges = [(each, edge) for each in self.atoms if isinstance(each, Driver) for edge in each.edges]
        beside = [opposite(each.inside(Interval(edge, edge))) for each, edge in edges if each.rank(edge) == ONE_SIDED]
        for easy in (both(self.question.plain(), *beside), self.question.plain()):
            told = self._easier(both(wanted, easy))
            if isinstance(told, Model):
                return told
        return self._model(wanted)

    def _piece(self, model: Model, move: Move, able: list[Move], left: Bool) -> Piece:
        conditions = weakest_first([each for of in self.atoms for each in cube(of, model)])
        for moves, goal, gives in self._goals(model, move, able):
            kept = self._kept(conditions, move, goal)
            if kept is not None:
                return Piece(gathered([*kept, *self._ends(kept, conditions)]), moves, True, gives)
        return Piece(gathered(self._bounds(conditions, left)), (move,), False)

    def _kept(self, conditions: list[Condition], move: Move, goal: Bool) -> list[Condition] | None:
        """As few conditions as the goal follows from; what stands for many that both editions ask is one of them."""
        stand = self._standpoint("applied" if move.applied else "known", move) if move.sure else None
        here = self.question.thing.present
        if stand is None:
            needed = self._needed(here, goal, conditions)
            return None if needed is None else self._loosened(needed, goal)
        short = self._needed(stand.here, goal, conditions)
        if short is None:
            return None
        if self._follows(here, goal, short):
            return self._loosened(short, goal)
        said = Condition(stand, "true", FIRST)
        longer = self._needed(here, goal, [*short, *(each for each in conditions if each not in short)])
        room = len(gathered(short)) + (stand.key[0] == "applied")
        return self._loosened(longer, goal) if longer is not None and len(gathered(longer)) <= room else [said, *short]

    def _loosened(self, kept: list[Condition], goal: Bool) -> list[Condition]:
        """Of a number no more than that it can be worked out, where that is enough."""
        for number in {each.of.key: each for each in kept if isinstance(each.told, Interval)}.values():
            looser = Condition(number.of, ANY, number.rank)
            rest = [each for each in kept if each.of.key != number.of.key]
            if self._follows(self.question.thing.present, goal, [*rest, looser]):
                kept = [*rest, looser]
        return kept

    def _needed(self, here: Bool, goal: Bool, conditions: list[Condition]) -> list[Condition] | None:
        self.asked += 1
        needed = self.standing.needed(here, goal, [each.holds() for each in conditions])
        return None if needed is None else [conditions[at] for at in needed]

    def _follows(self, here: Bool, goal: Bool, conditions: list[Condition]) -> bool:
        return self._easier(both(here, *(each.holds() for each in conditions), opposite(goal))) is False

    def _goals(self, model: Model, move: Move, able: list[Move]) -> Iterator[tuple[tuple[Move, ...], Bool, Gives]]:
        """What may follow from the conditions, the most telling first: one way to work it out; one result, whatever it was."""
        goal = self.question.moves[move]
        if move.how:
            bounded = move.how in ("less", "more")
            taken = [self.branches.of(side, model, bounded) if side in GIVING[move.how] else None for side in (0, 1)]
            gives = (taken[0].left if taken[0] else None, taken[1].left if taken[1] else None)
            if gives[0] != gives[1]:  # one name for both would tell nothing: then the form shows the values
                yield (move,), both(goal, *(each.taken for each in taken if each)), gives
            yield (move,), goal, (None, None)
            return
        for alike in (
            [each for each in able if each.sure and not each.how and each.new == move.new],
            [each for each in able if each.sure and not each.how and each.old == move.old],
            [move],
        ):
            if len(alike) > 1 or alike == [move]:
                yield tuple(alike), either(*(self.question.moves[each] for each in alike)), (None, None)

    def _ends(self, kept: list[Condition], conditions: list[Condition]) -> list[Condition]:
        """Edges of one edition beyond which a number that is told of does not come anyway: so both ends are told."""
        numbers = {each.of.key for each in kept if isinstance(each.of, Driver)}
        here = both(self.question.thing.present, *(each.holds() for each in kept))
        near = [each for each in conditions if each.rank == ONE_SIDED and each.of.key in numbers and each not in kept]
        return [each for each in near if self._easier(both(here, opposite(each.holds()))) is False]

    def _bounds(self, conditions: list[Condition], left: Bool) -> list[Condition]:
        """Of the conditions those that every form which is left meets, and those that only one edition has."""
        kept = []
        for condition in conditions:
            own = condition.rank == ONE_SIDED and condition.told not in (None, "unknown") and not strict(condition.told)
            if own or self._easier(both(left, opposite(condition.holds())), again=False) is False:
                kept.append(condition)
        if not self.patience or not kept:
            return kept
        told = [each.holds() for each in kept]
        needed = self.standing.needed(self.question.thing.present, both(*told), told)
        return kept if needed is None else [kept[at] for at in needed]


def _told(piece: Piece, cut: list[Piece]) -> bool:
    """Whether another piece holds it; of two alike the first stays."""
    at = next(place for place, each in enumerate(cut) if each is piece)
    return any(
        other is not piece and within(piece, other) and (place < at or not within(other, piece))
        for place, other in enumerate(cut)
    )
