"""How a message looks in a terminal: marks right under the words, whatever stands before them on the line."""

from __future__ import annotations

import re

from perfrules.diagnostics import Code, Diagnostic, Fix, Label, Language, Words
from perfrules.diagnostics.columns import width_of
from perfrules.diagnostics.rendering import render
from perfrules.source import Source, Span

CODE = Code("unit-mismatch", Words("单位不符", "unit mismatch"))
SAID = Words("`分` 不能与 `万元` 相加", "`points` and `money` cannot be added")


def label(source: Source, text: str, words: Words | None = None) -> Label:
    start = source.text.index(text)
    return Label(source, Span(start, start + len(text)), words)


def shown(
    at: Label, *others: Label, language: Language = "zh", ambiguous: int = 1, help_: Words | None = None, fix: Fix | None = None
) -> str:
    problem = Diagnostic(CODE, SAID, at, others, help_, fix)
    return "\n" + render(problem, language, ambiguous=ambiguous) + "\n"


def policy(line: str, name: str = "policies/2020.rules") -> Source:
    return Source.of(name, f'政策 武汉/项目 2020\n规则 甲 "题"\n{line}\n')


LINE = policy("  要求 总分 = 得分 + 执行数")


def test_marks_stand_under_chinese_words_with_what_each_is_beside_or_below() -> None:
    at = label(LINE, "执行数", Words("金额", "money"))
    other = label(LINE, "得分", Words("分", "points"))
    fix = Fix(((at.span, "预算.得分"),))
    assert (
        shown(at, other, help_=Words("`执行数` 是金额", "`executed` is money"), fix=fix)
        == """
错误[单位不符]: `分` 不能与 `万元` 相加
 ┌─ policies/2020.rules:3:16
3│   要求 总分 = 得分 + 执行数
 │               ────   ^^^^^^ 金额
 │               分
 = 帮助: `执行数` 是金额
 = 改成:
3+   要求 总分 = 得分 + 预算.得分
"""
    )


def test_the_same_message_in_english_says_its_code() -> None:
    assert (
        shown(label(LINE, "执行数", Words("金额", "money")), language="en")
        == """
error[unit-mismatch]: `points` and `money` cannot be added
 ┌─ policies/2020.rules:3:16
3│   要求 总分 = 得分 + 执行数
 │                      ^^^^^^ money
"""
    )


def test_where_ambiguous_characters_are_wide_the_lines_are_plain_signs() -> None:
    source = policy("  当 “甲”×2 属于 乙")
    assert (
        shown(label(source, "属于"), label(source, "“甲”"), ambiguous=2)
        == """
错误[单位不符]: `分` 不能与 `万元` 相加
 --> policies/2020.rules:3:11
3|   当 “甲”×2 属于 乙
 |      ------    ^^^^
"""
    )


def test_tabs_and_characters_that_do_harm_are_written_out() -> None:
    source = policy("\t要求\t\x1b[31m得分\u202e <= 1")
    assert (
        shown(label(source, "<="))
        == """
错误[单位不符]: `分` 不能与 `万元` 相加
 ┌─ policies/2020.rules:3:14
3│     要求    <U+001B>[31m得分<U+202E> <= 1
 │                                      ^^
"""
    )


def test_a_very_long_line_is_clipped_around_the_mark() -> None:
    source = policy("  要求 " + "甲 + " * 80 + "得分" + " + 乙" * 80)
    text = shown(label(source, "得分"))
    marked, carets = text.splitlines()[3:5]
    assert marked.startswith("3│ …")
    assert marked.endswith("…")
    assert width_of(marked[: marked.index("得分")]) == width_of(carets[: carets.index("^")])
    assert width_of(marked) <= 101


def test_a_mark_far_from_another_on_a_long_line_has_an_excerpt_of_its_own() -> None:
    source = policy("  要求 得分 + " + "甲 + " * 100 + "乙")
    assert shown(label(source, "乙"), label(source, "得分", Words("分", "points"))).count("3│") == 2


def test_what_is_missing_at_the_end_of_a_line_is_marked_behind_it() -> None:
    source = policy("  要求 得分 <=")
    end = source.text.index("<=") + 2
    assert (
        shown(Label(source, Span(end, end)))
        == """
错误[单位不符]: `分` 不能与 `万元` 相加
 ┌─ policies/2020.rules:3:11
3│   要求 得分 <=
 │               ^
"""
    )


def test_the_end_of_a_file_and_an_empty_file_can_be_marked() -> None:
    for text in ("", "甲", "甲\n"):
        source = Source.of("a.rules", text)
        assert shown(Label(source, Span(len(text), len(text)))).count("^") == 1


def test_what_runs_over_several_lines_is_marked_where_it_begins_and_where_it_ends() -> None:
    source = Source.of("a.rules", "规则 甲\n  要求 得分\n    + 分值\n  > 0\n")
    start, end = source.text.index("得分"), source.text.index("> 0") + 3
    assert (
        shown(Label(source, Span(start, end), Words("这里", "here")))
        == """
错误[单位不符]: `分` 不能与 `万元` 相加
 ┌─ a.rules:2:6
2│   要求 得分
 │        ^^^^
 ⋮
4│   > 0
 │   ^^^ 这里
"""
    )


def test_a_place_in_another_file_is_shown_under_its_name() -> None:
    other = policy("  要求 得分 > 0", "policies/words.rules")
    text = shown(label(LINE, "总分"), label(other, "得分", Words("先在这里", "first here")))
    assert text.count("┌─ policies/") == 2
    assert " ┌─ policies/words.rules:3:6\n3│   要求 得分 > 0\n │        ──── 先在这里\n" in text


def test_colour_is_only_there_when_asked_for_and_changes_nothing_else() -> None:
    problem = Diagnostic(CODE, SAID, label(LINE, "执行数"), (label(LINE, "得分"),))
    plain, coloured = render(problem, "zh"), render(problem, "zh", colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31m^^^^^^\x1b[0m" in coloured


def test_a_sentence_quotes_no_more_than_a_reader_takes_in() -> None:
    problem = Diagnostic(CODE, Words(f"没有 `{'甲' * 4000}`", "-"), label(LINE, "执行数"))
    assert len(render(problem, "zh").splitlines()[0]) < 90
