"""Which policy fits a form: by its template, its year and its place, and by the day it was filled in."""

from __future__ import annotations

from datetime import date
from functools import cache

from perfrules.check.consolidate import within
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.forms import Form
from perfrules.pipeline.files import read_text
from perfrules.pipeline.policies import Ready, compile_policy, for_a_template
from perfrules.pipeline.texts import shipped_policies
from perfrules.values.text import normal


def fitting(form: Form, given: date | None = None) -> tuple[list[Ready], list[Ready]]:
    """The shipped policies that fit a form's template, year, place and date, and all that were tried.

    One that names the form's place goes before one for everywhere, the longer name of it first: a district has its own rules
    within those of its city. Of editions left the latest that had begun counts. Without a day, the form's or the one given to
    the run, all of them are left, and the run says so: the clock is never asked.
    """
    tried = [ready for ready in _shelf() if ready.program.template == form.template.name]
    fits = [ready for ready in tried if fits_year(ready.program, form) and held_place(ready.program, form) is not None]
    day = form.filled_on or given
    if day is not None:
        fits = [ready for ready in fits if in_force(ready.program, day)]
    nearest = max((held_place(ready.program, form) or 0 for ready in fits), default=0)
    fits = [ready for ready in fits if (held_place(ready.program, form) or 0) == nearest]
    if day is not None:
        latest = max((ready.program.starts or date.min for ready in fits), default=date.min)
        fits = [ready for ready in fits if (ready.program.starts or date.min) == latest]
    return fits, tried


def in_force(program: core.Program, day: date) -> bool:
    """Whether the policy had begun and not yet ended on a day."""
    return within(day, (program.starts, program.ends))


@cache
def _shelf() -> tuple[Ready, ...]:
    """Every shipped policy that is for a template."""
    found = []
    for path in shipped_policies().values():
        source = read_text(path)
        if isinstance(source, Diagnostic) or not for_a_template(source):
            continue
        compiled = compile_policy(source)
        if compiled.program is not None:
            found.append(Ready.of(compiled.program, compiled.periods))
    return tuple(found)


def held_place(program: core.Program, form: Form) -> int | None:
    """How long the name is by which the policy names the form's place: 0 for everywhere, None when it is for other places."""
    name = form.template.about.place
    place = normal(form.cells[name].text or "") if name else ""
    held = [len(normal(each)) for each in program.places if normal(each) in place]
    return max(held, default=None) if program.places else 0


def fits_year(program: core.Program, form: Form) -> bool:
    year = form.year
    return year is not None and program.years[0] <= year <= program.years[1]
