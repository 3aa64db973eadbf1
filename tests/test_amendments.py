"""Editions on editions: what they come to, what is said of a wrong one, where they are found and which of them fits a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import within
from hypothesis import given
from hypothesis import strategies as st
from naive import Naive

from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.diagnostics.rendering import render
from perfrules.evaluate import Engine, decide
from perfrules.format import consolidated_text, rulebook
from perfrules.forms import Form, make_form, shipped_templates
from perfrules.pipeline import fitting
from perfrules.pipeline.consolidated import consolidated
from perfrules.pipeline.policies import Compiled, Ready, compile_policy
from perfrules.pipeline.run import Chosen, run
from perfrules.pipeline.texts import shipped_policies
from perfrules.source import Source
from perfrules.trials.examples import ExampleRun, run_all_examples

TEMPLATES = shipped_templates()
PARENT = """\
policy trial/project 2020 "first"
  template project_form
  places   "武汉"
  basis    "甲"

param full = 20 points
param line = 80%
let share for budget = executed / budgeted
score points_due for budget "points"
  claimed  score
  expected full * min(share, 100%)
rule explained "explained"
  when    budget.share < line
  require filled(deviation_reason)
  basis   "甲" clause "三"

example "nine tenths" for points_due
  given  budget: budgeted 100, executed 90, score 18
  expect pass
property "more is not less" for points_due
  as executed rises never less
