"""Editions with dated changes are compared as they stand on a day, on the forms of days on which they stand so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import perfrules
from perfrules.diff import Difference

OLD = """\
政策 编/项目 2023 "编的"
  表样     项目自评表
  适用年度 2023-2024

参数 满分 "编的" = 15 分

规则 分值相符 针对 预算 "编的"
  要求 分值 = 满分
规则 结转不超 针对 预算 "编的"
  当   已填(上年结转)
  要求 预算数 >= 上年结转
"""
NEW = """\
政策 编/项目 2024 "编的"
  修改     编/项目 2023
  适用年度 2024

替换 参数 满分 "编的" = 20 分
  自 2024-07-01
停用 规则 结转不超
  自   2024-07-01
  至   2024-12-31
  理由 "编的"
"""


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    paths = (tmp_path / "old.rules", tmp_path / "new.rules")
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def forms_of(folder: Path, days: list[str | None]) -> list[Path]:
    paths = [folder / f"form-{day}.yaml" for day in days]
    for path, day in zip(paths, days, strict=True):
        filled = f'填表日期: "{day}"\n' if day else ""
        path.write_text(
            f"template: project_form\n年度: 2024\n{filled}预算: {{分值: 20, 上年结转: 2, 预算数: 1}}\n", encoding="utf-8"
        )
    return paths


def outcomes(made: Difference) -> dict[str, list[tuple[str, str]]]:
    """By form, the outcomes that moved."""
    assert made.impact is not None
    return {form.id: [(str(moved.old), str(moved.new)) for moved in form.moved] for form in made.impact.forms}


DAYS: list[str | None] = ["2024-06-30", "2024-07-01", "2025-01-01", None]


@pytest.mark.parametrize(
    ("day", "compared", "moved"),
    [
        (None, "2025-01-01", [("fail", "pass")]),
        (date(2024, 6, 30), "2024-06-30", []),
        (date(2024, 8, 1), "2024-07-01", [("fail", "off"), ("fail", "pass")]),
    ],
)
def test_a_form_is_compared_on_its_own_day(
    editions: tuple[Path, Path], tmp_path: Path, day: date | None, compared: str, moved: list[tuple[str, str]]
) -> None:
    """Forms of other days are left out by name; one without a day counts by the days compared, and that is said, too."""
    made = perfrules.diff(*editions, forms=forms_of(tmp_path, DAYS), prove=False, day=day)
    told = outcomes(made)
    assert {name: sorted(each) for name, each in told.items()} == {f"form-{compared}": moved, "form-None": moved}
    said = [(problem.level, problem.form) for problem in made.problems if problem.code.name == "other-day"]
    assert said == [("warning", f"form-{each}") for each in DAYS if each not in (compared, None)] + [("note", None)]


def test_editions_that_stay_the_same_take_every_form(editions: tuple[Path, Path], tmp_path: Path) -> None:
    made = perfrules.diff(editions[0], editions[0], forms=forms_of(tmp_path, DAYS))
    assert made.empty
    assert len(outcomes(made)) == len(DAYS)
    assert made.problems == ()


def test_forms_of_last_year_are_of_the_days_of_the_old_edition(editions: tuple[Path, Path], tmp_path: Path) -> None:
    """An edition compared with itself from a later day on: an earlier form is not read by what came later."""
    paths = forms_of(tmp_path, ["2024-06-30", "2025-01-01"])
    made = perfrules.diff(editions[1], editions[1], forms=paths[1:], against=paths[:1], prove=False)
    assert made.impact is not None
    assert made.impact.years is not None
    assert made.impact.years.matched == ()
    assert [problem.form for problem in made.problems] == ["form-2024-06-30"]


@pytest.mark.parametrize(("sides", "day", "level"), [((0, 0), date(2024, 1, 1), "note"), ((0, 1), date(2024, 7, 2), None)])
def test_a_day_that_changes_nothing_is_told(
    editions: tuple[Path, Path], sides: tuple[int, int], day: date, level: str | None
) -> None:
    made = perfrules.diff(editions[sides[0]], editions[sides[1]], prove=False, day=day)
    assert [problem.level for problem in made.problems] == ([level] if level else [])


def test_a_day_that_cannot_be_read_is_told_and_not_taken_for_none(editions: tuple[Path, Path], tmp_path: Path) -> None:
    made = perfrules.diff(*editions, forms=forms_of(tmp_path, ["2024-06-31", None]), prove=False)
    said = {problem.code.name: problem.words.en for problem in made.problems}
    unclear = "the day “2024-06-31” on which form form-2024-06-31 was filled in cannot be read; it counts by the days compared"
    assert said["date-not-read"] == unclear
    assert said["other-day"].endswith(": form-None")
    assert perfrules.diff(editions[0], editions[0], forms=tmp_path / "form-2024-06-31.yaml").problems == ()
