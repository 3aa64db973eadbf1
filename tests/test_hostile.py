"""Rule files that mean harm, or come from a broken tool: each is answered in bounded time, with a message at its place.

A rule file cannot loop or blow up; what it can do is be large, deep, or made of what is not text. The seconds allowed are
generous: they tell a slow machine from a program that never ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from perfrules.check import check
from perfrules.check.check import Checked
from perfrules.diagnostics import Diagnostic
from perfrules.diagnostics.rendering import render
from perfrules.forms import shipped_templates
from perfrules.source import Source
from perfrules.syntax import parse

TEMPLATES = shipped_templates()
HEAD = "政策 试点/项目 2020\n  表样 项目自评表\n"
RULE = "规则 甲 针对 指标\n  要求 "
SECONDS = 30


def read(text: str) -> tuple[list[Diagnostic], Checked]:
    """Every problem of the text, each rendered once, and what became of it."""
    start = time.monotonic()
    parsed = parse(Source.of("hostile.rules", text))
    checked = check(parsed.file, (), TEMPLATES)
    problems = [*parsed.problems, *checked.problems]
    for problem in problems:
        assert 0 <= problem.at.span.start <= problem.at.span.end <= len(problem.at.source.text)
        shown = render(problem, "zh") + render(problem, "en")
        assert shown.isprintable() or set(shown) - set("\n") == {each for each in shown if each.isprintable()}
        assert len(shown) < 4_000
    assert time.monotonic() - start < SECONDS
    return problems, checked


def codes(text: str) -> list[tuple[str, int, int]]:
    """Each problem's code, line and column."""
    problems, _ = read(text)
    return [(problem.code.name, *problem.at.source.line_and_column(problem.at.span.start)) for problem in problems]


