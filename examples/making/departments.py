"""All the forms of a department in one year: its projects and its own, which must agree with them (X01 … X09)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from making.clean import PLACE, Phrases, Wish, budget, clean, settle
from making.form import MadeForm, Record, Row
from making.rows import dealt, give_points
from making.subjects import SUBJECTS
from making.written import plain, rounded

Forms = list[MadeForm]
MET = Wish(unmet=0, low=False, partly=False)
SHORT = Wish(unmet=1, low=False, partly=False)
BASIC = Fraction(3)
"""Basic spending is up to so many times the projects'."""


def department(random: Random, id: str, defect: str | None) -> Forms:
    """Three to five projects and, last, the department. Where the whole is better than every part, it is tried again."""
    while True:
        projects = _projects(random, id, random.randint(3, 5), defect)
        whole = _whole(random, f"{id}-department", projects)
        best = max(form.claimed_total() for form in projects)
        if whole.claimed_total() <= best and (defect != "X05" or best < 100):
            break
    forms = [*projects, whole]
    if defect is not None:
        DEPARTMENT_WAYS[defect](random, forms)
    return forms


def _projects(random: Random, id: str, number: int, defect: str | None) -> Forms:
    """The first project meets everything; of the others some fall short, as many as the defect needs."""
    wishes = [MET, *([MET] if defect == "X05" else [SHORT, SHORT]), *[MET] * number][:number]
    phrases = Phrases.several(random, number)
    forms = []
    for at, subject in enumerate(random.sample(SUBJECTS, number)):
        layout = "national" if defect == "X09" and at == number - 1 else "wuhan"
        form = clean(random, f"{id}-{at + 1:02}", layout, wishes[at], phrases[at], subject)  # type: ignore[arg-type]
        form.values |= {"place": PLACE["wuhan"], "department": f"某局（编造 {id.removeprefix('made-up-')}）"}
        for row in form.rows:
            if row.kind in ("inverse", "equal", "zero", "cost") or row.cells["level1"] == "满意度指标":
                row.cells["name"] = f"{subject.project}{row.cells['name']}"
        forms.append(form)
    return forms


def _whole(random: Random, id: str, projects: Forms) -> MadeForm:
    """The department's form: what the projects spent, their first rows, and everything that fell short."""
    spent = sum((Fraction(form.budget["executed"]) for form in projects), Fraction(0))
    basic = rounded(spent * Fraction(random.randint(100, 100 * int(BASIC)), 100))
    first = projects[0]
    head = {key: first.values[key] for key in ("year", "title_year", "filled_on", "place", "department", "money_unit")}
    form = MadeForm(id, "department_form", "wuhan", f"{head['year']} 年度{head['department']}部门整体绩效自评表", dict(head))
    form.values |= {"basic_spending": plain(basic), "project_spending": plain(spent)}
    rate = Fraction(first.budget["executed"]) / Fraction(first.budget["budgeted"]) - Fraction(1, 200)
    form.values["budget"] = _agreeing(basic + spent, rate)
    form.rows = _shared(projects)
    form.values["goals"] = [{"title": "年度目标 1", "weight": "80分", "intended": "完成各项目年度任务。"}]
    form.values["indicators"] = [row.cells for row in form.rows]
    _explain(form)
    settle(form)
    return form


def _explain(form: MadeForm) -> None:
    """The department's reason names what is unmet on its own form."""
    for key in ("deviation_reason", "improvement"):
        form.values.pop(key, None)
    if short := [row.cells["name"] for row in form.rows if not row.met]:
        form.values["deviation_reason"] = f"{'、'.join(short)}未完成，原因见各项目自评表。"
        form.values["improvement"] = "督促有关科室按项目自评表所列措施整改。"


def _agreeing(executed: Fraction, rate: Fraction) -> Record:
    """A budget line of about that rate, the same points whether the rate is rounded first or not."""
    budgeted = rounded(executed / rate)
    while rounded(20 * executed / budgeted) != rounded(20 * rounded(executed / budgeted, 4)):
        budgeted += Fraction(1, 100)
    return budget("wuhan", budgeted, executed)


def _shared(projects: Forms) -> list[Row]:
    """Copies of each project's first count, its unmet rows and its first benefit, with 50 and 30 points to deal out."""
    output, benefit = [], []
    for form in projects:
        counts = [row for row in form.rows if row.kind == "count"]
        output += [row for row in form.rows if row is counts[0] or not row.met]
        benefit.append(next(row for row in form.rows if row.cells["level2"] == "社会效益指标"))
    copies = []
    for group, points in ((output, 50), (benefit, 30)):
        for row, weight in zip(group, dealt(Fraction(points), len(group)), strict=True):
            kept = {key: each for key, each in row.cells.items() if key not in ("weight", "score", "reason")}
            copy = Row(row.kind, row.target, row.actual, row.unit, weight, row.ratio, kept)
            give_points(copy)
            copies.append(copy)
    return copies


def _ids(forms: Forms) -> tuple[str, ...]:
    return tuple(form.id for form in forms)


