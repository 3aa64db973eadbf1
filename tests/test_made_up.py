"""Made-up forms: what is clean is clean, what is planted is found where it is labelled, the same seed gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest
from made_up import main, write
from making.clean import Wish, clean
from making.defects import Defect, of, planted
from making.form import Label, Layout, MadeForm
from making.labelled import label_file
from making.many import MAKERS, Order, plantable
from making.qiaokou import files as second_year
from making.qiaokou import forms as second_year_forms

from perfrules.forms import Form, load_forms, shipped_templates
from perfrules.pipeline.policies import Ready, compile_policy, find
from perfrules.pipeline.run import read_forms, run
from perfrules.report import Finding
from perfrules.source import Source

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
LAYOUTS: tuple[Layout, ...] = ("wuhan", "national")
KINDS = [(kind, layout) for layout in LAYOUTS for kind, ids in plantable(layout).items() if ids]
REASONS = re.compile(r"/deviation_reason|/budget/reason|/indicators/[0-9]+/reason")


def loaded(made: Iterable[MadeForm]) -> tuple[Form, ...]:
    text = json.dumps({"forms": [form.to_json() for form in made]}, ensure_ascii=False)
    read = load_forms(Source.of("made-up.json", text), shipped_templates())
    assert read.problems == ()
    return read.forms


@cache
def policy(name: str) -> Ready:
    source = find(name)
    assert isinstance(source, Source)
    program = compile_policy(source).program
    assert program is not None
    return Ready.of(program)


def marks(name: str) -> dict[str, set[str]]:
    """The catalogue ids that the comments of a policy put over its rules."""
    source = find(name)
    assert isinstance(source, Source)
    told: dict[str, set[str]] = {}
    ids: set[str] = set()
    for line in source.text.splitlines():
        if re.match(r"# (?:[CXY]\d\d|──)", line):
            ids = set(re.findall(r"\b[CXY]\d\d\b", line))
        elif item := re.match(r"(?:规则|计分) (\S+)", line):
            told[item[1]] = ids
    return told


def failures(made: Sequence[MadeForm], name: str) -> list[Finding]:
    forms = [form for form in loaded(made) if form.template.name == policy(name).program.template]
    report = run(forms, [policy(name)])
    assert [problem.code for problem in report.problems if problem.level == "error"] == []
    return [finding for finding in report.findings if finding.outcome == "fail"]


def order(kind: str, layout: Layout, number: int, share: int = 0, together: int = 1) -> Order:
    return Order(number, 11, layout, plantable(layout)[kind], Fraction(share, 100), together)


def made(asked: Order, kind: str) -> list[MadeForm]:
    return [form for batch in MAKERS[kind](asked) for form in batch]


# ── clean forms ──


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_found_on_clean_forms(layout: Layout) -> None:
    assert [
        (each.form, each.rule, each.message.zh)
        for each in failures(made(order("forms", layout, 60), "forms"), f"{layout}/project/2020")
    ] == []


def test_only_hidden_weights_leave_something_undetermined_on_clean_forms() -> None:
    """Wuhan prints no weights: where two rows are unmet, theirs cannot be told apart. With weights everything is decided."""
    for layout in LAYOUTS:
        report = run(loaded(made(order("forms", layout, 40), "forms")), [policy(f"{layout}/project/2020")])
        rules = {rule for each in report.findings if each.outcome == "undetermined" for rule in each.rules}
        assert rules == ({"推定得分", "没有分值能解释"} if layout == "wuhan" else set())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_figures_of_a_clean_form_fit_by_plain_arithmetic(layout: Layout) -> None:
    budget_points = 20 if layout == "wuhan" else 10
    for at in range(200):
        form = clean(Random(at), f"made-up-{at}", layout, Wish())
        rate = Fraction(form.budget["executed"]) / Fraction(form.budget["budgeted"])
        assert abs(Fraction(form.budget["rate"].removesuffix("%")) / 100 - rate) <= Fraction(1, 20_000)
        assert abs(Fraction(form.budget["score"]) - budget_points * rate) <= Fraction(1, 200)
        assert sum(row.weight for row in form.rows) == 100 - budget_points
        assert Fraction(form.text("total_score") or 0) == form.claimed_total()
        for row in form.rows:
            assert Fraction(row.cells["score"]) <= row.weight
            assert (Fraction(row.cells["score"]) == row.weight) is row.met
        for column in ("initial", "budgeted", "executed") if layout == "national" else ():
            assert sum(Fraction(source[column]) for source in form.group("sources")) == Fraction(form.budget[column])


def test_the_forms_of_a_clean_department_agree() -> None:
    for forms in MAKERS["departments"](order("departments", "wuhan", 8)):
        *projects, whole = forms
        spent = sum(Fraction(form.budget["executed"]) for form in projects)
        assert Fraction(whole.text("project_spending") or 0) == spent
        assert Fraction(whole.text("basic_spending") or 0) + spent == Fraction(whole.budget["executed"])
        assert whole.claimed_total() <= max(form.claimed_total() for form in projects)
        assert {form.text("department") for form in forms} == {whole.text("department")}
        shown = {row.cells["name"]: row.cells["actual"] for row in whole.rows}
        for row in (row for form in projects for row in form.rows):
            assert shown.get(row.cells["name"], row.cells["actual"]) == row.cells["actual"]
            assert row.met or row.cells["name"] in shown
        texts = [form.text("deviation_reason") for form in forms if form.text("deviation_reason")]
        assert len(texts) == len(set(texts))
    assert failures(made(order("departments", "wuhan", 8), "departments"), "wuhan/project/2020") == []
    assert failures(made(order("departments", "wuhan", 8), "departments"), "wuhan/department/2020") == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_second_year_of_a_clean_pair_follows_from_the_first(layout: Layout) -> None:
    pairs = list(MAKERS["years"](order("years", layout, 20)))
    for last, this in pairs:
        assert last.text("project") == this.text("project")
        assert Fraction(this.budget["carried_in"]) == Fraction(last.budget["budgeted"]) - Fraction(last.budget["executed"])
        assert [row.cells["name"] for row in last.rows] == [row.cells["name"] for row in this.rows]
        for was, row in zip(last.rows, this.rows, strict=True):
            assert was.weight == row.weight
            if row.kind in ("count", "rate"):
                assert (row.target or 0) >= (was.actual or 0)
        assert last.text("deviation_reason") is None or last.text("deviation_reason") != this.text("deviation_reason")
    assert failures([form for pair in pairs for form in pair], f"{layout}/project/2020") == []


# ── planted defects ──


def ways(layout: Layout) -> list[tuple[Layout, Defect]]:
    return [(layout, way) for each in of(layout).values() for way in each]


@pytest.mark.parametrize(
    ("layout", "way"),
    [*ways("wuhan"), *ways("national")],
    ids=lambda each: each if isinstance(each, str) else f"{each.id}-{each.plant.__name__}",
)
def test_a_planted_defect_is_found_at_its_cell_and_no_other_error_is(layout: Layout, way: Defect) -> None:
    forms = [planted(Random(f"{way.plant.__name__}/{at}"), f"made-up-{at}", layout, [way]) for at in range(2)]
    assert all(way.id in {label.defect for label in form.labels} for form in forms)
    found_as_labelled(forms, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_several_defects_in_one_form_are_all_found(layout: Layout) -> None:
    forms = made(order("forms", layout, 40, share=100, together=3), "forms")
    assert sum(len({label.defect for label in form.labels}) > 1 for form in forms) > 30
    found_as_labelled(forms, layout)


def found_as_labelled(forms: Sequence[MadeForm], layout: Layout) -> None:
    ids = marks(f"{layout}/project/2020")
    found = failures(forms, f"{layout}/project/2020")
    for form in forms:
        its = [finding for finding in found if finding.form == form.id]
        planted_ids = {label.defect for label in form.labels}
        others = [(each.rule, each.path, each.message.zh) for each in its if not ids[each.rule] & planted_ids]
        assert [each for each in others if severity(its, each) == "error"] == []
        for label in form.labels:
            if label.defect in checked(layout):
                at = [finding.path for finding in its if label.defect in ids[finding.rule]]
                assert any(is_at(label, path) for path in at), (label, at)


def severity(found: Sequence[Finding], told: tuple[str, str, str]) -> str:
    return next(each.severity for each in found if (each.rule, each.path, each.message.zh) == told)


NOT_CHECKED: dict[Layout, set[str]] = {"wuhan": {"C30", "C33", "C36"}, "national": {"C30", "C36"}}
"""Nothing adds up what a text lists (C30), knows another rulebook's weights (C33) or asks for the very amount spent (C36)."""


