"""The comparison of two editions: the text, and where it is asked for, the meaning and whom it hits."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff.changes import Compared, changes, items
from perfrules.diff.clauses import label
from perfrules.diff.impact import Progress, impact
from perfrules.diff.meaning import meaning
from perfrules.diff.model import Aspect, ClauseChange, Difference, Edition
from perfrules.diff.years import of_template
from perfrules.forms import LoadedForms, Templates


def compare(
    old: core.Program,
    new: core.Program,
    templates: Templates,
    forms: LoadedForms | None = None,
    against: LoadedForms | None = None,
    prove: bool | None = None,
    progress: Progress | None = None,
) -> Difference:
    """What changed in the text, what that means and, with forms of the editions' template, whom it hits.

    `prove`: by the solver; False: by search alone; None: by the solver where there is one.
    """
    compared = Compared(old, new)
    found = changes(compared, templates)
    kept = len(list(items(new))) - sum(change.new is not None for change in found)
    examples = (len(old.examples), len(new.examples))
    hit = None if forms is None else impact(compared, forms, against, templates, progress)
    at_hand = () if forms is None else tuple(of_template(forms, new))
    meant = meaning(compared, templates, prove, progress, forms=at_hand) if found else None
    return Difference(_edition(old), _edition(new), found, tuple(_header(old, new)), kept, examples, hit, meant)


def _edition(program: core.Program) -> Edition:
    return Edition(program.name, program.title or "", program.template, program.years, program.basis)


def _header(old: core.Program, new: core.Program) -> Iterator[ClauseChange]:
    """What changed in the policy's own clauses. Its name and title are shown at the head of every page."""
    shown = (
        ("template", old.template, new.template),
        ("years", "-".join(dict.fromkeys(old.years)), "-".join(dict.fromkeys(new.years))),
        ("places", "、".join(old.places), "、".join(new.places)),
        ("from", _day(old.starts), _day(new.starts)),
        ("until", _day(old.ends), _day(new.ends)),
        ("basis", _cited(old), _cited(new)),
    )
    for name, was, now in shown:
        if was != now:
            aspect: Aspect = "basis" if name == "basis" else "scope"
            yield ClauseChange(aspect, label(name), Words(was, was) if was else None, Words(now, now) if now else None)


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _cited(program: core.Program) -> str:
    return "\n".join(" ".join(filter(None, (each.document, each.clause))) for each in program.basis)
