"""Two editions of a small policy as texts, compared: what the tests of the differ share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from perfrules.core import tree as core
from perfrules.diagnostics import Language
from perfrules.diff import Difference
from perfrules.diff.naming import points, share_name, total_text
from perfrules.diff.text_meaning import VERDICT, region_text
from perfrules.diff.wording import HOW, WHAT, aspects_of
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


def said(difference: Difference, language: Language = "zh") -> Iterator[str]:
    """A line for each change, and for each item what the change means with the places where it differs."""
    colon, semicolon = ("：", "；") if language == "zh" else (": ", "; ")
    read_by, belongs = ("读它的：{}", "与 {} 有关") if language == "zh" else ("read by {}", "moved with {}")
    for change in difference.changes:
        related = [*map(read_by.format, change.readers), *map(belongs.format, change.moved)]
        told = semicolon.join(filter(None, (aspects_of(change).text(language), *related)))
        what = f"{HOW[change.how].text(language)} {WHAT[change.what].text(language)}"
        yield f"{what} {change.names}{colon if told else ''}{told}"
    for item in difference.meaning.items if difference.meaning else ():
        yield f"→ {item.name} {VERDICT[item.verdict].text(language)}"
        yield from (f"  {region_text(region).text(language)}" for region in item.regions)
    if difference.empty:
        yield "没有改动" if language == "zh" else "no change"


def hit(difference: Difference, language: Language) -> Iterator[str]:
    """A line for each form with its totals, and one for the share of each edit."""
    assert difference.impact is not None
    for form in difference.impact.forms:
        change = "" if form.difference is None else f"  {points(form.difference)}"
        yield f"{form.id}  {total_text(form.old).text(language)} → {total_text(form.new).text(language)}{change}"
        yield from (f"  {points(share.amount)}  {share_name(share).text(language)}" for share in form.shares)
