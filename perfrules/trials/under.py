"""The policy that is on trial, with what running it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.drawing import Data, Spot, form_of
from perfrules.evaluate import Decided, Engine, decide
from perfrules.forms import Form, Template, Templates
from perfrules.source import Source

Compile = Callable[[Source], core.Program | None]
"""From the text of a policy to its program; None when the text has mistakes."""


@dataclass(frozen=True, slots=True)
class Under:
    """`source` is the text it was written in, `again` compiles such a text the way `program` was compiled.

    Of a policy that is not the same on every day `program` is the last of its `periods`, and that is what forms are drawn for;
    its examples are run in every period.
    """

    program: core.Program
    source: Source
    templates: Templates
    template: Template
    engine: Engine
    again: Compile
    periods: tuple[tuple[Days, core.Program], ...] = ()
    _latest: list[tuple[Data, Form, Decided]] = field(default_factory=list, repr=False)

    @classmethod
    def trial(
        cls,
        program: core.Program,
        source: Source,
        templates: Templates,
        again: Compile,
        periods: tuple[tuple[Days, core.Program], ...] = (),
    ) -> Under:
        template = templates.get(program.template)
        assert template is not None
        return cls(program, source, templates, template, Engine(program), again, periods)

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