@pytest.mark.parametrize("unit", ["a", "规则 ", "a\n", '"', "(", "| 1 | 1 |\n", "\n", "# 注释\n", "\x00", "“", "{", "要求 "])
def test_ten_megabytes_are_refused_at_once(unit: str) -> None:
    assert codes(HEAD + unit * (10_000_000 // len(unit))) == [("too-long", 1, 1)]


@pytest.mark.parametrize(
    "unit", ["a", "a\n", '"\n', "(\n", "规则 \n", "规则 甲\n", "| 1 | 1 |\n", "要求 甲\n", "ab ", "\x00\n", "x = \n", "规刚 甲\n"]
)
def test_a_large_file_of_nothing_but_mistakes_gives_some_of_them(unit: str) -> None:
    problems, checked = read(HEAD + unit * (350_000 // len(unit)))
    assert 0 < len(problems) <= 250
    assert checked.program is None


def test_a_large_file_of_unknown_names_is_answered() -> None:
    rules = "".join(f"规则 甲{n} 针对 指标\n  要求 得份{n} <= 分置{n} 且 栏目{n} > 得芬{n}\n" for n in range(1_900))
    problems, _ = read(HEAD + rules)
    assert len(problems) == 100


def test_scores_without_number_for_one_cell_are_answered() -> None:
    scores = "".join(f"计分 甲{n} 针对 指标\n  当 分值 = {n} 且 得分 > {n}\n  填报 得分\n  应得 {n} 分\n" for n in range(1_900))
    _, checked = read(HEAD + scores)
    assert checked.program is not None


def test_scores_that_all_read_one_another_are_told_of_one_circle() -> None:
    columns = ["得分", "分值", "扣减分数"]
    scores = "".join(f"计分 甲{n} 针对 指标\n  填报 {each}\n  应得 {' + '.join(columns)}\n" for n, each in enumerate(columns))
    assert [code for code, *_ in codes(HEAD + scores)].count("circular") == 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("(" * 100_000 + "1" + ")" * 100_000, "too-long"),
        ("(" * 2_000 + "1" + ")" * 2_000, "too-deep"),
        ("(" * 2_000, "too-deep"),
        (")" * 2_000, "unpaired-bracket"),
        ("[" * 2_000, "too-deep"),
        ("非 " * 100_000 + "已填(得分)", "too-long"),
        ("非 " * 1_500 + "已填(得分)", "too-deep"),
        ("- " * 2_000 + "得分 > 0", "too-deep"),
        ("如果 得分 > 0 则 " * 300 + "1", "cut-short"),
        ("9*" * 2_000 + "9 > 0", "too-deep"),
        ("1+" * 100_000 + "1 > 0", "too-long"),
        ("9" * 4_000 + " > 0", "too-large"),
        ("9" * 4_000 + "% > 0", "too-large"),
        ("0." + "0" * 4_000 + "1 > 0", "too-large"),
        ("9^9^9 > 0", "wrong-mark"),
        ("得分 in {" + "1, " * 1_000, "unpaired-bracket"),
        ("合计(" * 50 + "指标.得分" + ")" * 50 + " > 0", "name-it-first"),
        ("甲" * 4_000 + " > 0", "unknown-name"),
        ('得分 = "' + "甲" * 4_000 + '"', "wrong-type"),
    ],
    ids=lambda value: value[:12],
)
def test_what_is_too_deep_or_too_long_is_refused_at_its_place(value: str, code: str) -> None:
    found = codes(HEAD + RULE + value)
    assert [each[0] for each in found] == [code]
    assert found[0][1] == 4


@pytest.mark.parametrize(
    "value", ["最大(" * 55 + "1, 2" + ", 1)" * 55 + " > 0", "(" * 55 + "非 已填(得分)" + ")" * 55, "1" + " + 1" * 100 + " > 0"]
)
def test_what_is_as_deep_as_may_be_is_read(value: str) -> None:
    assert codes(HEAD + RULE + value) == []


def test_a_table_without_end_is_refused() -> None:
    rows = "".join(f"  | {n} | {n} 分 |\n" for n in range(5_000))
    assert codes(HEAD + "定义 甲 按 总分\n" + rows) == [("too-long", 3, 1)]


def test_a_table_of_very_many_values_is_refused() -> None:
    rows = "".join(f"  | {{{', '.join(str(n * 1000 + each) for each in range(500))}}} | {n} 分 |\n" for n in range(20))
    assert codes(HEAD + "定义 甲 按 总分\n" + rows + "  | 其余 | 0 |\n") == [("too-large", 3, 4)]


# ── numbers that grow ──


@pytest.mark.parametrize("operator", ["*", "/ 1 * 7 *", "+"])
def test_lets_that_double_do_not_grow_without_bound(operator: str) -> None:
    lets = "".join(f"定义 层{n} = 层{n - 1} {operator} 层{n - 1}\n" for n in range(1, 200))
    found = codes(HEAD + "定义 层0 = 99999999999999\n" + lets)
    assert [code for code, *_ in found] == ["too-deep"]


def test_params_that_double_are_refused_where_they_are_too_large() -> None:
    params = "".join(f"参数 层{n} = 层{n - 1} * 层{n - 1}\n" for n in range(1, 60))
    found = codes(HEAD + "参数 层0 = 99999999999999\n" + params)
    assert [code for code, *_ in found] == ["not-constant"]


def test_a_circle_of_very_many_lets_is_told_once() -> None:
    lets = "".join(f"定义 层{n} = 层{(n + 1) % 1_500} + 1\n" for n in range(1_500))
    found = codes(HEAD + lets)
    assert 1 <= len(found) <= 40
    assert {code for code, *_ in found} <= {"circular", "too-deep"}


def test_lets_in_the_wrong_order_are_no_way_to_go_too_deep() -> None:
    deep = "(" * 30
    lets = "".join(f"定义 层{n} = {deep}层{n + 1} + 1{')' * 30}\n" for n in range(60))
    assert {code for code, *_ in codes(HEAD + lets + "定义 层60 = 1\n")} == {"too-deep"}


# ── patterns ──


@pytest.mark.parametrize(
    "pattern",
    ["(" * 1_000, "(a+)+" * 400, "a{1000}{1000}", "(?=a)", "\\1", "[" * 900, "x" * 3_000, "(x|" * 400 + ")" * 400, "\\", "*"],
)
def test_a_pattern_is_read_or_refused_at_once(pattern: str) -> None:
    found = codes(HEAD + RULE + f'匹配(三级指标, "{pattern}")')
    assert found in ([], [("wrong-pattern", 4, 15)])


# ── what is not text ──


def at_the_character(character: str) -> list[tuple[str, int, int]]:
    return codes(HEAD + RULE + f"得分 {character} <= 分值")


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x1b", "\x7f", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", chr(0xD800), chr(0xDFFF), "\ufffe", "\U000e0001"],
)
def test_a_character_that_cannot_be_seen_is_named_where_it_stands(character: str) -> None:
    assert at_the_character(character) == [("wrong-mark", 4, 9)]


@pytest.mark.parametrize("character", ["\u00a0", "\u3000", "\t", "\u2003", "\v", "\f", "\u202f"])
def test_every_kind_of_blank_is_a_blank(character: str) -> None:
    assert at_the_character(character) == []


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x1c", "\x1e"])
def test_what_other_programs_take_for_the_end_of_a_line_is_told_where_it_stands(character: str) -> None:
    assert at_the_character(character) == [("wrong-mark", 4, 9)]


@pytest.mark.parametrize(
    "damage", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n"), lambda text: text.replace("\n", "\r")]
)
def test_files_of_other_systems_are_read_as_they_are_meant(damage: Callable[[str], str]) -> None:
    problems, checked = read(damage(HEAD + RULE + "得分 <= 分值\n"))
    assert problems == []
    assert checked.program is not None


def test_hostile_text_inside_quotes_and_comments_is_kept_and_shown_harmlessly() -> None:
    problems, _ = read(HEAD + RULE + '得分 <= 分植 或 包含(未完成原因, "\x1b[2J\u202e\x00")   # \x1b[31m\n')
    shown = render(problems[0], "zh")
    assert "<U+001B>[2J<U+202E><U+0000>" in shown
    assert "\x1b" not in shown


def test_an_empty_file_and_one_of_comments_have_no_policy() -> None:
    for text in ("", "\n", "# 注释", " \t\n", "\ufeff"):
        assert [code for code, *_ in codes(text)] == ["no-policy"]
