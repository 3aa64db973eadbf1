"""Mutants and coverage: the lists in mutants.md, and that whatever is proposed, kept or answered is what it says it is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import pytest
from commands import within

from perfrules.core import tree as core
from perfrules.evaluate import Engine
from perfrules.forms import Form, shipped_templates
from perfrules.mutants import Mutant, mutants
from perfrules.pipeline.policies import compile_policy, find
from perfrules.pipeline.trying import put_on_trial
from perfrules.source import Source
from perfrules.trials import searching
from perfrules.trials.answers import answers
from perfrules.trials.coverage import coverage
from perfrules.trials.judging import all_trials, form_made, holds, named, passes
from perfrules.trials.keeping import digest, kept, line
from perfrules.trials.linked import Beside
from perfrules.trials.mutation import Bench, Change, Fate, Judged, mutate
from perfrules.trials.proposals import Proposal, pasted_text
from perfrules.trials.scoring import score
from perfrules.trials.searching import Pool
from perfrules.trials.stretches import always, stretches
from perfrules.trials.watching import Watcher

TEMPLATES = shipped_templates()
LISTS = Path(__file__).parent / "mutants.md"
HEADER = "政策 试验/改动 2020\n  表样 项目自评表\n\n"
SECTION = re.compile(r"```rules\n(.*?)```\n\n```mutants\n.*?```\n", re.DOTALL)
EXAMPLES = """
例 "够数" 针对 多少
  假设   指标: 得分 10
  结论为 符合
例 "不够" 针对 多少
  假设   指标: 得分 9
  结论为 不符合
