"""The passes of lint, in their order."""

from __future__ import annotations

from perfrules.analysis.answers import answered
from perfrules.analysis.codes import NEVER_APPLIES, NEVER_FAILS, NEVER_PASSES
from perfrules.analysis.items import items
from perfrules.analysis.pairs import contradictions, implied
from perfrules.analysis.remarks import Remark, Remarks
from perfrules.analysis.rules import rules
from perfrules.analysis.slopes import slopes
from perfrules.analysis.study import Study
from perfrules.analysis.tables import tables
from perfrules.analysis.totals import totals

DEAD = (NEVER_APPLIES.name, NEVER_FAILS.name, NEVER_PASSES.name)


def lint(study: Study) -> Remarks:
    """Every remark about the file under study, in the order of the file."""
    found: list[Remark] = list(rules(study))
    dead = {name for each in found if each.problem.code.name in DEAD for name in each.items}
    found += tables(study)
    against = list(contradictions(study, dead))
    at_odds = {name for each in against for name in each.items}
    found += [*against, *implied(study, dead | at_odds)]
    found += totals(study)
    found += slopes(study)
    found += items(study)
    left, done = answered(study, found)
    left.sort(key=lambda each: (each.problem.at.span.start, each.problem.code.name))
    return Remarks(study.program.name, tuple(left), tuple(done), tuple(dict.fromkeys(study.undecided)))
