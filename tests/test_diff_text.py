"""What changed between two texts, named for what it is: the sections of tests/diff/changes.md say it of two editions each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from editions import HERE, committed, edition, said
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import policy_texts, program_of

import perfrules
from perfrules.core import tree as core
from perfrules.diff import Difference, compare
from perfrules.diff.changes import Compared, changes
from perfrules.diff.text import text_difference
from perfrules.format import format_file
from perfrules.forms import shipped_templates
from perfrules.pipeline.texts import shipped_policies
from perfrules.report.page import Page
from perfrules.source import Source

PAGE = HERE / "changes.md"
BLOCK = r"```{}\n((?:.*\n)*?)```\n"
SECTION = re.compile(r"^## (.+)\n\n" + "\n".join(BLOCK.format(kind) for kind in ("rules old", "rules new", "text")), re.M)


def sections() -> list[tuple[str, str, str, str]]:
    found = SECTION.findall(PAGE.read_text(encoding="utf-8"))
    assert len(found) == PAGE.read_text(encoding="utf-8").count("\n## "), "a section is not written like the others"
    return found


@pytest.mark.parametrize(("title", "old", "new", "expected"), sections(), ids=[title for title, *_ in sections()])
def test_a_change_is_named_for_what_it_is(title: str, old: str, new: str, expected: str) -> None:
    pytest.importorskip("z3", reason="z3 is not installed, and the sections say what is proved")
    made = compare(edition("old", old), edition("new", new), shipped_templates())
    assert "".join(line + "\n" for line in said(made)) == expected


@pytest.mark.parametrize("name", ["old", "new", *(name for name in shipped_policies() if not name.startswith("common/"))])
def test_an_edition_does_not_differ_from_itself(name: str) -> None:
    made = compare(committed(name), committed(name), shipped_templates())
    assert made.empty
    assert not made.header
    assert made.meaning is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["old", "new"])
def test_an_edition_laid_out_anew_in_either_spelling_is_the_same(name: str, language: str) -> None:
    text = (HERE / f"{name}.rules").read_text(encoding="utf-8")
    again = format_file(Source.of(name, text), shipped_templates(), "zh" if language == "zh" else "en").text
    assert again is not None
    assert again != text
    assert compare(program_of(text), program_of(again), shipped_templates()).empty


@settings(max_examples=40)
@given(policy_texts("project_form"), st.sampled_from(["zh", "en"]))
def test_drawn_policies_laid_out_anew_are_the_same(text: str, language: str) -> None:
    again = format_file(Source.of("drawn", text), shipped_templates(), "zh" if language == "zh" else "en").text
    assert again is not None
    assert compare(program_of(text), program_of(again), shipped_templates()).empty


@settings(max_examples=40)
@given(policy_texts("project_form"), policy_texts("project_form"))
def test_nothing_of_either_edition_is_passed_over(one: str, other: str) -> None:
    """Every item of both is a change, or is counted as the same."""
    old, new = program_of(one), program_of(other)
    compared = Compared(old, new)
    found = changes(compared, shipped_templates())
    for program, side in ((old, "old"), (new, "new")):
        named = [name for change in found if (name := getattr(change, side)) is not None]
        assert len(named) == len(set(named))
        same = [pair for pair in compared.pairs if getattr(pair, side).name not in named]
        assert len(named) + len(same) == _count(program)
        assert all(compared.same_meaning(pair) for pair in same)


def _count(program: core.Program) -> int:
    return len(program.params) + len(program.lets) + len(program.links) + len(program.checks)


def test_a_rule_that_was_off_for_a_while_is_told_though_that_has_ended(tmp_path: Path) -> None:
    """What is compared is the last day; on it the rule stands in both editions, and no change would say that it was off."""
    path = tmp_path / "later.rules"
    days = '  自 2021-03-01\n  至 2021-06-30\n  理由 "试写"\n'
    head = '政策 试写/项目 2021 "试写"\n  修改 national/project 2020\n  适用年度 2021\n\n'
    path.write_text(head + "停用 规则 产出分值相符\n" + days, encoding="utf-8")
    made = perfrules.diff("national/project/2020", path)
    assert [(clause.label.en, clause.new and clause.new.en) for clause in made.header if clause.aspect == "switch"] == [
        ("other days", "产出分值相符 switched off by 试写/项目 2021 from 2021-03-01 until 2021-06-30: 试写")
    ]
    shown = text_difference(made, "zh", Page(100))
    assert "别的日子  + 产出分值相符 自 2021-03-01 至 2021-06-30" in shown
    assert "2021-07-01 起" in shown
    assert not perfrules.diff(path, path).header


@cache
def of_text_alone() -> Difference:
    """The committed editions; only their text is asked of it."""
    return replace(compare(committed("old"), committed("new"), shipped_templates(), prove=False), meaning=None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_of_two_committed_editions(language: str, golden: Callable[[Path, str], None]) -> None:
    shown = text_difference(of_text_alone(), "zh" if language == "zh" else "en", Page(100))
    golden(HERE / f"old-new.{language}.txt", shown)
