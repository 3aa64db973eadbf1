"""Two editions of a small policy as texts, compared: what the tests of the differ share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from perfrules.core import tree as core
from perfrules.forms import shipped_templates
from perfrules.pipeline.policies import compile_policy, find
from perfrules.source import Source

HERE = Path(__file__).parent / "diff"
HEADS = {
    side: f"政策 试写/项目 {year}\n  表样 项目自评表\n  适用年度 2020\n\n" for side, year in (("old", "2020"), ("new", "2021"))
}


@cache
def program(text: str) -> core.Program:
    """The program of a policy's text, which has no mistake."""
    compiled = compile_policy(Source.of("policy.rules", text), shipped_templates())
    assert compiled.program is not None, [problem.words.zh for problem in compiled.problems]
    return compiled.program


def edition(side: str, items: str) -> core.Program:
    """The program of some items, the policy's own lines put before them."""
    return program(HEADS[side] + items)


@cache
def committed(name: str) -> core.Program:
    """One of the editions in tests/diff, or a shipped policy."""
    path = HERE / f"{name}.rules"
    source = find(str(path) if path.exists() else name)
    assert isinstance(source, Source)
    compiled = compile_policy(source)
    assert compiled.program is not None
    return compiled.program
