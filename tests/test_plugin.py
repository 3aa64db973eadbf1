"""The pytest plugin, run by pytest on folders of rule files: what it collects, how failures read, and what it imports."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = "pytester"

PLUGIN = ("-p", "perfrules", "-p", "no:cacheprovider")
POLICY = """\
政策 made/up 2020 "编的"
  表样     项目自评表
  适用年度 2020

规则 不超 针对 预算
  要求 执行数 <= 预算数

例 "没有超" 针对 不超
  假设   预算: 预算数 100, 执行数 100
  结论为 符合
例 "超了" 针对 不超
  假设   预算: 预算数 100, 执行数 120
  结论为 {}
"""
LENDS = "政策 made/words 2020\n\n参数 上限 = 5 分\n"


@pytest.fixture
def folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return pytester


def write(folder: pytest.Pytester, name: str, text: str) -> None:
    (folder.path / name).write_text(text, encoding="utf-8")


def test_each_example_is_an_item(folder: pytest.Pytester) -> None:
    write(folder, "made.rules", POLICY.format("不符合"))
    write(folder, "words.rules", LENDS)
    ran = folder.runpytest_subprocess(*PLUGIN, "-v")
    ran.assert_outcomes(passed=2)
    ran.stdout.fnmatch_lines(["*made.rules::不超: 没有超 PASSED*", "*made.rules::不超: 超了 PASSED*"])


def test_a_failure_is_told_in_the_words_of_perfrules_test_and_in_the_language_of_the_reader(
    folder: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "made.rules", POLICY.format("符合"))
    ran = folder.runpytest_subprocess(*PLUGIN)
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(["*made.rules:11:1  不超  超了", "写的是符合，得到的是不符合"])
    ran.stdout.no_fnmatch_line("*Traceback*")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    folder.runpytest_subprocess(*PLUGIN).stdout.fnmatch_lines(["it states pass and gives fail"])


def test_a_file_with_mistakes_is_one_item_that_fails(folder: pytest.Pytester) -> None:
    write(folder, "made.rules", POLICY.format("符合").replace("<= 预算数", "<= 预算书"))
    ran = folder.runpytest_subprocess(*PLUGIN)
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["*没有 `预算书` 这个名称*"])


def test_a_folder_can_keep_rule_files_for_something_else(folder: pytest.Pytester) -> None:
    write(folder, "made.rules", POLICY.format("符合"))
    write(folder, "conftest.py", 'collect_ignore_glob = ["*.rules"]\n')
    write(folder, "test_plain.py", "def test_plain():\n    pass\n")
    folder.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=1)


def test_nothing_is_imported_until_there_is_a_rule_file(folder: pytest.Pytester) -> None:
    write(
        folder,
        "test_plain.py",
        "import sys\n\n\ndef test_light():\n"
        "    heavy = {'lark', 'jsonschema', 'yaml', 'hypothesis', 'perfrules.check', 'perfrules.evaluate'}\n"
        "    assert heavy & set(sys.modules) == set()\n",
    )
    folder.runpytest_subprocess(*PLUGIN, "-p", "no:hypothesispytest").assert_outcomes(passed=1)


def test_the_rule_files_of_these_tests_are_not_collected() -> None:
    here = Path(__file__).parent
    assert 'collect_ignore_glob = ["*.rules"]' in (here / "conftest.py").read_text(encoding="utf-8")
    assert list(here.rglob("*.rules"))


def test_the_shipped_policies_are_items(folder: pytest.Pytester) -> None:
    shelf = Path(__file__).parents[1] / "policies"
    ran = folder.runpytest_subprocess(
        *PLUGIN, "-q", str(shelf / "wuhan" / "department" / "2020.rules"), str(shelf / "common" / "words")
    )
    assert ran.ret == 0
    assert ran.parseoutcomes()["passed"] == (shelf / "wuhan" / "department" / "2020.rules").read_text(encoding="utf-8").count(
        "\n例 "
    )
