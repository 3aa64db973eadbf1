"""Rows of tables that nothing reaches. What no row takes, and what two rows take, `check` has said already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfrules.analysis.codes import UNREACHABLE_ROW
from perfrules.analysis.remarks import Remark, first_line, named, of_node, remark
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Fix, Words
from perfrules.forms import FIGURES

if TYPE_CHECKING:
    from perfrules.analysis.proving import Room


def tables(study: Study) -> Iterator[Remark]:
    for let in study.program.lets.values():
        if isinstance(let.value, core.Choose) and study.mine(let) and let.subject.template == study.template.name:
            yield from _table(study, let, let.value)


def _table(study: Study, let: core.Let, table: core.Choose) -> Iterator[Remark]:
    prover = study.prover
    if prover is None or let.subject.part == FIGURES or len(table.rows) < 2:
        return
    room = prover.sized(study.rows([table.subject, *(test for test, _ in table.rows if test is not None)]))
    for at, (test, value) in enumerate(table.rows):
        if _reached(room, let, table, at) is False:
            node = test or value
            yield remark(
                UNREACHABLE_ROW,
                Words("没有一张表会走到这一行", "no form comes to this row"),
                of_node(node),
                [let.name],
                others=[named(let), of_node(table.subject, Words("它取不到这样的值", "it has no such value"))],
                help=Words("可以删去这一行", "the row may be taken out"),
                fix=Fix(((first_line(node.source, node.span), ""),)) if len(table.rows) > 2 else None,
            )


def _reached(room: Room, let: core.Let, table: core.Choose, at: int) -> bool | None:
    """Whether some form comes to the row; None when that is not known."""
    from perfrules.symbolic import choices
    from perfrules.symbolic.frame import about
    from perfrules.symbolic.routes import ElsewhereError
    from perfrules.symbolic.terms import both, either

    try:
        whens = []
        for thing in room.space.of(let.subject):
            rows, _, _ = choices.taken(room.encoder, table, about(thing))
            if at < len(rows):
                whens.append(both(thing.present, rows[at][0]))
        impossible = room.search.impossible(either(*whens))
    except ElsewhereError:
        return None
    return None if impossible is None else not impossible
