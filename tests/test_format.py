"""The formatter: the layouts in format/layout.md, both spellings of one program, and that nothing is ever lost or changed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import syntax_trees
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from perfrules.check import check
from perfrules.format import Formatted, Spellings, file, format_file, spell
from perfrules.format.page import page
from perfrules.forms import Templates, shipped_templates
from perfrules.pipeline.texts import texts_of
from perfrules.source import Source
from perfrules.source.shelf import policies_folder
from perfrules.syntax import parse
from perfrules.syntax import tree as syntax
from perfrules.syntax.printing import text as printed

LAYOUT = Path(__file__).parent / "format" / "layout.md"
BOTH = (Path(__file__).parent / "format" / "both.rules").read_text(encoding="utf-8")
TEMPLATES = shipped_templates()
BLOCK = re.compile(r"```rules\n(.*?)```\n", re.DOTALL)
CHAPTERS = {
    chapter.partition("\n")[0]: BLOCK.findall(chapter) for chapter in LAYOUT.read_text(encoding="utf-8").split("\n## ")[1:]
}
SHIPPED = {
    path.relative_to(policies_folder()).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(policies_folder().rglob("*.rules"))
}
TEXTS = {**SHIPPED, "both.rules": BOTH, **{name: blocks[0] for name, blocks in CHAPTERS.items()}}


PARAGRAPHS = [
    *(before for before, _ in CHAPTERS.values()),
    *dict.fromkeys(part + "\n" for text in (*SHIPPED.values(), BOTH) for part in text.split("\n\n")),
]


def formatted(text: str, language: syntax.Spelling | None = None, templates: Templates = TEMPLATES) -> str:
    made = format_file(Source.of("a.rules", text), templates, language)
    assert made.problems == ()
    assert made.text is not None
    return made.text


def items(text: str) -> tuple[syntax.AnyItem, ...]:
    parsed = parse(Source.of("a.rules", text))
    assert parsed.problems == ()
    return parsed.file.items


# ── the layout ──


def test_the_chapters_are_as_the_formatter_makes_them(golden: Callable[[Path, str], None]) -> None:
    made = LAYOUT.read_text(encoding="utf-8")
    for before, after in CHAPTERS.values():
        blocks = f"```rules\n{before}```\n\n```rules\n"
        assert made.count(blocks + after) == 1
        made = made.replace(blocks + after, blocks + formatted(before))
    golden(LAYOUT, made)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_laid_out_is_left_alone(name: str) -> None:
    once = formatted(TEXTS[name])
    assert formatted(once) == once
    assert items(once) == items(TEXTS[name])


@pytest.mark.parametrize("name", TEXTS)
def test_no_line_has_blanks_at_its_end_and_no_two_blank_lines_meet(name: str) -> None:
    lines = formatted(TEXTS[name]).split("\n")
    assert lines[0]
    assert lines[-1] == ""
    assert lines[-2]
    assert [line for line in lines if line != line.rstrip()] == []
    assert [above for above, below in pairwise(lines[:-1]) if not above and not below] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_is_laid_out(name: str) -> None:
    assert formatted(SHIPPED[name]) == SHIPPED[name]


def test_an_empty_file_is_empty() -> None:
    assert formatted("") == ""
    assert formatted("\n\n  \n") == ""
    assert formatted("\n# alone") == "# alone\n"


def test_an_expression_has_a_text() -> None:
    rule = items('rule a\n  require sum(indicators.score where not met)>=5 points × "x"')[0]
    require = rule.only(syntax.Require)
    assert require is not None
    assert printed(require.condition) == 'sum(indicators.score where not met) >= 5 points * "x"'


# ── both spellings ──


@pytest.mark.parametrize("name", TEXTS)
def test_the_other_spelling_and_back_gives_the_same_bytes(name: str) -> None:
    chinese, english = formatted(TEXTS[name], "zh"), formatted(TEXTS[name], "en")
    assert formatted(chinese, "en") == english
    assert formatted(english, "zh") == chinese
    assert formatted(chinese) == chinese
    assert formatted(english) == english


@pytest.mark.parametrize("name", [*SHIPPED, "both.rules"])
def test_a_file_in_one_spelling_comes_back_as_it_was(name: str) -> None:
    """What is in one spelling already is only laid out, so going to the other and back changes nothing at all."""
    laid_out = formatted(TEXTS[name])
    for language, other in (("zh", "en"), ("en", "zh")):
        if laid_out == formatted(laid_out, language):
            assert formatted(formatted(laid_out, other), language) == laid_out


def program(text: str) -> object:
    """What the text means, with the names it borrows from the policies it uses."""
    texts = texts_of(parse(Source.of("a.rules", text)).file)
    assert texts.problems == ()
    checked = check(texts.main, texts.used, TEMPLATES)
    assert [problem.words.en for problem in checked.problems if problem.level == "error"] == []
    return checked.program


def names_a_template(text: str) -> bool:
    return texts_of(parse(Source.of("a.rules", text)).file).main.clause(syntax.TemplateClause) is not None


@pytest.mark.parametrize("name", [name for name in (*SHIPPED, "both.rules") if names_a_template(TEXTS[name])])
def test_both_spellings_are_one_program(name: str) -> None:
    text = TEXTS[name]
    meant = program(text)
    assert meant is not None
    assert meant == program(formatted(text)) == program(formatted(text, "zh")) == program(formatted(text, "en"))


def test_every_word_is_in_the_spelling_asked_for() -> None:
    """All that is left of the other spelling is the author's: names, quoted text, a date as it stands on a form."""
    own = re.compile(r'"[^"]*"|#.*|[0-9]+[年月日]')
    left_in_english = re.findall(r"[一-鿿]+", own.sub("", formatted(BOTH, "en")))
    left_in_chinese = re.findall(r"[A-Za-z_]+", own.sub("", formatted(BOTH, "zh")))
    assert left_in_english == ["甲", "丙", "丁", "戊", "己", "甲", "庚", "辛", "同类", "壬", "同类", "己", "庚"]
    assert left_in_chinese == ["wuhan", "both", "b"]


