"""What Hypothesis draws: filled-in forms, and the texts of whole policies for them.

A drawn policy that does not check clean is a mistake of `drawn_policies`, not of the program under test.
"""

from __future__ import annotations

from drawn_forms import TEMPLATES, form_data, forms, template_named
from drawn_policies import Writer
from hypothesis import strategies as st

from perfrules.check import check
from perfrules.core import tree as core
from perfrules.source import Source
from perfrules.syntax import parse

__all__ = ["TEMPLATES", "Writer", "form_data", "forms", "policy_texts", "program_of", "template_named"]


def program_of(text: str) -> core.Program:
    """The program of a policy that uses no other; it must check clean."""
    parsed = parse(Source.of("drawn.rules", text))
    checked = check(parsed.file, (), TEMPLATES)
    wrong = [problem for problem in (*parsed.problems, *checked.problems) if problem.level == "error"]
    assert checked.program is not None, [(problem.words.en, problem.at.source[problem.at.span]) for problem in wrong]
    return checked.program


@st.composite
def policy_texts(draw: st.DrawFn, name: str) -> str:
    """The text of a policy for the template of that name, in either spelling."""
    return Writer(draw, template_named(name)).policy()