"""


def program_of(text: str) -> core.Program:
    compiled = compile_policy(Source.of("a.rules", text))
    assert compiled.program is not None, [problem.words.en for problem in compiled.problems]
    return compiled.program


@cache
def department() -> core.Program:
    source = find("wuhan/department/2020")
    assert isinstance(source, Source)
    program = compile_policy(source).program
    assert program is not None
    return program


def cast(program: core.Program, made: Proposal) -> tuple[Form, tuple[Form, ...]]:
    """The form of an example that is proposed, and those linked to it."""
    beside = Beside(program, TEMPLATES)
    form = form_made(made.data, beside.template(named(program, made.check)))
    assert form is not None
    return form, beside.forms(made.check, made.linked)


def shown(mutant: Mutant) -> str:
    before, after = (" ".join(text.split()) for text in (mutant.before, mutant.after))
    return f"{mutant.name}: {mutant.words.en}: {before} → {after}".rstrip()


def listed(match: re.Match[str]) -> str:
    rows = "".join(shown(mutant) + "\n" for mutant in mutants(program_of(HEADER + match[1])))
    return f"```rules\n{match[1]}```\n\n```mutants\n{rows}```\n"


def test_the_mutants_of_a_policy_are_those_listed(golden: Callable[[Path, str], None]) -> None:
    golden(LISTS, SECTION.sub(listed, LISTS.read_text(encoding="utf-8")))


# ── what a run comes to ──


def some(program: core.Program, count: int) -> list[Mutant]:
    return random.Random(7).sample(list(mutants(program)), count)


def without_examples(program: core.Program) -> core.Program:
    """A policy that has only every fourth of its examples, so that many mutants survive."""
    return replace(program, examples=program.examples[::4])


def changed(those: list[Mutant]) -> list[Change]:
    return [Change(((0, mutant),), mutant.key) for mutant in those]


def run(program: core.Program, those: list[Mutant], known: Mapping[str, Fate] | None = None, count: int = 60) -> list[Judged]:
    return list(mutate([Bench(always(program, TEMPLATES), count)], known or {}, changed(those)))


def test_every_proposed_example_passes_on_the_policy_and_not_on_the_mutant_and_can_be_pasted() -> None:
    program = without_examples(department())
    proposed = [judged for judged in run(program, some(program, 30)) if judged.fate.proposal is not None]
    assert len(proposed) > 5
    for judged in proposed:
        made = judged.fate.proposal
        assert made is not None
        form, others = cast(program, made)
        right, wrong = Engine(program), Engine(judged.mutant.program)
        assert holds(right, named(program, made.check), form, made.outcome, made.audited, others)
        assert not holds(wrong, named(judged.mutant.program, made.check), form, made.outcome, made.audited, others)
        source = find("wuhan/department/2020")
        assert isinstance(source, Source)
        again = program_of(source.text + "\n" + pasted_text(made, "粘贴", program, TEMPLATES) + "\n")
        pasted = [trial for trial in all_trials(again, TEMPLATES) if trial.example.title == "粘贴"]
        assert len(pasted) == 1
        assert passes(Engine(again), pasted[0])


def test_a_killed_mutant_is_killed_by_the_example_it_names() -> None:
    program = department()
    every = all_trials(program, TEMPLATES)
    for judged in run(program, some(program, 40)):
        if judged.fate.kind == "killed":
            killers = [trial for trial in every if f"{trial.check}: {trial.example.title}" == judged.fate.by]
            assert any(not passes(Engine(judged.mutant.program), trial) for trial in killers)


@pytest.mark.parametrize("stop", [0, 1, 17, 39])
def test_a_run_that_was_stopped_and_goes_on_comes_to_the_same(stop: int) -> None:
    program = without_examples(department())
    those = some(program, 40)
    whole = run(program, those)
    mark = digest([always(program, TEMPLATES)], 60)
    bench = Bench(always(program, TEMPLATES), count=60)
    kept_lines = [
        line(program.name, mark, judged.key, judged.fate) for judged in islice(mutate([bench], {}, changed(those)), stop)
    ]
    half = kept_lines[-1][: len(kept_lines[-1]) // 2] if kept_lines else "{"
    known = kept([*kept_lines, half, "not json", '{"of": "another", "mutant": "x"}'], mark)
    assert len(known) == stop
    assert run(program, those, known) == whole


def test_what_was_kept_of_another_policy_is_not_used() -> None:
    program = department()
    whole, fewer = [always(program, TEMPLATES)], [always(without_examples(program), TEMPLATES)]
    marks = {digest(whole, 60), digest(whole, 61), digest(fewer, 60)}
    assert len(marks) == 3


def test_no_more_forms_are_kept_than_there_is_room_for_and_the_same_ones_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    program = department()
    stretch = always(program, TEMPLATES)
    names = [check.name for check in program.checks][:4]

    def pool() -> Pool:
        return Pool(stretch, Engine(stretch.program), Beside(stretch.program, TEMPLATES), 30)

    whole = {name: [drawn.data for drawn in pool().forms(name)] for name in names}
    monkeypatch.setattr(searching, "MOST_KEPT", 40)
    small = pool()
    for name in [*names, *names[:2], names[3]]:
        assert [drawn.data for drawn in small.forms(name)] == whole[name]
        assert sum(len(known) for known, _ in small._kept.values()) <= 40
    monkeypatch.setattr(searching, "MOST_KEPT", 7)
    tiny = pool()
    for name in [*names, names[0], names[0]]:
        assert [drawn.data for drawn in tiny.forms(name)] == whole[name]
        assert sum(len(known) for known, _ in tiny._kept.values()) <= 7


# ── answers ──

ANSWERED = """
# 核 等价 `得分 >= 10` → `得分 > 10`: 编的
规则 多少 针对 指标
  # checked equivalent missing means: made up
  要求 得分 >= 10