def _x01(random: Random, forms: Forms) -> None:
    """Basic spending changes the other way, so that the whole still adds up."""
    whole = forms[-1]
    due, off = whole.text("project_spending"), Fraction(random.randint(100, 9000), 100)
    whole.values["project_spending"] = plain(Fraction(due or 0) + off)
    whole.values["basic_spending"] = plain(Fraction(whole.text("basic_spending") or 0) - off)
    zh, en = "部门的项目支出总额不等于各项目执行数之和", "the department's project spending is not the sum of its projects"
    whole.label("X01", "/project_spending", due, zh, en, _ids(forms[:-1]))


def _x02(random: Random, forms: Forms) -> None:
    whole = forms[-1]
    due = whole.text("basic_spending")
    whole.values["basic_spending"] = plain(Fraction(due or 0) + Fraction(random.randint(100, 9000), 100))
    zh, en = "基本支出加项目支出不等于部门执行数", "basic and project spending are not what the department spent"
    whole.label("X02", "/basic_spending", due, zh, en)


def _x03(random: Random, forms: Forms) -> None:
    whole = forms[-1]
    at, row = random.choice([(at, row) for at, row in enumerate(whole.rows) if row.kind == "count" and row.met])
    due, owner = row.cells["actual"], _owner(forms, row)
    row.actual = (row.actual or Fraction(0)) + random.randint(1, 9)
    row.cells["actual"] = f"{plain(row.actual)}{row.unit}"
    zh, en = "同一指标在部门表与项目表里的实际值不同", "one indicator has two actual values, here and on the project's form"
    whole.label("X03", f"/indicators/{at}/actual", due, zh, en, (owner.id,))


def _x04(random: Random, forms: Forms) -> None:
    """The unmet row of one project is left out, and its points go to the row before it or after it."""
    whole = forms[-1]
    at, gone = random.choice([(at, row) for at, row in enumerate(whole.rows) if not row.met])
    owner = _owner(forms, gone)
    heir = next(row for row in whole.rows if row.met and row.kind == "count")
    del whole.rows[at], whole.group("indicators")[at]
    heir.weight += gone.weight
    give_points(heir)
    _explain(whole)
    settle(whole)
    name = gone.cells["name"]
    zh, en = (
        f"项目未完成的指标“{name}”没有反映在部门表里",
        f"`{name}`, unmet in the project, does not show in the department's form",
    )
    whole.label("X04", "/indicators", None, zh, en, (owner.id,))


def _x05(random: Random, forms: Forms) -> None:
    whole = forms[-1]
    executed = Fraction(whole.budget["executed"])
    whole.values["budget"] = budget("wuhan", executed, executed)
    settle(whole)
    zh, en = "部门总分高于每一个项目的总分", "the department's total is above the total of every project"
    whole.label("X05", "/total_score", None, zh, en, _ids(forms[:-1]))


def _x06(random: Random, forms: Forms) -> None:
    one, other = forms[0], forms[1]
    row = next(row for row in one.rows if row.kind == "rate" and row.cells["level2"] == "质量指标")
    at, copy = next((at, row) for at, row in enumerate(other.rows) if row.kind == "rate" and row.cells["level2"] == "质量指标")
    actual = f"{plain((row.actual or Fraction(0)) + Fraction(2, 10))}%"
    copy.cells |= {"name": row.cells["name"], "target": row.cells["target"], "actual": actual}
    zh, en = "同名的指标在两张项目表里实际值不同", "an indicator of one name has different actual values on two forms"
    other.label("X06", f"/indicators/{at}/actual", row.cells["actual"], zh, en, (one.id,))


def _x07(random: Random, forms: Forms) -> None:
    due = forms[1].text("department")
    forms[1].values["department"] = random.choice([f"武汉市{due}", (due or "").replace("某局", "某某局")])
    forms[1].label(
        "X07", "/department", due, "主管部门的写法与其他表不同", "the department is written otherwise elsewhere", _ids(forms[-1:])
    )


def _x08(random: Random, forms: Forms) -> None:
    one, other = forms[1], forms[2]
    other.values["deviation_reason"] = one.values["deviation_reason"]
    other.label("X08", "/deviation_reason", None, "原因照抄另一张表", "the reason is copied from another form", (one.id,))


def _x09(random: Random, forms: Forms) -> None:
    odd = forms[-2]
    odd.label("X09", "/budget/weight", None, "与同批各表的表样不同", "of another layout than the other forms", _ids(forms[:-2]))


def _owner(forms: Forms, row: Row) -> MadeForm:
    """The project form that a row of the department's was taken from."""
    return next(form for form in forms[:-1] if any(each.cells["name"] == row.cells["name"] for each in form.rows))


DEPARTMENT_WAYS: dict[str, Callable[[Random, Forms], None]] = {
    "X01": _x01,
    "X02": _x02,
    "X03": _x03,
    "X04": _x04,
    "X05": _x05,
    "X06": _x06,
    "X07": _x07,
    "X08": _x08,
    "X09": _x09,
}
