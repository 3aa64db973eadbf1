"""Rule files with the mistakes that auditors make: what is said of each, where, and what mends it.

A file of `broken/` opens with a line that names the mistake, then three lines for each message: place and code (`有修正` when a
fix is offered), and the sentence in both languages. `pytest --bless` writes these lines anew; how the messages look in a
terminal stands in `broken/rendered.txt`.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from perfrules.check import check
from perfrules.diagnostics import Code, Diagnostic, Language
from perfrules.diagnostics.rendering import render
from perfrules.forms import shipped_templates
from perfrules.source import Source
from perfrules.syntax import parse

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(FOLDER.glob("*.rules"))
TEMPLATES = shipped_templates()
EXPECTATION = re.compile(r"# 期望 \d+:\d+ [a-z-]+(?: 有修正)?\n#   .*\n#   .*\n")

# These have no file here: a policy that cannot be found is the pipeline's, and what is too long is in test_hostile.
ELSEWHERE = {"unknown-policy", "too-long"}


def problems(name: str, text: str) -> list[Diagnostic]:
    parsed = parse(Source.of(name, text))
    found = [*parsed.problems, *check(parsed.file, (), TEMPLATES).problems]
    return sorted(found, key=lambda problem: problem.at.span)


def described(problem: Diagnostic) -> str:
    line, column = problem.at.source.line_and_column(problem.at.span.start)
    fix = " 有修正" if problem.fix else ""
    return f"# 期望 {line}:{column} {problem.code.name}{fix}\n#   {problem.words.zh}\n#   {problem.words.en}\n"


def with_expectations(name: str, text: str) -> str:
    """The file as it should be: its title, what is to be expected, and the text that is wrong."""
    title, _, rest = text.partition("\n")
    body = EXPECTATION.sub("", rest)
    blank = "#\n" * 3 * len(problems(name, text))
    return f"{title}\n{''.join(map(described, problems(name, f'{title}{chr(10)}{blank}{body}')))}{body}"


def language_of(text: str) -> Language:
    """The language of the author, whose first line names the mistake."""
    return "zh" if re.search(r"[\u4e00-\u9fff]", text.partition("\n")[0]) else "en"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_mistake_gives_its_one_message_at_its_place(path: Path, golden: Callable[[Path, str], None]) -> None:
    text = path.read_text(encoding="utf-8")
    assert EXPECTATION.search(with_expectations(path.name, text)), "nothing wrong was found in it"
    golden(path, with_expectations(path.name, text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_fix_that_is_offered_mends_the_mistake(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = problems(path.name, text)
    for problem in found:
        if problem.fix is not None:
            left = problems(path.name, problem.fix.apply(text))
            assert len(left) == len(found) - 1, [each.words.en for each in left]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_place_has_two_messages(path: Path) -> None:
    places = [problem.at.span.start for problem in problems(path.name, path.read_text(encoding="utf-8"))]
    assert len(places) == len(set(places))


def test_messages_look_as_they_should(golden: Callable[[Path, str], None]) -> None:
    shown = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        language = language_of(text)
        shown += [f"── {text.partition(chr(10))[0].removeprefix('# ')} ──"]
        shown += [render(problem, language) for problem in problems(path.name, text)] + [""]
    golden(FOLDER / "rendered.txt", "\n".join(shown))


def test_every_kind_of_problem_is_shown_by_a_file() -> None:
    modules = [importlib.import_module(name) for name in ("perfrules.syntax.problems.wrong", "perfrules.check.problems")]
    codes = {each.name for module in modules for _, each in inspect.getmembers(module, lambda member: isinstance(member, Code))}
    shown = {problem.code.name for path in FILES for problem in problems(path.name, path.read_text(encoding="utf-8"))}
    assert codes - shown - ELSEWHERE == set()


def test_sentences_are_in_the_house_style() -> None:
    for path in FILES:
        for problem in problems(path.name, path.read_text(encoding="utf-8")):
            for sentence in (problem.words.zh, problem.words.en):
                assert not sentence.endswith((".", "。", "！", "!")), sentence
                assert "\n" not in sentence
            assert problem.words.en[0] in '`"' or not problem.words.en[0].isupper(), problem.words.en
