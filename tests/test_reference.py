"""The reference (grammar/reference): every page runs, is in both languages, and is as the program is today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chapters import Run, Section, every_code, sections

from perfrules.source.shelf import grammar_folder

REFERENCE = grammar_folder() / "reference"
CHAPTERS = sorted(REFERENCE.glob("[0-9]*.md"))
PAGES = sorted((REFERENCE / "diagnostics").glob("*.md"))
SECTIONS = [section for page in CHAPTERS for section in sections(page)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_section_of_a_chapter_says_what_happens(section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Run(section, tmp_path, monkeypatch).run()