def test_what_the_author_named_is_never_translated() -> None:
    policy = 'policy 武汉/项目 2020 "指标"\n  template project_form\n'
    text = policy + 'let 得分 = 1\nrule 总分 "规则"\n  require 得分 = 总分 and 分值 = 1\n'
    english = formatted(text, "en")
    assert "rule 总分 " in english
    assert "require 得分 = 总分 and weight = 1" in english
    assert "武汉/项目 2020" in english


def test_a_field_is_not_translated_into_a_name_of_the_author() -> None:
    text = "let score = 1\nrule a\n  require 得分 = score\n"
    assert "require 得分 = score" in formatted(text, "en")


def test_names_nobody_knows_are_left_alone() -> None:
    assert "require 得分数 = unheard_of(x.y)" in formatted("规则 a\n  要求 得分数 = unheard_of(x.y)\n", "en")


def test_without_templates_only_words_are_translated() -> None:
    assert (
        formatted("规则 a\n  要求 存在(指标 满足 得分 > 1 分)\n", "en", Templates(()))
        == "rule a\n  require any(指标 where 得分 > 1 points)\n"
    )


# ── what is not formatted ──


def test_a_file_with_a_mistake_in_its_writing_is_left_as_it_is() -> None:
    made = format_file(Source.of("a.rules", "rule a\n  require x >\nrule b\n  require y\n"), TEMPLATES, None)
    assert made.text is None
    assert [problem.at.source.line_and_column(problem.at.span.start)[0] for problem in made.problems] == [2]


def test_a_file_whose_names_mean_nothing_is_formatted() -> None:
    assert formatted("rule a for nothing\n  require   unheard_of = 3\n") == "rule a for nothing\n  require unheard_of = 3\n"


@pytest.mark.parametrize(
    "damaged",
    ["", "rule a\n  require x\n", "rule a  # why\n  require y\n", "rule a\n  require x  # not\n", "rule a\n  require\n"],
)
def test_a_text_that_would_read_differently_is_never_given(damaged: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source.of("a.rules", "rule a\n require x  # why")
    monkeypatch.setattr(file, "page", lambda _: damaged)
    made = format_file(source, TEMPLATES, None)
    assert made == Formatted(source.text, made.problems)
    assert [problem.code.name for problem in made.problems] == ["not-the-same"]


@pytest.mark.parametrize(
    "nested",
    [
        "not " * 100 + "x",
        "-" * 100 + "x",
        "(" * 55 + "x" + ")" * 55,
        "f(x where " * 30 + "x" + ")" * 30,
        "if a then " * 30 + "x" + " else y" * 30,
        "if a then b else " * 100 + "x",
        " + ".join(["得分"] * 100),
    ],
    ids=lambda nested: nested[:12].strip(),
)
def test_what_is_nested_deep_is_formatted(nested: str) -> None:
    text = f"rule a\n  require {nested}\n"
    assert items(formatted(text)) == items(text)
    assert formatted(formatted(text, "zh"), "en") == formatted(text, "en")


# ── whatever trees and comments there are ──


@given(syntax_trees.files)
def test_a_tree_printed_and_read_again_is_the_same_tree(drawn: syntax.File) -> None:
    text = page(drawn)
    parsed = parse(Source.of("drawn.rules", text))
    assert parsed.problems == ()
    assert parsed.file.items == drawn.items
    assert formatted(text) == text


@given(syntax_trees.files)
def test_a_tree_in_both_spellings_comes_back(drawn: syntax.File) -> None:
    spellings = Spellings.of(drawn, TEMPLATES)
    for language in ("zh", "en"):
        there = spell(drawn, spellings, language)
        assert items(page(there)) == there.items
        assert spell(there, spellings, language) == there
    chinese = formatted(page(drawn), "zh")
    assert formatted(formatted(chinese, "en"), "zh") == chinese


def scattered(text: str, choices: random.Random, share: int) -> str:
    """`text` with blanks outside quotes made line ends, some with comments: every `share`-th or so."""
    pieces = re.split(r'("[^"\n]*"|“[^”\n]*”|#.*|[ \n]+)', text)
    made = []
    for number, piece in enumerate(pieces):
        if piece.isspace() and choices.randrange(share) == 0:
            comment = f'# {number} 甲 "' if choices.random() < 0.7 else ""
            lines = [
                f"{choices.choice(['', '  '])}{comment}",
                *["    # alone"] * choices.randrange(2),
                *[""] * choices.randrange(3),
            ]
            end = piece.rpartition("\n")
            piece = "\n".join(lines) + "\n" + (end[2] if end[1] else "        ")
        made.append(piece)
    return "".join(made)


@settings(max_examples=40)
@given(st.sampled_from(PARAGRAPHS), st.randoms(use_true_random=False), st.integers(1, 12))
@example(BOTH, random.Random(1), 1)
def test_comments_anywhere_are_kept_in_their_order(paragraph: str, choices: random.Random, share: int) -> None:
    text = scattered(paragraph, choices, share)
    parsed = parse(Source.of("a.rules", text))
    assume(not parsed.problems)
    for language in (None, "zh", "en"):
        made = formatted(text, language)
        again = parse(Source.of("a.rules", made)).file.comments
        assert [comment.text for comment in again] == [comment.text for comment in parsed.file.comments]
        assert formatted(made, language) == made
    chinese = formatted(text, "zh")
    assert formatted(formatted(chinese, "en"), "zh") == chinese
