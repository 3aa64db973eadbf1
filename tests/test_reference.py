"""The reference (grammar/reference): every page runs, is in both languages, and is as the program is today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chapters import Run, Section, every_code, sections
from reference_pages import after_mark, functions_page, index, refreshed, words_page

from perfrules.source.shelf import grammar_folder

REFERENCE = grammar_folder() / "reference"
CHAPTERS = sorted(REFERENCE.glob("[0-9]*.md"))
PAGES = sorted((REFERENCE / "diagnostics").glob("*.md"))
MADE_PAGES: dict[str, Callable[[Path], str]] = {
    "11-words.md": lambda page: words_page(),
    "12-functions.md": functions_page,
    "README.md": lambda page: index(REFERENCE),
}
SECTIONS = [section for page in CHAPTERS for section in sections(page)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_section_of_a_chapter_says_what_happens(section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Run(section, tmp_path, monkeypatch).run()


# ── what is made ──


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)
def test_rules_are_laid_out_and_followed_by_their_other_spelling(page: Path, golden: Callable[[Path, str], None]) -> None:
    golden(page, refreshed(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "make"), MADE_PAGES.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_page_that_is_made_is_as_the_program_is_today(name: str, make: Callable[[Path], str], golden: Callable[[Path, str], None]) -> None:
    golden(REFERENCE / name, after_mark(REFERENCE / name, make(REFERENCE / name)))