"""


def test_an_answer_stands_above_an_item_or_in_it_with_its_reason() -> None:
    program = program_of(HEADER + ANSWERED + EXAMPLES)
    told = answers(program)
    assert [(answer.name, answer.reason) for answer in told] == [("多少", "编的"), ("多少", "made up")]
    fits = [shown(mutant) for mutant in mutants(program) if any(answer.fits(mutant) for answer in told)]
    assert fits == [
        "多少: another comparison: 得分 >= 10 → 得分 > 10",
        "多少: blanks mean pass: 规则 多少 针对 指标 → 缺失视为 符合",
        "多少: blanks mean fail: 规则 多少 针对 指标 → 缺失视为 不符合",
        "多少: blanks mean not applicable: 规则 多少 针对 指标 → 缺失视为 不适用",
    ]


@pytest.mark.parametrize(
    "comment", ["# 核 等价 `得分 >= 10` → `得分 > 10`:", "# 等价 `得分 >= 10` → `得分 > 10`: 编的", "# 核 等价"]
)
def test_what_has_no_reason_or_another_shape_is_no_answer(comment: str) -> None:
    assert answers(program_of(HEADER + comment + "\n规则 多少 针对 指标\n  要求 得分 >= 10\n")) == ()


def test_an_answer_to_a_mutant_that_a_form_tells_apart_counts_for_nothing() -> None:
    program = program_of(HEADER + ANSWERED + EXAMPLES.replace("得分 10", "得分 11"))
    told = score(run(program, list(mutants(program)), count=400), answers(program))
    assert not told.answered
    assert {answer.reason for _, answer in told.wrong} == {"编的", "made up"}
    assert told.share < 1


def test_an_answer_that_no_mutant_needs_is_said_to_be_idle() -> None:
    program = program_of(HEADER + ANSWERED.replace("得分 > 10", "得分 ≥ 十") + EXAMPLES)
    assert [answer.reason for answer in score(run(program, list(mutants(program))), answers(program)).idle] == ["编的"]


def test_an_answer_in_a_file_that_others_read_too_is_not_called_idle() -> None:
    program = program_of(HEADER + ANSWERED.replace("得分 > 10", "得分 ≥ 十") + EXAMPLES)
    told, other = run(program, list(mutants(program))), Source.of("b.rules", "")
    (answer,) = score(told, answers(program), answers(program)[0].source).idle
    assert answer.reason == "编的"
    assert score(told, answers(program), other).idle == ()


# ── coverage ──


def test_what_is_said_to_be_missing_is_reached_by_the_example_proposed() -> None:
    program = without_examples(department())
    watcher = Watcher(always(program, TEMPLATES))
    found = [pair for covered in coverage([always(program, TEMPLATES)], 60) for pair in covered.missing]
    assert len(found) > 30
    for target, made in found:
        form, others = cast(program, made)
        check = named(program, made.check)
        assert target in watcher.reached(check, form, others)
        assert holds(Engine(program), check, form, made.outcome, made.audited, others)


def test_nothing_is_dropped_every_target_is_tried_missing_or_not_reached() -> None:
    program = without_examples(department())
    for covered in coverage([always(program, TEMPLATES)], 20):
        apart = [*covered.hit, *(target for target, _ in covered.missing), *covered.unreached]
        assert sorted(map(repr, apart)) == sorted(map(repr, covered.part.targets))


ALL_OF_IT = """
规则 多少 针对 指标
  当   已填(分值)
  要求 得分 >= 10
例 "够数" 针对 多少
  假设   指标: 分值 10, 得分 10
  结论为 符合
例 "多" 针对 多少
  假设   指标: 分值 10, 得分 11
  结论为 符合
例 "少" 针对 多少
  假设   指标: 分值 10, 得分 9
  结论为 不符合
例 "空" 针对 多少
  假设   指标: 分值 10
  结论为 无法判断
例 "不查" 针对 多少
  假设   指标: 得分 10
  结论为 不适用
