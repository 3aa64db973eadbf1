"""One changed item proved: the ways it can move, cut into regions, each with the smallest form that shows it, replayed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

from perfrules.diff.asking import Question
from perfrules.diff.changes import Compared
from perfrules.diff.meaning import NOT_CONFIRMED, UNDECIDED, ItemMeaning, Region, verdict_of
from perfrules.diff.moves import Pairing, Replay, Seen
from perfrules.diff.region_words import where
from perfrules.diff.regions import Piece, Regions
from perfrules.diff.roundness import Data, rounder
from perfrules.diff.searching import form_of
from perfrules.forms import Form, Templates
from perfrules.symbolic.search import Search
from perfrules.symbolic.terms import both
from perfrules.symbolic.verdicts import Found

SECONDS = Fraction(2)


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
    seen = {piece.move for piece in pieces}
    pieces += [Piece((), move, False) for move in regions.open if move not in seen]  # perhaps a form shows it all the same
    for piece in pieces:
        region = _region(piece, question, search, replay)
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


def _region(piece: Piece, question: Question, search: Search, replay: Replay) -> Region | None:
    """The piece with its form; None when no form of it stands up to the evaluator."""

    def seen(form: Form) -> Seen | None:
        told = replay.seen(question.pairing, form)
        shown = next((each for each in told if each.move == piece.move and each.path == question.thing.path), None)
        return shown if shown is not None and piece.held_by(replay, form) else None

    wanted = both(question.moves[piece.move], piece.holds())
    found = search.find(both(wanted, question.allowed, question.plain()), lambda form: seen(form) is not None)
    if not isinstance(found, Found):
        found = search.find(both(wanted, question.allowed), lambda form: seen(form) is not None)
    if not isinstance(found, Found):
        return None
    template = question.space.template

    def holds(data: Data) -> bool:
        form = form_of(data, template)
        return form is not None and seen(form) is not None

    data = rounder(found.data, holds)
    form = form_of(data, template)
    shown = None if form is None else seen(form)
    assert shown is not None
    way, exact, inside = piece.move.way, piece.exact, partial(piece.held_by, replay)
    return Region(where(piece), shown.old, shown.new, way, exact, False, data, shown.path, inside)