def checked(layout: Layout) -> set[str]:
    """The ids that the policy of a layout checks, as far as forms of the layout can have them."""
    told = set().union(*marks(f"{layout}/project/2020").values())
    return (told & set(of(layout))) - NOT_CHECKED[layout]


def test_the_policies_check_all_but_a_few_of_what_can_be_planted() -> None:
    for layout in LAYOUTS:
        assert set(of(layout)) - checked(layout) == NOT_CHECKED[layout]


def is_at(label: Label, path: str) -> bool:
    """Whether a finding stands at the labelled cell or where a person would be led from it.

    That is its row or group, the total of its column, another cell where the missing reason could be, or the form, for what is
    said of a whole group or (C29) of all the rows at once.
    """
    inside = label.at == path or (path != "" and label.at.startswith(f"{path}/"))
    summed = label.at.startswith("/sources/") and path == re.sub(r"sources/[0-9]+", "budget", label.at)
    whole = path == "" and (label.at.count("/") == 1 or label.defect == "C29")
    reason = label.written is None and REASONS.fullmatch(label.at) is not None and REASONS.fullmatch(path) is not None
    return inside or summed or whole or reason


def test_basic_and_project_spending_that_do_not_add_up_are_found() -> None:
    forms = made(Order(4, 3, "wuhan", ("X02",), Fraction(1)), "departments")
    found = failures(forms, "wuhan/department/2020")
    assert {(each.form, each.rule) for each in found} == {(form.id, "基本加项目") for form in forms if form.labels}
    assert len(found) == 4


