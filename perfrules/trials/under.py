"""The policy that is on trial, with what running it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.drawing import Data, Spot, form_of
from perfrules.evaluate import Decided, Engine, decide
from perfrules.forms import Form, Template, Templates
from perfrules.source import Source

Compile = Callable[[Source], core.Program | None]
"""From the text of a policy to its program; None when the text has mistakes."""


@dataclass(frozen=True, slots=True)
class Under:
    """`source` is the text it was written in, `again` compiles such a text the way `program` was compiled."""

    program: core.Program
    source: Source
    templates: Templates
    template: Template
    engine: Engine
    again: Compile

    @classmethod
    def trial(cls, program: core.Program, source: Source, templates: Templates, again: Compile) -> Under:
        template = templates.get(program.template)
        assert template is not None
        return cls(program, source, templates, template, Engine(program), again)

    def form(self, data: Data) -> Form:
        return form_of(data, self.template)

    def decided(self, data: Data) -> Decided:
        return decide(self.engine, self.form(data))

    def check(self, name: str) -> core.Check:
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
