"""Rows of tables that nothing reaches. What no row takes, and what two rows take, `check` has said already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfrules.analysis.bounds import GIVEN_UP, larger, of_rows
from perfrules.analysis.codes import UNREACHABLE_ROW
from perfrules.analysis.pairs import LOOK
from perfrules.analysis.remarks import Remark, Undecided, first_line, named, of_node, remark
from perfrules.analysis.sizes import MOST_ROWS, SURE_ROWS, SURE_STEPS
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Fix, Words
from perfrules.forms import FIGURES
from perfrules.symbolic import verdicts
from perfrules.symbolic.verdicts import Nothing

REACHED = Words("有没有表会走到表中的每一行", "whether some form comes to each row of the table")
if TYPE_CHECKING:
    from perfrules.analysis.enough import Counting
    from perfrules.analysis.room import Room


def tables(study: Study) -> Iterator[Remark]:
    for let in study.program.lets.values():
        if isinstance(let.value, core.Choose) and study.mine(let) and let.subject.template == study.template.name:
            yield from _table(study, let, let.value)


def _table(study: Study, let: core.Let, table: core.Choose) -> Iterator[Remark]:
    prover = study.prover
    if prover is None or let.subject.part == FIGURES or len(table.rows) < 2:
        return
    from perfrules.analysis.enough import Counting
    from perfrules.analysis.reading import Read

    tests = tuple(test for test, _ in table.rows if test is not None)
    counting = Counting(study, (), others=[Read(let.subject, (table, table.subject, *tests))])
    room = prover.sized(study.rows([table.subject, *tests]))
    for at, (test, value) in enumerate(table.rows):
        if _reached(room, let, table, at) is False:
            answer = _sure(study, counting, room.rows, let, table, at)
            if isinstance(answer, verdicts.Undecided):
                study.undecided.append(Undecided(let.name, REACHED, answer.why))
            if not isinstance(answer, Nothing):
                continue
            rows = of_rows(answer.most)
            node = test or value
            yield remark(
                UNREACHABLE_ROW,
                Words(f"没有一张{rows.zh}表会走到这一行", f"no form{rows.en} comes to this row"),
                of_node(node),
                [let.name],
                others=[named(let), of_node(table.subject, Words("它取不到这样的值", "it has no such value"))],
                help=Words("可以删去这一行", "the row may be taken out") if answer.most is None else LOOK,
                fix=Fix(((first_line(node.source, node.span), ""),)) if len(table.rows) > 2 and answer.most is None else None,
            )


def _sure(
    study: Study, counting: Counting, rows: int, let: core.Let, table: core.Choose, at: int
) -> Nothing | verdicts.Undecided | None:
    """Of how many rows no form comes to it, when none of at most `rows` does; None where one of more does."""
    prover = study.prover
    assert prover is not None
    enough = counting.enough()
    kept = None if enough.kept is None else enough.kept + 1  # with the row whose value it is
    if kept is not None and not enough.open and kept <= rows:
        return Nothing()
    with prover.unhurried(SURE_STEPS):
        if kept is not None and kept <= MOST_ROWS and _reached(prover.opened(kept, counting), let, table, at) is False:
            return Nothing()
        most = min(max(enough.needful, SURE_ROWS, rows), MOST_ROWS)
        reached = _reached(prover.sized(most), let, table, at)
    if reached is not False:
        return None if reached else verdicts.Undecided(GIVEN_UP)
    return verdicts.Undecided(larger(most)) if enough.needful > most else Nothing(most)


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
