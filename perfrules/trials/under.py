"""The policy that is on trial, with what running it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from perfrules.check.consolidate import Days, within
from perfrules.core import tree as core
from perfrules.drawing import Data, Spot, form_of
from perfrules.evaluate import Decided, Engine, decide
from perfrules.forms import Form, Template, Templates, make_form
from perfrules.source import Source
from perfrules.syntax import parse
from perfrules.syntax import tree as syntax

Periods = tuple[tuple[Days, core.Program], ...]
"""The programs that a policy is one after the other, each with the days on which it is that."""
Compile = Callable[[Source], Periods]
"""From the text of a policy to its programs, one of them where it is the same on every day; none when the text has mistakes."""


@dataclass(frozen=True, slots=True)
class Under:
    """`source` is the text it was written in, `again` compiles such a text the way `program` was compiled.

    Of a policy that is not the same on every day `program` is the last of its `periods`, and holds on the last `days`.
    """

    program: core.Program
    source: Source
    templates: Templates
    template: Template
    engine: Engine
    again: Compile
    periods: Periods = ()
    days: Days = (None, None)
    _latest: list[tuple[Data, Form, Decided]] = field(default_factory=list, repr=False)
    _each: list[Under] = field(default_factory=list, repr=False)

    @classmethod
    def trial(
        cls,
        program: core.Program,
        source: Source,
        templates: Templates,
        again: Compile,
        periods: Periods = (),
        days: Days = (None, None),
    ) -> Under:
        template = templates.get(program.template)
        assert template is not None
        return cls(program, source, templates, template, Engine(program), again, periods, periods[-1][0] if periods else days)

    def in_each(self) -> tuple[Under, ...]:
        """The policy as it is in each of its periods, in their order."""
        if not self._each:
            for days, program in self.periods:
                self._each.append(Under.trial(program, self.source, self.templates, self.again, (), days))
        return tuple(self._each) or (self,)

    def on(self, days: Days) -> Under:
        """The policy as it is in one of its periods."""
        return next(each for each in self.in_each() if each.days == days)

    def recompiled(self, source: Source) -> core.Program | None:
        """The program that another text has on these days; None when the text has mistakes."""
        return dict(self.again(source)).get(self.days)

    def dated(self, data: Data) -> Data:
        """The form, with one of these days in the place of another."""
        return on_one_of(self.days, data, self.template)

    @property
    def amends(self) -> bool:
        """Whether its items may have verbs, and so days."""
        policy = parse(self.source).file.policy
        return policy is not None and policy.only(syntax.Amends) is not None

    def form(self, data: Data) -> Form:
        return self._latest[0][1] if self._latest and self._latest[0][0] is data else form_of(data, self.template)

    def decided(self, data: Data) -> Decided:
        """Every outcome of a form. The latest is kept, for one form is held against one law after the other."""
        if not self._latest or self._latest[0][0] is not data:
            form = form_of(data, self.template)
            self._latest[:] = [(data, form, decide(self.engine, form))]
        return self._latest[0][2]

    def check(self, name: str) -> core.Rule | core.Score:
        return next(check for check in self.program.checks if check.name == name)


def on_one_of(days: Days, data: Data, template: Template) -> Data:
    """The form, as though it had been filled in on one of these days if it says that it was on another."""
    name, day = template.about.filled_on, days[0] or days[1]
    if day is None or name is None or name not in data:
        return data
    forms = make_form(template, data, id="form").forms
    return data if not forms or on_days(forms[0], days) else {**data, name: day.isoformat()}


def on_days(form: Form, days: Days) -> bool:
    """Whether a form may be judged by what holds on these days: it says no other."""
    return form.filled_on is None or within(form.filled_on, days)


def spot_at(path: str) -> Spot:
    """The cell at a JSON pointer of a form."""
    steps = path.split("/")[1:]
    match steps:
        case [field]:
            return Spot(None, None, field)
        case [part, field]:
            return Spot(part, None, field)
        case [part, row, field]:
            return Spot(part, int(row), field)
    raise AssertionError(f"{path} is no cell")