# ── labels ──


@pytest.mark.parametrize(("kind", "layout"), KINDS)
def test_labels_say_what_stands_in_the_cell(kind: str, layout: Layout) -> None:
    forms = made(order(kind, layout, 60, share=100, together=2), kind)
    read = {form.id: form for form in loaded(forms)}
    ids = set(read)
    for form in forms:
        for label in form.labels:
            assert label.form == form.id
            assert set(label.others) <= ids - {form.id}
            assert label.due is None or label.written != label.due
            assert in_form(read[form.id], label)
    assert {label.defect for form in forms for label in form.labels} >= set(plantable(layout)[kind])


def in_form(form: Form, label: Label) -> bool:
    """Whether the cell is there and holds what the label says, or the group is there."""
    cell = form.cell(label.at)
    if cell is None:
        return label.at.removeprefix("/") in form.groups and label.written is None
    told = ",".join(cell.value) if isinstance(cell.value, tuple) else cell.text
    return (told or None) == (label.written or None)


def test_every_share_gets_defects_and_the_rest_none() -> None:
    forms = made(order("forms", "wuhan", 200, share=30), "forms")
    assert sum(bool(form.labels) for form in forms) == 60


# ── the same bytes ──


@pytest.mark.parametrize(("kind", "layout"), KINDS)
def test_the_same_seed_gives_the_same_forms_and_more_begin_with_the_same(kind: str, layout: Layout) -> None:
    few, many = (made(order(kind, layout, number, share=50, together=2), kind) for number in (12, 25))
    assert [form.to_yaml() for form in few] == [form.to_yaml() for form in many[: len(few)]]
    assert label_file(label for form in few for label in form.labels) == label_file(
        label for form in many[: len(few)] for label in form.labels
    )
    other = made(Order(12, 12, layout), kind)
    assert [form.to_yaml() for form in other] != [form.to_yaml() for form in few]


def test_a_form_is_the_same_in_yaml_and_in_json() -> None:
    for form in made(order("forms", "national", 20, share=100), "forms"):
        (read,) = load_forms(Source.of(f"{form.id}.yaml", form.to_yaml()), shipped_templates()).forms
        (other,) = loaded([form])
        assert {path: cell.text for path, cell in read.cells.items()} == {path: cell.text for path, cell in other.cells.items()}
        assert [[{n: c.text for n, c in row.cells.items()} for row in rows] for rows in read.groups.values()] == [
            [{n: c.text for n, c in row.cells.items()} for row in rows] for rows in other.groups.values()
        ]