"""
HEAD = 'policy trial/project 2021\n  amends trial/project 2020\n  basis  "乙"\n\n'


def compiled(folder: Path, amendments: str, parent: str = PARENT, day: date | None = None) -> Compiled:
    """The edition that amends the parent, both in one folder."""
    (folder / "2020.rules").write_text(parent, encoding="utf-8")
    path = folder / "2021.rules"
    path.write_text(HEAD + amendments, encoding="utf-8")
    return compile_policy(Source.of(str(path), HEAD + amendments), day=day)


def program(folder: Path, amendments: str, parent: str = PARENT, day: date | None = None) -> core.Program:
    made = compiled(folder, amendments, parent, day)
    assert made.program is not None, [render(problem, "en") for problem in made.problems]
    return made.program


def form(**cells: object) -> Form:
    template = TEMPLATES.get("project_form")
    assert template is not None
    loaded = make_form(template, {"id": "f", "year": "2021", "place": "武汉市", **cells})
    assert loaded.problems == ()
    return loaded.only


def outcomes(of: core.Program, on: Form) -> dict[str, str]:
    """By both interpreters."""
    told = [(each.check, each.path, each.outcome) for each in decide(Engine(of), on).results]
    assert told == [(name, path, outcome) for name, path, outcome, _ in Naive(of, on).outcomes()]
    return {name: outcome for name, _, outcome in told}


# ── what an edition comes to ──


def test_an_item_keeps_its_source_its_edition_and_what_it_rests_on(tmp_path: Path) -> None:
    made = program(tmp_path, "replace param full = 10 points\n")
    assert (made.template, made.places, made.basis) == ("project_form", ("武汉",), (core.BasisOf("乙", None),))
    full, line, rule = made.params["full"], made.params["line"], made.checks[1]
    assert (full.edition, Path(full.source.name).name, full.basis) == ("trial/project 2021", "2021.rules", ())
    assert (line.edition, Path(line.source.name).name) == ("trial/project 2020", "2020.rules")
    assert (line.basis, made.rests_on(line)) == ((), (core.BasisOf("甲", None),))
    assert made.rests_on(full) == (core.BasisOf("乙", None),)
    assert made.rests_on(rule) == (core.BasisOf("甲", "三"),)
    assert [each.edition for each in made.properties] == ["trial/project 2020"]


def test_examples_and_properties_go_with_what_is_repealed(tmp_path: Path) -> None:
    made = program(tmp_path, "repeal score points_due\n")
    assert (made.examples, made.properties) == ((), ())
    assert [check.name for check in made.checks] == ["explained"]


def test_a_repealed_name_may_be_that_of_another_kind_of_item(tmp_path: Path) -> None:
    made = program(tmp_path, "repeal rule explained\nnew let explained = filled(deviation_reason)\n")
    assert "explained" in made.lets


def test_off_is_an_outcome_and_leaves_the_cell_as_claimed(tmp_path: Path) -> None:
    made = program(tmp_path, 'switch off score points_due\n  because "a trial"\n')
    held = form(budget={"budgeted": "100", "executed": "90", "score": "17"})
    assert outcomes(made, held)["points_due"] == "off"
    engine = Engine(made)
    run_ = engine.start(held)
    column = core.Subject("project_form", "budget")
    (budget,) = run_.entities.of(column)
    assert engine.audited(budget, "score", run_) == 17


def test_an_item_that_is_off_comes_back_with_replace(tmp_path: Path) -> None:
    program(tmp_path, "switch off rule explained\n")
    path = tmp_path / "2022.rules"
    rule = PARENT[PARENT.index("rule explained") : PARENT.index("example")]
    text = f"policy trial/project 2022\n  amends trial/project 2021\n\nreplace {rule}"
    path.write_text(text, encoding="utf-8")
    made = compile_policy(Source.of(str(path), text)).program
    assert made is not None
    assert [check.off for check in made.checks] == [None, None]


def test_a_later_edition_chooses_another_edition_of_what_is_used(tmp_path: Path) -> None:
    for year in ("2020", "2021"):
        text = f"policy lent/words {year}\nparam lent = {year}\n"
        (tmp_path / f"words{year}.rules").write_text(text, encoding="utf-8")
    parent = PARENT.replace("  places ", "  uses lent/words 2020\n  places ")
    assert program(tmp_path, "", parent).params["lent"].value == 2020
    (tmp_path / "2021.rules").write_text("", encoding="utf-8")
    text = HEAD.replace("\n\n", "\n  uses lent/words 2021\n\n")
    (tmp_path / "2021.rules").write_text(text, encoding="utf-8")
    made = compile_policy(Source.of(str(tmp_path / "2021.rules"), text))
    assert made.program is not None
    assert made.program.params["lent"].value == 2021


def test_a_used_policy_may_amend_another(tmp_path: Path) -> None:
    (tmp_path / "a.rules").write_text("policy lent/words 2020\nparam lent = 1\nparam kept = 3\n", encoding="utf-8")
    (tmp_path / "b.rules").write_text(
        "policy lent/words 2021\n  amends lent/words 2020\nreplace param lent = 2\n", encoding="utf-8"
    )
    parent = PARENT.replace("  places ", "  uses lent/words 2021\n  places ")
    made = program(tmp_path, "", parent)
    assert (made.params["lent"].value, made.params["kept"].value) == (2, 3)


RULES = [f"rule r{at}\n  require total_score <= {90 + at}\n" for at in range(4)]
CHANGED = [f"rule r{at}\n  require total_score <= {50 + at}\n" for at in range(4)]
PLAIN = "policy trial/project {}\n  template project_form\n\n"


@given(st.lists(st.sampled_from(["keep", "replace", "repeal", "off"]), min_size=4, max_size=4), st.booleans())
def test_an_edition_is_the_policy_written_out(changes: Sequence[str], more: bool) -> None:
    """Every way to amend four rules gives what one would have written at once."""
    amendments, written = [], []
    for at, change in enumerate(changes):
        if change == "replace":
            amendments.append("replace " + CHANGED[at])
        elif change != "keep":
            amendments.append(f"{'repeal' if change == 'repeal' else 'switch off'} rule r{at}\n")
        if change != "repeal":
            written.append(CHANGED[at] if change == "replace" else RULES[at])
    if more:
        amendments.append("new rule r9\n  require filled(grade)\n")
        written.append("rule r9\n  require filled(grade)\n")
    with pytest.MonkeyPatch.context() as patch:
        parent = Source("parent", PLAIN.format(2020) + "".join(RULES))
        patch.setattr("perfrules.pipeline.texts.find_beside", lambda source, identity: parent)
        amended = compile_policy(Source("child", HEAD + "".join(amendments))).program
    at_once = compile_policy(Source("whole", PLAIN.format(2021) + "".join(written))).program
    assert amended is not None
    assert at_once is not None
    off = {f"r{at}" for at, change in enumerate(changes) if change == "off"}
    assert {check.name for check in amended.checks if check.off} == off
    assert tuple(replace(check, off=None) for check in amended.checks) == at_once.checks


# ── what is said of a wrong one ──

WRONG = {
    "nothing of that name": ("repeal rule explain", "nothing-to-amend", "explain", "amends trial/project 2020"),
    "a param that is a let": ("replace param share = 1", "nothing-to-amend", "share", "share"),
    "no example of that title": (
        'repeal example "nine" for points_due',
        "nothing-to-amend",
        '"nine"',
        "amends trial/project 2020",
    ),
    "an example of another rule": (
        'repeal example "nine tenths" for explained',
        "nothing-to-amend",
        '"nine tenths"',
        "amends trial/project 2020",
    ),
    "as it is": ("replace param line = 80%", "no-change", "line", "line"),
    "off twice": ("switch off rule explained\nswitch off rule explained", "two-verbs", "explained", "explained"),
    "new and there": ("new param line = 70%", "duplicate-name", "line", "line"),
    "plain and there": ("param line = 70%", "duplicate-name", "line", "line"),
    "plain, of another kind": ("param share = 70%", "duplicate-name", "share", "share"),
    "a plain example that is there": (
        'example "nine tenths" for points_due\n  given total_score 1\n  expect pass',
        "duplicate-name",
        '"nine tenths"',
        '"nine tenths"',
    ),
    "two verbs": ("repeal param line\nnew param line = 70%", "two-verbs", "line", "line"),
    "what a rule of the parent reads": ("repeal param line", "was-repealed", "line", "line"),
    "what an example is about": (
        'repeal rule explained\nexample "x" for explained\n  given total_score 1\n  expect pass',
        "was-repealed",
        "explained",
        "explained",
    ),
    "what a property is about": (
        'repeal rule explained\nproperty "x" for explained\n  require total_score > 1',
        "was-repealed",
        "explained",
        "explained",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_both_places_are_shown(name: str, tmp_path: Path) -> None:
    text, code, at, other = WRONG[name]
    (problem,) = compiled(tmp_path, text + "\n").problems
    assert problem.code.name == code, render(problem, "en")
    assert problem.at.source[problem.at.span] == at
    (label,) = problem.others
    assert label.source[label.span] == other
    assert (label.source, label.span) != (problem.at.source, problem.at.span)
    assert label.words is not None


@pytest.mark.parametrize("name", ["nothing of that name", "new and there", "plain and there"])
def test_a_fix_that_is_offered_mends_it(name: str, tmp_path: Path) -> None:
    text = WRONG[name][0] + "\n"
    (problem,) = compiled(tmp_path, text).problems
    assert problem.fix is not None
    mended = problem.fix.apply(HEAD + text)
    assert compiled(tmp_path, mended.removeprefix(HEAD)).problems == ()


def test_the_line_that_reads_is_in_its_own_file(tmp_path: Path) -> None:
    (problem,) = compiled(tmp_path, "repeal param line\n").problems
    assert Path(problem.at.source.name).name == "2020.rules"
    assert [Path(label.source.name).name for label in problem.others] == ["2021.rules"]


def test_what_is_off_already_is_not_switched_off_again(tmp_path: Path) -> None:
    program(tmp_path, "switch off rule explained\n")
    path = tmp_path / "2022.rules"
    text = "policy trial/project 2022\n  amends trial/project 2021\n\nswitch off rule explained\n"
    path.write_text(text, encoding="utf-8")
    (problem,) = compile_policy(Source.of(str(path), text)).problems
    assert problem.code.name == "no-change"
    assert [label.source[label.span] for label in problem.others] == ["switch off rule explained"]


def test_a_verb_needs_a_policy_that_it_amends(tmp_path: Path) -> None:
    (problem,) = compile_policy(Source.of("a.rules", PARENT + "switch  off rule explained\n")).problems
    assert (problem.code.name, problem.at.source[problem.at.span]) == ("amends-nothing", "switch  off")
    assert [label.source[label.span] for label in problem.others] == ["trial/project 2020"]


# ── where editions are found ──


def found(folder: Path, files: dict[str, str], main: str) -> tuple[Diagnostic, ...]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return compile_policy(Source.of(str(folder / main), files[main])).problems


CHILD = "policy trial/project 2021\n  amends trial/project 2020\n"


def test_an_edition_is_found_beside_the_file_whatever_its_name(tmp_path: Path) -> None:
    assert found(tmp_path, {"new.rules": CHILD, "old.rules": "# 旧的\n" + PARENT}, "new.rules") == ()


@pytest.mark.parametrize("elsewhere", ["below/old.rules", "../old.rules", "old.txt", ".old.rules"])
def test_no_other_file_is_read(elsewhere: str, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    (problem,) = found(folder, {"new.rules": CHILD, elsewhere: PARENT}, "new.rules")
    assert problem.code.name == "unknown-policy"


def test_a_text_that_is_no_file_has_no_neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.rules").write_text(PARENT, encoding="utf-8")
    (problem,) = compile_policy(Source.of("new.rules", CHILD)).problems
    assert problem.code.name == "unknown-policy"


def test_two_files_that_say_they_are_one_policy_are_told(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, {"new.rules": CHILD, "a.rules": PARENT, "b.rules": PARENT}, "new.rules")
    assert problem.words.en == "a.rules and b.rules are both `trial/project 2020`"


@pytest.mark.parametrize("clause", ["amends", "uses"])
def test_a_copy_that_kept_the_edition_of_what_it_amends_is_told_with_both_files(clause: str, tmp_path: Path) -> None:
    """It would seem to amend itself."""
    copy = f"policy trial/project 2020\n  template project_form\n  {clause} trial/project 2020\n"
    (problem,) = found(tmp_path, {"new.rules": copy, "old.rules": PARENT}, "new.rules")
    assert problem.words.en == "new.rules and old.rules are both `trial/project 2020`"


def test_a_shipped_policy_may_be_amended_from_anywhere(tmp_path: Path) -> None:
    text = "policy mine/project 2021\n  amends wuhan/project 2020\n  years 2021\n"
    made = compile_policy(Source.of(str(tmp_path / "mine.rules"), text)).program
    assert made is not None
    assert len(made.checks) > 30


def test_editions_in_a_circle_are_told(tmp_path: Path) -> None:
    files = {"a.rules": CHILD, "b.rules": CHILD.replace("2021", "x").replace("2020", "2021").replace("x", "2020")}
    problems = found(tmp_path, files, "a.rules")
    assert [(problem.code.name, "in a circle" in problem.words.en) for problem in problems] == [("unknown-policy", True)]


@pytest.mark.parametrize("clause", ["amends", "uses"])
@pytest.mark.parametrize("form", ["text", "html"])
def test_a_policy_that_comes_back_to_itself_is_not_shown_as_though_it_were_well(
    clause: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'policy made/up 2020 "made up"\n  template project_form\n  {clause} made/up 2020\n\nparam full "all" = 20 points\n'
    (tmp_path / "a.rules").write_text(text, encoding="utf-8")
    out, err, status = within(tmp_path, ["show", "a.rules", "--format", form, "--language", "en"], b"", monkeypatch)
    assert (status, "in a circle" in err) == (2, True)
    assert clause == "uses" or not out


def test_what_is_wrong_with_the_parent_is_told_at_the_parent(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, {"a.rules": CHILD, "b.rules": PARENT.replace("80%", "80 %%")}, "a.rules")
    assert Path(problem.at.source.name).name == "b.rules"


# ── dates ──

DATED = "switch off rule explained\n  from 2021-03-01\n  until 2021-06-30\nreplace param full = 10 points\n  from 2021-07-01\n"
LATE = {"budget": {"budgeted": "100", "executed": "50", "score": "10"}}


def ready(made: Compiled) -> Ready:
    assert made.program is not None, [render(problem, "en") for problem in made.problems]
    return Ready.of(made.program, made.periods)


def chosen(held: Form, policies: Sequence[Ready] | None, day: date | None = None) -> tuple[list[Ready], Diagnostic | None]:
    made = Chosen([held], policies, day)
    return made.of(held), next(iter(made.problems), None)


def examples(made: Compiled) -> tuple[ExampleRun, ...]:
    assert made.program is not None, [render(problem, "en") for problem in made.problems]
    return run_all_examples(made.program, [(period.days, period.program) for period in made.periods])


def test_days_cut_time_into_periods(tmp_path: Path) -> None:
    made = compiled(tmp_path, DATED)
    days = [period.days for period in made.periods]
    assert days == [
        (None, date(2021, 2, 28)),
        (date(2021, 3, 1), date(2021, 6, 30)),
        (date(2021, 7, 1), None),
    ]
    assert made.program == made.periods[-1].program


@pytest.mark.parametrize(
    ("filled", "explained", "points"),
    [
        ("2021-02-28", "fail", "pass"),
        ("2021-03-01", "off", "pass"),
        ("2021-06-30", "off", "pass"),
        ("2021-07-01", "fail", "fail"),
    ],
)
def test_a_form_has_the_rules_of_its_day(filled: str, explained: str, points: str, tmp_path: Path) -> None:
    policy = ready(compiled(tmp_path, DATED))
    for held, given_ in ((form(**LATE, filled_on=filled), None), (form(**LATE), date.fromisoformat(filled))):
        its, problem = chosen(held, [policy], given_)
        assert problem is None
        assert outcomes(its[0].program, held) == {"points_due": points, "explained": explained}


def test_the_day_on_the_form_goes_before_the_one_given(tmp_path: Path) -> None:
    policy = ready(compiled(tmp_path, DATED))
    held = form(**LATE, filled_on="2021-03-01")
    its, _ = chosen(held, [policy], date(2021, 8, 1))
    assert outcomes(its[0].program, held)["explained"] == "off"


@pytest.mark.parametrize("named", [True, False])
def test_a_day_that_cannot_be_read_is_never_replaced_without_a_word(named: bool, tmp_path: Path) -> None:
    """Nor is a dash taken for a day: it says that there is none."""
    policies = [ready(compiled(tmp_path, DATED))] if named else None
    place = {} if named else {"place": "天津市", "year": 2024}
    for filled, told in (("2021-02-30", ["date-not-read"]), ("/", []), ("2021-02-28", [])):
        held = form(**LATE, **place, filled_on=filled)
        made = Chosen([held], policies, date(2021, 4, 1) if named else date(2024, 6, 1))
        assert ([problem.code.name for problem in made.problems], len(made.of(held))) == (told, 1), filled
    (problem,) = Chosen([form(**LATE, filled_on="2021-02-30")], [ready(compiled(tmp_path, DATED))]).problems
    assert (problem.code.name, problem.level) == ("no-date", "error")


def test_without_a_day_nothing_is_chosen_silently(tmp_path: Path) -> None:
    report = run([form(**LATE)], [ready(compiled(tmp_path, DATED))])
    (problem,) = report.problems
    assert (problem.code.name, problem.level, report.forms) == ("no-date", "error", ())
    assert problem.help is not None
    assert "until 2021-02-28; 2021-03-01 to 2021-06-30; from 2021-07-01" in problem.help.en


def test_days_that_change_nothing_are_no_periods(tmp_path: Path) -> None:
    amendments = 'replace rule explained "explained"\n  when budget.share < line\n  require filled(deviation_reason)\n'
    same = amendments + '  basis "甲" clause "三"\n  severity error\n  from 2021-05-01\n'
    made = compiled(tmp_path, same)
    assert made.problems == ()
    assert made.periods == ()


def test_two_verbs_on_one_item_at_different_times_are_no_mistake(tmp_path: Path) -> None:
    first = "replace param full = 10 points\n  until 2021-05-31\n"
    then = "replace param full = 15 points\n  from 2021-06-01\n"
    values = [period.program.params["full"].value for period in compiled(tmp_path, first + then).periods]
    assert values == [10, 15]


def test_an_example_runs_in_every_period_it_stands_in(tmp_path: Path) -> None:
    runs = {each.example.title: each for each in examples(compiled(tmp_path, DATED))}
    assert [(title, each.passed) for title, each in runs.items()] == [("nine tenths", False)]
    mended = DATED + 'replace example "nine tenths" for points_due\n  from 2021-07-01\n'
    mended += "  given budget: budgeted 100, executed 90, score 9\n  expect pass\n"
    assert [each.passed for each in examples(compiled(tmp_path, mended))] == [True, True]


def test_an_example_with_a_day_runs_on_that_day(tmp_path: Path) -> None:
    dated = 'example "before" for points_due\n  given filled_on {}\n'
    dated += "  given budget: budgeted 100, executed 90, score 18\n  expect pass\n"
    for day, passed in (("2021-06-30", True), ("2021-07-01", False)):
        runs = examples(compiled(tmp_path, DATED + dated.format(day)))
        assert {each.example.title: each.passed for each in runs}["before"] is passed


ENDS = "repeal rule explained\n  from 2021-06-01\nnew rule late\n  from 2021-06-01\n  require filled(deviation_reason)\n"


@pytest.mark.parametrize(
    ("of", "given_", "told"),
    [
        ("explained", "filled_on 2021-05-31", None),
        (
            "explained",
            "filled_on 2021-06-01",
            "rule `explained` is there until 2021-05-31 only, and this example is for other days",
        ),
        ("explained", "year 2021", None),
        ("late", "filled_on 2021年6月1日", None),
        ("late", 'filled_on "2021/5/31"', "rule `late` is there from 2021-06-01 only, and this example is for other days"),
        ("late", 'filled_on "2021-06-31"', None),
    ],
)
def test_an_example_speaks_of_a_rule_that_stands_on_the_day_of_its_form(
    of: str, given_: str, told: str | None, tmp_path: Path
) -> None:
    text = f'example "of a day" for {of}\n  given {given_}\n  given budget: budgeted 100, executed 50\n  expect fail\n'
    made = compiled(tmp_path, ENDS + text)
    assert [problem.words.en for problem in made.problems] == ([told] if told else [])
    if told is None:
        runs = [run for run in examples(made) if run.example.title == "of a day"]
        assert [(run.outcome, run.passed) for run in runs] == [("fail", True)]


def test_a_finding_cites_what_a_later_edition_says_of_what_its_rule_reads(tmp_path: Path) -> None:
    amendments = 'replace param full = 10 points\n  basis "丁" clause "一"\nreplace param line = 90%\n'
    program = compiled(tmp_path, amendments).program
    assert program is not None
    cited = {check.name: [(each.document, each.clause) for each in program.cited(check)] for check in program.checks}
    assert cited == {"points_due": [("甲", None), ("丁", "一")], "explained": [("甲", "三"), ("乙", None)]}


def test_the_example_of_a_rule_that_is_off_shows_what_it_says_while_it_stands(tmp_path: Path) -> None:
    off = 'switch off rule explained\nexample "not explained" for explained\n  given budget: budgeted 100, executed 50\n'
    runs = examples(compiled(tmp_path, off + "  expect fail\n"))
    assert [each.passed for each in runs] == [True, True]


# ── which policy fits a form ──


def shelf(patch: pytest.MonkeyPatch, *heads: str) -> None:
    """Policies `KIND EDITION` with these clauses, one rule each, instead of those shipped."""
    made = []
    for head in heads:
        name, _, clauses = head.partition("|")
        lines = "".join(f"  {clause.strip()}\n" for clause in clauses.split(";") if clause.strip())
        text = f"policy {name.strip()}\n  template project_form\n{lines}\nrule a\n  require total_score <= 100\n"
        compiled_ = compile_policy(Source.of("shelf.rules", text))
        assert compiled_.program is not None, [render(problem, "en") for problem in compiled_.problems]
        made.append(Ready.of(compiled_.program))
    patch.setattr(fitting, "_shelf", lambda: tuple(made))


@pytest.mark.parametrize(
    ("place", "fits"),
    [("武汉市硚口区", "district/p 2021"), ("武汉市江岸区", "city/p 2021"), ("宜昌市", "all/p 2021")],
)
def test_the_policy_that_names_the_place_most_closely_fits(place: str, fits: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(monkeypatch, "all/p 2021", 'city/p 2021 | places "武汉"', 'district/p 2021 | places "武汉市硚口区", "黄陂"')
    its, problem = chosen(form(place=place), None)
    assert ([each.program.name for each in its], problem) == ([fits], None)


@pytest.mark.parametrize(
    ("filled", "day", "fits"),
    [
        ("2021-05-08", None, ["t/p 2021"]),
        ("2021-05-09", None, ["t/p 2021-05"]),
        (None, date(2021, 5, 9), ["t/p 2021-05"]),
        (None, None, []),
        ("2021-12-31", None, []),
    ],
)
def test_of_editions_of_one_year_the_latest_that_had_begun_fits(
    filled: str | None, day: date | None, fits: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    until = "until 2021-12-30"
    shelf(monkeypatch, f"t/p 2021 | {until}", f"t/p 2021-05 | from 2021-05-09; {until}")
    cells = {} if filled is None else {"filled_on": filled}
    its, problem = chosen(form(**cells), None, day)
    assert [each.program.name for each in its] == fits
    assert (problem is None) == bool(fits)
    if problem is not None:
        assert problem.help is not None
        assert "t/p 2021" in problem.help.en
        assert ("--date" in problem.help.en) == (filled is None)


# ── the text and the page ──


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("day", [date(2021, 2, 1), date(2021, 8, 1)])
def test_the_consolidated_text_means_what_the_edition_means(language: str, day: date, tmp_path: Path) -> None:
    made = compiled(tmp_path, DATED + "new rule graded\n  require filled(grade)\n", day=day).program
    assert made is not None
    path = tmp_path / "2021.rules"
    whole = consolidated(Source.of(str(path), path.read_text(encoding="utf-8")), day)
    assert whole.problems == ()
    text = consolidated_text(whole.text, TEMPLATES, language)  # type: ignore[arg-type]
    again = compile_policy(Source.of("again.rules", text))
    assert again.program is not None, [render(problem, "en") for problem in again.problems]
    assert again.program.lets.keys() == made.lets.keys()
    bare = [tuple(replace(check, basis=()) for check in each.checks) for each in (made, again.program)]
    assert bare[0] == bare[1]
    assert again.program.examples == made.examples
    assert {name: each.value for name, each in again.program.params.items()} == {n: p.value for n, p in made.params.items()}


def test_every_item_is_marked_with_its_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(tmp_path, DATED + 'repeal property "more is not less" for points_due\n  because "为何"\n')
    text, _, status = within(tmp_path, ["show", "2021.rules", "--date", "2021-04-01", "--language", "en"], b"", monkeypatch)
    assert status == 0
    marked = re.findall(r"^(param|let|score|rule|example|property) .*# (trial/project \d{4})$", text, re.M)
    assert marked == [(kind, "trial/project 2020") for kind in ("param", "param", "let", "score", "rule", "example")]
    assert "# switched off by trial/project 2021 from 2021-03-01 until 2021-06-30" in text
    assert "property more is not less  repealed by trial/project 2021: 为何" in text


def test_what_is_shown_without_a_day_says_which_day_that_is_and_what_was_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(tmp_path, DATED)
    text, _, _ = within(tmp_path, ["show", "2021.rules", "--language", "en"], b"", monkeypatch)
    assert "# Dated changes (as it stands from 2021-07-01; --date shows another day):" in text
    assert re.search(r"^#   switch off rule \S+ from 2021-03-01 until 2021-06-30 \(trial/project 2021\)", text, re.M)
    page, _, _ = within(tmp_path, ["show", "2021.rules", "--format", "html", "--language", "zh"], b"", monkeypatch)
    assert "这里是 2021-07-01 起的样子" in page
    assert re.search(r"<li>自 2021-03-01 至 2021-06-30 停用 规则 ", page)
    text, _, _ = within(tmp_path, ["show", "2021.rules", "--language", "en", "--date", "2021-04-01"], b"", monkeypatch)
    assert "# Dated changes (as it stands on 2021-04-01;" in text


def test_the_examples_of_a_repealed_rule_are_not_listed_as_repealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(tmp_path, "repeal score points_due\n")
    text, _, _ = within(tmp_path, ["show", "2021.rules", "--language", "en"], b"", monkeypatch)
    assert re.findall(r"^#   (\w+) .*repealed by", text, re.M) == ["score"]


VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """The ids, the links and the tags of a page; every tag that opens must close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        held = dict(attrs)
        assert not {"src", "onclick", "style"} & set(held)
        self.ids |= {held["id"] or ""} if "id" in held else set()
        self.links |= {held["href"] or ""} if "href" in held else set()
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rulebook_is_one_page_that_reaches_for_nothing(language: str, tmp_path: Path) -> None:
    path = tmp_path / "2021.rules"
    compiled(
        tmp_path, DATED + 'new rule graded "<script>alert(1)</script>"\n  require filled(grade)\n  basis "丙" clause "待核"\n'
    )
    whole = consolidated(Source.of(str(path), path.read_text(encoding="utf-8")), date(2021, 4, 1))
    text = rulebook(whole.text, whole.used, TEMPLATES, language)  # type: ignore[arg-type]
    page = Page(text)
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert re.findall(r"https?:|//\w|@import|url\(", text) == []
    assert {link.removeprefix("#") for link in page.links} <= page.ids
    assert "<script>alert(1)</script>" in page.words
    assert "trial/project 2020" in page.words
    assert '<span class="unverified">待核</span>' in text


def test_every_shipped_policy_has_a_rulebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in shipped_policies():
        text, _, status = within(tmp_path, ["show", name, "--format", "html"], b"", monkeypatch)
        assert status == 0
        page = Page(text)
        assert {link.removeprefix("#") for link in page.links} <= page.ids
