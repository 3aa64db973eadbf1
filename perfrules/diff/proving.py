"""One changed item proved: the ways it can move, cut into regions, each with the smallest form that shows it, replayed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial

from perfrules.diff.asking import Question
from perfrules.diff.changes import Compared
from perfrules.diff.conditions import Piece
from perfrules.diff.meaning import NOT_CONFIRMED, UNDECIDED, ItemMeaning, Region, verdict_of
from perfrules.diff.moves import Move, Pairing, Replay, Seen, Way
from perfrules.diff.region_words import sides, where
from perfrules.diff.regions import Regions
from perfrules.diff.roundness import Data, rounder
from perfrules.diff.searching import drawn_about, form_of, smaller
from perfrules.forms import Form, Template, Templates
from perfrules.symbolic.search import Search
from perfrules.symbolic.terms import both, either
from perfrules.symbolic.verdicts import Found

SECONDS = Fraction(1)
MOST_LOST = 1
"""After so many pieces of which it found no form the solver is not asked again: drawn forms are looked through."""


def proved(
    base: ItemMeaning, pairing: Pairing, compared: Compared, templates: Templates, rows: int | None, replay: Replay
) -> ItemMeaning:
    """What the change means as far as the solver tells."""
    template = templates.get(compared.new.template)
    assert template is not None
    question = Question(pairing, compared, template, rows or 1)
    search = Search(question.space, SECONDS)
    regions = Regions(question, search, templates, replay)
    told = []
    pieces = regions.pieces()
    seen = {move for piece in pieces for move in piece.moves}
    pieces += [Piece((), (move,), False) for move in regions.open if move not in seen]  # perhaps a form shows it all the same
    lost = 0
    drawn: list[Data] | None = None
    for piece in pieces:
        region = _region(piece, question, regions, search, replay) if lost < MOST_LOST else None
        if region is None:
            lost += 1
            drawn = list(_differing(pairing, compared, template, replay)) if drawn is None else drawn
            region = _among(drawn, piece, question, replay)
        if region is None:
            regions.complete = False
        else:
            told.append(region)
    verdict = verdict_of([region.way for region in told]) if regions.complete or told else "undecided"
    return replace(
        base,
        verdict=verdict,
        by="proved",
        regions=tuple(told),
        complete=regions.complete,
        rows=rows,
        why=None if regions.complete else UNDECIDED if regions.weary else NOT_CONFIRMED,
    )


def _differing(pairing: Pairing, compared: Compared, template: Template, replay: Replay) -> Iterator[Data]:
    """Drawn forms on which the item differs."""
    for data in drawn_about(pairing, compared, template):
        form = form_of(data, template)
        if form is not None and any(replay.seen(pairing, form)):
            yield data


def _among(drawn: list[Data], piece: Piece, question: Question, replay: Replay) -> Region | None:
    """The piece with a drawn form that lies in it: what stands in a text the solver knows less of than the evaluator."""

    def holds(data: Data) -> bool:
        form = form_of(data, question.space.template)
        return form is not None and _seen(piece, question, replay, form) is not None

    found = next((data for data in drawn if holds(data)), None)
    return None if found is None else _shown(smaller(found, holds), piece, question, replay)


def _seen(piece: Piece, question: Question, replay: Replay, form: Form) -> Seen | None:
    """The move of the piece, where the form shows it and lies in the piece."""
    told = replay.seen(question.pairing, form)
    path = question.thing.path
    shown = next((each for each in told if each.move in piece.moves and each.path == path), None)
    return shown if shown is not None and piece.held_by(question.pairing, replay, form, path) else None


def _region(piece: Piece, question: Question, regions: Regions, search: Search, replay: Replay) -> Region | None:
    """The piece with its form; None when no form of it stands up to the evaluator."""

    def confirm(form: Form) -> bool:
        return _seen(piece, question, replay, form) is not None

    wanted = both(either(*(question.moves[move] for move in piece.moves)), piece.holds())
    for model in regions.witnesses(piece):
        found = search.written(model, both(wanted, question.allowed), confirm)
        if found is not None:
            return _shown(found.data, piece, question, replay)
    told = search.find(both(wanted, question.allowed), confirm)
    return _shown(told.data, piece, question, replay) if isinstance(told, Found) else None


def _shown(found: Data, piece: Piece, question: Question, replay: Replay) -> Region:
    """The region with its form, made round."""
    template = question.space.template

    def holds(data: Data) -> bool:
        form = form_of(data, template)
        return form is not None and _seen(piece, question, replay, form) is not None

    data = rounder(found, holds)
    form = form_of(data, template)
    shown = None if form is None else _seen(piece, question, replay, form)
    assert shown is not None
    path = question.thing.path
    inside = partial(piece.held_by, question.pairing, replay, path=path)
    way = way_of(list(piece.moves))
    gives = piece.gives if piece.moves[0].how else sides(piece.moves)
    instead = "" if form is None else replay.instead(question.pairing, form, path)
    told = where(piece), shown.old, shown.new
    return Region(*told, way, piece.exact, False, data, path, piece.moves[0].sure, gives, instead, shown.why, inside)


def way_of(moves: list[Move]) -> Way:
    """The way of several moves: that of one of them where the others are no way."""
    ways = {move.way for move in moves} - {"other"}
    return ways.pop() if len(ways) == 1 else "other"
