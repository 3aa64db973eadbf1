"""The reference (grammar/reference): every page runs, is in both languages, and is as the program is today."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from chapters import Run, every_code
from pages import Section, blocks, sections
from reference_pages import after_mark, functions_page, index, refreshed, words_page

from perfrules.source.shelf import grammar_folder

REFERENCE = grammar_folder() / "reference"
CHAPTERS = sorted(REFERENCE.glob("[0-9]*.md"))
PAGES = sorted((REFERENCE / "diagnostics").glob("*.md"))
NO_EXAMPLE = {"not-the-same"}  # a mistake of the program's own
MADE_PAGES: dict[str, Callable[[Path], str]] = {
    "11-words.md": lambda page: words_page(),
    "12-functions.md": functions_page,
    "README.md": lambda page: index(REFERENCE),
}
EVERY_PAGE = sorted(REFERENCE.rglob("*.md"))
HAN = re.compile("[\u4e00-\u9fff]")
SECTIONS = [section for page in CHAPTERS for section in sections(page)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_section_of_a_chapter_says_what_happens(section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Run(section, tmp_path, monkeypatch).run()


# ── the problems, a page each ──


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_of_a_problem_shows_every_kind_of_it_and_what_is_right_instead(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [code for code in every_code() if code.name == page.stem]
    titles = "、".join(dict.fromkeys(code.title.zh for code in codes))
    assert page.read_text(encoding="utf-8").startswith(f"# {titles} · {page.stem}\n"), titles
    (section,) = sections(page)
    shown = Run(section, tmp_path, monkeypatch).run().codes
    assert [code for code in codes if code not in shown and code.name not in NO_EXAMPLE] == []
    kinds = [block.words for block in section.blocks if block.kind == "fence"]
    assert sum("wrong" in words for words in kinds) == sum("right" in words for words in kinds)


def test_every_problem_has_a_page_and_every_page_a_problem() -> None:
    assert {page.stem for page in PAGES} == {code.name for code in every_code()}


# ── how the pages are written ──


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_everything_is_said_in_both_languages(page: Path) -> None:
    """A Chinese paragraph, then the same in English as a quotation; headings hold both."""
    parts = list(blocks(page.read_text(encoding="utf-8")))
    prose = [part for part in parts if part.kind == "prose" and not part.text.startswith(("- ", "> - ", "<!--"))]
    languages = ["en" if part.text.startswith("> ") else "zh" if HAN.search(part.text) else "?" for part in prose]
    assert languages == ["zh", "en"] * (len(prose) // 2)
    assert [part.text for part in parts if part.kind == "heading" and " · " not in part.text] == []


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_every_link_leads_to_a_page(page: Path) -> None:
    text = re.sub(r"^```(?:.*\n)*?```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    paths = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert [path for path in paths if not (page.parent / path).is_file()] == []


# ── what is made ──


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)
def test_rules_are_laid_out_and_followed_by_their_other_spelling(page: Path, golden: Callable[[Path, str], None]) -> None:
    golden(page, refreshed(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "make"), MADE_PAGES.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_page_that_is_made_is_as_the_program_is_today(
    name: str, make: Callable[[Path], str], golden: Callable[[Path, str], None]
) -> None:
    golden(REFERENCE / name, after_mark(REFERENCE / name, make(REFERENCE / name)))