# ── the second year of the fifteen forms ──


def test_the_second_year_is_committed_as_it_is_made() -> None:
    texts = second_year(EXAMPLES / "qiaokou-2020")
    folder = EXAMPLES / "qiaokou-2021"
    assert {path.name for path in folder.iterdir()} == set(texts)
    assert [name for name, text in texts.items() if (folder / name).read_bytes().decode("utf-8") != text] == []


def test_every_form_of_the_second_year_says_that_it_is_made_up() -> None:
    for path in sorted((EXAMPLES / "qiaokou-2021").glob("made-up-*.yaml")):
        text = path.read_text(encoding="utf-8")
        first, *_ = text.splitlines()
        assert "编造" in first
        assert "made up" in first
        assert "\nid: made-up-" in text
        assert "\nsource: 编造" in text
        assert '\n- path: ""\n  zh: 本表是编造的' in text


def test_the_second_year_has_the_errors_on_its_labels_and_no_others() -> None:
    forms = second_year_forms(EXAMPLES / "qiaokou-2020")
    labels = {(label.form, label.at) for form in forms for label in form.labels if label.defect.startswith("C")}
    found = failures(forms, "wuhan/project/2020") + failures(forms, "wuhan/department/2020")
    assert {(each.form, each.path) for each in found if each.severity == "error"} == labels
    assert [each for each in found if each.severity == "warning" and (each.form, each.path) not in labels] == []


def test_the_second_year_follows_from_the_first_but_for_its_labels() -> None:
    forms = second_year_forms(EXAMPLES / "qiaokou-2020")
    last = {form.id: form for form in read_forms([str(EXAMPLES / "qiaokou-2020")]).forms}
    labelled = {(label.form, label.defect) for form in forms for label in form.labels}
    projects = [form for form in forms if form.template == "project_form"]
    spent = sum(Fraction(form.budget["executed"]) for form in projects)
    assert Fraction(forms[-1].text("project_spending") or 0) == spent
    for form in projects:
        before = last.get(form.id.replace("made-up-qiaokou-2021", "qiaokou-2020"))
        if before is None:
            assert form.id.endswith("-16")
            continue
        texts = {before.cells[name].text for name in ("deviation_reason", "improvement")} - {None}
        assert ((form.id, "Y04") in labelled) is bool(texts & {form.text("deviation_reason"), form.text("improvement")})
        left = _number(before, "budgeted") - _number(before, "executed")
        carried = Fraction(form.budget.get("carried_in", 0))
        assert ((form.id, "Y03") in labelled) is (carried != max(left, Fraction(0)))


def _number(form: Form, name: str) -> Fraction:
    return Fraction(form.records["budget"].cells[name].text or 0)


# ── the command ──


def test_a_folder_of_made_up_forms_can_be_checked_with_its_labels_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--many", "6", "--to", str(tmp_path), "--defects", "C01,C07", "--share", "50%"]) == 0
    assert "6 forms, 3 defects planted" in capsys.readouterr().out
    read = read_forms([str(tmp_path)])
    assert read.problems == ()
    assert len(read.forms) == 6
    labels = [json.loads(line) for line in (tmp_path / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [label["defect"] for label in labels] == ["C01", "C07", "C01"]
    assert [set(label) for label in labels] == [{"defect", "form", "at", "written", "due", "zh", "en"}] * 3


def test_many_forms_can_be_one_file(tmp_path: Path) -> None:
    write(tmp_path / "all.json", made(order("years", "national", 3), "years"))
    assert {path.name for path in tmp_path.iterdir()} == {"all.json", "all.labels.jsonl"}
    assert len(read_forms([str(tmp_path)]).forms) == 6


@pytest.mark.parametrize(
    "arguments",
    [
        ["--many", "3"],
        ["--many", "0", "--to", "x"],
        ["--many", "3", "--to", "x", "--defects", "C99"],
        ["--many", "3", "--to", "x", "--share", "130%"],
        ["--many", "3", "--to", "x", "--of", "departments", "--layout", "national"],
    ],
)
def test_what_cannot_be_made_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(arguments)
    assert refused.value.code == 2
