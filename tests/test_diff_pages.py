"""The comparison as it is read: a page in a real browser, a workbook, an object that fits its schema, in both languages."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from editions import committed

from perfrules.diagnostics import Language
from perfrules.diff import Difference, compare
from perfrules.diff.json_difference import json_difference
from perfrules.diff.text import text_difference
from perfrules.diff.web import web_page
from perfrules.diff.workbook import workbook
from perfrules.forms import shipped_templates
from perfrules.pipeline.run import read_forms
from perfrules.report.page import Page

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "qiaokou-2020"
SCHEMA = json.loads((ROOT / "perfrules" / "diff" / "diff.schema.json").read_text(encoding="utf-8"))
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
WIDTHS = {"desktop": 1280, "phone": 390}


@cache
def compared() -> Difference:
    """The committed editions on some of the example forms, some of them compared with themselves as another year's."""
    files = [str(EXAMPLES / f"qiaokou-2020-{number}.yaml") for number in ("02", "10", "12")]
    return compare(committed("old"), committed("new"), shipped_templates(), read_forms(files), read_forms(files[:2]))


def page(language: Language) -> str:
    return web_page(compared(), (committed("old"), committed("new")), language)


# ── the page ──


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, without pictures. A person's machine may have none; where tests are run for all, it has to be there."""
    if shutil.which(CHROMIUM) is None:
        assert os.environ.get("CI") != "true", f"{CHROMIUM} is not there: apt-get install chromium fonts-noto-cjk"
        pytest.skip(f"{CHROMIUM} is not installed, so no page can be opened")
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--blink-settings=imagesEnabled=false"])
        yield started
        started.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_reads_well_in_a_browser(browser: Any, language: Language, width: str, tmp_path: Path) -> None:
    """No script error, nothing asked of a network, nothing wider than the screen, and everything said in words as well."""
    path = tmp_path / "difference.html"
    path.write_text(page(language), encoding="utf-8")
    shown = browser.new_page(viewport={"width": WIDTHS[width], "height": 900})
    errors: list[str] = []
    asked: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(path.as_uri())
    assert errors == []
    assert asked == [path.as_uri()]
    assert shown.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
    text = shown.inner_text("body")
    for said in ("预算分值", "trial/project 2020 → trial/project 2021", "−8.5"):
        assert said in text
    assert shown.locator("svg").count() > 0
    assert shown.locator("svg:not(:has(title))").count() == 0, "a picture without a text alternative"
    assert shown.evaluate("[...document.querySelectorAll('svg text')].every(each => each.getBBox().width > 0)")
    smallest = "Math.min(...[...document.querySelectorAll('body *')].map(each => parseFloat(getComputedStyle(each).fontSize)))"
    assert shown.evaluate(smallest) >= 11
    shown.locator("summary").first.click()
    assert shown.locator("details[open] .step").first.is_visible()
    whole = shown.locator("details.whole").first
    assert whole.is_visible()
    shown.emulate_media(media="print")
    assert not whole.is_visible(), "on paper the steps that differ are enough"
    shown.close()


def test_the_page_holds_no_script_and_no_address() -> None:
    for language in LANGUAGES:
        text = page(language)
        assert "<script" not in text
        assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*", text) == []
        assert "url(" not in text


def test_what_a_form_says_is_never_taken_for_markup() -> None:
    made = compared()
    assert made.impact is not None
    nasty = replace(made.impact.forms[0], title="<script>alert(1)</script>")
    hurt = replace(made, impact=replace(made.impact, forms=(nasty, *made.impact.forms[1:])))
    text = web_page(hurt, (committed("old"), committed("new")), "zh")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_table_is_drawn_old_against_new() -> None:
    article = next(each for each in page("zh").split("<article") if "分档表 满意度分" in each)
    assert '<svg viewBox="0 0 360' in article
    assert 'class="old"' in article
    assert 'class="new"' in article
    assert ">60%</text>" in article


# ── the workbook ──


@cache
def sheets(language: Language) -> dict[str, Any]:
    book = import_module("openpyxl").load_workbook(BytesIO(workbook(compared(), language)))
    return {sheet.title: sheet for sheet in book.worksheets}


def test_the_workbook_has_a_sheet_for_each_part() -> None:
    assert list(sheets("zh")) == ["总览", "文本", "含义", "影响", "各表", "结论变动"]
    assert list(sheets("en")) == ["summary", "text", "meaning", "impact", "forms", "moved"]
    for language in LANGUAGES:
        for sheet in sheets(language).values():
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref is not None
            assert sum(each.width for each in sheet.column_dimensions.values()) <= 190, "too wide to be read on paper"
            assert sheet.max_row > 1, f"{sheet.title} is empty"


def test_totals_and_shares_are_numbers_that_add_up() -> None:
    sheet = sheets("zh")["各表"]
    heads = [cell.value for cell in sheet[1]]
    row = {head: sheet.cell(3, at).value for at, head in enumerate(heads, 1)}
    assert row["表"] == "qiaokou-2020-10"
    assert (row["旧版复核"], row["新版复核"], row["变动"]) == (97, 88.5, -8.5)
    assert sum(row[head] or 0 for head in heads[8:]) == row["变动"]
    assert row["参数 预算分值"] == -8.5


def test_the_same_comparison_gives_the_same_workbook() -> None:
    assert workbook(compared(), "zh") == workbook(compared(), "zh")


# ── for programs ──


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_object_fits_its_schema(language: Language) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    made = json.loads(json_difference(compared(), language))
    jsonschema.validate(made, SCHEMA, cls=jsonschema.Draft202012Validator)
    form = next(each for each in made["impact"]["forms"] if each["id"] == "qiaokou-2020-10")
    assert (form["difference"], form["shares"][0]["amount"]) == ("-8.5", "-8.5")
    assert made["impact"]["edits"][form["shares"][0]["edits"][0]] == [{"what": "param", "name": "预算分值"}]


# ── at the terminal ──


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 100])
def test_the_summary_comes_first_and_no_line_is_too_wide(language: Language, width: int) -> None:
    sheet = Page(width)
    lines = text_difference(compared(), language, sheet).splitlines()
    head = "\n".join(lines[:14])
    assert ("新增 4" if language == "zh" else "added 4") in head
    assert ("3 张表" if language == "zh" else "3 forms") in head
    assert ("更严" if language == "zh" else "stricter") in head
    assert [line for line in lines if sheet.size(line) > width] == []


def test_two_editions_that_are_the_same_say_so() -> None:
    made = compare(committed("old"), committed("old"), shipped_templates())
    assert "两版相同" in text_difference(made, "zh")
    assert "no difference" in text_difference(made, "en")
    assert "两版相同" in web_page(made, (committed("old"), committed("old")), "zh")


def test_a_python_program_compares_policies_by_name() -> None:
    import perfrules

    made = perfrules.diff("wuhan/project/2020", "wuhan/project/2020")
    assert isinstance(made, perfrules.Difference)
    assert made.empty
    with pytest.raises(perfrules.PolicyError):
        perfrules.diff("wuhan/project/2020", "wuhan/department/2020")