"""


def test_each_example_is_needed_for_all_to_be_tried() -> None:
    program = program_of(HEADER + ALL_OF_IT)
    for left_out, words in enumerate(("at", "above", "false", "unknown", "false")):
        fewer = replace(program, examples=program.examples[:left_out] + program.examples[left_out + 1 :])
        (covered,) = coverage([always(fewer, TEMPLATES)], 200)
        assert words in {target.aspect for target, _ in covered.missing}
    (covered,) = coverage([always(program, TEMPLATES)], 200)
    assert not covered.missing
    assert not covered.unreached


@pytest.mark.parametrize("name", ["wuhan/project/2020", "wuhan/department/2020"])
def test_the_examples_of_the_wuhan_policies_try_all_of_it_that_can_be_reached(name: str) -> None:
    source = find(name)
    assert isinstance(source, Source)
    program = compile_policy(source).program
    assert program is not None
    assert [target.text for covered in coverage([always(program, TEMPLATES)], 40) for target, _ in covered.missing] == []
    bench = Bench(always(program, TEMPLATES), count=1)
    killed = [bench.killed(mutant) is not None for mutant in mutants(program)]
    assert sum(killed) >= 0.95 * len(killed)


# ── the file of a run, and what it tells a machine ──

NOTICED = "政策 试验/改动 2020\n  表样 项目自评表\n\n规则 多少 针对 指标\n  要求 得分 >= 10\n" + EXAMPLES


def mutating(folder: Path, patch: pytest.MonkeyPatch, *options: str, text: str = NOTICED) -> tuple[str, str, int]:
    (folder / "a.rules").write_text(text, encoding="utf-8")
    return within(folder, ["test", "a.rules", "--mutate", "--forms", "30", "--at-least", "0", *options], b"", patch)


def test_a_line_that_was_cut_short_is_taken_off_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.txt"
    first = mutating(tmp_path, monkeypatch, "--resume", "kept.txt")
    whole = path.read_bytes()
    assert (first[2], whole.count(b"\n")) == (0, len(list(mutants(program_of(NOTICED)))))
    for left in (1, 12, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:left])
        assert mutating(tmp_path, monkeypatch, "--resume", "kept.txt") == first
        assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("甲\n", "line 1 is no progress"),
        ("甲", "line 1 is no progress"),
        ("{}\n", "line 1 is no progress"),
        ("[" * 100_000 + "\n", "line 1 is no progress"),
        ('{"policy": "a b", "of": "", "mutant": "", "fate": "killed", "tried": 1, "at": 0}\n', "line 1 is no progress"),
        (line("a b", "", "", Fate("killed")) + "甲\n", "line 2 is no progress"),
        (line("a b", "", "", Fate("killed")), "of other policies: a b"),
        ("政策 试验/改动 2020\n", "line 1 is no progress"),
    ],
)
def test_a_file_that_holds_something_else_is_left_as_it_is(
    held: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept.txt").write_text(held, encoding="utf-8")
    out, err, status = mutating(tmp_path, monkeypatch, "--resume", "kept.txt")
    assert (out, status) == ("", 2)
    assert said in err
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == held


def test_a_line_changed_by_hand_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mutating(tmp_path, monkeypatch, "--resume", "kept.txt", text=NOTICED.replace("得分 9", "得分 8"))
    written = (tmp_path / "kept.txt").read_text(encoding="utf-8")
    for before, after in (('"outcome": "pass"', '"outcome": "fail"'), ('"at": 0', '"at": 7'), ("killed", "told apart")):
        assert before in written
        (tmp_path / "kept.txt").write_text(written.replace(before, after), encoding="utf-8")
        out, err, status = mutating(tmp_path, monkeypatch, "--resume", "kept.txt")
        assert (out, status) == ("", 2)
        assert "is no progress" in err


def test_what_is_off_is_another_policy_to_what_was_kept(tmp_path: Path) -> None:
    """Progress of before a rule was switched off is not that of after."""
    (tmp_path / "a.rules").write_text(NOTICED + "规则 还有\n  要求 总分 >= 60\n", encoding="utf-8")
    marks = []
    for off in ("", "停用 规则 还有\n", "停用 规则 还有\n  自   2021-03-01\n"):
        (tmp_path / "b.rules").write_text("政策 试验/改动 2021\n  修改 试验/改动 2020\n\n" + off, encoding="utf-8")
        loaded = put_on_trial(str(tmp_path / "b.rules"))
        assert loaded.under is not None
        marks.append(digest(stretches(loaded.under), 60))
    assert len(set(marks)) == 3


@pytest.mark.parametrize("ways", [["--mutate"], ["--coverage"], ["--mutate", "--coverage"]])
def test_what_is_left_untried_is_written_for_a_machine(ways: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.rules").write_text(NOTICED.replace("得分 9", "得分 8"), encoding="utf-8")
    _, _, status = within(tmp_path, ["test", "a.rules", *ways, "--forms", "30", "--junit", "out.xml"], b"", monkeypatch)
    assert status == 1
    suites = list(ElementTree.parse(tmp_path / "out.xml").getroot())
    assert [suite.get("name") for suite in suites] == [
        name for way, name in (("--coverage", "试验/改动 2020 coverage"), ("--mutate", "试验/改动 2020 mutants")) if way in ways
    ]
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure")) > 0
        assert {(case.get("file"), str(case.get("line")).isdigit()) for case in cases} == {("a.rules", True)}
