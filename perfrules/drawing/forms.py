"""Forms drawn for a policy: by Hypothesis, which shrinks them, or from a seed, the same ones every time.

What is drawn is the data of one form, for `make_form`. Rules that look at other forms of a batch need several: a batch is a list
of such data, each drawn for its own template; the keys its links join on are ordinary cells here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from perfrules.core import tree as core
from perfrules.drawing.choices import Asked, Choices, Seeded
from perfrules.drawing.drafts import draft
from perfrules.drawing.edges import Edges, edges, edges_of
from perfrules.drawing.reads import expressions
from perfrules.drawing.sheet import Data, described
from perfrules.forms import Template

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


class Drawer:
    """Draws forms for a policy, or for one of its rules; the edges are worked out once.

    Some begin with the policy's own examples, those `about` the rule, if `examples` are to be used.
    """

    def __init__(self, program: core.Program, template: Template, about: core.Check | None = None, examples: bool = True) -> None:
        self.program = program
        self.template = template
        self.edges = edges(program, template) if about is None else edges_about(program, template, about)
        checks = program.checks if about is None else (about,)
        wanted = {check.name for check in checks if check.subject.template == template.name}
        its = [each for each in program.examples if examples and each.of in wanted]
        self.starts: Sequence[Data] = [described(example, template) for example in its]

    def draw(self, choices: Choices) -> Data:
        return draft(choices, self.edges, self.starts)

    def seeded(self, count: int, seed: int = 0) -> Iterator[Data]:
        """`count` forms, the same for the same seed."""
        choices = Seeded(seed)
        for _ in range(count):
            yield self.draw(choices)


def forms(program: core.Program, template: Template) -> SearchStrategy[Data]:
    """Forms as a policy may meet them; they shrink to few, blank and round cells.

    None begins with an example: that is one choice, and to Hypothesis the simplest form is the one of fewest choices.
    """
    return _strategy(Drawer(program, template, examples=False))


def forms_about(program: core.Program, check: core.Check, template: Template) -> SearchStrategy[Data]:
    """Forms that fill what one rule reads, and move about its edges."""
    return _strategy(Drawer(program, template, check, examples=False))


def edges_about(program: core.Program, template: Template, check: core.Check) -> Edges:
    """The edges of one rule or score."""
    scores = (check,) if isinstance(check, core.Score) else ()
    return edges_of(program, template, expressions(check), scores)


def _strategy(drawer: Drawer) -> SearchStrategy[Data]:
    from hypothesis import strategies as st

    @st.composite
    def drawn(draw: DrawFn) -> Data:
        return drawer.draw(Asked(lambda count: draw(st.integers(0, count - 1))))

    return drawn()
